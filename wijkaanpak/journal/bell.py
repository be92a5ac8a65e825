"""The table of bells: how often each reference rang, so that a page knows what it missed (rulings.md 15)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, literal_column, text

CHANNEL = "wijk_bell"
LATEST = text(
    "select distinct on (ref) ref, n, kind from journal.bell where ref = any(:refs) order by ref, n desc"
)


def latest(connection: Connection, refs: Iterable[UUID]) -> dict[UUID, tuple[int, str]]:
    """The number and kind of the newest bell of each reference that rang and that this role may hear."""
    rows = connection.execute(LATEST, {"refs": list(refs)})
    return {row.ref: (row.n, row.kind) for row in rows}


def numbers(connection: Connection, refs: Iterable[UUID]) -> dict[UUID, int]:
    """The number of the newest bell of each reference, 0 where none rang; `data-n` of a page (R200)."""
    wanted = tuple(refs)
    rung = latest(connection, wanted)
    return {ref: rung[ref][0] if ref in rung else 0 for ref in wanted}


def newest_bell(ref: str) -> ColumnElement[int]:
    """The same as a column of another statement; `ref` is one of its columns, by its full name."""
    return literal_column(f"coalesce((select max(b.n) from journal.bell b where b.ref = {ref}), 0)")  # noqa: S608  # our own names
