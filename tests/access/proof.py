"""Puts a world into the database and compares, reader by reader, the policy page with the rows that exist."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from tests.access.claims import Known, Reading
from tests.access.town import Row, World
from tests.access.worlds import make
from wijkaanpak.access.actor import Actor, ShiftHeld
from wijkaanpak.access.facts import matter_facts

Connection = psycopg.Connection[Any]
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
SESSION = """
    insert into sealed.session (id, token, staff_id, factors, opened_at, seen_at, ends_at)
    values (gen_random_uuid(), %s, %s, %s, app.now(), app.now(), app.now() + interval '1 hour')
"""
ENTRY = """
    insert into journal.entry (id, occurred_at, event, name, action, nature, outcome, access_point,
                               acr, source, object_kind, policy, activity, trace_id, span_id, commitment,
                               canonical, leaf)
    values (gen_random_uuid(), now(), 'AANMAKEN', 'world.taken_over', 'C', 'NORMAAL', 'GESLAAGD', 'TEST',
            'GEEN', '-', 'WERELD', '-', '-', '-', '-', '', '-', '')
"""


@dataclass(frozen=True)
class Difference:
    """One thing on which the policy page and the rows do not agree."""

    reader: UUID
    matter: UUID | None
    what: str
    policy: bool
    rows: bool


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
        sealed, seen, held = look(connection, worker, list(known.things))
        if sealed is None:
            return [Difference(worker["id"], None, table, policy=False, rows=True) for table in seen]
        if sealed["now"] not in known.told:  # facts say the same to everyone, at one moment
            told = connection.execute(FACTS, [list(known.things)]).fetchall()
            known.told[sealed["now"]] = {m: matter_facts(found) for m, found in told}
        facts = known.told[sealed["now"]]
        actor = replace(Actor.from_seal(sealed), shifts=duty_of(connection, worker))
        reading = Reading(actor, datetime.fromisoformat(sealed["now"]), facts, known, seen, held)
        claims = [*reading.parts(), *reading.persons(), *reading.lists(), *reading.rows()]
        self.decisions += len(known.parts)
        self.allowed += len(reading.readable)
        return [Difference(worker["id"], *claim) for claim in claims if claim[2] != claim[3]]


Looked = tuple[Any, dict[str, set[UUID]], dict[UUID, tuple[bool, bool]]]


def look(connection: Connection, worker: Row, matters: list[UUID]) -> Looked:
    """What the database seals for this person, which rows exist for them, and where it takes theirs."""
    sealed = one(connection, "select app.begin(%s)", secret_of(worker))
    seen: dict[str, set[UUID]] = defaultdict(set)
    for table, ident in connection.execute(SEEN):
        seen[table].add(ident)
    return sealed, seen, {m: (here, ends) for m, here, ends in connection.execute(HERE, [matters])}


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
