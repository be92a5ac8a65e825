"""Puts a world into the database and compares, reader by reader, the policy page with the rows that exist."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from tests.access import oracle
from tests.access.town import Row, World
from tests.access.worlds import make
from wijkaanpak.access.actor import Actor, ShiftHeld
from wijkaanpak.access.facts import NAAM, MatterFacts, PartFacts, matter_facts
from wijkaanpak.access.policy import Decision, decide
from wijkaanpak.access.verbs import Verb

Connection = psycopg.Connection[Any]
Things = tuple[UUID | None, UUID | None]  # a matter's signal and its case
TABLES = [
    "signal",
    "case_file",
    "matter",
    "part",
    "subject",
    "person",
    "member",
    "ground",
    "ground_line",
    "consent",
    "agenda_item",
    "invitation",
]
SEEN = " union all ".join(f"select '{table}', id from app.{table}" for table in TABLES)
HERE = "select m, app.here(m), app.may_withdraw(m) from unnest(%s::uuid[]) m"
FACTS = "select m, app.matter_facts(m) from unnest(%s::uuid[]) m"
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
SESSION = """
    insert into sealed.session (id, token, staff_id, factors, opened_at, seen_at, ends_at)
    values (gen_random_uuid(), %s, %s, %s, app.now(), app.now(), app.now() + interval '1 hour')
"""
ENTRY = """
    insert into journal.entry (id, occurred_at, event, name, action, nature, outcome, access_point,
                               object_kind, policy, activity, trace_id, span_id, canonical, leaf)
    values (gen_random_uuid(), now(), 'AANMAKEN', 'world.taken_over', 'C', 'NORMAAL', 'GESLAAGD', 'TEST',
            'WERELD', '-', '-', '-', '-', '-', '')
