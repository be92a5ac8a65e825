"""What must hold between a random world and the same world with one thing changed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.access.facts_of_world import Kept
from tests.access.questions import NOW, Question, asked
from tests.access.town import DAY, Row, World
from tests.access.worlds import make

WORLDS = int(os.environ.get("WORLDS", "500")) // 20
OPENING = [  # what somebody can be given; without it they can only have less
    "ground_line",
    "member",
    "receiving_ground",
    "role_assignment",
    "shift",
    "invitation",
    "break_glass",
]
AT_ONCE = 6
Seen = set[tuple[UUID, UUID, str]]


def answered(question: Question) -> bool:
    """What the policy says."""
    return question.answer()


def expected(question: Question) -> bool:
    """What the reference says."""
    return question.expected


def seen(world: World, says: Callable[[Question], bool] = answered) -> Seen:
    """Who may do what to which part or matter, by the policy or by the reference."""
    return {(q.actor.id, q.about, q.verbs[0].code) for q in asked(Kept(world)) if says(q)}


@pytest.mark.parametrize("seed", range(WORLDS))
def test_taking_a_ground_or_a_place_away_never_adds_anything(seed: int) -> None:
    """Neither a ground, nor a place in a team, nor a role, duty, invitation or emergency (R53)."""
    lots, before = random.Random(seed), seen(make(seed, NOW))
    held = [(table, n) for table in OPENING for n in range(len(make(seed, NOW).tables.get(table, [])))]
    for table, place in lots.sample(held, min(AT_ONCE, len(held))):
        world = make(seed, NOW)
        del world.tables[table][place]
        assert seen(world) <= before, f"without {table}{place}"


@pytest.mark.parametrize("seed", range(WORLDS))
def test_an_organisation_that_has_nothing_to_do_with_it_changes_nothing(seed: int) -> None:
    """With people, a covenant and a role everywhere of its own, it sees nothing of what others share."""
    world = make(seed, NOW)
    strangers = stranger(world, random.Random(seed))
    for says in (answered, expected):
        after = seen(world, says)
        assert {one for one in after if one[0] not in strangers} == seen(make(seed, NOW), says)
        assert not [one for one in after if one[0] in strangers]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_who_has_which_id_changes_nothing(seed: int) -> None:
    """Everything gets another id; the same people see the same things."""
    names: dict[UUID, UUID] = {}
    lots = random.Random(seed)
    for rows in make(seed, NOW).tables.values():
        for row in rows:
            if "id" in row:
                names[row["id"]] = UUID(int=lots.getrandbits(128), version=4)
    world = make(seed, NOW)
    for table, rows in world.tables.items():
        world.tables[table] = [renamed(row, names) for row in rows]
    assert seen(world) == {(names[who], names[what], verb) for who, what, verb in seen(make(seed, NOW))}


def renamed(value: Any, names: dict[UUID, UUID]) -> Any:
    """The same, with every id in it changed, also where it is written as text."""
    if isinstance(value, dict):
        return {key: renamed(held, names) for key, held in value.items()}
    if isinstance(value, list):
        return [renamed(held, names) for held in value]
    if isinstance(value, str):
        return next((str(new) for old, new in names.items() if value == str(old)), value)
    return names.get(value, value) if isinstance(value, UUID) else value


def stranger(world: World, lots: random.Random) -> set[UUID]:
    """An organisation with three people, each with roles in every area, and a covenant with itself alone."""
    home, covenant = (UUID(int=lots.getrandbits(128), version=4) for _ in range(2))
    span: Row = {"valid_from": NOW - DAY, "valid_until": NOW + DAY}
    world.tables["organisation"].append(
        {"id": home, "name": "strangers", "kind": "gemeente", "controller": "gemeente", "suspended_at": None}
    )
    areas = sorted({area for place in world.tables["complex"] for area in place["areas"]})
    people = {UUID(int=lots.getrandbits(128), version=4): role for role in ("CR", "WT", "TR")}
    for ident, role in people.items():
        who = {"id": ident, "organisation_id": home, "name": role, "suspended_at": None, "factors": 2}
        world.tables["staff"].append(who)
        held = {"staff_id": ident, "role": role, "areas": areas, "ended_at": None, **span}
        world.tables["role_assignment"].append({"id": UUID(int=lots.getrandbits(128), version=4), **held})
    purposes = sorted({m["purpose"] for m in world.tables["matter"]})
    world.tables["covenant"].append(
        {
            "id": covenant,
            "parties": [home],
            "purposes": purposes,
            "categories": ["G_NAW", "G_WOONFEIT", "G_ADVIES", "G_FIN", "G_GEZOND"],
            "signed": True,
            **span,
        }
    )
    world.tables["receiving_ground"] += [
        {"id": UUID(int=n + 1), "covenant_id": covenant, "organisation_id": home, "purpose": purpose}
        for n, purpose in enumerate(purposes)
    ]
    return set(people)
