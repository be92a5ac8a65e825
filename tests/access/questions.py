"""Every question that can be asked in a random world, with the reference's answer, without a database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

import wijkaanpak.access
from tests.access.facts_of_world import Kept, part_facts
from tests.access.reference import Reference
from tests.access.town import World
from tests.access.worlds import make
from wijkaanpak.access import policy
from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import MatterFacts, PartFacts
from wijkaanpak.access.verbs import Verb

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
MATRIX = Path(wijkaanpak.access.__file__).with_name("matrix.yaml")
READINGS = ((Verb.SIGNAL_READ, Verb.TRIAGE_READ), (Verb.CASE_READ,))  # before and after there is a case
WHOLE = (
    Verb.NOTE_WRITE, Verb.CONSENT_WITHDRAW, Verb.GROUND_RECORD, Verb.TEAM_INVITE, Verb.CASE_MOVE,
    Verb.CASE_REOPEN, Verb.CASE_CORRECT,
)  # fmt: skip  # of a case
SELDOM = ("G_FIN", "G_GEZOND", "G_ZORGINZET")  # money and health: who may read these differs by role
IN_TEAMS = ("SH", "SH", "WT", "CR", "ZP", "WW", "WC")


@cache
def matrix() -> dict[str, Any]:
    """The file of the matrix, read without the application."""
    return yaml.safe_load(MATRIX.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Question:
    """May this person do one of these verbs to this part, or to the whole; and what the reference says."""

    actor: Actor
    verbs: tuple[Verb, ...]
    facts: MatterFacts
    part: PartFacts | None
    now: datetime
    expected: bool
    about: UUID  # the row of the part, or the matter

    def answer(self) -> bool:
        """What the policy says."""
        asked = (self.actor, self.facts, self.now, self.part)
        return any(policy.decide(asked[0], verb, *asked[1:]).allowed for verb in self.verbs)


def reference(kept: Kept) -> Reference:
    """The reference for a world as it is kept."""
    return Reference(kept.tables, matrix(), kept.now)


def asked(kept: Kept) -> Iterator[Question]:
    """Each person on each part, and on each case as a whole."""
    told, says = kept.facts(), reference(kept)
    for actor in kept.actors().values():
        for matter, facts in told.items():
            readings = READINGS[facts.is_case]
            for part in kept.readable_things(matter):
                expected = says.readable(actor.id, matter, part)
                yield Question(actor, readings, facts, part_facts(part), kept.now, expected, part["id"])
            for verb in WHOLE if facts.is_case else ():
                expected = says.may(actor.id, matter, verb.permission)
                yield Question(actor, (verb,), facts, None, kept.now, expected, matter)


def by_a_hair(made: World) -> World:
    """A little more of what worlds seldom touch: a signal kept in, a lead that may not receive, a role."""
    lots = random.Random(f"hair {made.seed}")
    for signal in made.tables["signal"]:
        if not made.of("case_file", matter_id=signal["matter_id"]) and lots.random() < 0.4:
            signal["status"], signal["shared"] = "INGEDIEND", False
    for case in made.tables["case_file"]:
        if case["lead_organisation_id"] and lots.random() < 0.3:
            purpose = made.of("matter", id=case["matter_id"])[0]["purpose"]
            lost = made.of("receiving_ground", organisation_id=case["lead_organisation_id"], purpose=purpose)
            kept = [row for row in made.tables["receiving_ground"] if row not in lost]
            made.tables["receiving_ground"] = kept
    homes = {w["id"]: w["organisation_id"] for w in made.tables["staff"]}
    for line in made.tables["ground_line"]:
        team = made.of("member", matter_id=line["matter_id"], organisation_id=line["recipient_id"])
        held = [r for m in team for r in made.of("role_assignment", staff_id=m["staff_id"])]
        if line["category"] in SELDOM and held and homes[held[0]["staff_id"]] == line["recipient_id"]:
            chosen = lots.choice(held)
            chosen["role"] = lots.choice(IN_TEAMS)
            if lots.random() < 0.4:  # one role comes to the case, the other might read what lies in it
                chosen["role"] = "TL"
                made.tables["role_assignment"].append(
                    dict(chosen, id=UUID(int=lots.getrandbits(128)), role="TR")
                )
    _shielded(made, lots)
    return made


def _shielded(made: World, lots: random.Random) -> None:
    """An emergency round somebody of whom a matter is shielded."""
    for glass in made.tables["break_glass"]:
        for subject in made.of("subject", person_id=glass["person_id"]):
            if lots.random() < 0.3:
                made.of("matter", id=subject["matter_id"])[0]["secret"] = True


@cache
def world(seed: int) -> tuple[Question, ...]:
    """The questions of the world of this seed, at one moment; in every second world by a hair more."""
    made = make(seed, NOW)
    return tuple(asked(Kept(by_a_hair(made) if seed % 2 else made)))
