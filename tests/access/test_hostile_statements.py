"""Statements smuggled in as the application are refused, or find nothing (SECURITY.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.errors import InsufficientPrivilege

from tests.access.proof import Connection, connect, keep, one, secret_of
from tests.access.town import Row, World
from wijkaanpak.foundation.addresses import Addresses

pytestmark = pytest.mark.postgres

Clone = Callable[..., AbstractContextManager[Addresses]]
COUNTED = "select count(*) from app.part"
OF_THE_DESK = {
    "finding",
    "finding_entry",
    "verdict",
    "sample",
    "round",
    "breach",
    "exposure",
    "question",  # of which the one asked reads the few columns that are for them
}  # not even empty
OPENLY = {"role_reach", "category_class", "case_way", "migration"}


@dataclass
class House:
    """A committed world, and two people who read different things in it."""

    addresses: Addresses
    world: World
    reader: Row
    victim: Row
    reads: dict[UUID, set[UUID]]  # staff to the parts they see


@pytest.fixture(scope="module")
def house(clone: Clone) -> Iterator[House]:
    with clone() as addresses:
        admin, application = connect(addresses.admin), connect(addresses.app)
        world = keep(admin, 7)
        reads = {}
        for worker in world.tables["staff"]:
            with application.transaction():
                one(application, "select app.begin(%s)", secret_of(worker))
                reads[worker["id"]] = {i for (i,) in application.execute("select id from app.part")}
        by_reading = sorted(world.tables["staff"], key=lambda w: len(reads[w["id"]]))
        victim = by_reading[-1]
        others = [
            w for w in by_reading if w["organisation_id"] != victim["organisation_id"] and reads[w["id"]]
        ]
        reader = next(w for w in reversed(others) if reads[victim["id"]] - reads[w["id"]])
        yield House(addresses, world, reader, victim, reads)
        application.close()
        admin.close()


@pytest.fixture
def application(house: House) -> Iterator[Connection]:
    """The application's own connection, as pooled ones are: used by one person after another."""
    made = connect(house.addresses.app)
    yield made
    made.close()


def begin(connection: Connection, worker: Row) -> Any:
    return one(connection, "select app.begin(%s)", secret_of(worker))


def sealed(connection: Connection) -> tuple[str, str]:
    found = connection.execute(
        "select current_setting('wijk.context'), current_setting('wijk.seal')"
    ).fetchone()
    assert found is not None
    return found


def put(connection: Connection, context: str, seal: str) -> None:
    connection.execute(
        "select set_config('wijk.context', %s, true), set_config('wijk.seal', %s, true)", [context, seal]
    )


def test_without_a_context_every_table_is_empty(application: Connection) -> None:
    tables = application.execute(
        "select c.relname, has_table_privilege(c.oid, 'select') from pg_class c "
        "join pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname = 'app' and c.relkind in ('r', 'v', 'm', 'p')"
    ).fetchall()
    assert {table for table, readable in tables if not readable} - OPENLY == OF_THE_DESK
    assert len(tables) > 20
    for table, readable in tables:
        if readable and table not in OPENLY:
            assert one(application, f"select count(*) from app.{table}") == 0, table


def test_the_context_dies_with_its_transaction(house: House, application: Connection) -> None:
    with application.transaction():
        begin(application, house.reader)
        assert one(application, COUNTED) == len(house.reads[house.reader["id"]]) > 0
    assert one(application, COUNTED) == 0
    with application.transaction():
        assert one(application, COUNTED) == 0
        assert one(application, "select app.me()") is None


def test_a_forged_context_opens_nothing(house: House, application: Connection) -> None:
    with application.transaction():
        begin(application, house.reader)
        context, seal = sealed(application)
        forged = context.replace(str(house.reader["id"]), str(house.victim["id"]))
        assert forged != context
        for attempt in ((forged, seal), (forged, ""), (forged, hashlib.sha256(forged.encode()).hexdigest())):
            put(application, *attempt)
            assert one(application, COUNTED) == 0
            assert one(application, "select app.me()") is None


def test_a_seal_of_an_earlier_transaction_opens_nothing(house: House, application: Connection) -> None:
    with application.transaction():
        begin(application, house.reader)
        kept = sealed(application)
    with application.transaction():
        put(application, *kept)
        assert one(application, COUNTED) == 0


def test_a_seal_of_another_connection_opens_nothing(house: House, application: Connection) -> None:
    other = connect(house.addresses.app)
    with application.transaction(), other.transaction():
        begin(application, house.reader)
        put(other, *sealed(application))
        assert one(other, COUNTED) == 0
    other.close()


