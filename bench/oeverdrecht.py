"""Oeverdrecht behind `wijk serve`, in a database that remembers when each transaction was committed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, NullPool, create_engine, text

from bench.served import free_port, running
from wijkaanpak.access import rows
from wijkaanpak.demo.loading import load, today
from wijkaanpak.demo.world import OEVERDRECHT, read_world
from wijkaanpak.foundation.addresses import cluster_addresses, make_roles_and_database
from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.migrating import upgrade
from wijkaanpak.journal.entries import Point
from wijkaanpak.sign_in.sessions import open_session

CASE, READER, WITHDRAWS, RECIPIENT = "S-04", "U-WW1", "U-WC2", "ORG-WEL"
MATTER = "select matter_id from app.case_file where id = :c"
ORGANISATION = "select id from app.organisation where reference = :r"


@dataclass
class House:
    """A served Oeverdrecht: its address, its engines, and what the runs need of it."""

    url: str
    database: Database
    admin: Engine
    case: str = ""
    matter: UUID = field(default_factory=uuid4)
    recipient: UUID = field(default_factory=uuid4)
    canary: str = ""

    def one(self, sql: str, **values: object) -> Any:
        """One value, as its administrator sees it."""
        with self.admin.connect() as connection:
            return connection.execute(text(sql), values).scalar()

    def change(self, *statements: str, **values: object) -> None:
        """Past every policy and trigger, as its administrator."""
        with self.admin.begin() as connection:
            connection.execute(text("set local session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement), values)

    def cookie(self, reference: str) -> str:
        """A fresh session of one of the cast."""
        return self.session(self.one("select id from app.staff where reference = :r", r=reference))

    def session(self, staff: UUID) -> str:
        """A fresh session of anybody."""
        return open_session(self.database.gate, staff, 2, Point())


@contextmanager
def served_house() -> Iterator[House]:
    """It, until the context ends."""
    with tempfile.TemporaryDirectory(prefix="wijk-proof-") as folder:
        home = Path(folder) / "home"
        home.parent.chmod(0o711)
        home.mkdir(mode=0o711)
        with Cluster(home) as cluster:
            loaded = _loaded(cluster, home)
        with running(home, free_port()) as url, Cluster(home) as cluster:
            admin = create_engine(cluster.admin_url("wijkaanpak"), poolclass=NullPool)
            house = House(
                url, Database(cluster_addresses(cluster), Settings(home=home).secret), admin, loaded[CASE]
            )
            house.matter = house.one(MATTER, c=id_of(house.case))
            house.recipient = house.one(ORGANISATION, r=RECIPIENT)
            advice = "select text from app.part where matter_id = :m and kind = 'advies'"
            house.canary = str(house.one(advice, m=house.matter))
            try:
                yield house
            finally:
                house.database.close()


def _loaded(cluster: Cluster, home: Path) -> dict[str, str]:
    make_roles_and_database(cluster)
    addresses = cluster_addresses(cluster)
    upgrade(addresses.owner)
    rows.install(addresses.owner)
    database = Database(addresses, Settings(home=home).secret)
    loaded = load(database, read_world(OEVERDRECHT, today(database.app)))
    database.close()
    admin = create_engine(str(addresses.admin), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text("alter system set track_commit_timestamp = on"))
    return loaded.matters


def id_of(address: str) -> UUID:
    """The id in an address."""
    return UUID(address.rsplit("/", 1)[1])
