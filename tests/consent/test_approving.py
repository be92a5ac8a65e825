"""The second judgement: somebody else's, on the ground's own record, and binding."""

from datetime import datetime, timedelta

import pytest

from tests.cast import House
from tests.consent.acting import count, entries, facts_of, org, reads, record, refused_by_database, status_of
from tests.consent.matters import LONG
from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import approving, grounds, reviewing
from wijkaanpak.foundation.errors import Conflict, Forbidden, Invalid, NotFound


def waiting(house: House, recipient: str = "ORG-GEM") -> grounds.GroundRecorded:
    """A ground of De Rietgors after the refusal of S-02."""
    return record(house, "U-WC1", "S-02", recipients=(org(house, recipient),), after_refusal=LONG)


def judge(
    house: House, who: str, event: grounds.GroundRecorded, agrees: bool = True, reason: str = ""
) -> object:
    with house.sign_in(who).unit() as unit:
        judged = approving.judge(unit, event.ground, agrees=agrees, reason=reason)
        unit.close()
        return judged


def history(house: House, event: grounds.GroundRecorded) -> list[tuple[str, object]]:
    steps = house.truth(
        "select * from app.ground_step where ground_id = :g order by at, status desc", g=event.ground
    )
    return [(step.status, step.by_id) for step in steps]


def test_what_a_privacy_officer_agrees_to_counts_from_then_on(house: House) -> None:
    """2.5: nothing before the judgement, all of it after."""
    wait = {"informed": "UITGESTELD", "informed_reason": LONG, "review_on": soon(house)}
    event = record(house, "U-WC2", "S-04", **wait)
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")
    judge(house, "U-PO3", event)
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")
    assert history(house, event) == [
        ("TER_BEOORDELING", house.staff["U-WC2"]),
        ("ACTIEF", house.staff["U-PO3"]),
    ]
    kept = house.truth("select second_by, second_at from app.ground where id = :g", g=event.ground)[0]
    assert kept.second_by == house.staff["U-PO3"]
    assert kept.second_at is not None


def test_it_rings_for_who_decided(house: House) -> None:
    event = waiting(house)
    since = count(house)
    judge(house, "U-PO2", event)
    entry = next(e for e in entries(house, since) if e.name == "ground.judged")
    assert (entry.event, entry.ring_kind) == ("GRONDSLAG_BEOORDEELD", "access.changed")
    assert {house.staff["U-WC1"], house.staff["U-CR1"]} <= set(entry.ring_refs)


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("U-PO1", NotFound),  # another organisation's
        ("U-AF1", NotFound),  # a safeguarding lead elsewhere
        ("U-WC1", Forbidden),  # who decided
        ("U-CR1", Forbidden),  # the lead
        ("U-FG2", Forbidden),  # R25: supervises, never approves
    ],
)
def test_nobody_else_judges(house: House, who: str, error: type[Exception]) -> None:
    """R25, R65, matrix."""
    event = waiting(house)
    since = count(house)
    with pytest.raises(error):
        judge(house, who, event)
    denied = [e for e in entries(house, since) if e.outcome == "GEWEIGERD"]
    assert [e.name for e in denied] == ["ground.approve"]
    assert history(house, event)[-1][0] == "TER_BEOORDELING"


def test_who_does_not_agree_says_why_and_it_goes_back_without_ever_having_counted(house: House) -> None:
    """2.5: the refusal is in the history; a partner is told that there is no ground, not that one ended."""
    event = record(house, "U-WC2", "S-04", informed="UITGESTELD", informed_reason=LONG, review_on=soon(house))
    with pytest.raises(Invalid) as refused:
        judge(house, "U-PO3", event, agrees=False, reason="nee")
    assert set(refused.value.faults) == {"reason"}
    judge(house, "U-PO3", event, agrees=False, reason="Vraag het eerst aan mevrouw zelf.")
    assert history(house, event)[-1] == ("CONCEPT", house.staff["U-PO3"])
    steps = house.truth("select reason from app.ground_step where ground_id = :g", g=event.ground)
    assert "Vraag het eerst aan mevrouw zelf." in {s.reason for s in steps}
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")
    with pytest.raises(Conflict):
        judge(house, "U-PO3", event)


