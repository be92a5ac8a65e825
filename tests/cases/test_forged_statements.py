"""Statements smuggled into somebody's own unit: the database lets nobody take or move a case (R103)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cases.plans import set_goal
from tests.cast import House, Someone

CASE = "S-04"  # led by U-CR1; of its team U-ZP2 may read nothing
NO = ("42501", "WA002", "23505")  # not by these rows, not by this rule, not twice
TAKE = (
    "update app.case_file set lead_id = :w, lead_organisation_id = :o where id = :c",
    "update app.case_file set lead_id = null, lead_organisation_id = null where id = :c",
    "update app.case_file set lead_organisation_id = :x where id = :c",
    "update app.case_file set replacement_id = :w where id = :c",
    "update app.case_file set controller_id = :x where id = :c",
)
STEP = """
    insert into app.case_step (id, case_id, matter_id, step, before, after, at, by_id, role, guards, answers)
    values (gen_random_uuid(), :c, :m, :step, :before, :after, app.now(), :w, :role, '{}', '{}')
"""
MOVE = "update app.case_file set status = :after, status_since = app.now() where id = :c"
OFFER = """
    insert into app.offer (id, case_id, matter_id, kind, from_id, to_id, organisation_id, offered_at)
    select gen_random_uuid(), :c, :m, 'VERANTWOORDELIJKHEID', :w, s.id, s.organisation_id, app.now()
    from app.staff s where s.id = :to
"""
PART = """
    insert into app.part (id, matter_id, note_id, kind, category, data_class, provider_id, author_id, text,
                          about, whole, purpose, written_at, taken_over)
    values (:p, :m, gen_random_uuid(), :kind, 'G_ADVIES', :class, :o2, :w, 'x',
            '{}', true, '', app.now(), false)
"""
GOAL = "insert into app.goal values (gen_random_uuid(), :m, :p, null, 'LOOPT', app.now(), :by, app.now(), 1)"
JOIN = """
    insert into app.member (id, matter_id, staff_id, organisation_id, since)
    values (gen_random_uuid(), :m, :s, :o, app.now())
"""
GUEST = """
    insert into app.matter_access (matter_id, principal, thing, since, until, via, content, closed,
                                   lead_organisation_id, changed_at)
    select c.matter_id, 'i:' || cast(:w as text), 'case', now() - interval '1 hour',
           now() + interval '1 hour', 'agenda', true, false, c.lead_organisation_id, now()
    from app.case_file c where c.id = :c
"""


def known(who: Someone) -> dict[str, Any]:
    """The case, and who asks: w of organisation o; o2 brought the case, and x has no say in it."""
    house, case = who.house, who.house.thing(CASE)
    row = house.truth(
        "select c.matter_id, m.provider_id, c.status, c.controller_id, c.lead_organisation_id "
        "from app.case_file c join app.matter m on m.id = c.matter_id where c.id = :c",
        c=case,
    )[0]
    own = house.truth("select organisation_id from app.staff where id = :w", w=who.id)[0][0]
    others = house.truth("select id from app.organisation where id <> all (:taken)", taken=list(row[3:]))
    apart = own if own not in row[3:] else others[0][0]
    return {"c": case, "m": row[0], "o2": row[1], "before": row[2], "w": who.id, "o": own, "x": apart}


def forged(who: Someone, *statements: str, **values: Any) -> Any:
    """Run these as the application in this person's own unit, then thrown away; what the last gave."""
    given = known(who) | values
    with who.unit() as unit:
        for statement in statements:
            found = unit.session.execute(text(statement), given)
        return found.scalar() if found.returns_rows else found.rowcount


def refused(who: Someone, *statements: str, **values: Any) -> bool:
    """The database refuses it, or finds nothing to change."""
    try:
        return forged(who, *statements, **values) == 0
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in NO:
            raise
        return True


