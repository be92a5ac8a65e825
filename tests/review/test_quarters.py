"""A quarter is that of the clocks here, and each moment lies in exactly one (R104)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkaanpak.review.quarters import Quarter, between, named, quarter_of

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-03-31T21:59:59+00:00", "2026-1"),  # summer time since Sunday
        ("2026-03-31T22:00:00+00:00", "2026-2"),
        ("2026-06-30T22:00:00+00:00", "2026-3"),
        ("2026-09-30T21:59:59.999999+00:00", "2026-3"),
        ("2026-09-30T22:00:00+00:00", "2026-4"),
        ("2026-12-31T22:59:59+00:00", "2026-4"),  # winter time
        ("2026-12-31T23:00:00+00:00", "2027-1"),
    ],
)
def test_a_quarter_begins_at_midnight_in_amsterdam(moment: str, code: str) -> None:
    assert quarter_of(datetime.fromisoformat(moment)).code == code


@given(MOMENTS)
def test_each_moment_lies_in_one_quarter_and_in_no_other(moment: datetime) -> None:
    quarter = quarter_of(moment)
    assert quarter.begins <= moment < quarter.ends
    assert quarter.following.begins == quarter.ends
    assert named(quarter.code) == quarter
    assert quarter.last + timedelta(days=1) == quarter.following.first


def test_what_is_no_quarter_is_none() -> None:
    for code in ("2026-5", "2026-0", "26-1", "2026-1.pdf", "2026-1 ", "२०२६-1", "", "2026-10", "1999-4"):
        assert named(code) is None, code


def test_all_quarters_between_two_newest_first() -> None:
    found = between(Quarter(2025, 3), Quarter(2026, 1))
    assert [quarter.code for quarter in found] == ["2026-1", "2025-4", "2025-3"]
    assert between(Quarter(2026, 2), Quarter(2026, 1)) == []
