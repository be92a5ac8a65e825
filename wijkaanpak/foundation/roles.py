"""The house's database roles and schemas, made by an administrator; no role of the house is superuser."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from wijkaanpak.foundation.config import CannotStart, keep_secret

ADMIN = "wijk_admin"  # the embedded server's own administrator; with DATABASE_URL it is the server's
DATABASE = "wijkaanpak"
DEFINER = "wijk_definer"
SEARCH_PATHS = {
    "wijk_owner": "app, journal, sealed",
    "wijk_app": "app, pg_catalog",
    "wijk_desk": "journal, app",
    "wijk_gate": "sealed, app",
    "wijk_notary": "journal, app",
}
LOGINS = tuple(SEARCH_PATHS)
SCHEMAS = ("app", "journal", "sealed")
USAGE = {
    "app": ("wijk_app", "wijk_desk", "wijk_gate", "wijk_notary", DEFINER),
    "journal": ("wijk_app", "wijk_desk", "wijk_notary", DEFINER),
    "sealed": ("wijk_gate", DEFINER),
}
EXTENSIONS = ("btree_gist", "pg_trgm")
INSUFFICIENT_PRIVILEGE = "42501"


def role_statements(verifiers: Mapping[str, str]) -> Iterator[str]:
    """SQL that makes the server's roles and repeats without harm; `verifiers`: role to SCRAM verifier."""
    for role in LOGINS:
        yield _create(role, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
        if role in verifiers:
            yield f"ALTER ROLE {role} PASSWORD '{verifiers[role]}'"
        yield f"ALTER ROLE {role} SET search_path = {SEARCH_PATHS[role]}"
        yield f"ALTER ROLE {role} SET jit = off"
    yield _create(DEFINER, "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS")
    yield f"GRANT {DEFINER} TO wijk_owner"
    for role in LOGINS[1:]:  # the owner migrates, which may take its time
        yield f"ALTER ROLE {role} SET idle_in_transaction_session_timeout = '10s'"
    for role in ("wijk_app", "wijk_gate"):
        yield f"ALTER ROLE {role} SET statement_timeout = '5s'"


def door_statements(database: str) -> Iterator[str]:
    """SQL that lets only the house's roles into this database; a clone of a template needs it again."""
    quoted = '"' + database.replace('"', '""') + '"'
    yield f"REVOKE ALL ON DATABASE {quoted} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {quoted} TO {', '.join(LOGINS)}"
    yield f"GRANT TEMPORARY ON DATABASE {quoted} TO wijk_owner"


def schema_statements(extensions: tuple[str, ...] = EXTENSIONS) -> Iterator[str]:
    """SQL for the schemas inside the database and who may enter them."""
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    for schema in SCHEMAS:
        yield f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION wijk_owner"
        yield f"GRANT USAGE ON SCHEMA {schema} TO {', '.join(USAGE[schema])}"
        yield f"GRANT CREATE ON SCHEMA {schema} TO {DEFINER}"  # or it could not own functions there
    for extension in extensions:
        yield f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA app"


def _create(role: str, attributes: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
        f"THEN CREATE ROLE {role} {attributes}; END IF; END $$"
    )


def make_database(admin_url: str, name: str, template: str | None = None) -> None:
    """Make this database, a clone of `template` when given, unless it exists."""
    engine = create_engine(admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        known = connection.scalar(text("SELECT true FROM pg_database WHERE datname = :name"), {"name": name})
        if not known:
            made = f'CREATE DATABASE "{name}" OWNER wijk_owner'
            connection.exec_driver_sql(f'{made} TEMPLATE "{template}"' if template else made)


def prepare(admin_url: str, passwords: Mapping[str, str] | None = None, *, roles_only: bool = False) -> None:
    """Make roles, and schemas in the database of this address; repeats without harm, whole or not at all.

    Raises CannotStart with the SQL to run by hand when the address has not the rights for it (rulings 19).
    """
    url = make_url(admin_url)
    engine = create_engine(url, poolclass=NullPool)
    script: list[str] = []
    try:
        with engine.begin() as connection:
            script += role_statements(_verifiers(connection, passwords or {}))
            if not roles_only:
                script += [*door_statements(str(url.database)), *schema_statements(_extensions(connection))]
            # Two processes that do this at once would collide on the catalogues.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('wijkaanpak roles'))"))
            for statement in script:
                connection.exec_driver_sql(statement.replace("%", "%%"))
            _refuse_powerful(connection)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != INSUFFICIENT_PRIVILEGE or not script:
            raise CannotStart(
                "The database does not take the roles: {why}.", why=_first_line(error)
            ) from None
        raise CannotStart(
            "DATABASE_URL may not make the roles; have an administrator run this in {database}, "
            "then start again:\n\n{script}\n",
            database=url.database,
            script=";\n".join(script) + ";",
        ) from None
    finally:
        engine.dispose()


def _verifiers(connection: Connection, passwords: Mapping[str, str]) -> dict[str, str]:
    """SCRAM verifiers made on this side, so that no password travels or lands in a server's log."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  # a connection that was just opened
    return {
        role: driver.pgconn.encrypt_password(word.encode(), role.encode(), b"scram-sha-256").decode()
        for role, word in passwords.items()
    }


def _extensions(connection: Connection) -> tuple[str, ...]:
    found = connection.scalars(
        text("SELECT name FROM pg_available_extensions WHERE name = ANY(:names)"), {"names": list(EXTENSIONS)}
    ).all()
    if "btree_gist" not in found:
        raise CannotStart("This PostgreSQL lacks the extension btree_gist: install its contrib package.")
    return tuple(name for name in EXTENSIONS if name in found)


def _refuse_powerful(connection: Connection) -> None:
    powerful = connection.scalars(
        text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:names) AND (rolsuper OR rolbypassrls)"),
        {"names": list(LOGINS)},
    ).all()
    if powerful:
        raise CannotStart(
            "These roles are superuser or pass by row-level security, which is refused: {roles}.",
            roles=", ".join(powerful),
        )


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0].rstrip(".")


def installed(home: Path) -> bool:
    """Whether this data folder holds the passwords of the roles."""
    return (home / "roles").exists()


def role_passwords(home: Path) -> dict[str, str]:
    """Role to password, made once and kept in `home`/roles (mode 0600)."""
    fresh = {role: secrets.token_urlsafe(32) for role in LOGINS}
    try:
        kept: dict[str, str] = json.loads(keep_secret(home / "roles", json.dumps(fresh, indent=1).encode()))
    except (OSError, ValueError) as error:
        raise CannotStart("The file {file} cannot be used: {why}.", file=home / "roles", why=error) from None
    return kept