"""


@dataclass(frozen=True)
class Difference:
    """One thing on which the policy page and the rows do not agree."""

    reader: UUID
    matter: UUID | None
    what: str
    policy: bool
    rows: bool


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
    records: list[tuple[str, UUID, UUID, dict[str, Any]]]
    told: dict[str, dict[UUID, MatterFacts]] = field(default_factory=dict)  # facts, by the moment of asking

    @classmethod
    def all_of(cls, connection: Connection) -> Known:
        """Everything, read past the policies."""
        things = {m: (s, c) for m, s, c in connection.execute(MATTERS)}
        parts = [
            Part(ident, person, matter, PartFacts(*told, frozenset(about), night))
            for ident, person, matter, *told, about, night in connection.execute(PARTS)
        ]
        return cls(things, parts, connection.execute(oracle.RECORDS).fetchall())


class Prover:
    """A connection of the administrator, who takes the role of the application to read.

    A world lives in one transaction, so that `now` is known to the microsecond, and is rolled back.
    """

    def __init__(self, admin_url: str | None) -> None:
        self.connection = connect(admin_url)
        self.decisions = self.allowed = 0

    @contextmanager
    def world(self, seed: int, without: frozenset[tuple[str, int]] = frozenset()) -> Iterator[World]:
        """The world of this seed, inserted, for as long as the context lasts; some rows may be left out."""
        with self.connection.transaction(force_rollback=True):
            if seed % 5 == 0:  # the one clock, moved (rulings.md 17)
                self.connection.execute("insert into sealed.clock values (interval '40 days')")
            made = make(seed, one(self.connection, "select app.now()"))
            for table, rows in made.tables.items():
                made.tables[table] = [row for place, row in enumerate(rows) if (table, place) not in without]
            insert(self.connection, made)
            yield made

    def differences(self, seed: int, without: frozenset[tuple[str, int]] = frozenset()) -> list[Difference]:
        """Every difference between policy and rows in one world."""
        with self.world(seed, without) as world:
            known = Known.all_of(self.connection)
            self.connection.execute("set local role wijk_app")
            found: list[Difference] = []
            for worker in world.tables["staff"]:
                found += self.read(self.connection, worker, known)
            self.connection.execute("reset role")
            return found

    def read(self, connection: Connection, worker: Row, known: Known) -> list[Difference]:
        """Ask both for one person at work; `connection` acts as the application."""
        sealed = one(connection, "select app.begin(%s)", secret_of(worker))
        seen: dict[str, set[UUID]] = defaultdict(set)
        for table, ident in connection.execute(SEEN):
            seen[table].add(ident)
        held = {m: told for m, *told in connection.execute(HERE, [list(known.things)])}
        if sealed is None:
            return [Difference(worker["id"], None, table, policy=False, rows=True) for table in seen]
        if sealed["now"] not in known.told:  # facts say the same to everyone, at one moment
            told = connection.execute(FACTS, [list(known.things)]).fetchall()
            known.told[sealed["now"]] = {m: matter_facts(found) for m, found in told}
        facts = known.told[sealed["now"]]
        actor = replace(Actor.from_seal(sealed), shifts=duty_of(connection, worker))
        reading = Reading(actor, datetime.fromisoformat(sealed["now"]), facts, known, seen, held)
        claims = [*reading.parts(), *reading.persons(), *reading.lists(), *reading.rows(), *reading.writing()]
        self.decisions += len(known.parts)
        self.allowed += len(reading.readable)
        return [Difference(worker["id"], *claim) for claim in claims if claim[2] != claim[3]]


Claim = tuple[UUID | None, str, bool, bool]  # of which matter, what, the policy says, the rows say


@dataclass
class Reading:
    """One person, what they found, and what the policy says that they must find."""

    actor: Actor
    now: datetime
    facts: dict[UUID, MatterFacts]
    known: Known
    seen: dict[str, set[UUID]]
    held: dict[
        UUID, list[bool]
    ]  # of a matter: whether the rows take anything there, and the end of a consent
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
        involved = {m: oracle.ways(self.actor, facts, self.now) for m, facts in self.facts.items()}
        for matter, (signal, case) in self.known.things.items():
            for claim in oracle.rows(
                self.actor, self.facts[matter], involved[matter], signal, case, self.seen
            ):
                yield matter, *claim
        for table, ident, matter, row in self.known.records:
            said = oracle.record(table, row, self.actor, self.facts[matter], involved[matter], self.now)
            yield matter, table, said, ident in self.seen[table]

    def writing(self) -> Iterator[Claim]:
        """Who may write anything at all, and that what the policy lets people write finds its rows open."""
        for matter, facts in self.facts.items():
            here, ends = self.held[matter]
            yield matter, "writing", oracle.writes(self.actor, facts, self.now), here
            there = oracle.ways(
                self.actor, replace(facts, bare=False), self.now
            )  # not past a triagist's plan
            if there - oracle.ONLY_READ and decide(self.actor, Verb.NOTE_WRITE, facts, self.now).allowed:
                yield matter, "a note", True, here
            if decide(self.actor, Verb.CONSENT_WITHDRAW, facts, self.now).allowed:
                yield matter, "the end of a consent (R51)", True, ends
            elif self.actor.id in facts.kept_from:
                yield matter, "the end of a consent", False, ends


def duty_of(connection: Connection, worker: Row) -> tuple[ShiftHeld, ...]:
    """Accepted duty, worked out anew: from acceptance until handed over or ended (R138)."""
    asked = "select complex_id, starts_at, ends_at, accepted_at, handed_over_at from app.shift"
    return tuple(
        ShiftHeld(place, max(starts, accepted), min(ends, handed_over or ends))
        for place, starts, ends, accepted, handed_over in connection.execute(
            asked + " where staff_id = %s", [worker["id"]]
        )
        if accepted is not None
    )


def readings(actor: Actor, facts: MatterFacts, now: datetime, part: PartFacts | None) -> Decision:
    """The readings that fit the stage: the first that is allowed, or the last refusal."""
    verbs = (Verb.CASE_READ,) if facts.is_case else (Verb.SIGNAL_READ, Verb.TRIAGE_READ)
    answers = [decide(actor, verb, facts, now, part) for verb in verbs]
    assert all(answer.reason != "FOUT_VEILIG" for answer in answers)
    return next((answer for answer in answers if answer.allowed), answers[-1])


def connect(url: str | None) -> Connection:
    """A plain connection to the database of this address, each statement its own transaction."""
    address = make_url(url or "")
    where = {"host": address.query["host"], "user": address.username, "dbname": address.database}
    made = psycopg.connect(**where, autocommit=True)  # type: ignore[arg-type]
    made.prepare_threshold = 2
    made.execute("set search_path = app, pg_catalog; set jit = off")
    return made


def one(connection: Connection, statement: str, *values: Any) -> Any:
    """The first value of the first row."""
    found = connection.execute(statement, values).fetchone()
    return found[0] if found else None


def secret_of(worker: Row) -> bytes:
    """What the cookie of this person would hold."""
    return b"secret of " + worker["id"].bytes


def insert(connection: Connection, world: World) -> None:
    """Insert a world, table by table; the house's own triggers work out who takes part."""
    for name, rows in world.tables.items():
        table = "subject" if name == "late_subject" else name
        shapes: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            shapes[tuple(key for key in row if key != "factors")].append(row)
        for columns, alike in shapes.items():
            listed = ", ".join(columns)
            connection.execute(
                f"insert into app.{table} ({listed}) "
                f"select {listed} from jsonb_populate_recordset(null::app.{table}, %s::jsonb)",
                [json.dumps(alike, default=str)],
            )
    for worker in world.tables["staff"]:
        token = hashlib.sha256(secret_of(worker)).digest()
        connection.execute(SESSION, [token, worker["id"], worker["factors"]])


def keep(connection: Connection, seed: int) -> World:
    """A world that is there to stay, with the entry that every change needs."""
    with connection.transaction():
        world = make(seed, one(connection, "select app.now()"))
        insert(connection, world)
        connection.execute(ENTRY)
    return world
