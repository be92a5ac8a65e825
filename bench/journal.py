"""What the journal costs: an entry beside a plain row, and how soon it has its number."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe

from sqlalchemy import create_engine, text

from bench.journal_writer import Order, work
from bench.measure import percentile, side_by_side, tell
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.database import SECRET
from wijkaanpak.journal.notary import Notary

SECONDS = 2.0  # of one round of writing
KEY = b"the secret of a bench"
PLAIN = """
    create table journal.plain (like journal.entry including defaults including indexes);
    create table journal.note (id uuid primary key default gen_random_uuid(), said text, at timestamptz);
    create table journal.thing (id int primary key, state text not null, moved int not null default 0);
    insert into journal.thing select n, 'open' from generate_series(1, 10000) n;
    grant select, insert, update on journal.plain, journal.note, journal.thing to wijk_app;
"""
LAG = """
    select extract(epoch from n.numbered_at - e.recorded_at) * 1000
    from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
    where n.number >= :first
"""


def journal(addresses: Addresses, rounds: int) -> None:
    """Every row about writing entries and numbering them; the database is migrated and empty."""
    admin = create_engine(str(addresses.admin))
    with admin.begin() as connection:
        connection.execute(text(PLAIN))
    notary = Notary(create_engine(addresses.notary))
    times = max(3, rounds // 12)
    with crew(addresses.app, 8) as eight:
        _beside(eight, "audit_append", "entry", "plain", times)
    with crew(addresses.app, 16) as sixteen:
        _beside(sixteen, "business_tx", "business", "business_plain", times)
        notary.start()
        first = _numbered(admin)
        sixteen.turn(Order("business", SECONDS * 2))
        _lag(admin, first, "full load")
        first = _numbered(admin)
        sixteen.turn(Order("business", SECONDS * 3, pause=16 / 50))
        _lag(admin, first, "50 a second")
        notary.stop()
    _audited_read(addresses, rounds)
    admin.dispose()


class Crew:
    """Writers, each a process with a connection of its own, that begin together."""

    def __init__(self, pipes: list[Pipe]) -> None:
        self._pipes = pipes

    def turn(self, order: Order) -> float:
        """Milliseconds of one operation, seen from outside: the time that all had by all that they did."""
        for pipe in self._pipes:
            pipe.send(order)
        done = sum(pipe.recv() for pipe in self._pipes)
        return order.seconds * 1000 / max(done, 1)


@contextmanager
def crew(url: str, size: int) -> Iterator[Crew]:
    """So many writers, until the context ends."""
    context = get_context("spawn")
    pairs = [context.Pipe() for _ in range(size)]
    processes = [
        context.Process(target=work, args=(url, KEY, theirs), daemon=True) for _ours, theirs in pairs
    ]
    for process in processes:
        process.start()
    pipes = [ours for ours, _theirs in pairs]
    for pipe in pipes:
        pipe.recv()
    try:
        yield Crew(pipes)
    finally:
        for pipe in pipes:
            pipe.send(None)
        for process in processes:
            process.join(5)


def _beside(writers: Crew, name: str, ours: str, plain: str, rounds: int) -> None:
    writers.turn(Order(ours, SECONDS / 2))
    writers.turn(Order(plain, SECONDS / 2))
    pairs = [(writers.turn(Order(ours, SECONDS)), writers.turn(Order(plain, SECONDS))) for _ in range(rounds)]
    one, other = (statistics.median(values) for values in zip(*pairs, strict=True))
    tell(name, one, other, "ms", rounds)


def _numbered(admin: object) -> int:
    with admin.connect() as connection:  # type: ignore[attr-defined]
        waiting = text("select count(*) from journal.entry e left join journal.number n on n.entry_id = e.id "
                       "where n.number is null")  # fmt: skip
        while connection.scalar(waiting):
            connection.rollback()
            time.sleep(0.2)
        return int(connection.scalar(text("select coalesce(max(number) + 1, 0) from journal.number")))


def _lag(admin: object, first: int, load: str) -> None:
    _numbered(admin)
    with admin.connect() as connection:  # type: ignore[attr-defined]
        taken = [float(row[0]) for row in connection.execute(text(LAG), {"first": first})]
    tell("sequencing_lag", percentile(taken, 0.95), None, "ms", len(taken), load=load)


def _audited_read(addresses: Addresses, rounds: int) -> None:
    """A page's worth of rows read with its entry, and without; the aim is a difference of 1.5 ms."""
    from bench.journal_writer import Writer

    engine = create_engine(addresses.app, execution_options={SECRET: KEY})
    with engine.connect() as connection:
        writer = Writer(connection)
        times = rounds * 10
        ours, plain = side_by_side(lambda: writer.read(True), lambda: writer.read(False), times)
    tell("audited_read", ours, plain, "ms", times, more=round(ours - plain, 3))
    engine.dispose()
