"""R57 for residents whom somebody recorded by hand: with a birth date their age decides who says yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from tests.cases.test_opening import PLACE
from tests.cast import House
from tests.consent.acting import yes
from tests.consent.test_giving import renew_roles
from tests.scenario.conftest import shows
from tests.signals.conftest import form as signal_form
from wijkaanpak.consent import giving
from wijkaanpak.foundation.errors import Invalid

HERE = ZoneInfo("Europe/Amsterdam")
NAME = "Timo Vijftien"
HOUSEHOLD = ("P-09", "ORG-WEL", "ORG-GEM", "G_NAW")


def today(house: House) -> date:
    now: datetime = house.truth("select app.now() as now")[0].now
    return now.astimezone(HERE).date()


def soon_sixteen(house: House) -> tuple[date, date]:
    """A birth date, and the sixteenth birthday twenty days from now."""
    birthday = today(house) + timedelta(days=20)
    return birthday.replace(year=birthday.year - 16), birthday


def on_a_case(house: House, born: str, name: str = NAME) -> Any:
    return house.sign_in("U-WW2").post(f"{house.url('S-09')}/bewoners", {"name": name, "born": born})


def in_a_signal(house: House, born: str, name: str = NAME) -> Any:
    sent = signal_form(house, complex="C-202", category="EENZAAMHEID", number="", resident=name, born=born)
    return house.sign_in("U-WW1").post("/signalen/nieuw", sent)


def with_a_case(house: House, born: str, name: str = NAME) -> Any:
    place = signal_form(house)["place"]
    sent = PLACE | {"place": place, "category": "EENZAAMHEID", "resident": name, "born": born}
    return house.sign_in("U-CR1").post("/casussen/nieuw", sent)


WAYS = pytest.mark.parametrize("record", [on_a_case, in_a_signal, with_a_case])
Record = Callable[..., Any]


def recorded(house: House) -> list[Any]:
    return house.truth("select id, born from app.person where name = :n", n=NAME)


@WAYS
def test_a_birth_date_is_kept_and_may_be_left_empty(house: House, record: Record) -> None:
    for born, kept in (("03-09-2011", date(2011, 9, 3)), ("2011-09-03", date(2011, 9, 3)), ("", None)):
        house.truth("delete from app.person where name = :n", n=NAME)
        assert record(house, born).status_code == 303, born
        assert [row.born for row in recorded(house)] == [kept]


@WAYS
@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        ("morgen", "Deze dag moet nog komen."),
        ("1899-12-31", "Een geboortedatum vóór 1900 kan niet kloppen."),
        ("0211-09-03", "Een geboortedatum vóór 1900 kan niet kloppen."),
        ("september", "Schrijf een datum zoals 31-12-2026."),
    ],
)
def test_a_date_that_cannot_be_is_told_beside_the_field(
    house: House, record: Record, born: str, sentence: str
) -> None:
    """R188: and nothing is recorded."""
    tomorrow = (today(house) + timedelta(days=1)).isoformat()
    answer = record(house, tomorrow if born == "morgen" else born)
    assert answer.status_code == 400
    assert shows(answer, sentence)
    assert 'id="born-fout"' in answer.text
    assert NAME in answer.text
    assert recorded(house) == []


def test_today_and_the_first_day_of_1900_are_taken(house: House) -> None:
    for born in (today(house).isoformat(), "1900-01-01"):
        assert on_a_case(house, born).status_code == 303, born


def test_every_fault_of_it_is_told_at_once(house: House) -> None:
    """R188: no name and a year of long ago."""
    answer = on_a_case(house, "1011-09-03", name=" ")
    assert (answer.status_code, 'id="name-fout"' in answer.text, 'id="born-fout"' in answer.text) == (
        400, True, True,
    )  # fmt: skip


def test_what_is_about_a_place_takes_no_birth_date_either(house: House) -> None:
    """Rulings 4 and 5."""
    sent = signal_form(
        house, category="VERVAL_COMPLEX", number="", resident="", discussed="nvt", born="2011-09-03"
    )
    answer = house.sign_in("U-WB1").post("/signalen/nieuw", sent)
    assert (answer.status_code, 'id="number-fout"' in answer.text) == (400, True)
    sent = PLACE | {"place": signal_form(house)["place"], "category": "VERVAL_COMPLEX", "born": "2011-09-03"}
    answer = house.sign_in("U-CR1").post("/casussen/nieuw", sent)
    assert (answer.status_code, 'id="resident-fout"' in answer.text) == (400, True)


def test_the_consent_of_a_fifteen_year_old_ends_on_the_sixteenth_birthday(house: House) -> None:
    """R57: recorded on the page of the case; both must say yes, and at midnight it stops by itself."""
    born, birthday = soon_sixteen(house)
    assert on_a_case(house, born.strftime("%d-%m-%Y")).status_code == 303
    person, midnight = recorded(house)[0].id, datetime.combine(birthday, datetime.min.time(), HERE)
    renew_roles(house)
    with pytest.raises(Invalid) as refused:
        say_yes(house, person, "ZELF")
    assert set(refused.value.faults) == {"given_by"}
    say_yes(house, person, "OUDER+JONGERE")
    kept = house.truth("select age, valid_until from app.consent where person_id = :p", p=person)
    assert [(row.age, row.valid_until) for row in kept] == [(15, midnight)]
    seen = []
    for minutes in (-5, 1):
        house.move_clock(midnight + timedelta(minutes=minutes) - datetime.now(UTC))
        with house.sign_in("U-WT1").unit() as unit:
            found = unit.session.execute(text("select name from app.person where id = :p"), {"p": person})
            seen.append(found.scalar())
    assert seen == [NAME, None]


def say_yes(house: House, person: UUID, given_by: str) -> None:
    """The youth of the household of S-09 lets Samenspel tell the municipality who they are."""
    with house.sign_in("U-WW2").unit() as unit:
        found = unit.facts(house.thing("S-09"))
        assert found is not None
        word = replace(yes(house, unit, *HOUSEHOLD, given_by=given_by), person=person)
        giving.record(unit, found[0], word, make_ground=True)
        unit.close()
