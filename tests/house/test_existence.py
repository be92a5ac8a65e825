"""Forbidden equals absent, for eighteen roles and every kind of thing with an address (rulings.md 8, T08)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from werkzeug.routing import Rule

from tests.canary.allowed import OUTSIDE_ANY, PLACE, READS, may_know, people, provider, sight
from tests.canary.conftest import canary_world
from tests.canary.crawler import World, fingerprint, put, rules
from tests.cast import FreshHouse, Someone
from wijkaanpak.access import roles

# One person for each role; who holds two stands for the one that nobody else holds.
ROLES = {
    "WB": "U-WB3", "DD": "U-DD1", "WC": "U-WC1", "HI": "U-HI1", "TL": "U-TL1", "WT": "U-WT1", "TR": "U-TR1",
    "CR": "U-CR1", "SH": "U-SH1", "ZP": "U-ZP2", "WW": "U-WW1", "WA": "U-WA1", "AF": "U-AF1", "PO": "U-PO1",
    "FG": "U-FG1", "AN": "U-AN1", "FB": "U-FB1", "BC": "U-BC1",
}  # fmt: skip
# For each kind of id: ids of it with the zaak each belongs to, or whose it is.
OWNED = {
    "case_id": "select id, matter_id from app.case_file",
    "signal_id": "select id, matter_id from app.signal",
    "thing_id": "select id, matter_id from app.case_file union all select id, matter_id from app.signal",
    "person_id": "select person_id as id, matter_id from app.subject",
    "ground_id": "select id, matter_id from app.ground",
    "goal_id": "select id, matter_id from app.goal",
    "action_id": "select id, matter_id from app.action",
    "offer_id": "select id, matter_id from app.offer",
    "item_id": "select id, matter_id from app.agenda_item",
    "meeting_id": "select id, null::uuid as matter_id from app.meeting",
    "conflict_id": "select id, null::uuid as matter_id from app.conflict",
    "use_id": "select b.id, null::uuid as matter_id from app.break_glass b "
    "join app.staff s on s.id = b.staff_id where s.reference = 'U-WT1'",
    "finding_id": "select finding_id as id, null::uuid as matter_id from app.verdict",
    "question_id": "select id, null::uuid as matter_id from app.question",
    "notice_id": "select n.id, null::uuid as matter_id from app.notice n "
    "join app.staff s on s.id = n.staff_id where s.reference = 'U-CR1'",
}
WORDS = {
    "conflict_id": "afstand",
    "meeting_id": "overleg/U-CR1",
    "use_id": "nood/U-WT1",
    "finding_id": "oordeel/U-CR1",
    "question_id": "vraag/U-SH1",
    "notice_id": "bericht/U-CR1",
}  # what is of no zaak, as the table of the canaries calls it
JUDGES = {"S-02": "U-PO1 U-PO2", "S-05": "U-PO3", "S-07": "U-PO2"}  # who judged a ground there
OF_WORK = ("staff_id", "role_id")  # people at work and their roles: no resident's, and refused by role alone
OF_NOBODY = ("quarter", "code", "number")  # no thing at all: a quarter of a year, a step of a list
CHANGED = """select '{table}' as name, count(*) as n, coalesce(sum(hashtext(t::text)::bigint), 0) as h
             from app.{table} t"""
TABLES = "select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'"


@dataclass(frozen=True)
class Answer:
    """What one request came to."""

    status: int
    print: str
    asked: tuple[str, ...]


@pytest.fixture(scope="module")
def world(fresh_house: FreshHouse) -> Iterator[World]:
    with canary_world(fresh_house) as found:
        yield found


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Every statement that the house sends meanwhile, in order."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    engines = (world.house.database.app, world.house.database.desk)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)


def ask(world: World, someone: Someone, method: str, path: str) -> Answer:
    """One request, with the id that was asked for left out of its print."""
    with statements(world) as asked:
        answer = someone.get(path) if method == "GET" else someone.post(path)
    own = {part for part in path.split("/") if len(part) == 36}
    return Answer(answer.status_code, fingerprint(answer, own), tuple(asked))


def hidden(world: World, who: str) -> dict[str, UUID]:
    """Of each kind of id one that this person may not know of."""
    zaken, found, chance = world.canaries.ids, {}, random.Random(who)
    for name, sql in OWNED.items():
        rows = [
            row.id for row in world.house.truth(sql) if _is_hidden(who, name, zaken.get(str(row.matter_id)))
        ]
        if rows:
            found[name] = chance.choice(rows)
    return found


def _is_hidden(who: str, name: str, zaak: str | None) -> bool:
    if zaak is None:
        return who not in OUTSIDE_ANY[WORDS[name]].split()
    if name in ("person_id", "ground_id"):
        return not sight(who, zaak, READS) and who not in JUDGES.get(zaak, "").split()
    # A privacy officer may withdraw for a resident in every matter of the own organisation.
    withdraws = "PO" in people()[who][1] and zaak != PLACE and provider(zaak) == people()[who][0]
    return not may_know(who, zaak, READS) and not withdraws


def pairs(world: World, kept: dict[str, UUID], rule: Rule) -> Iterator[tuple[str, str]]:
    """Addresses of something hidden, each beside the same address of nothing."""
    for name in sorted(rule.arguments & kept.keys()):
        rest = {other: world.ids[other][0] for other in rule.arguments - {name}}
        yield put(rule, {**rest, name: kept[name]}), put(rule, {**rest, name: uuid4()})


def addresses(world: World) -> list[tuple[str, Rule]]:
    return [(method, rule) for method in ("GET", "POST") for rule in rules(world, method) if rule.arguments]


def told_apart(world: World, who: str, say: Callable[[Answer], object]) -> list[str]:
    """Addresses where this side of the answers differs."""
    someone, kept = world.house.sign_in(who), hidden(world, who)
    found = []
    for method, rule in addresses(world):
        for there, nowhere in pairs(world, kept, rule):
            forbidden, absent = ask(world, someone, method, there), ask(world, someone, method, nowhere)
            if say(forbidden) != say(absent):
                found.append(f"{method} {rule.rule}: {forbidden.status} beside {absent.status}")
    return found


def state(world: World) -> dict[str, tuple[int, int]]:
    """Every table by its number of rows and a sum over them."""
    tables = [CHANGED.format(table=row.name) for row in world.house.truth(TABLES)]
    return {row.name: (row.n, row.h) for row in world.house.truth(" union all ".join(tables))}


def test_one_of_each_role_is_asked() -> None:
    assert set(ROLES) == set(roles.role_codes())
    assert all(role in people()[who][1] for role, who in ROLES.items())


@pytest.mark.parametrize("role", ROLES)
def test_forbidden_is_answered_as_absent_and_changes_nothing(world: World, role: str) -> None:
    """Status, headers but Date, body, and the statements behind them: one path, so also one time (T08)."""
    before = state(world)
    found = told_apart(world, ROLES[role], lambda answer: (answer.status, answer.print, answer.asked))
    assert found == []
    assert state(world) == before


def test_every_kind_of_thing_was_asked_for(world: World) -> None:
    """A kind of id that is in neither list would be looked at by nobody."""
    named = {name for _method, rule in addresses(world) for name in rule.arguments}
    assert named <= OWNED.keys() | set(OF_WORK) | set(OF_NOBODY), (
        "say in tests/house/test_existence.py whose these are"
    )
    asked = {name for who in ROLES.values() for name in hidden(world, who)}
    assert asked >= named - set(OF_WORK) - set(OF_NOBODY)


@pytest.mark.parametrize("who", ["U-TR1", "U-WB1", "U-AN1"])
def test_people_at_work_are_refused_by_role_alone(world: World, who: str) -> None:
    """Who administers nobody learns not even which colleagues there are."""
    someone = world.house.sign_in(who)
    for method, rule in addresses(world):
        if rule.arguments <= set(OF_WORK):
            there = {"staff_id": world.house.staff["U-PO1"], "role_id": world.ids["role_id"][0]}
            paths = (put(rule, there), put(rule, {name: uuid4() for name in OF_WORK}))
            one, other = (ask(world, someone, method, path) for path in paths)
            assert (one.status, one.print) == (other.status, other.print), (method, rule.rule)


def test_an_answer_that_takes_another_path_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One statement more for what is there, and the same answer: the test above would say so."""
    from wijkaanpak import door

    honest = door.deny

    def asks_more(unit: door.Unit, verb: object, decision: object, found: object, *rest: object) -> None:
        if found is not None:
            unit.session.execute(door.FACTS, {"thing": uuid4()})
        honest(unit, verb, decision, found, *rest)  # type: ignore[arg-type]

    assert not told_apart(world, "U-WB3", lambda answer: (answer.print, answer.asked))
    monkeypatch.setattr(door, "deny", asks_more)
    assert told_apart(world, "U-WB3", lambda answer: answer.asked)
    assert not told_apart(world, "U-WB3", lambda answer: answer.print)
