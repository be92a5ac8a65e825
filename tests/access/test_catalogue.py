"""What the database says of its rows, functions and grants: nothing open, nothing unreviewed (R103)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine

from tests.access.proof import Connection, connect, one, secret_of
from tests.access.street import Street, live_in
from wijkaanpak.access import rows
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import HERE
from wijkaanpak.foundation.migrating import metadata

pytestmark = pytest.mark.postgres

# No rows about people in these: which migration the tables are at, and the matrix itself.
WITHOUT_POLICY = {
    "migration": "alembic's own",
    "role_reach": "what matrix.yaml says, which is public",
    "category_class": "what codes.yaml says, which is public",
    "case_way": "what steps.yaml says, which is public",
}
# Written by reviewed functions, or without content: an entry stands in the same transaction already.
WITHOUT_ENTRY = {
    "matter_access": "worked out by the database itself",
    "ground_step": "written with the ground it belongs to",
    "submission": "which form was sent already",
    **dict.fromkeys(
        ("round", "notice_cursor"), "how far rounds looked; an entry says when anything was seen"
    ),
}
REVIEWED = """
    app.begin app.me app.org app.principals app.reader app.loading app.holds app.now app.here app.opening
    app.ours app.matter_facts app.carried app.receives app.passed_on app.reaches_me app.names_reach_me
    app.may_judge app.officer_of app.still_consented app.of_age app.take_part app.is_closed
    app.on_change_take_part app.on_covenant_change app.on_new_part app.after_new_part app.on_new_subject
    app.on_ground_status app.on_new_ground app.on_ground_move app.on_new_word app.after_new_word
    app.commanding app.number_is_free app.kept app.may_break_glass app.searches app.names_agreed
    app.kept_person app.two_keys app.find_on_record app.emergency_person app.may_withdraw app.reviews
    app.on_break_glass app.after_break_glass app.class_of app.on_class_change app.raise_class journal.happened
    app.on_case_move app.move_unseen app.triages app.at_meeting app.chairs app.on_suspension app.long_cases
    app.agenda_of app.meeting_step app.sit_down app.plan_in_figures app.leads app.supervised app.on_rounds
    app.judged journal.places_of journal.declared_by journal.without_ground app.delivering journal.newest
    sealed.open_session sealed.end_session sealed.end_sessions_of sealed.find_credential sealed.standing
    sealed.note_attempt sealed.set_credential sealed.session_alive sealed.session_of sealed.ended_among
    sealed.on_duty sealed.kept_from sealed.may_break_glass sealed.searches sealed.matching sealed.reach
    sealed.seal sealed.fields sealed.named sealed.cast_of_the_demo journal.no_silent_write
    journal.timeline journal.in_sight journal.outside_of journal.matter_of journal.about app.actor_of
    journal.grounds_among journal.shielded_among sealed.carried_at sealed.reached_at journal.erase
    app.in_team app.keeps_team app.is_case app.wrote app.reads_words app.reads_something app.on_new_lead
    app.emergencies_to_judge app.findings_to_judge journal.exposure journal.may_destroy journal.approver
