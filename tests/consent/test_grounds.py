"""Recording a ground: it opens what it says and nothing else, at once or after a second judgement."""

from datetime import timedelta

import pytest

from tests.cast import House
from tests.consent.acting import (
    count,
    entries,
    facts_of,
    ground,
    matter_id,
    org,
    reads,
    record,
    refused_by_database,
)
from tests.consent.matters import LONG
from wijkaanpak.consent import grounds
from wijkaanpak.foundation.errors import Conflict, Forbidden, Invalid, NotFound

DEFERRED = {"informed": "UITGESTELD", "informed_reason": LONG, "informed_on": None}


def test_a_ground_opens_what_it_says_in_the_very_next_unit(house: House) -> None:
    """R1: Samenspel reads what was seen, once Havenlicht has a ground for it."""
    before = reads(house, "U-WW1", "S-04")
    event = record(house, "U-WC2", "S-04")
    assert event.status == "ACTIEF"
    assert reads(house, "U-WW1", "S-04") - before == {"G_WOONFEIT"}
    assert "G_WOONFEIT" not in reads(house, "U-CR1", "S-04")


def test_a_ground_is_a_line_for_each_recipient_and_category(house: House) -> None:
    """2.1."""
    both = (org(house, "ORG-WEL"), org(house, "ORG-GEM"))
    event = record(house, "U-WC2", "S-04", recipients=both, categories=("G_WOONFEIT", "G_HUISH"))
    lines = house.truth("select * from app.ground_line where ground_id = :g", g=event.ground)
    assert {(x.recipient_id, x.category) for x in lines} == {
        (o, c) for o in both for c in ("G_WOONFEIT", "G_HUISH")
    }
    assert {x.status for x in lines} == {"ACTIEF"}
    kept = house.truth("select * from app.ground where id = :g", g=event.ground)[0]
    assert (kept.purpose, kept.activity, kept.secrecy_regime) == ("P_ZORG", "VA-002/v1", "GEEN")
    assert kept.decided_by == house.staff["U-WC2"]
    assert [
        s.status for s in house.truth("select * from app.ground_step where ground_id = :g", g=event.ground)
    ] == ["ACTIEF"]


def test_it_leaves_one_entry_and_rings_for_those_who_now_see_more(house: House) -> None:
    """R88, R196: codes and references, no word of content."""
    since = count(house)
    event = record(house, "U-WC2", "S-04")
    written = [e for e in entries(house, since) if e.name == "ground.recorded"]
    assert len(written) == 1
    entry = written[0]
    assert (entry.event, entry.ring_kind, entry.outcome) == (
        "GRONDSLAG_GEMAAKT",
        "access.changed",
        "GESLAAGD",
    )
    assert set(entry.ring_refs) == {matter_id(house, "S-04"), house.staff["U-WW1"]}
    assert entry.object_id == event.ground
    assert LONG[:30] not in entry.canonical


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(house: House) -> None:
    """R3: with its code."""
    tables = ("app.ground", "app.ground_line")
    before = [count(house, t) for t in tables]
    with house.sign_in("U-CR1").unit() as unit:
        facts = facts_of(house, unit, "S-12")
        with pytest.raises(Invalid) as refused:
            grounds.record(unit, facts, ground(house, unit, necessity="", categories=(), informed=None))
        unit.close()
    assert refused.value.code == "GRONDSLAG_NIET_TOEGESTAAN"
    assert {"basis", "necessity", "categories", "informed"} <= set(refused.value.faults)
    assert [count(house, t) for t in tables] == before


@pytest.mark.parametrize(("who", "error"), [("U-WB3", NotFound), ("U-WB2", Forbidden), ("U-FG3", NotFound)])
def test_who_may_not_is_refused_and_a_stranger_learns_nothing(
    house: House, who: str, error: type[Exception]
) -> None:
    """Matrix, rulings 8: a caretaker in the team knows the case, and may not decide on grounds."""
    since = count(house)
    with pytest.raises(error):
        record(house, who, "S-04")
    assert [e.outcome for e in entries(house, since) if e.event != "AANMELDEN"] == ["GEWEIGERD"]


def test_a_member_of_another_organisation_can_only_share_what_is_its_own(house: House) -> None:
    """Rulings 2: Samenspel's ground carries nothing of Havenlicht's."""
    record(house, "U-WW1", "S-04", recipients=(org(house, "ORG-THU"),), categories=("G_ADVIES", "G_NAW"))
    assert reads(house, "U-ZP2", "S-04") == set()


