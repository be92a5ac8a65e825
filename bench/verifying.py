"""What going through the journal costs, beside a loop that reads the same rows and hashes them."""

from __future__ import annotations

import hashlib
import random
import resource
import statistics
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, text

from bench.measure import one, tell
from wijkaanpak.access.roles import policy_version
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import SECRET
from wijkaanpak.journal import checkpoints, tiles
from wijkaanpak.journal.entries import TWO_FACTORS, Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.findings import Kind
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.record import KEPT, written
from wijkaanpak.journal.upkeep import LOG, NOTARY, PolicyInstalled
from wijkaanpak.journal.verifying import trusted, verify

SEED, BATCH, SIGNED = (
    20_261_116,
    10_000,
    500,
)  # a checkpoint for so many entries: ten seconds at fifty a second
APART = timedelta(milliseconds=20)
SEALED = ("entry_id", "recorded_at", "nonce", "key_id", "sealed")
NUMBERED = ("number", "entry_id", "recorded_at", "leaf")
# Every column of every entry, in the order of the numbers: what whoever looks at all of it reads at least.
BARE = """
    copy (select n.number, e.* from journal.number n
          join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
          order by n.number) to stdout
"""


def verifying(addresses: Addresses, home: Path, size: int, rounds: int) -> None:
    """The row `verify`, over a journal of so many entries; the database is migrated and empty."""
    settings = Settings(home=home)
    admin = create_engine(str(addresses.admin), execution_options={SECRET: settings.secret})
    build(admin, settings, size)
    trust = trusted(settings)
    with admin.connect() as connection:

        def ours() -> None:
            found = verify(connection, trust)
            assert (found.kind, found.checked) == (Kind.SOUND, size), found

        def bare() -> None:
            with connection.connection.cursor().copy(BARE) as lines:
                for line in lines:
                    hashlib.sha256(line).digest()

        ours()
        bare()
        pairs = [(one(ours), one(bare)) for _ in range(rounds)]
        kept = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        went, read = (statistics.median(values) for values in zip(*pairs, strict=True))
        tell(
            "verify",
            went,
            read,
            "s",
            rounds,
            entries=size,
            million=round(went / size * 1e6, 1),
            mb=round(kept),
        )
    admin.dispose()


def build(admin: Engine, settings: Settings, size: int) -> None:
    """A journal of so many entries of ordinary work, numbered, in tiles and signed, past every policy."""
    keys, chance, key = keys_from(settings.secret), random.Random(SEED), checkpoints.signer(settings)
    began = datetime.now(UTC) - APART * size - timedelta(minutes=5)
    with admin.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        for first in range(0, size, BATCH):
            made = [
                written(keys, *_work(chance, number), clock=at, occurred=at)
                for number in range(first, min(size, first + BATCH))
                for at in [began + APART * number]
            ]
            _copy(connection, "journal.entry", KEPT, made)
            _copy(connection, "journal.personal", SEALED, [row | {"entry_id": row["id"]} for row in made])
            numbers = [row | {"entry_id": row["id"], "number": n} for n, row in enumerate(made, first)]
            _copy(connection, "journal.number", NUMBERED, numbers)
        connection.execute(text("update journal.watermark set next_number = :size"), {"size": size})
        tiles.grow(connection, size)
        _sign(connection, key, size)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze journal.entry, journal.personal, journal.number"))


def _sign(connection: Connection, key: Any, size: int) -> None:
    watermark = text("update journal.watermark set next_number = :size")
    for at in [*range(SIGNED, size, SIGNED), size]:
        connection.execute(watermark, {"size": at})
        checkpoints.sign(connection, key)


def _copy(connection: Connection, table: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    with connection.connection.cursor().copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row([row[name] for name in columns])


HOMES, STAFF, PERSONS = ([uuid4() for _ in range(count)] for count in (8, 200, 3_000))


def _work(chance: random.Random, number: int) -> tuple[Who, Point, Footprint]:
    """What somebody did: mostly a case read, sometimes a list, now and then a note."""
    if number == 0:
        said = PolicyInstalled(thing=LOG, digest=policy_version())
        return NOTARY, Point("JOB"), _footprint(said.name, LOG, particulars=said.particulars(), action="E")
    who = Who(chance.choice(STAFF), "WC", chance.choice(HOMES), uuid4(), TWO_FACTORS)
    about = tuple(chance.choice(PERSONS) for _ in range(chance.randint(1, 2)))
    case = Thing("CASUS", uuid4(), uuid4(), (chance.choice(HOMES),), about, "P_ZORG", "K3", ("G_WOONFEIT",))
    share = chance.random()
    if share < 0.75:
        items = _items("DEEL", chance.choice((0, 1, 2, 3, 6)))
        done = _footprint("case.read", case, disclosed=items, via="team", grounds=(uuid4(),))
    elif share < 0.9:
        done = _footprint("case.list", Thing("CASE"), disclosed=_items("CASUS", 5))
    else:
        told = {"note": str(uuid4()), "kinds": ["feit", "advies"]}
        done = _footprint(
            "note.written", case, particulars=told, action="C", because="Omdat het afgesproken was."
        )
    return who, Point(address="192.0.2.7"), done


def _items(kind: str, count: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"type": kind, "id": str(uuid4()), "class": "K3", "category": "G_WOONFEIT"} for _ in range(count)
    )


def _footprint(name: str, thing: Thing, **more: Any) -> Footprint:
    said: dict[str, Any] = {"event": "LEZEN", "action": "R", "policy": policy_version()} | more
    return Footprint(name=name, thing=thing, **said)
