"""Handing over the lead and the responsibility: it counts once the other accepted (R19, R79)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cases.conftest import entries, row
from tests.cast import House
from tests.scenario.conftest import said

CASE = "S-12"


@pytest.fixture
def two(house: House) -> str:
    """The address of a case that U-CR1 leads, with U-CR2 in its team."""
    case = house.url(CASE)
    asked = {"staff": str(house.staff["U-CR2"]), "reason": "Neemt waar tijdens het verlof."}
    assert house.sign_in("U-CR1").post(f"{case}/team", asked).status_code == 303
    return case


def offered(house: House, case: str, kind: str, to: str = "U-CR2") -> Any:
    return house.sign_in("U-CR1").post(f"{case}/overdragen", {"kind": kind, "staff": str(house.staff[to])})


def answered(house: House, case: str, who: str, word: str) -> Any:
    """Answer the offer by the button on the case's own page."""
    offer = house.truth("select id from app.offer order by offered_at desc limit 1")[0][0]
    return house.sign_in(who).post(f"{case}/overdragen/{offer}/{word}")


def test_nothing_changes_before_the_other_accepts(house: House, two: str) -> None:
    """R79: until then the first leads, and the offer stands on both their pages."""
    assert offered(house, two, "REGIE").status_code == 303
    assert row(house, two).lead_id == house.staff["U-CR1"]
    assert "wil je dit overdragen: de regie" in said(house.sign_in("U-CR2").get(two))
    assert "wacht op antwoord" in said(house.sign_in("U-CR1").get(two))
    assert answered(house, two, "U-CR2", "ja").status_code == 303
    assert row(house, two).lead_id == house.staff["U-CR2"]
    assert "overdragen/" not in house.sign_in("U-CR2").get(two).text
    names = [one.name for one in entries(house, "U-CR1") + entries(house, "U-CR2")]
    assert {"handover.offered", "handover.answered"} <= set(names)


def test_who_declines_changes_nothing(house: House, two: str) -> None:
    offered(house, two, "REGIE")
    assert answered(house, two, "U-CR2", "nee").status_code == 303
    assert row(house, two).lead_id == house.staff["U-CR1"]
    assert answered(house, two, "U-CR2", "ja").status_code == 409


def test_the_responsibility_goes_to_the_organisation_of_who_accepts(house: House, two: str) -> None:
    """R19: the controller changes with an accepted hand-over, and the lead stays."""
    house.truth(
        "update app.case_file set controller_id = "
        "(select id from app.organisation where reference = 'ORG-RIE')"
    )
    offered(house, two, "VERANTWOORDELIJKHEID")
    answered(house, two, "U-CR2", "ja")
    now = row(house, two)
    assert (
        now.controller_id == house.truth("select id from app.organisation where reference = 'ORG-GEM'")[0][0]
    )
    assert now.lead_id == house.staff["U-CR1"]


def test_only_who_was_asked_answers_and_only_who_leads_offers(house: House, two: str) -> None:
    assert house.sign_in("U-CR2").get(f"{two}/overdragen").status_code == 403
    offered(house, two, "REGIE")
    for name in ("U-CR1", "U-WT1"):
        assert answered(house, two, name, "ja").status_code == 403, name
    assert answered(house, two, "U-WB3", "ja").status_code == 404
    assert row(house, two).lead_id == house.staff["U-CR1"]


def test_one_offer_at_a_time_and_only_to_a_director_of_the_team(house: House, two: str) -> None:
    wrong = offered(house, two, "REGIE", "U-WT1")
    assert (wrong.status_code, "Deze keuze bestaat niet" in said(wrong)) == (400, True)
    empty = house.sign_in("U-CR1").post(f"{two}/overdragen", {"kind": "", "staff": ""})
    assert empty.status_code == 400
    assert {"Kies wat je overdraagt.", "Kies een collega."} <= set(re.findall(r"Kies [^.]+\.", said(empty)))
    assert offered(house, two, "REGIE").status_code == 303
    assert offered(house, two, "REGIE").status_code == 409


def test_an_offer_of_somebody_who_no_longer_leads_counts_no_more(house: House, two: str) -> None:
    offered(house, two, "REGIE")
    house.truth("update app.case_file set lead_id = null where id = :i", i=house.thing(CASE))
    assert answered(house, two, "U-CR2", "ja").status_code == 409
    assert row(house, two).lead_id is None
    assert house.truth("select answered_at from app.offer")[0][0] is None


def test_the_lead_names_one_who_replaces_them_and_they_take_the_steps(house: House, two: str) -> None:
    """R79: one lead and one replacement, who swap when the replacement takes over."""
    lead, other = house.sign_in("U-CR1"), house.sign_in("U-CR2")
    house.truth("update app.case_file set replacement_id = null where id = :i", i=house.thing(CASE))
    assert other.post(f"{two}/stappen/opnieuw_overleg", {}).status_code == 403
    assert lead.post(f"{two}/vervanger", {"staff": str(other.id)}).status_code == 303
    assert row(house, two).replacement_id == other.id
    assert other.post(f"{two}/stappen/opnieuw_overleg", {}).status_code == 409  # allowed; grounds are lacking
    offered(house, two, "REGIE")
    answered(house, two, "U-CR2", "ja")
    assert (row(house, two).lead_id, row(house, two).replacement_id) == (other.id, lead.id)
