"""A fault planted in an installed policy or function, to show that the worlds would find it."""

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
    """The statement with the fault in it; without its words it would plant nothing."""
    sound = source(fault.statement)
    assert fault.words in sound, f"{fault.name}: its words are no longer in {fault.statement}"
    return sound.replace(fault.words, fault.become, -1 if fault.every else 1)


@contextmanager
def planted_in(connection: Connection, fault: Fault) -> Iterator[None]:
    """Install the fault for as long as the context lasts."""
    install(connection, fault.statement, planted(fault))
    try:
        yield
    finally:
        install(connection, fault.statement, source(fault.statement))


def install(connection: Connection, name: str, statement: str) -> None:
    """Put this text in the place of what is installed."""
    with connection.transaction():
        if policy := re.match(r"create policy (\w+) on (app\.\w+)", statement):
            connection.execute(f"drop policy {policy[1]} on {policy[2]}")
        connection.execute(statement.replace("create function", "create or replace function", 1))