def test_the_weigher_of_the_own_organisation_records_on_a_signal(house: House) -> None:
    """Issue 2, deliver 6: also before there is a case; the activity is that of weighing."""
    event = record(
        house, "U-WC1", "S-06", recipients=(org(house, "ORG-GEM"),), categories=("G_NAW", "G_WOONFEIT")
    )
    assert {"G_NAW", "G_WOONFEIT"} <= reads(house, "U-TR1", "S-06")
    assert (
        house.truth("select activity from app.ground where id = :g", g=event.ground)[0].activity
        == "VA-002/v1"
    )


def test_after_a_no_it_waits_and_opens_nothing(house: House) -> None:
    """R54: the resident of S-02 refused these facts to the ggz."""
    with pytest.raises(Invalid) as refused:
        record(house, "U-WC1", "S-02", recipients=(org(house, "ORG-HAV"),))
    assert set(refused.value.faults) == {"after_refusal"}
    since = count(house)
    event = record(house, "U-WC1", "S-02", recipients=(org(house, "ORG-GEM"),), after_refusal=LONG)
    assert event.status == "TER_BEOORDELING"
    assert house.staff["U-PO2"] in event.rings()
    assert house.staff["U-PO1"] not in event.rings()
    lines = house.truth("select distinct status from app.ground_line where ground_id = :g", g=event.ground)
    assert [x.status for x in lines] == ["TER_BEOORDELING"]
    assert "ground.recorded" in {e.name for e in entries(house, since)}


def test_without_a_privacy_officer_it_is_refused_in_one_sentence(house: House) -> None:
    """Rulings 12: Thuiszorg Kamille has none, and named no partner."""
    asked = {
        "recipients": (org(house, "ORG-GEM"),),
        "basis": "A6_1B",
        "secrecy_exception": "RECHTSTREEKS_BETROKKEN",
        **DEFERRED,
    }
    with house.sign_in("U-ZP2").unit() as unit:
        review = {"review_on": unit.now + timedelta(days=9)}
    with pytest.raises(Conflict) as refused:
        record(house, "U-ZP2", "S-04", **asked, **review)
    assert refused.value.sentence.startswith("Your organisation has no privacy officer")
    assert refused.value.sentence.count(".") <= 2
    stand_in(house, "ORG-THU", "U-PO1")
    event = record(house, "U-ZP2", "S-04", **asked, **review)
    assert (event.status, event.told) == ("TER_BEOORDELING", (house.staff["U-PO1"],))


def stand_in(house: House, organisation: str, officer: str) -> None:
    """A partner's privacy officer stands in by covenant (waarneming)."""
    house.truth(
        "set local session_replication_role = replica; "
        "insert into app.deputy (id, organisation_id, role, staff_id) "
        f"values (gen_random_uuid(), '{org(house, organisation)}', 'PO', '{house.staff[officer]}')"
    )


def test_a_ground_counts_from_its_first_day_until_its_last(house: House) -> None:
    """R47, rulings 17: until is not included, and no job is needed for it."""
    with house.sign_in("U-WC2").unit() as unit:
        dates = {"valid_from": unit.now + timedelta(days=2), "valid_until": unit.now + timedelta(days=4)}
    record(house, "U-WC2", "S-04", **dates)
    seen = []
    for days in (0, 1.9, 2.1, 3.9, 4.1):
        house.move_clock(timedelta(days=days))
        seen.append("G_WOONFEIT" in reads(house, "U-WW1", "S-04"))
    assert seen == [False, False, True, True, False]


def test_nothing_of_a_ground_is_changed_or_removed_but_its_status(house: House) -> None:
    """2.1, 2.5, R65: the database holds it too, even if a programmer forgets."""
    event = record(house, "U-WC1", "S-02", recipients=(org(house, "ORG-GEM"),), after_refusal=LONG)
    for statement, code in [
        ("update app.ground set necessity = 'anders' where id = :g", "42501"),
        ("update app.ground set valid_until = valid_until + interval '1 year' where id = :g", "42501"),
        ("update app.ground_line set status = 'ACTIEF' where ground_id = :g", "42501"),
        ("update app.ground_step set reason = 'anders' where ground_id = :g", "42501"),
        ("delete from app.ground where id = :g", "42501"),
        ("delete from app.ground_step where ground_id = :g", "42501"),
        ("update app.ground set status = 'ACTIEF' where id = :g", "WA002"),
        ("update app.ground set status = 'ACTIEF', second_by = decided_by where id = :g", "WA002"),
        ("update app.ground set status = 'INGETROKKEN' where id = :g", "WA002"),
    ]:
        assert refused_by_database(house, "U-WC1", statement, g=event.ground) == code, statement
