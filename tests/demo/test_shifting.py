"""Dates of a world move by whole days; hours stay as they are on the clock in Amsterdam."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkaanpak.demo.shifting import NotADate, Shift, parse_day, parse_moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.integers(-20_000, 20_000)
DATES = st.dates(date(1920, 1, 1), date(2090, 12, 31))


def test_the_day_the_world_was_written_for_becomes_today() -> None:
    """Interface.md, world files: the day of scenario_nu becomes today."""
    shift = Shift.bringing("2026-11-16T09:00:00+01:00", date(2027, 7, 1))
    assert shift.moment("2026-11-16T09:00:00+01:00") == datetime(2027, 7, 1, 9, 0, tzinfo=AMSTERDAM)


def test_the_day_is_the_day_in_amsterdam_not_in_utc() -> None:
    assert Shift.bringing("2026-11-15T23:30:00Z", date(2026, 11, 16)).days == 0


def test_a_world_without_a_moment_of_its_own_is_not_moved() -> None:
    assert Shift.bringing(None, date(2030, 1, 1)) == Shift(0)


@given(DATES, st.times(), DAYS)
def test_the_time_on_the_clock_survives_every_shift(day: date, clock: time, days: int) -> None:
    """Hours stay as they are over a change of the clock; only an hour that the clock skips cannot stay."""
    written = f"{day}T{clock:%H:%M:%S}"
    moved = Shift(days).moment(written)
    wanted = datetime.fromisoformat(written) + timedelta(days=days)
    skipped = (
        wanted.replace(tzinfo=AMSTERDAM).astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != wanted
    )
    if not skipped and parse_moment(written).replace(tzinfo=None) == datetime.fromisoformat(written):
        assert moved.replace(tzinfo=None) == wanted
    assert moved.tzinfo is AMSTERDAM


@given(DATES, DAYS)
def test_days_between_dates_stay_the_same(day: date, days: int) -> None:
    """Birth dates move too, so that everyone keeps the age they had (rulings 25)."""
    assert Shift(days).day(day.isoformat()) - day == timedelta(days=days)


def test_nine_in_the_morning_stays_nine_when_summer_time_begins_in_between() -> None:
    winter, summer = "2026-11-16T09:00:00+01:00", Shift(240).moment("2026-11-16T09:00:00+01:00")
    assert summer.hour == parse_moment(winter).hour == 9
    assert summer.utcoffset() == timedelta(hours=2)


def test_a_bare_date_is_midnight_in_amsterdam_on_either_side_of_the_clock_change() -> None:
    """Rulings 17"""
    assert parse_moment("2026-11-16").astimezone(UTC) == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert Shift(240).moment("2026-11-16").astimezone(UTC) == datetime(2027, 7, 13, 22, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_becomes_the_hour_after() -> None:
    moved = Shift.bringing("2026-11-14", date(2027, 3, 28)).moment("2026-11-14T02:30:00+01:00")
    assert (moved.hour, moved.minute, moved.utcoffset()) == (3, 30, timedelta(hours=2))


def test_an_interval_that_the_clock_would_turn_round_keeps_its_length() -> None:
    shift = Shift.bringing("2026-11-14", date(2027, 3, 28))
    start, end = shift.interval("2026-11-14T02:50:00+01:00", "2026-11-14T03:10:00+01:00")
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(minutes=20)


@given(DATES, st.integers(0, 23 * 60), st.integers(1, 100_000), DAYS)
def test_no_shift_turns_an_interval_round(day: date, start: int, minutes: int, days: int) -> None:
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=start)
    moved = Shift(days).interval(first.isoformat(), (first + timedelta(minutes=minutes)).isoformat())
    assert moved[0].astimezone(UTC) < moved[1].astimezone(UTC)


def test_the_second_half_past_two_of_an_autumn_night_is_another_moment_than_the_first() -> None:
    first, second = parse_moment("2026-10-25T02:30:00+02:00"), parse_moment("2026-10-25T02:30:00+01:00")
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)


def test_a_shift_of_no_days_keeps_the_second_half_past_two() -> None:
    written = "2026-10-25T02:30:00+01:00"
    assert Shift(0).moment(written).astimezone(UTC) == parse_moment(written).astimezone(UTC)
    assert Shift(0).moment(written).utcoffset() == timedelta(hours=1)


def test_an_end_beyond_all_years_stays_beyond_all_years() -> None:
    assert Shift(500).day("9999-12-31") + timedelta(days=1) <= date(9999, 12, 31)
    assert Shift(10**7).moment("2026-11-16").year == 9999


def test_only_dates_under_keys_that_hold_dates_are_moved() -> None:
    """`bouwjaar`, `jaar` and text never move."""
    record = {
        "jaar": 2024,
        "bouwjaar": 1968,
        "notitie": "2026-11-10",
        "punten": ["2026-11-10"],
        "op": "2026-11-10",
        "stap5": "gemeld op 2026-11-10",
        "start": "2026-11-10T10:02:00+01:00",
        "van": "D-1",
    }
    assert Shift(1).plain(record) == {
        **record,
        "op": date(2026, 11, 11),
        "start": datetime(2026, 11, 11, 10, 2, tzinfo=AMSTERDAM),
    }


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "20261116", "morgen", "", "1299-01-01", "2026-W47-1"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse_day(text)
    with pytest.raises(NotADate):
        parse_moment(text)


@pytest.mark.parametrize(
    "text", ["2026-11-16T25:00:00", "2026-11-16T09:00:00+99:00", "2026-11-16T", "2026-11-16T9:00"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16T08:00:00Z",
        "2026-11-16 09:00:00 +01:00",
        "2026-11-16t09:00+0100",
        "2026-11-16T09:00:00.000",
    ],
)
def test_one_moment_can_be_written_in_several_ways(text: str) -> None:
    assert parse_moment(text) == parse_moment("2026-11-16T09:00:00+01:00")
