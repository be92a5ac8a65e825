"""Explaining a decision: the policy's own answer in one Dutch sentence (R58, R195)."""

from __future__ import annotations

import pytest

from tests.cast import House
from wijkaanpak import cli


@pytest.mark.parametrize(
    ("who", "thing", "reason", "grounds"),
    [
        ("U-ZP2", "S-04", "GRONDSLAG_ONTBREEKT", "geen"),
        ("U-WC1", "S-12", "GRONDSLAG_VERVALLEN", "GR-121 (INGETROKKEN)"),
        ("U-WA1", "S-05", "CONVENANT_INACTIEF", "geen"),
        ("U-WB3", "S-07", "NIET_BETROKKEN", "geen"),
        ("U-FB1", "S-02", "ROL_ONVOLDOENDE", "GR-021 (ACTIEF)"),
    ],
)
def test_a_refusal_is_explained_in_one_dutch_sentence_with_its_reason(
    house: House, who: str, thing: str, reason: str, grounds: str
) -> None:
    """R195, and the toets lines of S-04, S-05, S-07 and S-12."""
    sentence, code, rests_on = cli.explained(house.database, who, "casus.lezen", thing).splitlines()[:3]
    assert sentence.startswith("Nee: ")
    assert sentence.endswith(".")
    assert code == f"redencode: {reason}"
    assert rests_on == f"grondslagen: {grounds}"


def test_an_explanation_is_a_footprint_and_the_address_will_do(house: House) -> None:
    """R58: who asks why somebody may see something leaves a trace; no session of that person is opened."""
    told = cli.explained(house.database, "U-WB1", "casus.lezen", house.url("S-02"))
    assert told.startswith("Ja: Youssef Amrani")
    left = house.truth(
        "select actor_role, object_kind, outcome from journal.entry where name = 'decision.explain'"
    )
    assert left == [("systeem:opdracht", "CASUS", "GESLAAGD")]
    assert (
        house.truth("select count(*) from sealed.session where staff_id = :w", w=house.staff["U-WB1"])[0][0]
        == 0
    )
