"""Dates of a world, moved by whole days so that the day it was written for becomes today (rulings 17, 25)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EARLIEST, LATEST = datetime(1800, 1, 1), datetime(9999, 12, 31)
LATEST_MOVED = LATEST - timedelta(days=1)  # the day after a covenant's last day must exist

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r" ?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)

# Where a world keeps dates outside grounds, persons and covenants; other keys, and text, are never moved.
DATE_KEYS = frozenset(
    {"aanbod_doorgeven", "datum", "einddatum", "einde", "geaccepteerd_op", "gewezen_op_hulp"}
    | {
        "herbeoordelen_op",
        "herinnering",
        "kennisname",
        "nul_datum",
        "ontdekt",
        "ontvangen",
        "op",
        "persoonlijk_contact",
    }
    | {
        "start",
        "stap1",
        "stap2",
        "stap3",
        "stap4",
        "stap5",
        "termijn",
        "tot",
        "uiterlijk_ap",
        "van",
        "verzonden",
    }
)


class NotADate(ValueError):
    """Text that is no date, no existing one, or outside the years that a world can have."""


def parse_day(text: str) -> date:
    """A bare date, jjjj-mm-dd; raises NotADate for other text."""
    if not DAY.fullmatch(text):
        raise NotADate(text)
    return _naive(f"{text}T00:00").date()


def parse_moment(text: str) -> datetime:
    """A date with or without a time as an aware datetime in Europe/Amsterdam; raises NotADate for other text.

    A bare date is its 00:00, and a time without an offset is the time on the clock there.
    """
    found = MOMENT.fullmatch(text)
    if not found:
        raise NotADate(text)
    naive = _naive(f"{found['day']}T{found['time'] or '00:00'}")
    if not found["zone"]:
        return _on_the_clock(naive, 0)
    zone = "+00:00" if found["zone"] in "Zz" else found["zone"]
    try:
        return datetime.fromisoformat(f"{naive.isoformat()}{zone}").astimezone(AMSTERDAM)
    except ValueError as error:
        raise NotADate(text) from error


def _naive(text: str) -> datetime:
    try:
        naive = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotADate(text) from error
    if not EARLIEST <= naive <= LATEST:
        raise NotADate(text)
    return naive


def _on_the_clock(naive: datetime, fold: int) -> datetime:
    """That time of day in Amsterdam; an hour that the clock skips becomes the hour after."""
    return naive.replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC).astimezone(AMSTERDAM)


@dataclass(frozen=True)
class Shift:
    """A whole number of days; hours stay as they are on the clock, also where summer time begins or ends."""

    days: int = 0

    @classmethod
    def bringing(cls, written_for: str | None, today: date) -> Shift:
        """The shift that makes the day of `scenario_nu` today; none when the world has no such moment."""
        return cls((today - parse_moment(written_for).date()).days) if written_for else cls()

    def day(self, text: str) -> date:
        """A birth date or a covenant's first or last day."""
        return self._moved(datetime.combine(parse_day(text), time())).date()

    def moment(self, text: str) -> datetime:
        """A moment, in Europe/Amsterdam."""
        local = parse_moment(text)
        return _on_the_clock(self._moved(local.replace(tzinfo=None, fold=0)), local.fold)

    def interval(self, start: str, end: str) -> tuple[datetime, datetime]:
        """Two moments; where a change of the clock would turn them round, the length is kept instead."""
        first, last = self.moment(start), self.moment(end)
        if last.astimezone(UTC) <= first.astimezone(UTC):
            length = parse_moment(end).astimezone(UTC) - parse_moment(start).astimezone(UTC)
            last = (first.astimezone(UTC) + length).astimezone(AMSTERDAM)
        return first, last

    def plain(self, value: Any, key: str = "") -> Any:
        """A record of a room that is not built yet as plain dicts and lists, its dates moved.

        A bare date becomes a date, a date with a time an aware datetime.
        """
        if isinstance(value, dict):
            return {name: self.plain(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.plain(item, key) for item in value]
        if key in DATE_KEYS and isinstance(value, str) and MOMENT.fullmatch(value):
            return self.day(value) if DAY.fullmatch(value) else self.moment(value)
        return value

    def _moved(self, naive: datetime) -> datetime:
        try:
            return max(EARLIEST, min(naive + timedelta(days=self.days), LATEST_MOVED))
        except OverflowError:
            return LATEST_MOVED if self.days > 0 else EARLIEST