@pytest.fixture
def second(house: House) -> Someone:
    """U-CR2, a case director in the team who does not lead."""
    asked = {"staff": str(house.staff["U-CR2"]), "reason": "Neemt waar tijdens het verlof."}
    assert house.sign_in("U-CR1").post(f"{house.url(CASE)}/team", asked).status_code == 303
    return house.sign_in("U-CR2")


@pytest.mark.parametrize("statement", TAKE)
def test_nobody_names_themselves_lead_replacement_or_responsible(
    house: House, second: Someone, statement: str
) -> None:
    """R79, R19: not who may read nothing, not the team, not another case director, not a stranger."""
    for name in ("U-ZP2", "U-WW1", "U-WC2", "U-WB1"):
        assert refused(house.sign_in(name), statement), name
    assert refused(second, statement)


def test_who_leads_gives_it_away_to_nobody_who_did_not_accept(house: House, second: Someone) -> None:
    lead = house.sign_in("U-CR1")
    assert refused(lead, TAKE[0].replace(":w", ":to"), to=second.id)
    assert refused(lead, TAKE[4], x=known(house.sign_in("U-ZP2"))["o"])
    assert refused(lead, TAKE[3], w=house.staff["U-WB3"])
    assert forged(lead, TAKE[3], w=second.id) == 1


def test_an_accepted_offer_gives_what_was_offered_and_nothing_else(house: House, second: Someone) -> None:
    """R19: the responsibility does not bring the lead along."""
    form = {"kind": "VERANTWOORDELIJKHEID", "staff": str(second.id)}
    assert house.sign_in("U-CR1").post(f"{house.url(CASE)}/overdragen", form).status_code == 303
    accept = "update app.offer set answered_at = app.now(), accepted = true where case_id = :c"
    assert refused(second, accept, TAKE[0])
    house.truth("update app.case_file set controller_id = :o where id = :c",
                o=known(house.sign_in("U-ZP2"))["o"], c=house.thing(CASE))  # fmt: skip
    controller = "update app.case_file set controller_id = :o where id = :c"
    assert refused(second, controller)
    assert forged(second, accept, controller) == 1


def test_a_lead_that_is_free_goes_to_a_case_director_of_the_team_alone(house: House, second: Someone) -> None:
    house.truth("update app.case_file set lead_id = null, lead_organisation_id = null where id = :c",
                c=house.thing(CASE))  # fmt: skip
    for name in ("U-ZP2", "U-WW1", "U-WB1"):
        assert refused(house.sign_in(name), TAKE[0]), name
    assert refused(house.sign_in("U-CR1"), TAKE[0].replace(":w", ":to"), to=second.id)
    assert forged(second, TAKE[0]) == 1


@pytest.mark.parametrize("role", ["CR", "ZP", "TR"])
def test_a_step_is_taken_in_a_role_of_its_row_that_one_holds(
    house: House, second: Someone, role: str
) -> None:
    """R78: the table says by whom; the case director's is for who leads, or replaces them."""
    up = {"step": "schaal_op", "after": "OPGESCHAALD", "role": role}
    for who in (house.sign_in("U-ZP2"), house.sign_in("U-WW1"), second):
        assert refused(who, STEP, MOVE, **up)
    lead = house.sign_in("U-CR1")
    assert refused(lead, STEP, MOVE, **up) == (role != "CR")


def test_what_only_the_house_does_no_person_does(house: House) -> None:
    """Row 12: a case is archived by nobody."""
    house.truth(
        "update app.case_file set status = 'AFGESLOTEN', closed_at = now() where id = :c", c=house.thing(CASE)
    )
    assert refused(house.sign_in("U-CR1"), STEP, MOVE, step="archiveer", after="GEARCHIVEERD", role="CR")


def test_an_offer_is_of_who_leads_to_the_team_and_waits_alone(house: House, second: Someone) -> None:
    lead = house.sign_in("U-CR1")
    assert refused(house.sign_in("U-WW1"), OFFER, to=second.id)
    assert refused(second, OFFER, to=second.id)
    assert refused(lead, OFFER, to=house.staff["U-WB3"])
    assert forged(lead, OFFER, to=second.id) == 1
    assert refused(lead, OFFER, OFFER, to=second.id)


