"""What counts as a resident's word: who speaks, how, and how freely."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.consent.matters import (
    ANNA,
    BEN,
    BUR,
    GEM,
    GGZ,
    LONG,
    NOW,
    POL,
    RIE,
    covenant,
    matter,
    said,
    setting,
)
from wijkaanpak.access import codes
from wijkaanpak.consent.periods import age_on, birthday, months_later
from wijkaanpak.consent.voice import FREE, Word, lasts_until, speakers, word_faults

GROWN, YOUTH, CHILD = date(1980, 5, 2), date(2012, 12, 1), date(2018, 3, 3)
HERE = ZoneInfo("Europe/Amsterdam")


def word(**changes: Any) -> Word:
    """A yes in order: on paper, from the resident, five times free."""
    base = Word(
        person=ANNA,
        provider=RIE,
        recipients=(GEM,),
        categories=("G_WOONFEIT",),
        result="GEGEVEN",
        valid_until=NOW + timedelta(days=90),
        given_by="ZELF",
        form="SCHRIFTELIJK",
        information_version="wijkaanpak-1",
        language="nl",
        free=frozenset(FREE),
    )
    return replace(base, **changes)


def wrong(there: Any = None, born: date | None = GROWN, **changes: Any) -> set[str]:
    return set(word_faults(word(**changes), there or setting(), born))


def test_a_yes_in_order_has_no_faults() -> None:
    assert wrong() == set()


def test_an_empty_form_says_what_is_missing_and_a_no_needs_no_more() -> None:
    """R49: without ticks there is nothing to store."""
    empty = Word(None, RIE, (), (), "")
    assert set(word_faults(empty, setting(), None)) == {"person", "recipients", "categories", "result"}
    no = Word(ANNA, RIE, (GEM,), ("G_WOONFEIT",), "GEWEIGERD")
    assert word_faults(no, setting(), GROWN) == {}


@pytest.mark.parametrize("result", ["INGETROKKEN", "VERLOPEN", "ONGELDIG", "NIET_GEVRAAGD", "ja"])
def test_only_a_yes_and_a_no_are_written_down(result: str) -> None:
    assert "result" in wrong(result=result)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"information_version": None}, "information_version"),
        ({"language": None}, "language"),
        ({"form": None}, "form"),
        ({"form": "ROOKSIGNAAL"}, "form"),
        ({"given_by": None}, "given_by"),
        ({"valid_until": None}, "valid_until"),
        ({"valid_until": NOW}, "valid_until"),
        ({"valid_until": NOW + timedelta(days=366)}, "valid_until"),
        ({"confirmed_on": NOW + timedelta(days=1)}, "confirmed_on"),
        ({"person": BEN}, "person"),
        ({"provider": GGZ}, "provider"),
        ({"recipients": (RIE,)}, "recipients"),
        ({"categories": ("G_ONZIN",)}, "categories"),
    ],
)
def test_what_a_yes_needs(changes: dict[str, Any], field: str) -> None:
    """2.2."""
    assert wrong(**changes) == {field}


def test_a_spoken_yes_needs_a_summary() -> None:
    """2.2: at least forty characters."""
    assert wrong(form="MONDELING") == {"summary"}
    assert wrong(form="MONDELING", summary="x" * 39) == {"summary"}
    assert wrong(form="MONDELING", summary="x" * 40) == set()


def test_special_data_need_an_explicit_yes() -> None:
    """Art. 9(2)(a)."""
    assert wrong(categories=("G_WOONFEIT", "G_JEUGD")) == {"explicit"}
    assert wrong(categories=("G_JEUGD",), explicit=True) == set()


@pytest.mark.parametrize("missing", FREE)
def test_four_of_five_is_not_free(missing: str) -> None:
    """R48."""
    assert not word(free=frozenset(FREE) - {missing}).is_free
    assert word().is_free


def test_an_invalid_yes_never_takes_the_place_of_a_valid_one() -> None:
    """R48: it may be written down, but not over a yes that counts."""
    few = frozenset(FREE[:4])
    assert wrong(free=few) == set()
    assert wrong(setting(RIE, matter(consents=(said(),))), free=few) == {"free"}


def test_who_said_no_is_left_in_peace_for_thirty_days() -> None:
    """R55."""
    fresh = setting(RIE, matter(consents=(said("GEWEIGERD", days=-29),)))
    assert wrong(fresh) == {"own_initiative"}
    assert wrong(fresh, own_initiative=True) == set()
    assert wrong(fresh, categories=("G_NAW",)) == set()
    old = setting(RIE, matter(consents=(said("GEWEIGERD", days=-30),)))
    assert wrong(old) == set()


@pytest.mark.parametrize(
    ("born", "given_by", "fine"),
    [
        (CHILD, "OUDER_1+OUDER_2", True),
        (CHILD, "VOOGD", True),
        (CHILD, "ZELF", False),
        (CHILD, "OUDER+JONGERE", False),
        (YOUTH, "OUDER+JONGERE", True),
        (YOUTH, "ZELF", False),
        (YOUTH, "OUDER_1+OUDER_2", False),
        (GROWN, "ZELF", True),
        (GROWN, "MENTOR", True),
        (GROWN, "OUDER_1+OUDER_2", False),
        (None, "ZELF", True),
        (None, "OUDER+JONGERE", True),
    ],
)
def test_who_speaks_depends_on_age(born: date | None, given_by: str, fine: bool) -> None:
    """R57: below 12 the parents, from 12 to 16 both, from 16 the resident."""
    assert (wrong(born=born, given_by=given_by, evidence="Beschikking van 3 mei gezien") == set()) is fine


def test_the_borders_lie_on_the_birthday() -> None:
    """R57: twelve and sixteen on the day itself, here and not in Greenwich."""
    eve = datetime(2026, 11, 30, 23, 30, tzinfo=HERE)
    sixteen = date(2010, 12, 1)
    assert age_on(sixteen, eve) == 15
    assert age_on(sixteen, eve + timedelta(minutes=31)) == 16
    assert speakers(date(2014, 12, 1), eve) == {"OUDER_1+OUDER_2", "VOOGD"}
    assert speakers(date(2014, 12, 1), eve + timedelta(hours=1)) == {"OUDER+JONGERE"}


@pytest.mark.parametrize("given_by", ["VOOGD", "CURATOR", "MENTOR", "GEMACHTIGDE"])
def test_who_speaks_for_another_shows_a_document(given_by: str) -> None:
    """2.2: with evidence."""
    born = CHILD if given_by == "VOOGD" else GROWN
    assert wrong(born=born, given_by=given_by) == {"evidence"}


def test_the_yes_for_a_youth_ends_on_the_sixteenth_birthday() -> None:
    """R57: the consent expires on the birthday and is asked anew."""
    youth = date(2010, 12, 1)
    asked = word(given_by="OUDER+JONGERE", valid_until=NOW + timedelta(days=300))
    assert lasts_until(asked, youth, NOW) == datetime(2026, 12, 1, tzinfo=HERE)
    assert lasts_until(word(valid_until=NOW + timedelta(days=5)), youth, NOW) == NOW + timedelta(days=5)
    assert lasts_until(asked, GROWN, NOW) == asked.valid_until
    assert birthday(date(2012, 2, 29), 15) == datetime(2027, 3, 1, tzinfo=HERE)


def test_a_body_that_may_not_rely_on_consent_gets_none() -> None:
    """2.3: the mayor and the police share on other grounds."""
    for provider in (BUR, POL):
        facts = matter(provider=provider, covenants=(covenant(),))
        assert "provider" in wrong(setting(provider, facts), provider=provider)


@pytest.mark.parametrize("field", ["summary", "evidence"])
def test_no_text_holds_a_citizen_number(field: str) -> None:
    """R11."""
    assert field in wrong(**{field: LONG + " 123.45.678-2"})


def test_months_are_those_of_the_calendar() -> None:
    assert months_later(datetime(2026, 1, 31, 12, tzinfo=HERE), 1) == datetime(2026, 2, 28, 12, tzinfo=HERE)
    assert months_later(datetime(2026, 11, 22, tzinfo=HERE), 3) == datetime(2027, 2, 22, tzinfo=HERE)


def test_every_way_of_giving_has_an_age_at_which_it_counts() -> None:
    counted = speakers(CHILD, NOW) | speakers(YOUTH, NOW) | speakers(GROWN, NOW)
    assert counted == codes.codes_of("gegeven_door")
