"""Every row of the table of steps, every guard of each, and every step that is not in it (R77, R78)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cases.standing_case import BREAKS, CASE, ONLY_ALONE, Standing, filled
from tests.cast import House, Someone
from tests.scenario.conftest import said
from wijkaanpak.access import codes
from wijkaanpak.access.steps import BACK, Step, step, steps, steps_from
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.guards import GUARDS
from wijkaanpak.cases.standing import standing as stands
from wijkaanpak.door import find

PEOPLE = {"CR": "U-CR1", "TR": "U-TR1", "PO": "U-PO1"}
TAKEN = [(row, state) for row in steps() if row.by for state in row.before]
BY_HAND = [pytest.param(row, state, id=f"{row.code} from {state}") for row, state in TAKEN]
GUARDED = [
    pytest.param(row, guard, id=f"{row.code}: {guard}")
    for row in steps() if row.by for guard in row.guards if guard not in ONLY_ALONE
]  # fmt: skip
JUMP = """
    insert into app.case_step (id, case_id, matter_id, step, before, after, at, by_id, role, guards, answers)
    values (:n, :i, :m, 'sprong', 'CASUSOVERLEG', 'AFGESLOTEN', app.now(), :w, 'CR', '{}', '{}')
"""
FREE = {"reason", "answer", "what_is_new", "lessons"}  # every field of a step where somebody writes
STATES = sorted(codes.codes_of("casusstatussen"))


@pytest.fixture(scope="module")
def case(standing: House) -> Iterator[Standing]:
    made = Standing(standing)
    yield made
    made.admin.dispose()


def who(house: House, row: Step, role: str | None = None) -> Someone:
    """Somebody who may take this step."""
    return house.sign_in(PEOPLE[role or sorted(row.by)[0]])


def send(someone: Someone, case: Standing, row: Step, form: dict[str, Any]) -> Any:
    """Take a step, as the page of whoever takes it does."""
    officer = someone.id == case.house.staff["U-PO1"]
    place = "opschorten" if officer else f"stappen/{row.code}"
    return someone.post(f"{case.url}/{place}", form)


@pytest.mark.parametrize(("row", "state"), BY_HAND)
def test_with_everything_in_order_a_step_is_taken_and_kept(case: Standing, row: Step, state: str) -> None:
    """R78: who, in which role, when, which guards held; one event; and the state is the row's."""
    after = "PLAN" if row.after == BACK else row.after
    for role in sorted(row.by):
        case.put(state, row)
        someone = who(case.house, row, role)
        answer = send(someone, case, row, filled(case.house, row))
        assert answer.status_code == 303, said(answer)
        assert case.state()[0] == after
        kept = case.run("select * from app.case_step where matter_id = :m")
        assert [(k.step, k.before, k.after, k.by_id, k.role) for k in kept] == [
            (row.code, state, after, someone.id, role)
        ]
        assert kept[0].guards == list(row.guards)
        told = case.run(
            "select particulars from journal.entry where matter_id = :m and name = 'case.moved' "
            "and actor_id = :w order by place desc limit 1", w=someone.id,
        )  # fmt: skip
        assert (told[0][0]["before"], told[0][0]["after"]) == (state, after)


@pytest.mark.parametrize(("row", "guard"), GUARDED)
def test_a_guard_that_fails_is_told_in_words_and_changes_nothing(
    case: Standing, row: Step, guard: str
) -> None:
    """R77: what must come first is 409, what the form lacks is 400; what was filled in stays."""
    case.put(row.before[0], row)
    form = filled(case.house, row)
    BREAKS[guard](case, form)
    case.settle()
    before = case.state()
    answer = send(who(case.house, row), case, row, form)
    assert answer.status_code == (400 if GUARDS[guard].asks else 409), said(answer)
    with case.house.app.test_request_context():
        sentence = str(GUARDS[guard].lacks)
    assert sentence in said(answer)
    assert case.state() == before
    if "reason" in form:
        assert form["reason"] in answer.text


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_in_the_table_is_a_conflict_that_says_what_can_be_done(
    case: Standing, state: str
) -> None:
    """R77: each step from each state where it does not begin; a suspended or archived case shows nothing."""
    allowed = {row.code for row in steps_from(state) if row.by}
    lead = case.house.sign_in("U-CR1")
    for row in steps():
        if row.code in allowed:
            continue
        case.put(state, row)
        before = case.state()
        answer = lead.post(f"{case.url}/stappen/{row.code}", filled(case.house, row))
        assert answer.status_code in (403, 409), (row.code, said(answer))
        assert case.state() == before
        if answer.status_code == 409:
            assert codes.label("casusstatussen", state) in said(answer)
            for other in steps_from(state):
                assert other.name() in said(answer)