def test_words_of_a_plan_are_ones_own_and_shield_no_case(house: House) -> None:
    """One colleague could close a case to everybody, or speak in another's name."""
    lead = house.sign_in("U-CR1")
    for kind in ("doel", "actie", "stem", "besluit"):
        assert refused(house.sign_in("U-ZP2"), PART, p=uuid4(), kind=kind, **{"class": "K7"}), kind
        assert refused(lead, PART, p=uuid4(), kind=kind, **{"class": "K7"}), kind
    mine = {"p": uuid4(), "class": "K3"}
    assert refused(lead, PART, GOAL, **mine, kind="doel", by=house.staff["U-WC2"])
    assert refused(lead, PART, GOAL, **mine, kind="actie", by=lead.id)
    assert forged(lead, PART, GOAL, **mine, kind="doel", by=lead.id) == 1
    set_goal(lead, house.url(CASE))
    words = house.truth("select part_id from app.goal order by set_at desc limit 1")[0][0]
    other = house.sign_in("U-WC2")
    assert refused(other, GOAL, p=words, by=other.id)


def test_only_who_keeps_a_team_lets_people_in(house: House) -> None:
    stranger = {"s": house.staff["U-WB3"]}
    for name in ("U-ZP2", "U-WW1", "U-WB3"):
        assert refused(house.sign_in(name), JOIN, **stranger), name
        assert refused(house.sign_in(name), "update app.member set until = app.now() where matter_id = :m"), (
            name
        )
    assert forged(house.sign_in("U-CR1"), JOIN, **stranger) == 1


def test_a_guest_of_an_item_reads_and_changes_nothing_around_it(house: House) -> None:
    """R83: who is asked for one item has no place in the team by it."""
    guest = house.sign_in("U-WA1")
    house.truth(GUEST, w=str(guest.id), c=house.thing(CASE))
    assert forged(guest, "select count(*) from app.case_file where id = :c") == 1
    assert forged(guest, "select app.plan_in_figures(:c)") is None
    assert refused(guest, JOIN, s=guest.id)
    assert refused(guest, "update app.case_file set evaluate_on = app.now() where id = :c")
    assert refused(guest, OFFER, to=guest.id)
    assert refused(guest, STEP, step="schaal_op", after="OPGESCHAALD", role="WA")


def test_what_the_reporting_code_came_to_is_for_who_decides_or_may_read_it(house: House) -> None:
    """R31, R68: a colleague who may read none of it does not learn that somebody is unsafe."""
    house.truth(
        "insert into app.reporting_step "
        "(id, matter_id, part_id, number, done_on, skipped, unsafe, report, recorded_at) "
        "select gen_random_uuid(), p.matter_id, p.id, 4, current_date, false, true, true, now() "
        "from app.part p "
        "join app.case_file c on c.matter_id = p.matter_id where c.id = :c and p.provider_id = "
        "(select provider_id from app.matter where id = c.matter_id) limit 1",
        c=house.thing(CASE),
    )
    for name, told in (("U-ZP2", False), ("U-CR1", True)):
        figures = forged(house.sign_in(name), "select app.plan_in_figures(:c)")
        assert (figures["unsafe"], figures["report"]) == (told, told), name
        assert figures["code"] == [4]


def test_of_four_suspensions_at_once_exactly_one_counts(house: House) -> None:
    """Row 14: the others find it suspended, and leave no step on record."""
    officers = [house.sign_in("U-PO3") for _ in range(4)]
    form = {"stap": "schort_op", "request": "BEPERKING", "reason": "Mevrouw vroeg het zelf."}

    def suspend(who: Someone) -> int:
        with suppress(DBAPIError):
            return who.post(f"{house.url(CASE)}/opschorten", form).status_code
        return 409

    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(suspend, officers))
    assert answers.count(303) == 1
    steps = house.truth("select step from app.case_step where case_id = :c", c=house.thing(CASE))
    assert [one for (one,) in steps] == ["schort_op"]
