"""Every role of the house can do its own work and no more (rulings 19; R103)."""

import json
import re
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from wijkaanpak.foundation.addresses import (
    Addresses,
    install,
    installed_addresses,
    make_roles_and_database,
)
from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import CannotStart, Settings
from wijkaanpak.foundation.roles import DEFINER, LOGINS, prepare

pytestmark = pytest.mark.postgres


def run(url: str | None, *statements: str) -> list:
    """Run statements in one transaction; returns the rows of the last."""
    assert url is not None
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements[:-1]:
            connection.execute(text(statement))
        done = connection.execute(text(statements[-1]))
        return list(done.all()) if done.returns_rows else []


def test_no_role_of_the_house_is_superuser_and_only_the_definer_passes_row_security(
    addresses: Addresses,
) -> None:
    found = run(
        addresses.admin,
        "select rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin "
        "from pg_roles where rolname like 'wijk\\_%' and rolname <> 'wijk_admin'",
    )
    assert {row[0] for row in found} == {*LOGINS, DEFINER}
    for name, superuser, makes_roles, makes_databases, bypass, logs_in in found:
        assert not any((superuser, makes_roles, makes_databases)), name
        assert bypass == (name == DEFINER)
        assert logs_in == (name != DEFINER)


@pytest.mark.parametrize("role", ["app", "desk", "gate", "notary"])
def test_who_is_not_owner_makes_nothing(addresses: Addresses, role: str) -> None:
    for schema in ("app", "journal", "sealed", "public"):
        with pytest.raises(DBAPIError, match="permission denied"):
            run(getattr(addresses, role), f"create table {schema}.mine (number int)")
    with pytest.raises(DBAPIError, match="permission denied"):
        run(getattr(addresses, role), "create temporary table mine (number int)")
    with pytest.raises(DBAPIError, match="permission denied"):
        run(getattr(addresses, role), "set role wijk_definer")
    with pytest.raises(DBAPIError, match="permission denied"):
        run(getattr(addresses, role), "set role wijk_owner")


@pytest.mark.parametrize("role", ["app", "desk"])
def test_the_web_and_the_desk_do_not_enter_what_is_sealed(addresses: Addresses, role: str) -> None:
    run(
        addresses.owner,
        "create table sealed.trial as select 1 as number",
        "grant select on sealed.trial to public",
    )
    assert run(addresses.gate, "select number from sealed.trial") == [(1,)]
    with pytest.raises(DBAPIError, match="permission denied for schema sealed"):
        run(getattr(addresses, role), "select number from sealed.trial")


def test_forced_row_security_binds_the_owner_and_not_a_reviewed_function(addresses: Addresses) -> None:
    run(
        addresses.owner,
        "create table app.trial as select 1 as number",
        "alter table app.trial enable row level security",
        "alter table app.trial force row level security",
        "grant select on app.trial to wijk_definer",
        "create function app.counted() returns bigint language sql security definer "
        "set search_path = app, pg_temp as 'select count(*) from app.trial'",
        "alter function app.counted() owner to wijk_definer",
    )
    assert run(addresses.owner, "select count(*) from app.trial") == [(0,)]
    assert run(addresses.app, "select app.counted()") == [(1,)]


def test_the_web_cannot_hold_a_statement_or_a_transaction_for_long(addresses: Addresses) -> None:
    assert run(addresses.app, "show statement_timeout") == [("5s",)]
    for role in ("app", "desk", "gate", "notary"):
        assert run(getattr(addresses, role), "show idle_in_transaction_session_timeout") == [("10s",)]
    assert run(addresses.owner, "show statement_timeout") == [("0",)]


def test_a_database_lets_only_the_house_in(cluster: Cluster, addresses: Addresses) -> None:
    database = make_url(addresses.app).database
    everyone = "select has_database_privilege('public', :database, 'connect')"
    with create_engine(cluster.admin_url(), poolclass=NullPool).connect() as connection:
        assert connection.scalar(text(everyone), {"database": database}) is False


