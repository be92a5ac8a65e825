"""The notary numbers all that was committed, once, and rings for what changed (rulings.md 15, R200)."""

import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import notary as module
from wijkaanpak.journal.bell import CHANNEL, latest, numbers
from wijkaanpak.journal.entries import Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.notary import Notary

Write = Callable[..., UUID]
BELLS = "select ref, n, kind from journal.bell order by ref, n"


@pytest.fixture
def notary(database: Database) -> Notary:
    return Notary(database.notary)


def ask(database: Database, question: str, **values: Any) -> list[Any]:
    with database.notary.connect() as connection:
        return list(connection.execute(text(question), values).all())


def hear(database: Database) -> psycopg.Connection[Any]:
    url = make_url(database.addresses.notary).set(drivername="postgresql")
    line = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
    line.execute(f"listen {CHANNEL}")
    return line


def numbered(database: Database) -> list[tuple[int, UUID]]:
    return [
        tuple(row) for row in ask(database, "select number, entry_id from journal.number order by number")
    ]


def told(line: psycopg.Connection[Any], most: int, patience: float = 1.0) -> list[dict[str, Any]]:
    return [json.loads(n.payload) for n in line.notifies(timeout=patience, stop_after=most)]


def write_a_while(
    database: Database, write: Write, refs: list[UUID], chance: random.Random, stop: float
) -> list[UUID]:
    """Write as one of many, some of it rolled back; returns what was committed."""
    written: list[UUID] = []
    options = database.app.get_execution_options()
    engine = create_engine(database.addresses.app, pool_size=1, execution_options=dict(options))
    while time.monotonic() < stop:
        with engine.connect() as connection:
            size = chance.randint(1, 3)
            made = [write(connection, (chance.choice(refs),), "case.changed") for _ in range(size)]
            time.sleep(chance.random() * 0.01)  # an entry's transaction stays open for a while
            if chance.random() < 0.2:
                connection.rollback()
            else:
                connection.commit()
                written.extend(made)
    engine.dispose()
    return written


