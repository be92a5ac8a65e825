"""The addresses of the database, one for each role, and how they come about at the start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import CannotStart, Settings, open_home
from wijkaanpak.foundation.roles import DATABASE, LOGINS, installed, make_database, prepare, role_passwords


@dataclass(frozen=True)
class Addresses:
    """SQLAlchemy URLs by role; in production, where nobody serves as administrator, `admin` is None."""

    owner: str
    app: str
    desk: str
    gate: str
    notary: str
    admin: str | None = None


@contextmanager
def open_database(settings: Settings, *, alone: bool = False) -> Iterator[Addresses]:
    """Addresses of a database with roles and schemas, for as long as the context lasts.

    DATABASE_URL goes first; without it the embedded server is started, or attached to when another process
    runs it (never with `alone`, for who serves). Tables are not made here: see migrating.upgrade.
    """
    if settings.database_url is not None:
        yield installed_addresses(settings)
        return
    cluster = Cluster(settings.home, settings.postgres_binaries)
    cluster.start(alone=alone)
    try:
        make_roles_and_database(cluster)
        yield cluster_addresses(cluster, admin=not settings.production)
    finally:
        cluster.stop()


def make_roles_and_database(cluster: Cluster, database: str = DATABASE) -> None:
    """Make what is missing of the roles, this database and its schemas."""
    prepare(cluster.admin_url(), roles_only=True)
    make_database(cluster.admin_url(), database)
    prepare(cluster.admin_url(database))


def cluster_addresses(cluster: Cluster, database: str = DATABASE, *, admin: bool = True) -> Addresses:
    """The addresses of one database of the embedded server, where the socket's owner needs no passwords."""
    urls = {_field(role): cluster.url(role, database) for role in LOGINS}
    return Addresses(**urls, admin=cluster.admin_url(database) if admin else None)


def install(settings: Settings) -> None:
    """Make the roles on the server of DATABASE_URL and keep their passwords (`wijk install`, rulings 19)."""
    url = _server(settings)
    open_home(settings.home)
    prepare(url.render_as_string(hide_password=False), role_passwords(settings.home))


def installed_addresses(settings: Settings) -> Addresses:
    """The addresses on the server of DATABASE_URL; a demo installs itself, production refuses until it is."""
    url = _server(settings)
    if not installed(settings.home):
        if settings.production:
            raise CannotStart(
                "The roles on the server of DATABASE_URL are not there yet: run `wijk install` first."
            )
        install(settings)
    words = role_passwords(settings.home)

    def address(role: str) -> str:
        theirs = url.set(username=role, password=words.get(role))
        return theirs.render_as_string(hide_password=False)

    admin = None if settings.production else url.render_as_string(hide_password=False)
    return Addresses(**{_field(role): address(role) for role in LOGINS}, admin=admin)


def _field(role: str) -> str:
    return role.removeprefix("wijk_")


def _server(settings: Settings) -> URL:
    if settings.database_url is None:
        raise CannotStart("DATABASE_URL is not set.")
    try:
        url = make_url(settings.database_url.get_secret_value())
    except ArgumentError:
        raise CannotStart("DATABASE_URL is not an address like postgresql://name@host/database.") from None
    if url.get_backend_name() not in ("postgresql", "postgres") or not url.database:
        raise CannotStart("DATABASE_URL must name a PostgreSQL database: postgresql://name@host/database.")
    return url.set(drivername="postgresql+psycopg")
