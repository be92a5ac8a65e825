"""One line at the table: "@Samenspel belt mw. Schipper, vrijdag" is an action of somebody there by a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wijkaanpak.foundation.working_days import DAY, on_or_after, working_days_later

WEEKDAYS = {
    "maandag": 0, "dinsdag": 1, "woensdag": 2, "donderdag": 3, "vrijdag": 4, "zaterdag": 5, "zondag": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
MONTHS = (
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
)
NEAR = {"vandaag": 0, "today": 0, "morgen": 1, "tomorrow": 1, "overmorgen": 2}
USUAL = 5  # working days, where no day is said
WEEK = timedelta(weeks=1)
WITHIN = re.compile(r"(?:over|binnen|in|within) (\d{1,2}) (dag|dagen|day|days|week|weken|weeks)$")
NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}))?$")
NAMED = re.compile(r"(\d{1,2}) ([a-z]+)(?: (\d{4}))?$")
NEXT = re.compile(r"(?:volgende week|next week) ?([a-z]*)$")
AT = re.compile(r"@([\w.'’-]+(?: [\w.'’-]+){0,4})")  # names as people type them


@dataclass(frozen=True)
class Seat:
    """Somebody at the table, as a line can name them."""

    staff: UUID
    name: str
    organisation: UUID
    organisation_name: str


@dataclass(frozen=True)
class Line:
    """What a line says. Without `who` it is a decision; with it an action, by `due`."""

    words: str
    who: Seat | None = None
    due: date | None = None
    unknown: str | None = None  # somebody was named who is not at the table


def read_line(text: str, table: Iterable[Seat], today: date) -> Line:
    """Read one line; a name that nobody at the table has is told and not guessed."""
    said = " ".join(text.split())
    named = AT.search(said)
    if named is None:
        return Line(said)
    who, length = _whom(named.group(1), list(table))
    if who is None:
        return Line(said, unknown=named.group(1).split(" ")[0])
    rest = (said[: named.start()] + said[named.start() + 1 + length :]).strip(" ,:")
    due, words = _day(rest, today)
    return Line(words[:1].upper() + words[1:], who, due or working_days_later(today, USUAL))


def _whom(text: str, table: list[Seat]) -> tuple[Seat | None, int]:
    """The longest name that fits, and how many characters it took."""
    words = text.split(" ")
    for number in range(len(words), 0, -1):
        asked = " ".join(words[:number])
        for seat in table:
            if _fits(asked, seat.name) or _fits(asked, seat.organisation_name):
                return seat, len(asked)
    return None, 0


def _fits(asked: str, name: str) -> bool:
    """Whether these are whole words in a row of that name: "samenspel" of "Welzijn Samenspel"."""
    plain, whole = asked.casefold().strip("., "), f" {name.casefold().replace(',', ' ')} "
    return len(plain) > 1 and f" {plain} " in whole


def _day(text: str, today: date) -> tuple[date | None, str]:
    """The day at the end of a line, behind the last comma or in its last words; and the rest."""
    head, comma, tail = text.rpartition(",")
    found = _date(tail.strip(), today) if comma else None
    if found is not None:
        return found, head.strip()
    words = text.split(" ")
    for number in (4, 3, 2, 1):
        found = _date(" ".join(words[-number:]), today) if len(words) > number else None
        if found is not None:
            kept = words[:-number]
            return found, " ".join(kept[:-1] if kept[-1].casefold() in ("op", "on", "voor", "by") else kept)
    return None, text


def _date(text: str, today: date) -> date | None:
    """A day in words or figures, on a working day; None for what is no day or lies in the past."""
    said = text.casefold().strip(". ").removeprefix("op ").removeprefix("uiterlijk ").removeprefix("voor ")
    found = _near(said, today) or _later(said, today) or _written(said, today)
    return on_or_after(found) if found is not None and found >= today else None


def _near(said: str, today: date) -> date | None:
    if said in NEAR:
        return today + NEAR[said] * DAY
    if said in WEEKDAYS:
        ahead = (WEEKDAYS[said] - today.weekday()) % 7
        return today + (ahead or 7) * DAY
    return None


def _later(said: str, today: date) -> date | None:
    next_week, within = NEXT.match(said), WITHIN.match(said)
    if next_week:
        monday = today - today.weekday() * DAY + WEEK
        return monday + WEEKDAYS.get(next_week.group(1), 4) * DAY
    if within:
        return today + int(within.group(1)) * (WEEK if within.group(2).startswith("we") else DAY)
    return None


def _written(said: str, today: date) -> date | None:
    figures, named = NUMBERS.match(said), NAMED.match(said)
    if figures:
        return _calendar(figures.group(1), int(figures.group(2)), figures.group(3), today)
    for months in MONTHS:
        if named and named.group(2) in months:
            return _calendar(named.group(1), months.index(named.group(2)) + 1, named.group(3), today)
    return None


def _calendar(day: str, month: int, year: str | None, today: date) -> date | None:
    """That day of this year, or of the next where this year's is over; None where there is no such day."""
    try:
        found = date(int(year or today.year), month, int(day))
        return found if year or found >= today else date(today.year + 1, month, int(day))
    except ValueError:
        return None