@pytest.mark.parametrize(("row", "state"), BY_HAND)
def test_only_the_roles_of_the_row_take_it(case: Standing, row: Step, state: str) -> None:
    """4.2, "who may move": a member of the team without the role is refused, an outsider finds nothing."""
    case.put(state, row)
    before = case.state()
    strangers = ["U-WW2", "U-WT1", *(name for role, name in PEOPLE.items() if role not in row.by)]
    for name in strangers:
        answer = case.house.sign_in(name).post(f"{case.url}/stappen/{row.code}", filled(case.house, row))
        assert answer.status_code in (403, 404), (name, said(answer))
    assert case.house.sign_in("U-WB3").post(f"{case.url}/stappen/{row.code}").status_code == 404
    assert case.state() == before


@pytest.mark.parametrize(("row", "state"), BY_HAND)
def test_what_somebody_wrote_at_a_step_stays_inside_as_a_view(case: Standing, row: Step, state: str) -> None:
    """R68, R78: who sees that a step was taken reads codes and days; what was written is the own house's."""
    case.put(state, row)
    form = filled(case.house, row)
    written = sorted(form[name] for name in FREE & set(form))
    assert send(who(case.house, row), case, row, form).status_code == 303
    kept = case.run("select answers::text as told, note_id from app.case_step where matter_id = :m")[0]
    assert not [words for words in written if words in kept.told]
    views = case.run("select kind, text from app.part where note_id = :n", n=kept.note_id)
    inside = (
        [] if row.by == {"PO"} else written
    )  # the officer's reason is sealed with the entry of the journal
    assert [view.kind for view in views] == ["duiding"] * bool(inside)
    assert sorted("\n".join(view.text for view in views).split("\n")) == (inside or [""])


def test_the_guards_that_the_tables_always_keep_can_fail(case: Standing) -> None:
    """R203: a purpose of enforcement; nobody who answers; and the six weeks before a case is archived."""
    row = step("naar_grondslagtoets")
    assert row is not None
    case.put("AANGEMELD", row)
    with case.house.sign_in("U-CR1").unit() as unit:
        facts, _raw = find(unit, Verb.CASE_MOVE, case.house.thing(CASE))
        whole = stands(unit, facts, case.house.thing(CASE))
    assert GUARDS["purpose"].holds(whole, {})
    assert not GUARDS["purpose"].holds(replace(whole, facts=replace(facts, purpose="P_HANDH")), {})
    assert GUARDS["controller"].holds(whole, {})
    assert not GUARDS["controller"].holds(replace(whole, controller=None), {})
    for ago, holds in ((timedelta(days=42), True), (timedelta(days=41, hours=23), False)):
        assert GUARDS["six_weeks"].holds(replace(whole, closed_at=whole.now - ago), {}) is holds


def test_every_guard_of_the_table_exists_and_each_is_used() -> None:
    named = {guard for row in steps() for guard in row.guards}
    assert named == set(GUARDS)
    assert named == set(BREAKS) | ONLY_ALONE
    assert {state for row in steps() for state in (*row.before, row.after)} - {BACK} <= set(STATES)


