"""What the policy page says that one person must find in a world, thing by thing, beside what they found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from tests.access import oracle
from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import NAAM, MatterFacts, PartFacts
from wijkaanpak.access.policy import Decision, decide
from wijkaanpak.access.verbs import Verb

Connection = psycopg.Connection[Any]
Things = tuple[UUID | None, UUID | None]  # a matter's signal and its case
MATTERS = """
    select m.id, s.id, c.id from app.matter m
    left join app.signal s on s.matter_id = m.id left join app.case_file c on c.matter_id = m.id
"""
PARTS = """
    select id, null, matter_id, kind, category, data_class, provider_id, about, night_until from app.part
    union all
    select id, person_id, matter_id, 'naam', 'G_NAW', 'K2', provider_id, array[person_id], null
      from app.subject
"""


@dataclass(frozen=True)
class Part:
    """A part or a name as it lies in the database."""

    id: UUID
    person: UUID | None
    matter: UUID
    facts: PartFacts


@dataclass
class Known:
    """What is in the database, seen by the administrator; no reader sees all of it."""

    things: dict[UUID, Things]
    parts: list[Part]
    records: list[oracle.Record]
    told: dict[str, dict[UUID, MatterFacts]] = field(default_factory=dict)  # facts, by the moment of asking

    @classmethod
    def all_of(cls, connection: Connection) -> Known:
        """Everything, read past the policies."""
        things = {m: (s, c) for m, s, c in connection.execute(MATTERS)}
        parts = [
            Part(ident, person, matter, PartFacts(*told, frozenset(about), night))
            for ident, person, matter, *told, about, night in connection.execute(PARTS)
        ]
        return cls(things, parts, [oracle.Record.told(*row) for row in connection.execute(oracle.RECORDS)])


Claim = tuple[UUID | None, str, bool, bool]  # of which matter, what, the policy says, the rows say


@dataclass
class Reading:
    """One person, what they found, and what the policy says that they must find."""

    actor: Actor
    now: datetime
    facts: dict[UUID, MatterFacts]
    known: Known
    seen: dict[str, set[UUID]]
    held: dict[UUID, tuple[bool, bool]]  # whether the rows take anything there, and the end of a consent
    readable: list[Part] = field(default_factory=list)

    def parts(self) -> Iterator[Claim]:
        """Part by part, names included."""
        for part in self.known.parts:
            facts = self.facts[part.matter]
            assert part.facts in facts.parts  # the policy is told of what is there
            said = bool(readings(self.actor, facts, self.now, part.facts))
            there = part.id in self.seen["subject" if part.facts.kind == NAAM else "part"]
            if said:
                self.readable.append(part)
            yield part.matter, f"{part.facts.kind} {part.facts.category}", said, there

    def persons(self) -> Iterator[Claim]:
        """A resident's own row, for whoever may read that name in some matter."""
        named = {part.person for part in self.readable} - {None}
        for person in {part.person for part in self.known.parts} - {None}:
            yield None, "person", person in named, person in self.seen["person"]

    def lists(self) -> Iterator[Claim]:
        """What a list may hold: what one may read something of, or leads (R60, rulings.md 8)."""
        some = {part.matter for part in self.readable}
        for matter, (_, case) in self.known.things.items():
            answer = readings(self.actor, self.facts[matter], self.now, None)
            leads = answer.via == "lead" and case in self.seen["case_file"]
            yield matter, "found in lists", answer.allowed, matter in some or leads

    def rows(self) -> Iterator[Claim]:
        """The outer rows, the team, grounds and consents."""
        stands = {m: oracle.stand(self.actor, facts, self.now) for m, facts in self.facts.items()}
        for matter, (signal, case) in self.known.things.items():
            for claim in oracle.rows(self.actor, stands[matter], signal, case, self.seen):
                yield matter, *claim
            yield from self.writing(matter, stands[matter])
        for row in self.known.records:
            said = oracle.record(row, self.actor, stands[row.matter], self.now)
            yield row.matter, row.table, said, row.id in self.seen[row.table]

    def writing(self, matter: UUID, stand: oracle.Stand) -> Iterator[Claim]:
        """Who may write anything at all, and that what the policy lets people write finds its rows open."""
        facts, (here, ends) = stand.facts, self.held[matter]
        yield matter, "writing", oracle.writes(self.actor, stand), here
        works = stand.works - oracle.ONLY_READ  # who triaged it writes nothing past the plan
        if works and decide(self.actor, Verb.NOTE_WRITE, facts, self.now).allowed:
            yield matter, "a note", True, here
        if decide(self.actor, Verb.CONSENT_WITHDRAW, facts, self.now).allowed:
            yield matter, "the end of a consent (R51)", True, ends
        elif self.actor.id in facts.kept_from:
            yield matter, "the end of a consent", False, ends


def readings(actor: Actor, facts: MatterFacts, now: datetime, part: PartFacts | None) -> Decision:
    """The readings that fit the stage: the first that is allowed, or the last refusal."""
    verbs = (Verb.CASE_READ,) if facts.is_case else (Verb.SIGNAL_READ, Verb.TRIAGE_READ)
    answers = [decide(actor, verb, facts, now, part) for verb in verbs]
    assert all(answer.reason != "FOUT_VEILIG" for answer in answers)
    return next((answer for answer in answers if answer.allowed), answers[-1])
