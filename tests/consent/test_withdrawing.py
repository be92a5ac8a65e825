"""Withdrawing: no reason, and it bites in the very next statement, for whoever in the team writes it down."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import make_transient

from tests.cast import House
from tests.consent.acting import (
    PARTS,
    count,
    entries,
    facts_of,
    give,
    matter_id,
    org,
    reads,
    record,
    status_of,
    withdraw,
)
from wijkaanpak.consent import withdrawing
from wijkaanpak.consent.models import Consent
from wijkaanpak.consent.reaching import cell_of
from wijkaanpak.consent.story import tell
from wijkaanpak.door import commit
from wijkaanpak.foundation.errors import Conflict, NotFound, Unrecorded


def test_it_bites_in_the_next_statement_of_another_session(house: House) -> None:
    """R52: the same open connection of Samenspel reads the advice, and then no more."""
    other = house.sign_in("U-WW1")
    with other.unit() as reader:
        matter = facts_of(house, reader, "S-04").id
        assert reader.session.execute(PARTS, {"m": matter}).all()
        withdraw(house, "U-WC2", "S-04", "ORG-WEL")
        assert reader.session.execute(PARTS, {"m": matter}).all() == []
    assert reads(house, other, "S-04") == set()
    answer = other.get(house.url("S-04"))
    assert answer.status_code == 403
    assert "GRONDSLAG_VERVALLEN" in answer.text


def test_every_recipient_and_category_is_withdrawn_by_itself(house: House) -> None:
    """R48: granular going in, granular going out; the ground lives while one yes does."""
    withdraw(house, "U-WC2", "S-04", "ORG-WEL", "G_ADVIES")
    assert reads(house, "U-WW1", "S-04") == {"G_NAW"}
    assert reads(house, "U-CR1", "S-04") == {"G_NAW", "G_ADVIES"}
    withdraw(house, "U-WC2", "S-04", "ORG-WEL", "G_NAW")
    assert status_of(house, "GR-041") == "ACTIEF"
    withdraw(house, "U-WC2", "S-04", "ORG-GEM")
    assert status_of(house, "GR-041") == "INGETROKKEN"
    steps = house.truth(
        "select s.* from app.ground_step s join app.ground g on g.id = s.ground_id "
        "where g.reference = 'GR-041' and s.status = 'INGETROKKEN'"
    )
    assert [(s.reason, s.by_id) for s in steps] == [("TOESTEMMING_INGETROKKEN", house.staff["U-WC2"])]
    lines = house.truth(
        "select distinct l.status from app.ground_line l join app.ground g on g.id = l.ground_id "
        "where g.reference = 'GR-041'"
    )
    assert [x.status for x in lines] == ["INGETROKKEN"]


@pytest.mark.parametrize("who", ["U-WB2", "U-WW1", "U-CR1", "U-ZP2", "U-PO3"])
def test_anyone_in_the_team_may_write_it_down_and_the_privacy_officer(house: House, who: str) -> None:
    """R51: also the home care worker, who herself sees nothing of it; matrix: the privacy officer."""
    for recipient in ("ORG-WEL", "ORG-GEM"):
        withdraw(house, who, "S-04", recipient)
    assert status_of(house, "GR-041") == "INGETROKKEN"
    assert reads(house, "U-WW1", "S-04") == set()


@pytest.mark.parametrize("who", ["U-WB3", "U-PO1", "U-PO2", "U-FG3", "U-WW2"])
def test_nobody_else_and_a_stranger_learns_nothing(house: House, who: str) -> None:
    with pytest.raises(NotFound):
        withdraw(house, who, "S-04", "ORG-WEL")
    assert "G_ADVIES" in reads(house, "U-WW1", "S-04")


def test_it_leaves_one_entry_and_rings_for_everybody_of_the_recipient(house: House) -> None:
    """R52: an id-only notice; the bell is heard by the matter and by each of them."""
    since = count(house)
    event = withdraw(house, "U-WC2", "S-04", "ORG-WEL")
    entry = next(e for e in entries(house, since) if e.name == "consent.withdrawn")
    assert (entry.event, entry.ring_kind) == ("TOESTEMMING_INGETROKKEN", "access.changed")
    assert set(entry.ring_refs) == {matter_id(house, "S-04"), house.staff["U-WW1"]}
    assert event.categories == ("G_ADVIES", "G_NAW")
    assert house.persons(entry.id) == [house.person("P-04")]


def test_what_stays_visible_on_another_ground_is_said(house: House) -> None:
    """R53."""
    other = record(house, "U-WC2", "S-04", categories=("G_ADVIES",))
    event = withdraw(house, "U-WC2", "S-04", "ORG-WEL")
    assert event.grounds == (other.ground,)
    assert reads(house, "U-WW1", "S-04") == {"G_ADVIES"}
    with house.app.test_request_context("/"), house.sign_in("U-WC2").unit() as unit:
        facts = facts_of(house, unit, "S-04")
        cell = cell_of(facts, unit.now, org(house, "ORG-WEL"), "G_ADVIES")
        story = tell(unit, facts, cell, {org(house, "ORG-HAV"): "Havenlicht"})
        assert cell.state == "ziet"
        assert "gerechtvaardigd belang" in story.sentence.lower()
        assert not story.withdrawable


def test_what_is_over_is_not_withdrawn_again(house: House) -> None:
    withdraw(house, "U-WC2", "S-04", "ORG-WEL")
    with pytest.raises(Conflict):
        withdraw(house, "U-WB2", "S-04", "ORG-WEL")


def test_of_two_residents_each_withdraws_for_themselves(house: House) -> None:
    """Trap 20: the part about both is closed with the first no; the name of the other stays."""
    keys = [("P-09", "OUDER+JONGERE"), ("P-09O", "ZELF")]
    for person, given_by in keys:
        give(
            house,
            "U-WW2",
            "S-09",
            person,
            "ORG-WEL",
            "ORG-GEM",
            "G_NAW",
            "G_JEUGD",
            given_by=given_by,
            explicit=True,
            make_ground=True,
        )
    assert reads(house, "U-WT1", "S-09") == {"G_NAW", "G_JEUGD"}
    withdraw(house, "U-WW2", "S-09", "ORG-GEM", person="P-09O")
    assert reads(house, "U-WT1", "S-09") == {"G_NAW"}
    with house.sign_in("U-WT1").unit() as unit:
        facts = facts_of(house, unit, "S-09")
        found = cell_of(facts, unit.now, org(house, "ORG-GEM"), "G_JEUGD")
        assert (found.state, found.seen, found.residents) == ("deel", {house.person("P-09")}, 2)


def test_a_case_that_is_closed_still_lets_a_resident_withdraw(house: House) -> None:
    """R51, art. 7(3): the right does not end with the case, though here nothing is left to withdraw."""
    with pytest.raises(Conflict):
        withdraw(house, "U-WC2", "S-11", "ORG-WEL", person="P-11")
    with house.sign_in("U-WC2").unit() as unit:
        living = [
            w for w in facts_of(house, unit, "S-11").consents if w.result == "GEGEVEN" and w.valid_until
        ]
        assert all(w.valid_until <= unit.now for w in living)


def test_a_withdrawal_that_meets_a_new_yes_at_the_same_moment_comes_after_it(house: House) -> None:
    """Fail safe: of two words at once the one written last is the newest, whatever the clocks say."""
    with house.sign_in("U-WB2").unit() as early:
        facts = facts_of(house, early, "S-04")
        give(house, "U-WC2", "S-04", "P-04", "ORG-HAV", "ORG-WEL", "G_ADVIES", "G_NAW")
        withdrawing.withdraw(early, facts, person=None, recipient=org(house, "ORG-WEL"))
        early.close()
    assert reads(house, "U-WW1", "S-04") == set()


def test_nothing_is_withdrawn_when_the_journal_refuses(house: House) -> None:
    """R89: 503, and nothing changed."""
    house.truth("revoke insert on journal.entry from wijk_app")
    answer = house.sign_in("U-WC2").post(
        f"{house.url('S-04')}/intrekken", {"recipient": str(org(house, "ORG-WEL")), "category": "G_ADVIES"}
    )
    assert answer.status_code == 503
    house.truth("grant insert on journal.entry to wijk_app")
    assert "G_ADVIES" in reads(house, "U-WW1", "S-04")


def test_a_silent_word_does_not_commit(house: House) -> None:
    """ADR 0007: a consent without an entry is refused by the database itself."""
    with house.sign_in("U-WC2").unit() as unit:
        matter = facts_of(house, unit, "S-04").id
        given = select(Consent).where(Consent.matter_id == matter, Consent.category == "G_NAW")
        row = unit.session.scalars(given).first()
        assert row is not None
        make_transient(row)
        row.id, row.result, row.recorded_by = uuid4(), "INGETROKKEN", unit.actor.id
        unit.session.add(row)
        with pytest.raises(Unrecorded):
            commit(unit.session)
    assert "G_NAW" in reads(house, "U-WW1", "S-04")


@pytest.mark.parametrize("status", ["OPGESCHORT", "AFGESLOTEN"])
def test_a_resident_withdraws_from_a_case_that_is_suspended_or_closed(house: House, status: str) -> None:
    """R51, art. 7(3): nobody reads it then, and whoever is in the team writes the withdrawal down."""
    case = house.thing("S-04")
    house.truth("update app.case_file set status = :s where id = :c", s=status, c=case)
    house.truth("select app.take_part(matter_id) from app.case_file where id = :c", c=case)
    assert reads(house, "U-WW1", "S-04") == set()
    withdraw(house, "U-WB2", "S-04", "ORG-WEL")
    house.truth("update app.case_file set status = 'PLAN' where id = :c", c=case)
    house.truth("select app.take_part(matter_id) from app.case_file where id = :c", c=case)
    assert reads(house, "U-WW1", "S-04") == set()
    assert reads(house, "U-CR1", "S-04") == {"G_NAW", "G_ADVIES"}
