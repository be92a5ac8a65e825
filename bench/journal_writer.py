"""One of several writers of the bench of the journal: a process that does one thing when told."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from uuid import uuid4

from sqlalchemy import Connection, create_engine, text

from wijkaanpak.foundation.database import SECRET
from wijkaanpak.journal.entries import TWO_FACTORS, Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.keys import keys_of
from wijkaanpak.journal.record import KEPT, VALUES, record, written

THINKS = 0.002  # seconds that the application works within its transaction
CLOCK = text("select transaction_timestamp()")
PLAIN = text(f"insert into journal.plain ({', '.join(KEPT)}) values ({VALUES})")
NOTE = text("insert into journal.note (said) values (:said)")
MOVE = text("update journal.thing set state = 'moved', moved = moved + 1 where id = :id")
READ = text("select id, state, moved from journal.thing where id > :id order by id limit 50")
POLICY = "matrix@sha256:0123456789abcdef"


@dataclass(frozen=True)
class Order:
    """What to do, for how long, and how long to rest in between (0: at full speed)."""

    what: str
    seconds: float
    pause: float = 0.0


class Writer:
    """Writes entries about made-up cases, as somebody of one organisation would."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        home, people = uuid4(), tuple(uuid4() for _ in range(3))
        self.who = Who(uuid4(), "WC", home, uuid4(), TWO_FACTORS)
        items = tuple(
            {"type": "ONDERDEEL", "id": str(uuid4()), "class": "K3", "category": "G_WOONFEIT"}
            for _ in range(5)
        )
        thing = Thing(
            "CASUS", uuid4(), uuid4(), (home, uuid4()), people[:1], "P_ZORG", "K3", ("G_NAW", "G_WOONFEIT")
        )
        self.footprint = Footprint(
            "LEZEN", "case.read", "R", thing, POLICY, grounds=(uuid4(),), via="team", disclosed=items
        )
        # a plain row has the same columns, worked out beforehand: it costs what inserting them costs
        clock: datetime = connection.scalar(CLOCK)
        self.values = written(
            keys_of(connection), self.who, Point(), self.footprint, clock=clock, occurred=clock
        )
        connection.rollback()

    def entry(self) -> None:
        """One entry of the journal in a transaction of its own."""
        self._record()
        self.connection.commit()

    def plain(self) -> None:
        """One plain row with the same columns and indexes."""
        self._row()
        self.connection.commit()

    def business(self) -> None:
        """A note, a change, some thinking, and an entry."""
        self._change()
        self._record()
        self.connection.commit()

    def business_plain(self) -> None:
        """The same with a plain row."""
        self._change()
        self._row()
        self.connection.commit()

    def read(self, audited: bool) -> None:
        """Fifty rows, with the entry that says so or without."""
        self.connection.execute(READ, {"id": random.randint(1, 9_900)}).all()
        if audited:
            self._record()
            self.connection.commit()
        else:
            self.connection.rollback()

    def _change(self) -> None:
        self.connection.execute(NOTE, {"said": "Gesproken op de galerij." * 8})
        self.connection.execute(MOVE, {"id": random.randint(1, 10_000)})
        time.sleep(THINKS)

    def _record(self) -> None:
        clock: datetime = self.connection.scalar(CLOCK)
        record(self.connection, self.who, Point(), self.footprint, clock=clock, occurred=clock)

    def _row(self) -> None:
        clock: datetime = self.connection.scalar(CLOCK)
        self.connection.execute(PLAIN, self.values | {"id": uuid4(), "recorded_at": clock})


def work(url: str, key: bytes, pipe: Pipe) -> None:
    """Do what the pipe says until it says nothing; answers with how many times each was done."""
    engine = create_engine(url, execution_options={SECRET: key}, pool_size=1)
    with engine.connect() as connection:
        writer = Writer(connection)
        pipe.send(0)
        while (order := pipe.recv()) is not None:
            do, done = getattr(writer, order.what), 0
            until = time.monotonic() + order.seconds
            while time.monotonic() < until:
                do()
                done += 1
                if order.pause:
                    time.sleep(order.pause)
            pipe.send(done)
    engine.dispose()
