"""Which entries lack a field that every entry has, as docs/journal.md says in its table (R88)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.cast import House
from wijkaanpak.foundation.config import HERE
from wijkaanpak.journal.upkeep import NOTARY

PAGE = HERE / "docs" / "journal.md"
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| (always|if|optional) \| ([^|]*) \|", re.MULTILINE)
NAME = re.compile(r"`([a-z_]+)`")
# What the last column of that table says, for fields that stand in every entry but these.
Excused = Callable[[Any], bool]
NOBODY: Excused = lambda e: e.event == "AANMELDEN_MISLUKT"  # noqa: E731  # one line each, like the table
PLATFORM: Excused = lambda e: e.actor_role == NOTARY.role  # noqa: E731
EXCUSED: dict[str, Excused] = {
    "actor_id": lambda e: NOBODY(e) or PLATFORM(e),
    "actor_organisation_id": NOBODY,
    "parent_span_id": lambda _entry: True,  # only where another application called
    "session_id": lambda e: NOBODY(e) or PLATFORM(e),
    "object_id": lambda e: NOBODY(e) or e.action == "R" or e.outcome == "GEWEIGERD",
}


def rows() -> dict[int, tuple[str, tuple[str, ...]]]:
    """Number of a field to whether it is required, and the columns that it stands in."""
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {int(number): (need, tuple(NAME.findall(where))) for number, _field, need, where in found}


def lacking(house: House) -> Iterator[str]:
    """Every field that an entry of this house lacks, said by the name of the entry."""
    columns = {row.name for row in house.truth(COLUMNS)}
    always = [
        name for need, where in rows().values() if need == "always" for name in where if name in columns
    ]
    asked = sorted({*always, "name", "action", "reason_code"})
    for entry in house.truth(f"select {', '.join(asked)} from journal.entry"):
        yield from _lacks(entry, always)


def _lacks(entry: Any, always: Iterable[str]) -> Iterator[str]:
    for name in always:
        value = getattr(entry, name)
        if value in (None, "", []) and not EXCUSED.get(name, lambda _entry: False)(entry):
            yield f"{entry.name} ({entry.outcome}) lacks {name}"
    if (entry.outcome != "GESLAAGD") != bool(entry.reason_code):
        yield f"{entry.name} ({entry.outcome}) has the reason {entry.reason_code}"


COLUMNS = """select column_name as name from information_schema.columns
             where table_schema = 'journal' and table_name = 'entry'"""


def kinds() -> list[tuple[str, int]]:
    """The codes that the page lists for `wijk verify`, with their exits."""
    found = re.findall(r"^\| `([A-Z_]+)` \| (\d) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [(code, int(exit_)) for code, exit_ in found]
