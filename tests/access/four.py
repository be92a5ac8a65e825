"""One question, four answers: the reference, the policy, the rows, and what the house sends."""

from __future__ import annotations

import base64
import hashlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from tests.access.facts_of_world import Kept
from tests.access.proof import ENTRY, Connection, Difference, Known, Prover, insert, one
from tests.access.questions import asked, reference
from tests.access.reference import Reference
from tests.access.town import Row, World
from tests.access.worlds import make
from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.foundation.database import Database

ORDERED = {"team", "lines"}  # what comes from the database in an order of its own
LATER = timedelta(seconds=1)  # past every edge of a world that lies round its beginning
COOKIE = "__Host-sid"


class Four(Prover):
    """The policy and the rows as ever; besides, the reference, and the facts told without a database."""

    def __init__(self, admin_url: str | None) -> None:
        super().__init__(admin_url)
        self.questions = 0

    def differences(self, seed: int, without: frozenset[tuple[str, int]] = frozenset()) -> list[Difference]:
        """Every difference between any two of reference, policy and rows in one world."""
        with self.world(seed, without) as world:
            known = Known.all_of(self.connection)
            self.connection.execute("set local role wijk_app")
            found: list[Difference] = []
            for worker in world.tables["staff"]:
                found += self.read(self.connection, worker, known)
            self.connection.execute("reset role")
            return found + self.against_the_text(Kept(world), known)

    def by_rows(self, seed: int) -> list[Difference]:
        """Between policy and rows alone, for faults that were planted in the rows."""
        return super().differences(seed)

    def against_the_text(self, kept: Kept, known: Known) -> list[Difference]:
        """What the policy says and the reference does not (`rows` stands for the reference here)."""
        found = []
        facts = kept.facts()
        for told, matter in itertools.product(known.told.values(), facts):
            if settled(told[matter]) != settled(facts[matter]):
                found.append(Difference(matter, matter, "facts", policy=True, rows=False))
        for question in asked(kept):
            self.questions += 1
            if question.answer() != question.expected:
                about = question.part.kind if question.part else question.verbs[0].code
                what = f"the reference on {about} {question.about}"
                said = Difference(
                    question.actor.id, question.facts.id, what, not question.expected, question.expected
                )
                found.append(said)
        return found

    def actors(self, seed: int) -> Iterator[tuple[object, object]]:
        """Everyone as the database seals them, and as the rows of the world tell."""
        with self.world(seed) as world:
            told = Kept(world).actors()
            self.connection.execute("set local role wijk_app")
            for worker in world.tables["staff"]:
                sealed = one(self.connection, "select app.begin(%s)", b"secret of " + worker["id"].bytes)
                sealed_actor = sealed and alike(Actor.from_seal(sealed))
                yield sealed_actor, alike(told.get(worker["id"]))


def settled(facts: MatterFacts) -> dict[str, object]:
    """Facts without the order that nobody relies on."""
    held = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {
        name: frozenset(value) if isinstance(value, tuple) and name not in ORDERED else value
        for name, value in held.items()
    }


def alike(actor: Any) -> object:
    """An actor without the session, and without the order of duty and invitations."""
    if actor is None:
        return None
    plain = replace(actor, session_id=None, shifts=(), invitations=())
    return plain, frozenset(actor.shifts), frozenset(actor.invitations)


class Visitor:
    """Worlds that are there to stay, read through the house's own pages by signed-in people."""

    def __init__(self, app: Flask, database: Database, admin: Connection) -> None:
        app.config["PROPAGATE_EXCEPTIONS"] = False  # a page that breaks is one more wrong answer
        self.database, self.admin = database, admin
        self.client = app.test_client(use_cookies=False)
        self.pages = self.decisions = 0

    def settle(self, seed: int) -> World:
        """A world whose every part and name is a text of its own."""
        with self.admin.transaction():
            world = make(seed, one(self.admin, "select app.now()"))
            for table, column in (("part", "text"), ("person", "name")):
                for row in world.tables[table]:
                    row[column] = token(row["id"])
            insert(self.admin, world)
            self.admin.execute(ENTRY)
        return world

    def get(self, worker: Row, path: str) -> tuple[int, str]:
        """Status and body of one page, for one person."""
        answer = self.client.get(path, headers={"Cookie": f"{COOKIE}={self.cookie(worker)}"})
        self.pages += 1
        return answer.status_code, answer.get_data(as_text=True)

    def cookie(self, worker: Row) -> str:
        """A session of their own beside the one that the world brought."""
        value = base64.urlsafe_b64encode(worker["id"].bytes).decode()
        secret = hashlib.sha256(value.encode()).digest()
        self.admin.execute("update sealed.session set token = %s where staff_id = %s", [secret, worker["id"]])
        return value

    def differences(self, world: World, share: float) -> Iterator[str]:
        """Where a page says or shows anything but what the reference says; a share of all pages is opened."""
        kept = Kept(world)
        kept.now += LATER
        lots = random.Random(world.seed)
        workers = {w["id"]: w for w in world.tables["staff"]}
        for reader, matter in itertools.product(kept.actors(), kept.facts()):
            if lots.random() < share:
                visit = Visit(kept, reference(kept), reader, matter)
                for complaint in visit.judged(*self.get(workers[reader], visit.address)):
                    yield f"seed {world.seed}: {world.name(reader)} at {world.name(matter)}: {complaint}"
                self.decisions += len(visit.may)


class Visit:
    """One person at the address of one matter, and what the reference says that they may see there."""

    def __init__(self, kept: Kept, says: Reference, reader: UUID, matter: UUID) -> None:
        case, things = kept.of("case_file", matter), kept.readable_things(matter)
        self.says, self.reader, self.matter, self.case = says, reader, matter, bool(case)
        thing = case or kept.of("signal", matter)
        self.address = f"/{'casussen' if case else 'signalen'}/{thing[0]['id']}"
        self.may = {told(part): says.readable(reader, matter, part) for part in things}
        self.titles = {told(part) for part in things if part["kind"] == "titel"}  # one at most is a heading
        self.leads = bool(case) and case[0]["lead_id"] == reader
        self.follows = not case and thing[0]["author_id"] == reader  # the way of it, and never content (R86)

    def judged(self, status: int, body: str) -> Iterator[str]:
        """Every way in which this answer is wrong."""
        there = {word for word in self.may if word in body}
        yield from (f"leaks {word}" for word in there if not self.may[word])
        if self.follows:
            yield from ["breaks"] if status >= 500 else []
            return
        missing = {word for word, may in self.may.items() if may} - there - self.titles
        if status == 200 and missing:
            yield f"keeps back {sorted(missing)}"
        if status != self.status():
            yield f"answers {status} and not {self.status()}"

    def status(self) -> int:
        """Rulings 1 and 8: content, or the row of the case for who leads it; else 403 for who knows."""
        me, m = self.says.person(self.reader), self.says.matter(self.matter)
        leads = self.leads and not {("kept", what) for what in m.people | m.homes} & me.holds
        ways = [self.says.ways(me, role, m, "casus.lezen") for role in me.roles]
        if any(self.may.values()) or (leads and any(way & {"T", "T.plan"} for way in ways)):
            return 200
        return 403 if self.says.knows(self.reader, self.matter) else 404


def token(ident: UUID) -> str:
    """A word that stands nowhere else."""
    return f"zq7{ident.hex[:12]}"


def told(thing: Row) -> str:
    """The word by which a part, or the name of a resident, can be found on a page."""
    return token(thing["person_id"] if thing["kind"] == "naam" else thing["id"])
