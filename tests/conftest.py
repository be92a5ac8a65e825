"""What every test may stand on: one PostgreSQL a run, and a fresh, migrated database a test."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine

from tests.cast import Clone, FreshHouse, House, Loaded
from tests.folders import data_folder
from wijkaanpak.access import rows
from wijkaanpak.foundation.addresses import Addresses, cluster_addresses, make_roles_and_database
from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.migrating import upgrade
from wijkaanpak.foundation.roles import door_statements, make_database
from wijkaanpak.journal.upkeep import install_policy

# A crash of the machine may lose a test's data; what crashes are for is tested with these on.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server a run, of the binaries in WIJKAANPAK_TEST_PG when that is set."""
    told = os.environ.get("WIJKAANPAK_TEST_PG")
    with data_folder() as home, Cluster(home, Path(told) if told else None, options=HASTY) as running:
        yield running


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """The name of a database that was migrated once, to be cloned."""
    make_roles_and_database(cluster, "template_house")
    owner = cluster_addresses(cluster, "template_house").owner
    upgrade(owner)
    rows.install(owner)
    return "template_house"


@pytest.fixture(scope="session")
def clone(cluster: Cluster, template: str) -> Clone:
    """`with clone() as addresses` (or clone("name"), clone(template=…)): a fresh copy, gone afterwards."""

    @contextmanager
    def fresh(name: str | None = None, template: str = template) -> Iterator[Addresses]:
        database = name or f"clone_{uuid.uuid4().hex[:12]}"
        make_database(cluster.admin_url(), database, template)
        engine = create_engine(cluster.admin_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            for statement in door_statements(database):
                connection.exec_driver_sql(statement)
        try:
            yield cluster_addresses(cluster, database)
        finally:
            with engine.connect() as connection:
                connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    return fresh


@pytest.fixture
def addresses(clone: Clone) -> Iterator[Addresses]:
    """The addresses of a fresh, migrated database for this test alone."""
    with clone() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def oeverdrecht(cluster: Cluster, template: str, settings: Settings) -> tuple[str, Loaded]:
    """The name of a database with Oeverdrecht in it, to be cloned, and the addresses of what was loaded."""
    name = "template_oeverdrecht"
    make_database(cluster.admin_url(), name, template)
    from wijkaanpak.demo.loading import load, today
    from wijkaanpak.demo.world import OEVERDRECHT, read_world

    database = Database(cluster_addresses(cluster, name), settings.secret)
    try:
        install_policy(database.notary)
        loaded = load(database, read_world(OEVERDRECHT, today(database.app)))
        return name, Loaded(loaded.matters, loaded.persons)
    finally:
        database.close()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the tests' house, with a secret of their own."""
    return Settings(home=tmp_path_factory.mktemp("home") / "house", mode="demo")


@pytest.fixture(scope="session")
def fresh_house(clone: Clone, oeverdrecht: tuple[str, Loaded], settings: Settings) -> FreshHouse:
    """`with fresh_house() as house`: Oeverdrecht as it was loaded.

    With testing=False what breaks is answered with the page for it, as in a house that is served.
    """
    from tests.opening import application

    name, loaded = oeverdrecht

    @contextmanager
    def opened(*, testing: bool = True) -> Iterator[House]:
        with clone(template=name) as addresses:
            database = Database(addresses, settings.secret, pool=3)
            try:
                app = application(settings, database, testing=testing)
                yield House(app, database, settings, addresses, loaded)
            finally:
                database.close()

    return opened


@pytest.fixture
def house(fresh_house: FreshHouse) -> Iterator[House]:
    """A house for this test alone, with Oeverdrecht: house.sign_in("U-WB1").get(house.url("S-02"))."""
    with fresh_house() as opened:
        yield opened
