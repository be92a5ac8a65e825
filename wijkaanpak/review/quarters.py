"""A quarter of a year as people here count it: from midnight in Amsterdam, its end not included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wijkaanpak.web.frame import HERE

CODE = re.compile(r"(20\d\d)-([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter; as a code it is `2026-4`."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """How it stands in an address and in the name of a file."""
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        """The first day of it."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.following.first - timedelta(days=1)

    @property
    def begins(self) -> datetime:
        """The first moment of it, summer or winter."""
        return datetime.combine(self.first, time(), HERE)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.following.begins

    @property
    def following(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


def named(code: str) -> Quarter | None:
    """The quarter of a code such as 2026-4, or nothing."""
    found = CODE.fullmatch(code)
    return Quarter(int(found[1]), int(found[2])) if found else None


def quarter_of(moment: datetime) -> Quarter:
    """The quarter in which it was this moment here."""
    local = moment.astimezone(HERE)
    return Quarter(local.year, (local.month + 2) // 3)


def between(first: Quarter, last: Quarter) -> list[Quarter]:
    """All quarters from the first to the last, the newest first; none when the first comes later."""
    found = []
    while first <= last:
        found.append(first)
        first = first.following
    return found[::-1]
