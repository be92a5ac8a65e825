"""Sentences of the text that only a reading by somebody else brought up, each in the smallest scene."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.access.scene import (
    ANN,
    CARE,
    CASE,
    DAY,
    FACT,
    LANDLORD,
    LINE,
    ME,
    MONEY,
    NOW,
    SECRET,
    TOWN,
    at_home,
    colleague,
    member,
    read,
)
from wijkaanpak.access import policy
from wijkaanpak.access.facts import Emergency, Invited, PartFacts
from wijkaanpak.access.policy import decide
from wijkaanpak.access.verbs import Verb

HELP = Emergency(ME, ANN, NOW - DAY, NOW + DAY)
ASKED = Invited(ME, NOW - DAY, NOW + DAY)
POLICE = replace(FACT, category="G_POLITIE", data_class="K6")


@pytest.mark.parametrize("role", ["CR", "WT"])
def test_money_that_asks_for_a_ground_does_not_open_in_an_emergency(role: str) -> None:
    """Footnote 5 is of step 6, and an emergency stands in for steps 4 and 9 alone (R105)."""
    facts = replace(CASE, team=(), lines=(), emergencies=(HELP,), parts=(FACT, MONEY))
    town = colleague(role, TOWN, "gemeente")
    assert read(facts, FACT, town) == "yes"
    assert read(facts, MONEY, town) == "KLASSE_TE_HOOG"


def test_a_police_officer_reads_police_data_of_the_own_organisation_alone() -> None:
    """The cell of klasse.K6 is O, own items (requirements 3.2, 3.3)."""
    facts = replace(CASE, agenda=(ASKED,), lines=(replace(LINE, recipient=TOWN, category="G_POLITIE"),))
    assert read(facts, POLICE, colleague("WA", TOWN, "gemeente")) == "KLASSE_TE_HOOG"


def test_who_is_named_in_a_secret_matter_and_invited_reads_it() -> None:
    """Ruling 6: the people in the team know; klasse.K7 of a police officer is `named`."""
    here = replace(CASE, secret=True, agenda=(ASKED,), lines=(replace(LINE, category="G_VEILIG"),))
    officer = colleague("WA", CARE, "politie")
    assert read(replace(here, team=()), SECRET, officer) != "yes"
    assert read(here, SECRET, officer) == "yes"


def test_a_collector_records_a_ground_in_an_early_warning_alone() -> None:
    """Footnote 1: only early-warning signals."""
    mine = replace(CASE, team=(member(LANDLORD),))
    assert decide(at_home("HI"), Verb.GROUND_RECORD, replace(mine, category="HUURACHTERSTAND"), NOW).allowed
    assert not decide(at_home("HI"), Verb.GROUND_RECORD, mine, NOW).allowed


def test_a_place_in_the_team_tells_of_the_matter_from_its_beginning() -> None:
    """Ruling 8: who is or was in the team knows; who will be is told nothing, least of all of a secret."""
    later = member(since=NOW + timedelta(hours=1))
    assert not policy.knows(colleague(), replace(CASE, secret=True, team=(later,)), NOW)
    assert policy.knows(colleague(), replace(CASE, secret=True, team=(member(until=NOW),)), NOW)


def test_who_leads_a_blocked_case_about_a_place_keeps_its_row() -> None:
    """Ruling 1: the row, the steps and the right to close, never content."""
    plain = PartFacts("feit", None, "K1", LANDLORD)
    bare = replace(CASE, bare=True, blocked=True, lead=ME, team=(member(),), parts=(plain,))
    assert decide(colleague(), Verb.CASE_READ, bare, NOW).via == "lead"