def test_the_database_moves_no_case_without_its_step(case: Standing) -> None:
    """R78: states are never edited directly, also when a programmer forgets."""
    row = step("naar_plan")
    assert row is not None
    case.put("CASUSOVERLEG", row)
    for target in ("PLAN", "REGIE", "AFGESLOTEN"):
        with case.house.sign_in("U-CR1").unit() as unit, pytest.raises(DBAPIError) as refused:
            unit.session.execute(
                text("update app.case_file set status = :s where id = :i"),
                {"s": target, "i": case.house.thing(CASE)},
            )
        assert "without its step" in str(refused.value)
    with case.house.sign_in("U-CR1").unit() as unit:
        made_up = {"n": uuid4(), "i": case.house.thing(CASE), "m": case.known["m"], "w": unit.actor.id}
        unit.session.execute(text(JUMP), made_up)
        with pytest.raises(DBAPIError):
            unit.session.execute(
                text("update app.case_file set status = 'AFGESLOTEN' where id = :i"), {"i": made_up["i"]}
            )
    assert case.state()[0] == "CASUSOVERLEG"


def walked(case: Standing, lots: random.Random) -> Iterator[tuple[tuple[Any, ...], Step, int]]:
    """One try after another, by anybody, of anything, with more or less filled in."""
    people = [case.house.sign_in(name) for name in ("U-CR1", "U-CR2", "U-TR1", "U-PO1", "U-WW2")]
    rows = [row for row in steps() if row.by]
    while True:
        before = case.state()
        likely = [row for row in rows if before[0] in row.before] or rows
        row = lots.choice(likely if lots.random() < 0.7 else rows)
        form = filled(case.house, row)
        if lots.random() < 0.15:
            form.pop(lots.choice(sorted(form)))
        if lots.random() < 0.1:
            BREAKS[lots.choice(["grounds", "voice", "goal", "one_lead", "no_open_actions"])](case, form)
        elif lots.random() < 0.5:
            _mend(case, row)
        before = case.state()
        yield before, row, send(lots.choice(people), case, row, form).status_code


def _mend(case: Standing, row: Step) -> None:
    """What a diligent director would put right before the next step."""
    case.run("delete from app.action where matter_id = :m")
    case.run("update app.member set until = now() where matter_id = :m and staff_id = :wc and until is null")
    case.run("update app.case_file set replacement_id = :cr2 where matter_id = :m")
    case.run(
        "update app.goal set status = :s where matter_id = :m",
        s="BEREIKT" if row.code == "schaal_af" else "LOOPT",
    )
    if not case.run("select 1 from app.voice where matter_id = :m"):
        case.run(
            "insert into app.voice values (gen_random_uuid(), :m, :p, 'AANWEZIG', current_date, now(), :cr)",
            p=case.part("stem"),
        )
    case.run("update app.agenda_item set opens_at = app.now(), closes_at = app.now() where matter_id = :m")
    case.settle()


def test_a_random_walk_never_leaves_the_table_nor_half_a_change(case: Standing) -> None:
    """A thousand tries by five people: each is a whole step of the table, or nothing at all."""
    first = step("naar_overleg")
    assert first is not None
    case.put("GRONDSLAGTOETS", first)
    taken, been = 0, set()
    for tried, (before, row, status) in enumerate(walked(case, random.Random(77)), 1):
        now = case.state()
        if status == 303:
            taken += 1
            been.add(now[0])
            assert before[0] in row.before
            assert now[0] == (before[1] if row.after == BACK else row.after)
            assert now[7] == before[7] + 1
        else:
            assert status in (400, 403, 404, 409), (row.code, status)
            assert now == before, (row.code, status)
        if now[0] in ("AFGEWEZEN", "GEANNULEERD"):
            case.put("GRONDSLAGTOETS", first)
        if tried == 1000:
            break
    chain = case.run("select before, after from app.case_step where matter_id = :m order by at, step")
    assert all(one.after == two.before for one, two in pairwise(chain))
    assert taken > 100, "the walk hardly moved, so it proves little"
    assert {"PLAN", "REGIE", "AFGESLOTEN", "OPGESCHORT", "OPGESCHAALD"} <= been