def test_every_committed_entry_gets_one_number_under_sixteen_writers(
    database: Database, notary: Notary, write: Write
) -> None:
    """R200: none skipped, none twice, no gap, however the commits fall; the same for n, per reference."""
    refs = [uuid4() for _ in range(5)]
    written: list[UUID] = []
    stop = time.monotonic() + 3

    def work(seed: int) -> None:
        written.extend(write_a_while(database, write, refs, random.Random(seed), stop))

    notary.start()
    writers = [threading.Thread(target=work, args=(seed,)) for seed in range(16)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and len(ask(database, "select from journal.number")) < len(written):
        time.sleep(0.05)
    notary.stop()

    found = numbered(database)
    assert len(written) > 200
    assert sorted(entry for _, entry in found) == sorted(written)
    assert [number for number, _ in found] == list(range(len(written)))
    heard: dict[UUID, list[int]] = {}
    for row in ask(database, BELLS):
        heard.setdefault(row.ref, []).append(row.n)
    assert sum(map(len, heard.values())) == len(written)
    assert all(ns == list(range(1, len(ns) + 1)) for ns in heard.values())


def test_a_transaction_that_commits_late_is_still_numbered(
    database: Database, notary: Notary, write: Write
) -> None:
    """A cursor on ids or times would pass over the slow one: nothing after it is numbered before it ends."""
    with database.app.connect() as slow, database.app.connect() as quick:
        late = write(slow)
        early = write(quick)
        quick.commit()
        assert notary.follow_once() == 0, "what began after a transaction that still runs waits for it"
        slow.commit()
    assert notary.follow_once() == 2
    assert [entry for _, entry in numbered(database)] == [late, early]


def test_entries_of_one_transaction_are_numbered_as_they_were_written(
    database: Database, notary: Notary, write: Write
) -> None:
    with database.app.begin() as connection:
        made = [write(connection) for _ in range(20)]
    notary.follow_once()
    assert [entry for _, entry in numbered(database)] == made


def test_what_was_rolled_back_never_rings(database: Database, notary: Notary, write: Write) -> None:
    with database.app.connect() as connection:
        write(connection, (uuid4(),), "case.changed")
        connection.rollback()
    assert notary.follow_once() == 0
    assert ask(database, BELLS) == []


def test_readings_and_denials_never_ring(database: Database, notary: Notary, write: Write) -> None:
    """Rulings.md 15: only changes ring, never readings, searches or refusals."""
    ref = uuid4()
    with database.app.begin() as connection:
        write(connection, (), None, event="LEZEN", action="R", thing=Thing("CASUS", ref, ref))
        write(connection, (ref,), "case.changed", outcome="GEWEIGERD", reason_code="NIET_BETROKKEN")
    with hear(database) as line:
        assert notary.follow_once() == 2
        assert ask(database, BELLS) == []
        assert told(line, 1, 0.3) == []


def test_bells_count_per_reference_and_say_nothing_else(
    database: Database, notary: Notary, write: Write
) -> None:
    """R196: n counts that reference alone, from 1; a reference named twice in one entry rings once."""
    one, other = uuid4(), uuid4()
    with hear(database) as line:
        with database.app.begin() as connection:
            write(connection, (one, other, one), "case.changed")
            write(connection, (one,), "access.changed")
        notary.follow_once()
        with database.app.begin() as connection:
            write(connection, (other,), "work.changed")
        notary.follow_once()
        heard = told(line, 4)
    assert sorted(heard, key=lambda b: (b["ref"] == str(other), b["n"])) == [
        {"ref": str(one), "n": 1, "kind": "case.changed"},
        {"ref": str(one), "n": 2, "kind": "access.changed"},
        {"ref": str(other), "n": 1, "kind": "case.changed"},
        {"ref": str(other), "n": 2, "kind": "work.changed"},
    ]
    with database.notary.connect() as connection:
        assert latest(connection, [one, other]) == {one: (2, "access.changed"), other: (2, "work.changed")}
        assert list(numbers(connection, [other, uuid4()]).values()) == [2, 0]


def test_what_ends_sessions_or_access_is_told_apart(database: Database, notary: Notary, write: Write) -> None:
    """R197, R198: listeners look again at whom it concerns, without waiting for their own round."""
    ref, staff, session = uuid4(), uuid4(), uuid4()
    with hear(database) as line:
        with database.app.begin() as connection:
            write(connection, (ref,), "case.changed", event="STATUS", action="U")
            write(connection, (ref,), "access.changed", event="TOESTEMMING_INGETROKKEN")
            write(connection, event="ROL_INGETROKKEN", thing=Thing("GEBRUIKER", staff))
            write(connection, event="AFMELDEN", who=Who(session=session), thing=Thing("SESSIE", session))
            write(connection, event="STATUS", outcome="GEWEIGERD", thing=Thing("SIGNAAL", ref))
        notary.follow_once()
        aside = [message for message in told(line, 5) if "n" not in message]
    assert aside == [{"check": str(ref)}, {"ended": str(staff)}, {"ended": str(session)}]


def test_more_than_one_round_holds_is_taken_in_several(
    database: Database, notary: Notary, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    for size in (4, 25, 1, 9):
        with database.app.begin() as connection:
            for _ in range(size):
                write(connection)
    assert notary.follow_once() == 39
    assert [number for number, _ in numbered(database)] == list(range(39))


def test_two_notaries_at_once_number_nothing_twice(database: Database, write: Write) -> None:
    """Only one leads; when it goes the other takes its place and counts on."""
    first, second = Notary(database.notary), Notary(create_engine(database.addresses.notary))
    first.start()
    second.start()
    for _ in range(30):
        with database.app.begin() as connection:
            write(connection)
        first.wake()
        second.wake()
    assert reaches(database, 30)
    first.stop()
    with database.app.begin() as connection:
        write(connection)
    assert reaches(database, 31)
    second.stop()
    assert [number for number, _ in numbered(database)] == list(range(31))


def test_the_notary_survives_a_lost_connection(database: Database, notary: Notary, write: Write) -> None:
    notary.start()
    with database.app.begin() as connection:
        write(connection)
    assert reaches(database, 1)
    admin = create_engine(str(database.addresses.admin))
    with admin.connect() as connection:
        connection.execute(
            text("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wijk_notary'")
        )
    admin.dispose()
    with database.app.begin() as connection:
        write(connection)
    assert reaches(database, 2)
    notary.stop()


def test_after_a_restore_on_another_server_numbering_goes_on(
    database: Database, notary: Notary, write: Write
) -> None:
    """A restored journal carries the old server's transaction numbers; no new entry is passed over."""
    with database.app.begin() as connection:
        write(connection)
    notary.follow_once()
    with database.app.begin() as connection:
        left_behind = write(connection)
    admin = create_engine(str(database.addresses.admin))
    with admin.begin() as connection:
        moved = text("update journal.entry set txid = '900000000' where id = :id")
        connection.execute(moved, {"id": left_behind})
        connection.execute(text("update journal.watermark set seen_below = '900000001'"))
    admin.dispose()
    with database.app.begin() as connection:
        new = write(connection)
    assert notary.follow_once() == 2
    found = numbered(database)
    assert [number for number, _ in found] == [0, 1, 2]
    assert {found[1][1], found[2][1]} == {left_behind, new}
    with database.app.begin() as connection:
        write(connection)
    assert notary.follow_once() == 1


def test_a_commit_is_rung_within_a_moment(database: Database, notary: Notary, write: Write) -> None:
    """The bell waits for nobody: woken at the commit it rings well within the 300 ms of bell_to_screen."""
    ref, waits = uuid4(), []
    notary.start()
    with hear(database) as line:
        for _ in range(30):
            with database.app.begin() as connection:
                write(connection, (ref,), "case.changed")
            began = time.perf_counter()
            notary.wake()
            assert told(line, 1, 5)
            waits.append(time.perf_counter() - began)
    notary.stop()
    waits.sort()
    print(f"commit to bell: median {waits[15] * 1000:.1f} ms, slowest {waits[-1] * 1000:.1f} ms")
    assert waits[15] < 0.3


def reaches(database: Database, wanted: int, patience: float = 5) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if len(numbered(database)) >= wanted:
                return True
        except OperationalError:
            database.notary.dispose()  # the connection that was just cut
        time.sleep(0.05)
    return False