def soon(house: House) -> datetime:
    with house.sign_in("U-WC2").unit() as unit:
        return unit.now + timedelta(days=9)


def test_a_ground_is_judged_once(house: House) -> None:
    event = waiting(house)
    judge(house, "U-PO2", event)
    with pytest.raises(Conflict):
        judge(house, "U-PO2", event)


def test_what_ran_out_while_it_waited_is_not_opened_any_more(house: House) -> None:
    event = waiting(house)
    house.move_clock(timedelta(days=61))
    with pytest.raises(Conflict):
        judge(house, "U-PO2", event)


def test_the_second_approver_sees_the_record_and_never_the_name(house: House) -> None:
    """Rulings 6, also of a K7 matter: texts, categories and "bewoner 1", nothing else."""
    person = house.person("P-07")
    event = record(
        house,
        "U-WC1",
        "S-07",
        recipients=(org(house, "ORG-GEM"),),
        person=person,
        informed="UITGESTELD",
        informed_reason=LONG,
        informed_on=None,
        review_on=soon(house),
        categories=("G_WOONFEIT",),
    )
    officer = house.sign_in("U-PO2")
    with officer.unit() as unit:
        review = reviewing.read(unit, None)
        found = [w for w in review.to_judge if w.ground.id == event.ground]
        assert [(w.ground.ordinal, w.mine, w.only_po) for w in found] == [(1, False, True)]
        unit.close()
    page = officer.get("/controle/grondslagen").text
    assert LONG[:40] in page
    assert "Santos" not in page
    assert "1994" not in page
    assert house.url("S-07") not in page
    assert officer.get(house.url("S-07")).status_code == 404
    assert reads(house, officer, "S-07") == set()


def test_the_list_is_recorded_with_every_ground_it_showed(house: House) -> None:
    """Rulings 16: one entry an answer."""
    event = waiting(house)
    officer = house.sign_in("U-PO2")
    since = count(house)
    officer.get("/controle/grondslagen")
    entry = entries(house, since)[0]
    assert (entry.event, entry.name, entry.actor_role) == ("LEZEN", "ground.review", "PO")
    assert str(event.ground) in {item["id"] for item in entry.disclosed}


def test_a_safeguarding_lead_judges_only_in_the_team(house: House) -> None:
    """Matrix: the cell T; GR-051 is of the ggz, whose safeguarding lead is not in that team."""
    with house.sign_in("U-AF2").unit() as unit:
        assert reviewing.read(unit, None).to_judge == ()
        facts = facts_of(house, unit, "S-05")
        assert policy.decide(unit.actor, Verb.GROUND_APPROVE, facts, unit.now).reason == "NIET_BETROKKEN"


def test_who_judged_it_may_end_it(house: House) -> None:
    """2.5: the privacy officer, too; GR-021 was judged by U-PO2."""
    gr = house.truth("select id from app.ground where reference = 'GR-021'")[0].id
    assert "G_WOONFEIT" in reads(house, "U-CR1", "S-02")
    with house.sign_in("U-PO2").unit() as unit:
        approving.stop(unit, gr, reason="Het brandgevaar is weg.")
        unit.close()
    assert status_of(house, "GR-021") == "VERVALLEN"
    assert "G_WOONFEIT" not in reads(house, "U-CR1", "S-02")
    with pytest.raises(NotFound), house.sign_in("U-PO1").unit() as unit:
        approving.stop(unit, gr)


def test_no_way_leads_out_of_what_ended(house: House) -> None:
    """2.5."""
    gr = house.truth("select id from app.ground where reference = 'GR-121'")[0].id
    for status in ("ACTIEF", "TER_BEOORDELING", "BEZWAAR"):
        code = refused_by_database(
            house, "U-CR1", f"update app.ground set status = '{status}' where id = :g", g=gr
        )
        assert code == "WA002"