def test_making_everything_again_changes_nothing(cluster: Cluster, template: str) -> None:
    make_roles_and_database(cluster, template)
    make_roles_and_database(cluster, template)


def test_without_the_rights_the_sql_is_printed_and_nothing_made(addresses: Addresses) -> None:
    run(addresses.admin, "drop schema sealed cascade")
    with pytest.raises(CannotStart, match="may not make the roles") as told:
        prepare(addresses.owner, {"wijk_app": "not a word that may be seen"})
    said = str(told.value)
    assert "CREATE ROLE wijk_app LOGIN NOSUPERUSER" in said
    assert "CREATE SCHEMA IF NOT EXISTS sealed AUTHORIZATION wijk_owner" in said
    assert "SCRAM-SHA-256$" in said
    assert "may be seen" not in said
    assert run(addresses.admin, "select 1 from pg_namespace where nspname = 'sealed'") == []


def test_the_printed_sql_can_be_run_by_hand(addresses: Addresses) -> None:
    with pytest.raises(CannotStart) as told:
        prepare(addresses.owner)
    script = str(told.value).split("\n\n", 1)[1]
    assert addresses.admin is not None
    with psycopg.connect(re.sub(r"\+psycopg", "", addresses.admin)) as connection:
        connection.execute(script.encode())


def test_a_superuser_among_the_roles_is_refused(home: Path, binaries: Path | None) -> None:
    with Cluster(home, binaries) as running:
        make_roles_and_database(running)
        run(running.admin_url(), "alter role wijk_app superuser")
        with pytest.raises(CannotStart, match=r"superuser or pass by row-level security.*wijk_app"):
            make_roles_and_database(running)


def test_installing_on_a_server_gives_every_role_a_password_that_works(
    home: Path, binaries: Path | None
) -> None:
    with Cluster(home, binaries) as running:
        run_alone(running, "create database elsewhere")
        (running.place.data / "pg_hba.conf").write_text(
            "local all wijk_admin peer map=house\nlocal all all scram-sha-256\n"
        )
        run(running.admin_url(), "select pg_reload_conf()")
        there = running.admin_url("elsewhere").replace("+psycopg", "")
        settings = Settings(database_url=there, home=home.parent / "installed")  # type: ignore[arg-type]
        install(settings)
        kept = settings.home / "roles"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        found = installed_addresses(settings)
        for role in LOGINS:
            mine = getattr(found, role.removeprefix("wijk_"))
            assert run(mine, "select current_user") == [(role,)]
            with pytest.raises(OperationalError, match="password authentication failed"):
                run(make_url(mine).set(password="guess").render_as_string(hide_password=False), "select 1")
        before = json.loads(kept.read_text())
        install(settings)
        assert json.loads(kept.read_text()) == before


def test_production_wants_the_roles_installed_first(home: Path) -> None:
    settings = Settings(database_url="postgresql://a@localhost/b", home=home, mode="productie")  # type: ignore[arg-type]
    with pytest.raises(CannotStart, match="wijk install"):
        installed_addresses(settings)


@pytest.mark.parametrize("url", ["mysql://a@localhost/b", "postgresql://localhost", "nonsense"])
def test_an_address_that_is_none_is_one_sentence(home: Path, url: str) -> None:
    settings = Settings(database_url=url, home=home)  # type: ignore[arg-type]
    with pytest.raises(CannotStart, match="postgresql://name@host/database"):
        installed_addresses(settings)


def test_a_clone_is_apart_from_its_template(
    clone: Callable[..., AbstractContextManager[Addresses]],
) -> None:
    with clone() as one, clone() as other:
        run(one.owner, "create table app.trial as select 1 as number")
        with pytest.raises(DBAPIError, match="does not exist"):
            run(other.owner, "select * from app.trial")


def run_alone(running: Cluster, statement: str) -> None:
    engine = create_engine(running.admin_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
