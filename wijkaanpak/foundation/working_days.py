"""Working days as the law and the phone lines count them: Monday to Friday, no Dutch public holiday (R87)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

HERE = ZoneInfo("Europe/Amsterdam")
CLOSING = time(17, 0)
DAY = timedelta(days=1)
SATURDAY = 5


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, unless it is a public holiday in the Netherlands."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def on_or_after(day: date) -> date:
    """This day when people work on it, else the next day on which they do."""
    while not is_working_day(day):
        day += DAY
    return day


def working_days_later(day: date, number: int) -> date:
    """The working day that lies this many working days after a day; the day itself does not count."""
    for _count in range(number):
        day = on_or_after(day + DAY)
    return day


def local(moment: datetime) -> datetime:
    """The same moment on the clocks here, summer and winter."""
    return moment.astimezone(HERE)


def end_of(day: date) -> datetime:
    """When people go home on that day, in the time of Europe/Amsterdam."""
    return datetime.combine(day, CLOSING, HERE)
