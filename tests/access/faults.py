"""Faults planted in the installed policies, one at a time, to show that the worlds would find them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.access.proof import Connection
from wijkaanpak.access.rows import scripts


@dataclass(frozen=True)
class Fault:
    """What somebody might get wrong: in which statement, which words become which."""

    name: str
    statement: str  # policy or function
    words: str
    become: str
    every: bool = False  # every occurrence, or the first


LINE_SPAN = "and g.valid_from <= moment and g.valid_until > moment"
FAULTS = [
    Fault("the end of a ground is ignored", "reaches_me", LINE_SPAN, "and g.valid_from <= moment"),
    Fault(
        "the end of a ground is included", "reaches_me", LINE_SPAN, LINE_SPAN.replace("until >", "until >=")
    ),
    Fault("the beginning of a ground is ignored", "reaches_me", "and g.valid_from <= moment", ""),
    Fault("the status of a ground is ignored", "reaches_me", "and g.status = 'ACTIEF'", ""),
    Fault("the category of a ground is ignored", "reaches_me", "and g.category = what", ""),
    Fault(
        "the resident of a ground is ignored",
        "reaches_me",
        "(g.person_id is null or g.person_id = resident)",
        "true",
    ),
    Fault("a ground is not asked to be the provider's", "reaches_me", "and g.provider_id = source", ""),
    Fault(
        "withdrawal is ignored",
        "reaches_me",
        "k.said_at <= moment",
        "k.said_at <= moment and k.result = 'GEGEVEN'",
    ),
    Fault("a word counts before it is said", "reaches_me", "and k.said_at <= moment", ""),
    Fault(
        "the end of a consent is ignored",
        "reaches_me",
        "(word.valid_until is null or word.valid_until > moment)",
        "true",
    ),
    Fault("consent is not asked for", "reaches_me", "when ground.basis <> 'A6_1A'", "when true"),
    Fault("the purpose of a covenant is ignored", "reaches_me", "and why = any (v.purposes)", ""),
    Fault("the end of a covenant is ignored", "reaches_me", "and v.valid_until > moment", ""),
    Fault("the category of a covenant is ignored", "reaches_me", "and what = any (v.categories)", ""),
    Fault("the ground to receive is ignored", "reaches_me", "and r.organisation_id = reader", ""),
    Fault(
        "the purpose of a covenant is ignored where no category is",
        "part_read",
        "and part.purpose = any (v.purposes)",
        "",
    ),
    Fault(
        "a place in the team never ends",
        "access_read",
        "and (until is null or until > (select app.now()))",
        "",
    ),
    Fault("the end of a place is included", "access_read", "until > ", "until >= "),
    Fault("joint triage sees advice", "part_read", "part.kind = 'feit'", "part.kind in ('feit', 'advies')"),
    Fault("what stays inside travels", "part_read", "part.kind not in ('duiding', 'titel')", "true"),
    Fault("what is closed is still read", "part_read", "not a.closed", "true"),
    Fault("what is suspended is still read", "take_part", "p.content and readable", "p.content"),
    Fault(
        "partners are in the team before joint triage",
        "take_part",
        "and (w.organisation_id = m.provider_id or s.shared)",
        "",
    ),
    Fault(
        "a secret matter shows to its house",
        "take_part",
        "where s.id is not null and not m.secret",
        "where s.id is not null",
    ),
    Fault(
        "two roles open what neither opens alone",
        "part_read",
        "a.principal || ' ' || part.data_class = any (r.foreign_keys)",
        "r.foreign_keys::text like '% ' || part.data_class || '%'",
    ),
    Fault("one factor is enough", "begin", "s.factors >= 2", "s.factors >= 1", every=True),
    Fault("a role never ends", "reach", "and r.valid_until > app.now() and r.ended_at is null", ""),
    Fault(
        "the first link of a chain is not looked at",
        "passed_on",
        "if not app.carried(matter, source, lead, what, why, resident) then return false; end if;",
        "",
    ),
    Fault(
        "who leads passes on without a covenant",
        "passed_on",
        "or not app.receives(lead, reader, what, why)",
        "",
    ),
    Fault(
        "names need no ground",
        "names_reach_me",
        "app.reaches_me(matter, source, lead, 'G_NAW', why, array[resident])",
        "app.me() is not null",
    ),
    Fault("who follows a signal sees the team", "member_read", "(a.thing = 'case' or a.content) and", ""),
]


def source(statement: str) -> str:
    """The reviewed text of one policy or function."""
    text = "\n".join(script.read_text(encoding="utf-8") for script in scripts())
    found = re.search(
        rf"^create policy {statement} on .*?;\n|^create function \w+\.{statement}\(.*?^(?:end )?\$\$;\n",
        text,
        re.S | re.M,
    )
    assert found, statement
    return found[0]


def planted(fault: Fault) -> str:
    """The statement with the fault in it; a fault whose words are gone plants nothing and must not pass for one."""
    sound = source(fault.statement)
    assert fault.words in sound, f"{fault.name}: its words are no longer in {fault.statement}"
    return sound.replace(fault.words, fault.become, -1 if fault.every else 1)


@contextmanager
def planted_in(connection: Connection, fault: Fault) -> Iterator[None]:
    """Install the fault for as long as the context lasts."""
    _install(connection, fault.statement, planted(fault))
    try:
        yield
    finally:
        _install(connection, fault.statement, source(fault.statement))


def _install(connection: Connection, name: str, statement: str) -> None:
    with connection.transaction():
        if policy := re.match(r"create policy (\w+) on (app\.\w+)", statement):
            connection.execute(f"drop policy {policy[1]} on {policy[2]}")
        connection.execute(statement.replace("create function", "create or replace function", 1))
