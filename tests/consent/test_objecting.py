"""An objection stops the sharing at once, until a privacy officer has decided."""

from uuid import UUID

import pytest

from tests.cast import House
from tests.consent.acting import count, entries, facts_of, reads, record, status_of
from wijkaanpak.consent import objecting
from wijkaanpak.consent.reaching import cell_of
from wijkaanpak.foundation.errors import Conflict, Forbidden, Invalid, NotFound


def loaded(house: House, reference: str) -> UUID:
    return UUID(str(house.truth("select id from app.ground where reference = :r", r=reference)[0].id))


def object_to(house: House, who: str, matter: str, ground: UUID) -> None:
    with house.sign_in(who).unit() as unit:
        objecting.object_to(unit, facts_of(house, unit, matter), ground)
        unit.close()


def settle(
    house: House, who: str, ground: UUID, upheld: bool, reason: str = "Er is geen lichter middel."
) -> None:
    with house.sign_in(who).unit() as unit:
        objecting.settle(unit, ground, upheld=upheld, reason=reason)
        unit.close()


def test_nothing_is_read_on_it_while_it_waits_also_not_passed_on(house: House) -> None:
    """R46, rulings 2: the municipality loses it, and with it the ggz that had it from the municipality."""
    assert "G_WOONFEIT" in reads(house, "U-CR1", "S-02")
    assert "G_WOONFEIT" in reads(house, "U-ZP1", "S-02")
    object_to(house, "U-WB1", "S-02", loaded(house, "GR-021"))
    assert status_of(house, "GR-021") == "BEZWAAR"
    assert reads(house, "U-CR1", "S-02") == set()
    assert reads(house, "U-ZP1", "S-02") == set()
    with house.sign_in("U-WC1").unit() as unit:
        facts = facts_of(house, unit, "S-02")
        organisation = next(x.recipient for x in facts.lines if x.ground == loaded(house, "GR-021"))
        assert cell_of(facts, unit.now, organisation, "G_WOONFEIT").state == "bezwaar"


def test_it_rings_for_the_recipient_and_for_who_decides(house: House) -> None:
    since = count(house)
    object_to(house, "U-WC1", "S-02", loaded(house, "GR-021"))
    entry = next(e for e in entries(house, since) if e.name == "ground.objected")
    assert (entry.event, entry.ring_kind) == ("GRONDSLAG_BEZWAAR", "access.changed")
    assert {house.staff["U-CR1"], house.staff["U-PO2"]} <= set(entry.ring_refs)


@pytest.mark.parametrize(("upheld", "status"), [(True, "VERVALLEN"), (False, "ACTIEF")])
def test_the_privacy_officer_decides(house: House, upheld: bool, status: str) -> None:
    """R46."""
    ground = loaded(house, "GR-021")
    object_to(house, "U-WC1", "S-02", ground)
    settle(house, "U-PO2", ground, upheld)
    assert status_of(house, "GR-021") == status
    assert ("G_WOONFEIT" in reads(house, "U-CR1", "S-02")) is not upheld
    with pytest.raises(Conflict):
        settle(house, "U-PO2", ground, upheld)


def test_a_decision_has_a_reason(house: House) -> None:
    ground = loaded(house, "GR-021")
    object_to(house, "U-WC1", "S-02", ground)
    with pytest.raises(Invalid):
        settle(house, "U-PO2", ground, True, "nee")


@pytest.mark.parametrize(("who", "error"), [("U-PO1", NotFound), ("U-WC1", Forbidden), ("U-FG2", Forbidden)])
def test_nobody_else_decides(house: House, who: str, error: type[Exception]) -> None:
    ground = loaded(house, "GR-021")
    object_to(house, "U-WC1", "S-02", ground)
    with pytest.raises(error):
        settle(house, who, ground, False)


def test_consent_is_withdrawn_and_not_objected_to(house: House) -> None:
    """R46: for public task and legitimate interest."""
    with pytest.raises(Conflict):
        object_to(house, "U-WC2", "S-04", loaded(house, "GR-041"))


def test_a_ground_of_another_matter_is_not_there(house: House) -> None:
    with pytest.raises(NotFound):
        object_to(house, "U-WC2", "S-04", loaded(house, "GR-021"))


def test_a_ground_that_waits_for_its_judgement_has_nothing_to_object_to(house: House) -> None:
    event = record(house, "U-WC2", "S-04")
    object_to(house, "U-WB2", "S-04", event.ground)
    with pytest.raises(Conflict):
        object_to(house, "U-WB2", "S-04", event.ground)