def test_a_wrong_secret_opens_nothing_and_ends_who_asked_before(
    house: House, application: Connection
) -> None:
    with application.transaction():
        begin(application, house.reader)
        assert one(application, "select app.begin(%s)", b"not a secret of anyone") is None
        assert one(application, COUNTED) == 0


@pytest.mark.parametrize(
    "end",
    [
        "ended_at = now()",
        "ends_at = now()",
        "seen_at = now() - interval '30 minutes'",
        "factors = 1",
    ],
)
def test_a_session_that_ended_or_gave_one_factor_opens_nothing(
    house: House, application: Connection, end: str
) -> None:
    """R64: two factors, thirty minutes idle, ten hours in all."""
    admin = connect(house.addresses.admin)
    secret = uuid4().bytes
    given = {"token": hashlib.sha256(secret).digest(), "staff": house.reader["id"]}
    admin.execute(
        "insert into sealed.session (id, token, staff_id, factors, opened_at, seen_at, ends_at) "
        "values (gen_random_uuid(), %(token)s, %(staff)s, 2, now(), now(), now() + interval '1 hour')",
        given,
    )
    with application.transaction():
        one(application, "select app.begin(%s)", secret)
        assert one(application, COUNTED) > 0
    admin.execute(f"update sealed.session set {end} where token = %(token)s", given)
    with application.transaction():
        one(application, "select app.begin(%s)", secret)
        assert one(application, COUNTED) == 0
    admin.close()


def test_a_condition_that_fails_loudly_never_meets_a_row_that_is_hidden(
    house: House, application: Connection
) -> None:
    """No error may tell what a hidden row holds: the policy is asked before the asker's condition."""
    hidden = next(iter(house.reads[house.victim["id"]] - house.reads[house.reader["id"]]))
    with application.transaction():
        begin(application, house.reader)
        trap = "select count(*) from app.part where id = %s and 1 / (length(text) - length(text)) = 1"
        assert one(application, trap, hidden) == 0


def test_the_facts_of_a_matter_hold_no_word_of_content(house: House, application: Connection) -> None:
    """Rulings.md 9: ids, codes and dates."""
    with application.transaction():
        begin(application, house.reader)
        for matter in house.world.tables["matter"]:
            facts = one(application, "select app.matter_facts(%s)::text", matter["id"])
            assert "Resident" not in facts
            assert '"seen"' not in facts
        assert one(application, "select app.matter_facts(%s)", uuid4()) is None


SMUGGLED = {
    "row security off": "set local row_security = off; select * from app.part",
    "reading sessions": "select * from sealed.session",
    "reading the key": "select * from sealed.key",
    "reading credentials": "select * from sealed.credential",
    "sealing": "select sealed.seal('{}')",
    "opening a session": "select sealed.open_session(gen_random_uuid(), 'secret', 2)",
    "asking what someone opens": "select sealed.reach(gen_random_uuid(), gen_random_uuid(), 'gemeente')",
    "working out who takes part": "select app.take_part(gen_random_uuid())",
    "asking for another's ground": "select app.carried(gen_random_uuid(), null, null, 'G_NAW', '', null)",
    "taking part": "insert into app.matter_access values "
    "(gen_random_uuid(), 'ct:x', 'case', now(), null, 'team', true, false, null, now())",
    "widening who takes part": "update app.matter_access set content = true",
    "the matrix": "update app.role_reach set team_case = true",
    "the table of steps": "insert into app.case_way values ('sprong', 'AANGEMELD', 'AFGESLOTEN')",
    "reading the journal": "select * from journal.entry",
    "changing the journal": "update journal.entry set reason_code = null",
    "deleting from the journal": "delete from journal.entry",
    "emptying the journal": "truncate journal.entry",
    "deleting a part": "delete from app.part",
    "emptying grounds": "truncate app.ground cascade",
    "rewriting a part": "update app.part set text = 'other'",
    "changing what was said": "update app.consent set result = 'GEGEVEN'",
    "moving the clock": "insert into sealed.clock values ('1 day')",
    "another role": "set role wijk_definer",
    "the owner's role": "set session authorization wijk_owner",
    "a policy of one's own": "create policy mine on app.part using (true)",
    "no row security": "alter table app.part disable row level security",
    "a function in the way": "create function app.now() returns timestamptz language sql as 'select now()'",
    "triggers off": "set session_replication_role = replica",
    "a file of the server": "select pg_read_file('PG_VERSION')",
    "a program": "copy app.part to program 'cat'",
}


@pytest.mark.parametrize("statement", SMUGGLED.values(), ids=SMUGGLED)
def test_what_the_application_may_not_do_is_refused(
    house: House, application: Connection, statement: str
) -> None:
    with application.transaction(force_rollback=True):
        begin(application, house.reader)
        with pytest.raises(InsufficientPrivilege):
            application.execute(statement)