"""
TELLS_NO_MATTER = {
    "app.at_meeting": "whether the caller sits at a table", "app.chairs": "whether the caller chairs it",
    "app.now": "the clock", "app.commanding": "who is asking", "app.two_keys": "counts what was told",
    "app.number_is_free": "whether a number is free", "app.ours": "whose resident an id is",
    "app.opening": "what the caller opened in this very transaction",
    "app.reaches_me": "grounds, asked by policies that looked at matter_access first",
    **dict.fromkeys(("app.names_reach_me", "app.names_agreed"), "the same"),
    "app.emergencies_to_judge": "how many uses wait that app.reviews lets the caller judge",
    **dict.fromkeys(("journal.places_of", "journal.without_ground"), "answers the rounds, which are nobody"),
    **dict.fromkeys(("app.actor_of", "journal.newest", "journal.happened"), "the same, of notices"),
    "app.judged": "whether a finding has its verdict", "journal.exposure": "counts of the whole journal",
    "app.keeps_team": "which roles the caller holds",
    "app.supervised": "which organisations name the caller as their officer",
}  # fmt: skip
OUR_FUNCTIONS = """
    select n.nspname || '.' || p.proname, p.oid::regprocedure::text, p.prosecdef, r.rolname, p.proconfig,
           p.proacl
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
    where n.nspname in ('app', 'sealed', 'journal')
      and not exists (select from pg_depend d       -- what an extension brought along
                      where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
"""
TABLES = """
    select n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity,
           (select count(*) from pg_policy p where p.polrelid = c.oid)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('app', 'sealed', 'journal') and c.relkind in ('r', 'p', 'v', 'm', 'f')
"""


@pytest.fixture(scope="module")
def house(clone: Callable[..., AbstractContextManager[Addresses]]) -> Iterator[tuple[Addresses, Street]]:
    with clone() as addresses:
        admin = connect(addresses.admin)
        yield addresses, live_in(admin)
        admin.close()


@pytest.fixture(scope="module")
def admin(house: tuple[Addresses, Street]) -> Iterator[Connection]:
    made = connect(house[0].admin)
    yield made
    made.close()


def test_every_table_of_the_rooms_has_row_security_forced_and_a_policy(admin: Connection) -> None:
    found = {name: rest for schema, name, *rest in admin.execute(TABLES) if schema == "app"}
    assert set(WITHOUT_POLICY) <= set(found)
    for name, (enabled, forced, policies) in found.items():
        if name not in WITHOUT_POLICY:
            assert (enabled, forced, policies > 0) == (True, True, True), name


def test_every_policy_that_reads_is_made_for_reading_alone(admin: Connection) -> None:
    """A policy for all commands would open writing by the rule of reading; one's own submissions are both."""
    both = admin.execute(
        "select c.relname from pg_policy p join pg_class c on c.oid = p.polrelid "
        "join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and p.polcmd = '*'"
    ).fetchall()
    assert both == [("submission",)]


def test_the_sealed_tables_are_nobodys_but_the_reviewed_functions(admin: Connection) -> None:
    for role in ("wijk_app", "wijk_desk", "wijk_gate", "wijk_notary"):
        for schema, name, *_ in admin.execute(TABLES).fetchall():
            read = schema == "sealed" and _may(
                admin, role, f"sealed.{name}", "select, insert, update, delete"
            )
            assert not read, (role, name)


def test_the_application_deletes_and_empties_nothing(admin: Connection) -> None:
    """R90: what it wrote in the journal it can neither change nor remove."""
    rights = "delete, truncate, references, trigger"
    for role in ("wijk_app", "wijk_desk", "wijk_gate"):
        for schema, name, *_ in admin.execute(TABLES).fetchall():
            assert not _may(admin, role, f"{schema}.{name}", rights), (role, name)


def test_the_application_changes_only_the_columns_it_was_given(admin: Connection) -> None:
    """Texts, consents, grounds to receive and who takes part are written once; a text's class moves (R70)."""
    once = "consent subject person ground_line ground_step matter_access covenant finding_entry sample"
    for name in once.split():
        changes = "select has_any_column_privilege('wijk_app', %s, 'update')"
        assert not one(admin, changes, f"app.{name}"), name
    given = {"ground": {"status", "second_by", "second_at"}, "part": {"data_class", "class_reason"}}
    for name, columns in given.items():
        changed = admin.execute(
            "select column_name from information_schema.column_privileges where grantee = 'wijk_app' "
            "and table_name = %s and privilege_type = 'UPDATE'",
            [name],
        ).fetchall()
        assert {c for (c,) in changed} == columns, name


def _may(admin: Connection, role: str, table: str, rights: str) -> bool:
    return bool(one(admin, "select has_table_privilege(%s, %s, %s)", role, table, rights))


def test_functions_that_see_past_the_policies_are_the_reviewed_ones(admin: Connection) -> None:
    """Rulings.md 19: owned by the one role that passes by, with a search path nobody can bend."""
    found = {}
    for name, signature, definer, owner, config, _ in admin.execute(OUR_FUNCTIONS):
        if definer:
            found[name] = signature
            assert owner == "wijk_definer", signature
            assert config == ["search_path=pg_catalog"], signature
    assert set(found) == set(REVIEWED.split())


def test_no_function_that_sees_past_the_policies_forgets_a_conflict_of_interest(admin: Connection) -> None:
    """R66: each that may be called asks what is kept from the caller, or tells nothing of a matter."""
    called = "select n.nspname || '.' || p.proname, p.prosrc from pg_proc p "
    called += "join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('app', 'journal') "
    called += "and p.prosecdef and (has_function_privilege('wijk_app', p.oid, 'execute') "
    called += "or has_function_privilege('wijk_desk', p.oid, 'execute'))"
    silent = {
        name
        for name, source in admin.execute(called)
        if not re.search("kept|in_sight|app.conflict|sealed.fields", source)
    }
    assert silent == set(TELLS_NO_MATTER)


def test_nobody_calls_a_function_by_default(admin: Connection) -> None:
    for _, signature, *_, acl in admin.execute(OUR_FUNCTIONS):
        assert acl is not None, f"{signature}: its default is that everyone may call it"
        assert not any(str(entry).startswith("=") for entry in acl), signature


def test_the_role_that_passes_by_owns_nothing_else(admin: Connection) -> None:
    owned = admin.execute(
        "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "join pg_roles r on r.oid = c.relowner "
        "where r.rolname = 'wijk_definer' and c.relkind in ('r', 'v', 'm')"
    ).fetchall()
    assert {one for (one,) in owned} == {"sealed.session", "sealed.credential", "sealed.key"}


def guarded(admin: Connection) -> set[str]:
    found = admin.execute(
        "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
        "where t.tgname = 'no_silent_write' and t.tgdeferrable and t.tginitdeferred and t.tgenabled = 'O'"
    )
    return {name for (name,) in found}


def test_every_table_of_the_rooms_is_guarded_against_silent_writes(admin: Connection) -> None:
    tables = {name for schema, name, *_ in admin.execute(TABLES) if schema == "app"}
    assert tables - guarded(admin) == set(WITHOUT_POLICY) | set(WITHOUT_ENTRY)


def test_a_change_without_an_entry_does_not_commit_on_any_guarded_table(admin: Connection) -> None:
    """ADR 0007, proven on each table by an update that changes nothing, past every other guard."""
    for table in guarded(admin):
        column = one(
            admin,
            "select column_name from information_schema.columns "
            "where table_schema = 'app' and table_name = %s order by ordinal_position limit 1",
            table,
        )
        if not one(admin, f"select count(*) from app.{table}"):
            continue
        with pytest.raises(psycopg.Error) as caught:
            admin.execute(f"update app.{table} set {column} = {column}")
        assert caught.value.sqlstate == "WA001", table


def test_the_application_itself_cannot_write_silently(house: tuple[Addresses, Street]) -> None:
    """Raw statements with a valid context: each goes through, and the commit fails."""
    addresses, street = house
    matter, person = street.matter_of_case["id"], uuid.uuid4()
    me, org, place = street.adviser["id"], street.adviser["organisation_id"], street.place["id"]
    silent: list[tuple[str, list[Any]]] = [
        ("update app.case_file set result = 'OPGELOST' where matter_id = %s", [matter]),
        ("update app.matter set urgency = 'ACUUT' where id = %s", [matter]),
        ("update app.member set until = app.now() where matter_id = %s", [matter]),
        (
            "insert into app.person (id, organisation_id, recorded_at) values (%s, %s, app.now())",
            [person, org],
        ),
        ("insert into app.dwelling (id, complex_id, bag_id) values (%s, %s, 'x')", [person, place]),
        (
            """
            insert into app.part (id, matter_id, note_id, kind, category, data_class, provider_id, author_id,
                                  text, about, whole, purpose, written_at, taken_over)
            values (%s, %s, gen_random_uuid(), 'feit', 'G_WOONFEIT', 'K3', %s, %s,
                    'silent', '{}', true, 'P_ZORG', app.now(), false)
            """,
            [person, matter, org, me],
        ),
    ]
    application = connect(addresses.app)
    for statement, values in silent:
        application.execute("begin")
        who = street.director if "app.member" in statement else street.adviser  # who decides on the team
        one(application, "select app.begin(%s)", secret_of(who))
        assert application.execute(statement, values).rowcount >= 1, statement
        with pytest.raises(psycopg.Error) as caught:
            application.execute("commit")
        assert caught.value.sqlstate == "WA001", statement
    application.close()


def test_the_dated_copies_of_the_reviewed_sql_are_the_reviewed_sql() -> None:
    """Until the first release the first migration installs what stands in access/sql."""
    copies = sorted((HERE / "migrations" / "sql" / "0001").glob("*.sql"))
    assert [copy.name for copy in copies] == [script.name for script in rows.scripts()]
    for copy, script in zip(copies, rows.scripts(), strict=True):
        assert copy.read_text(encoding="utf-8") == script.read_text(encoding="utf-8"), copy.name


def test_the_tables_are_those_of_the_models(house: tuple[Addresses, Street]) -> None:
    ours = {"sealed", "journal"}
    engine = create_engine(
        house[0].owner, poolclass=NullPool, connect_args={"options": "-c search_path=public"}
    )
    with engine.connect() as connection:
        options = {
            "include_schemas": True,
            "version_table": "migration",
            "version_table_schema": "app",
            "include_name": lambda name, kind, _: kind != "schema" or name == "app",
            "include_object": lambda thing, name, kind, reflected, other: (
                name not in WITHOUT_POLICY and getattr(thing, "schema", "app") not in ours
            ),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata()) == []


def test_the_database_knows_the_matrix_as_the_file_has_it(admin: Connection) -> None:
    """R72: one row for every role and kind, equal to what matrix.yaml opens."""
    columns = list(rows.reach()[0])
    found = admin.execute(f"select {', '.join(columns)} from app.role_reach").fetchall()
    assert sorted(map(str, found)) == sorted(str(tuple(row[c] for c in columns)) for row in rows.reach())
