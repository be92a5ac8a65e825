"""R57: a yes for a child ends on the twelfth birthday and one for a youth on the sixteenth, by date alone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import House
from tests.consent.acting import give, reads
from tests.consent.matters import ANNA, GEM, RIE, matter, said, setting
from tests.consent.test_giving import renew_roles
from wijkaanpak.consent.giving import proposal_on
from wijkaanpak.consent.lawful import faults
from wijkaanpak.consent.periods import age_on
from wijkaanpak.consent.voice import Word, lasts_until, speakers

HERE = ZoneInfo("Europe/Amsterdam")
N_HADDAD = ("P-09", "ORG-WEL", "ORG-GEM", "G_NAW")


def yes(until: datetime) -> Word:
    return Word(ANNA, RIE, (GEM,), ("G_WOONFEIT",), "GEGEVEN", valid_until=until)


@pytest.mark.parametrize(
    ("born", "said_on", "ends"),
    [
        (date(2015, 6, 1), date(2027, 5, 31), datetime(2027, 6, 1, tzinfo=HERE)),  # the eve of twelve
        (date(2015, 6, 1), date(2027, 6, 1), None),  # twelve today: sixteen lies beyond the year
        (date(2011, 6, 1), date(2027, 5, 31), datetime(2027, 6, 1, tzinfo=HERE)),  # the eve of sixteen
        (date(2011, 6, 1), date(2027, 6, 1), None),  # sixteen today: the resident's own word
        (date(2012, 2, 29), date(2028, 1, 1), datetime(2028, 2, 29, tzinfo=HERE)),  # sixteen in a leap year
        (date(2016, 2, 29), date(2028, 1, 1), datetime(2028, 2, 29, tzinfo=HERE)),  # twelve in a leap year
        (date(2088, 2, 29), date(2100, 1, 1), datetime(2100, 3, 1, tzinfo=HERE)),  # 2100 has no 29 February
        (date(2015, 3, 28), date(2026, 12, 1), datetime(2027, 3, 28, tzinfo=HERE)),  # the clock goes forward
        (date(2011, 10, 31), date(2026, 12, 1), datetime(2027, 10, 31, tzinfo=HERE)),  # and back
    ],
)
def test_a_yes_ends_on_the_birthday_on_which_others_must_speak(
    born: date, said_on: date, ends: datetime | None
) -> None:
    """R57: at midnight here, whatever the clock does that night."""
    now = datetime(said_on.year, said_on.month, said_on.day, 12, tzinfo=HERE)
    year = now + timedelta(days=365)
    assert lasts_until(yes(year), born, now) == (ends or year)
    if ends:
        assert ends.astimezone(HERE).hour == 0


def test_midnight_is_an_hour_earlier_in_greenwich_in_winter_and_two_in_summer() -> None:
    """R57: twelve in March before the clock goes forward, twelve in July."""
    now = datetime(2027, 1, 1, tzinfo=HERE)
    asked = yes(datetime(2027, 12, 1, tzinfo=HERE))
    assert lasts_until(asked, date(2015, 3, 1), now) == datetime(2027, 2, 28, 23, tzinfo=UTC)
    assert lasts_until(asked, date(2015, 7, 1), now) == datetime(2027, 6, 30, 22, tzinfo=UTC)


@given(
    born=st.dates(date(1930, 1, 1), date(2026, 1, 1)),
    now=st.datetimes(datetime(2026, 1, 2), datetime(2050, 1, 1), timezones=st.just(HERE)),
    days=st.integers(1, 365),
)
def test_as_long_as_a_yes_lasts_the_same_people_speak(born: date, now: datetime, days: int) -> None:
    """R57: whoever may speak when it is given may still do so at its last moment."""
    asked = yes(now + timedelta(days=days))
    ends = lasts_until(asked, born, now)
    assert ends is not None
    assert asked.valid_until is not None
    assert now < ends <= asked.valid_until
    assert speakers(born, ends - timedelta(microseconds=1)) == speakers(born, now)
    if ends < asked.valid_until:
        assert age_on(born, ends) in (12, 16)


def test_a_ground_on_a_childs_yes_may_not_last_longer_than_the_yes() -> None:
    """R48, R57."""
    there = setting(RIE, matter(consents=(said(until=20),)))
    word = yes(there.now + timedelta(days=90))
    asked = proposal_on(word, there, date(2014, 12, 6))
    assert asked.valid_until == datetime(2026, 12, 6, tzinfo=HERE)
    assert faults(asked, there) == {}
    assert "valid_until" in faults(proposal_on(word, there, date(2000, 1, 1)), there)


@pytest.mark.parametrize(("age", "given_by"), [(12, "OUDER_1+OUDER_2"), (16, "OUDER+JONGERE")])
def test_on_the_birthday_it_closes_by_itself(house: House, age: int, given_by: str) -> None:
    """R57: without a job; the evening before the municipality still reads it, at midnight no more."""
    today = house.truth("select app.now() as now")[0].now.astimezone(HERE).date()
    birthday = today + timedelta(days=20)
    midnight = datetime(birthday.year, birthday.month, birthday.day, tzinfo=HERE)
    born = birthday.replace(year=birthday.year - age)
    house.truth("update app.person set born = :b where id = :p", b=born, p=house.person("P-09"))
    renew_roles(house)
    give(house, "U-WW2", "S-09", *N_HADDAD, given_by=given_by, make_ground=True)
    ground = house.truth("select valid_until from app.ground order by decided_at desc limit 1")[0]
    assert ground.valid_until == midnight
    seen = []
    for minutes in (-5, 1):
        house.move_clock(midnight + timedelta(minutes=minutes) - datetime.now(UTC))
        seen.append("G_NAW" in reads(house, "U-WT1", "S-09"))
    assert seen == [True, False]
