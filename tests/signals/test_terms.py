"""Terms: working days in Amsterdam, with their date (R86, R87)."""

from datetime import date, datetime

import pytest

from wijkaanpak.foundation.working_days import HERE, end_of, is_working_day, working_days_later
from wijkaanpak.signals.terms import due, feedback_due


def at(day: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), HERE).replace(hour=hour)


@pytest.mark.parametrize(
    ("urgency", "reported", "expected"),
    [
        ("ACUUT", at("2026-11-14", 2), at("2026-11-14", 3)),  # at night, in the weekend: an hour is an hour
        ("SPOED", at("2026-11-16"), at("2026-11-16", 17)),
        ("SPOED", at("2026-11-16", 18), at("2026-11-17", 17)),  # after closing: the next working day
        ("SPOED", at("2026-11-14"), at("2026-11-16", 17)),  # on Saturday: Monday
        ("REGULIER", at("2026-11-16"), at("2026-11-18", 17)),
        ("REGULIER", at("2026-11-20"), at("2026-11-24", 17)),  # across a weekend
        ("REGULIER", at("2026-12-24"), at("2026-12-29", 17)),  # across Christmas
        ("PREVENTIEF", at("2026-11-16"), at("2026-11-19", 17)),  # Thursday of the same week
        ("PREVENTIEF", at("2026-11-19"), at("2026-11-26", 17)),  # on Thursday: the next one
        ("PREVENTIEF", at("2026-05-08"), at("2026-05-15", 17)),  # Ascension Day moves it to Friday
    ],
)
def test_a_signal_waits_no_longer_than_its_urgency_allows(
    urgency: str, reported: datetime, expected: datetime
) -> None:
    assert due(urgency, reported) == expected


def test_the_reporter_hears_within_five_working_days() -> None:
    assert feedback_due(at("2026-12-22")) == at("2026-12-30", 17)


def test_weekends_and_public_holidays_are_no_working_days() -> None:
    holidays = ["2026-04-27", "2026-12-25", "2027-01-01", "2026-05-25"]
    assert not any(is_working_day(date.fromisoformat(day)) for day in holidays)
    assert not is_working_day(date(2026, 11, 21))
    assert is_working_day(date(2026, 11, 20))


def test_days_are_those_of_amsterdam_in_summer_and_winter() -> None:
    late = datetime.fromisoformat("2026-06-30T22:30:00+00:00")  # half past midnight on 1 July in Amsterdam
    assert due("SPOED", late) == end_of(date(2026, 7, 1))
    assert end_of(date(2026, 1, 5)).utcoffset() != end_of(date(2026, 7, 1)).utcoffset()


def test_no_working_days_later_is_the_day_itself() -> None:
    assert working_days_later(date(2026, 11, 21), 0) == date(2026, 11, 21)
