"""Explaining a decision: the policy's own answer in one Dutch sentence (R58, R195)."""

from __future__ import annotations

import re

import pytest

from tests.cast import House
from tests.scenario.conftest import zaak
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
    sentence, code, rests_on = cli.explained(house.database, who, "casus.lezen", thing).splitlines()
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


def test_the_ten_steps_are_shown_with_how_each_ended(house: House) -> None:
    """R195: before the step where it stopped all is well, after it nothing was asked."""
    told = cli.explained(house.database, "U-WC1", None, "S-12", whole=True).splitlines()
    steps = [line for line in told if line[:2].strip().isdigit()]
    ends = ["ja" if line.endswith("ja") else line[-14:].strip() for line in steps]
    assert ends == ["ja"] * 8 + ["hier stopt het", "niet bereikt"]


def test_the_steps_name_grounds_by_date_what_ended_and_what_it_takes(house: House) -> None:
    """R195: who must do what, by name; nothing of what was written."""
    told = cli.explained(house.database, "U-WC1", None, "S-12", whole=True)
    assert re.search(
        r"grondslag GR-121 \([0-9a-f-]{36}\): ingetrokken, van Gemeente Oeverdrecht, van \d", told
    )
    assert re.search(r"De bewoner trok de toestemming in op \d+ \w+ \d{4}\.", told)
    assert "- De bewoner zei nee. Zegt de bewoner alsnog ja, dan legt Gemeente Oeverdrecht dat vast" in told
    assert "- Vraag Hanneke Postma om een handelingsadvies" in told
    for said in zaak("S-12").everything:
        assert said not in told


def test_another_verb_than_reading_can_be_asked_about(house: House) -> None:
    """R58: by permission or by the code of a verb; without one it is about reading, of a signal too."""
    for verb in ("notitie.maken", "note.write"):
        assert "mag notitie.maken bij S-02" in cli.explained(
            house.database, "U-WC1", verb, "S-02", whole=True
        )
    assert "signaal.lezen bij S-06" in cli.explained(house.database, "U-TR1", None, "S-06", whole=True)
