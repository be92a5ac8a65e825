"""A journal to tamper with: two months of long ago and today, numbered, signed, confirmed by a witness."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, create_engine, text

from tests.journal.partners import Partner, listening
from tools import witness
from wijkaanpak.access import roles
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import SECRET, Database
from wijkaanpak.journal import checkpoints, upkeep, witnesses
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.journal.findings import Outcome
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.record import record
from wijkaanpak.journal.verifying import Trusted, trusted, verify

STEP = 40  # entries between two checkpoints
LONG_AGO = 6  # years, which is past every term
ORGANISATIONS, STAFF, PERSONS = ([uuid4() for _ in range(count)] for count in (3, 8, 20))


@dataclass
class Kept:
    """The journal; `admin` is the owner of everything, with triggers off."""

    database: Database
    admin: Engine
    settings: Settings
    trust: Trusted
    partner: Partner
    memory: Path  # of that witness
    months: tuple[datetime, datetime]
    sizes: list[int] = field(default_factory=list)  # of the checkpoints

    @property
    def size(self) -> int:
        return self.sizes[-1]

    @contextmanager
    def tampered(self, *statements: str, **values: Any) -> Iterator[Connection]:
        """A connection on which these were done, as owner and with triggers off; nothing of it stays."""
        with self.admin.connect() as connection:
            connection.execute(text("set local session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement), values)
            yield connection
            connection.rollback()

    def found(self, *statements: str, **values: Any) -> Outcome:
        """What `wijk verify` says after these statements."""
        with self.tampered(*statements, **values) as connection:
            return verify(connection, self.trust)

    def row(self, number: int) -> Any:
        """The entry with this number."""
        asked = text(
            "select e.* from journal.number n join journal.entry e on e.id = n.entry_id where n.number = :n"
        )
        with self.admin.connect() as connection:
            return connection.execute(asked, {"n": number}).one()

    def before(self, number: int) -> int:
        """The last checkpoint that is sure whatever happened to this number."""
        return max(size for size in [0, *self.sizes] if size <= number)

    def sign(self, url: str | None = None) -> None:
        """Number, sign and have confirmed what there is; `url` is where the witness listens."""
        Notary(self.database.notary).follow_once()
        with self.database.notary.begin() as connection:
            made = checkpoints.sign(connection, checkpoints.signer(self.settings))
        assert made is not None
        self.sizes.append(made.size)
        if url is not None:
            listed = f"Zuid {url} {self.partner.line}\n"
            (self.settings.home / witnesses.FILE).write_text(listed, encoding="utf-8")
            witnesses.Witnesses(self.database.notary, self.settings.home, self.trust.log).round()


@contextmanager
def kept(clone: Callable[..., AbstractContextManager[Addresses]], folder: Path) -> Iterator[Kept]:
    """One of a few hundred entries."""
    settings = Settings(home=folder / "home", mode="demo", url="http://wijk.example")
    with clone() as addresses:
        database = Database(addresses, settings.secret, pool=2)
        admin = create_engine(str(addresses.admin), execution_options={SECRET: settings.secret})
        key = checkpoints.signer(settings).verifier
        partner = Partner(folder, "zuid", witness.public_key(key.vkey, witness.LOG))
        journal = Kept(
            database=database, admin=admin, settings=settings, trust=trusted(settings), partner=partner,
            memory=folder / "zuid" / "seen", months=_months(addresses),
        )  # fmt: skip
        with listening(partner.says) as url:
            _fill(journal, url)
        journal.trust = trusted(settings)
        try:
            yield journal
        finally:
            admin.dispose()
            database.close()


def _months(addresses: Addresses) -> tuple[datetime, datetime]:
    """The first days of two months that lie past their term, for which there are tables now."""
    today = datetime.now(UTC)
    first = datetime(today.year - LONG_AGO, today.month, 1, tzinfo=UTC)
    second = (first + timedelta(days=32)).replace(day=1)
    owner = create_engine(addresses.owner)
    with owner.begin() as connection:
        made = text("select journal.make_months(cast(:first as date), cast(:second as date))")
        connection.execute(made, {"first": first, "second": second})
    owner.dispose()
    return first, second


def _fill(journal: Kept, url: str) -> None:
    first, second = journal.months
    with journal.admin.begin() as connection:
        told(connection, upkeep.PolicyInstalled(thing=upkeep.LOG, digest=roles.policy_version()), first)
    for month, count in ((first, 9), (second, 5)):
        for part in range(count):
            with journal.admin.begin() as connection:
                for n in range(STEP):
                    wrote(connection, month + timedelta(seconds=STEP * part + n), part * STEP + n)
            journal.sign(url)
    with journal.admin.begin() as connection:
        clock: datetime = connection.scalar(text("select transaction_timestamp()"))
        for n in range(STEP // 2):
            wrote(connection, clock, n)
    journal.sign(url)


def wrote(connection: Connection, clock: datetime, n: int, **more: Any) -> UUID:
    """One entry of a working day, dated as told."""
    who = Who(STAFF[n % 8], "WC", ORGANISATIONS[n % 3], uuid4(), "SUBSTANTIEEL")
    thing = Thing(
        "CASUS", uuid4(), uuid4(), (ORGANISATIONS[0],), (PERSONS[n % 20],), "P_ZORG", "K3", ("G_NAW",)
    )
    items = ({"type": "DEEL", "id": str(uuid4()), "class": "K3", "category": "G_NAW"},) * (n % 3)
    said: dict[str, Any] = {
        "event": "LEZEN", "name": "case.read", "action": "R", "thing": thing, "via": "team",
        "policy": roles.policy_version(), "disclosed": items,
        "because": f"Omdat {n} erom vroeg." if n % 4 else None,
    }  # fmt: skip
    if n % 50 == 30:
        said |= {"particulars": {"areas": ['Zuid, "de Punt"', "é"], "counts": n, "way": None}}
    footprint = Footprint(**said | more)
    return record(connection, who, Point(address="192.0.2.9"), footprint, clock=clock, occurred=clock)


def told(connection: Connection, event: Event, clock: datetime) -> UUID:
    """An entry of the platform itself, dated as told."""
    footprint = Footprint(
        upkeep.CODES[type(event)], event.name, "E", event.thing, roles.policy_version(), nature="SYSTEEM",
        particulars=event.particulars(),
    )  # fmt: skip
    return record(connection, upkeep.NOTARY, Point("JOB"), footprint, clock=clock, occurred=clock)
