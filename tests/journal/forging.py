"""What somebody does who owns the tables and knows how the journal works."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from wijkaanpak.journal import notes, tiles
from wijkaanpak.journal.canonical import canonical, leaf, strict
from wijkaanpak.journal.notes import Checkpoint, Signer

OF = "e.id = (select entry_id from journal.number where number = :n)"
PART = "entry_id = (select entry_id from journal.number where number = :n)"
GONE = f"delete from journal.entry e where {OF}"
PART_GONE = f"delete from journal.personal where {PART}"
FROM = "select entry_id from journal.number where number >= :s"
APPEND = (
    "insert into journal.number (number, entry_id, recorded_at, leaf) "
    "select next_number, e.id, e.recorded_at, e.leaf from journal.entry e, journal.watermark "
    "where e.id = :id",
    "update journal.watermark set next_number = next_number + 1",
)


def does(connection: Connection, *statements: str, **values: Any) -> None:
    """Run these, one after another."""
    for statement in statements:
        connection.execute(text(statement), values)


def append(connection: Connection, entry: UUID) -> int:
    """Give an entry the next number, as the notary would; returns it."""
    does(connection, *APPEND, id=entry)
    return int(connection.scalar(text("select next_number - 1 from journal.watermark")) or 0)


def said_of(connection: Connection, number: int) -> dict[str, Any]:
    """What the text of an entry says."""
    asked = text(f"select e.canonical from journal.entry e where {OF}")
    return strict(connection.execute(asked, {"n": number}).scalar_one())


def rewrite(connection: Connection, number: int, *, numbered: bool = True, **changes: Any) -> None:
    """Change an entry with everything that hangs together: columns, text, leaf, and the number's leaf."""
    said = canonical(said_of(connection, number) | changes)
    for name, value in changes.items():
        given = json.dumps(value) if isinstance(value, dict) else value
        does(connection, f"update journal.entry e set {name} = :v where {OF}", n=number, v=given)
    retell(connection, number, said, numbered=numbered)


def retell(connection: Connection, number: int, said: str, *, numbered: bool = True) -> None:
    """Put another text in the place of the one that was hashed, with its leaf."""
    values = {"n": number, "said": said, "leaf": leaf(said)}
    does(connection, f"update journal.entry e set canonical = :said, leaf = :leaf where {OF}", **values)
    if numbered:
        does(
            connection,
            "update journal.number set leaf = :leaf where number = :n",
            n=number,
            leaf=values["leaf"],
        )


def renumber(connection: Connection, gone: int) -> None:
    """Close the hole that a number leaves."""
    does(
        connection,
        "update journal.number set number = -number where number > :n",
        "update journal.number set number = -number - 1 where number < 0",
        "update journal.watermark set next_number = next_number - 1",
        n=gone,
    )


def cut(connection: Connection, size: int) -> None:
    """Take away everything from this number on, in every table that tells of it."""
    does(
        connection,
        f"delete from journal.personal where entry_id in ({FROM})",
        f"delete from journal.entry where id in ({FROM})",
        "delete from journal.number where number >= :s",
        "update journal.watermark set next_number = :s",
        s=size,
    )
    regrow(connection)


def regrow(connection: Connection) -> None:
    """Make the tiles anew from the leaves."""
    size = connection.execute(text("select next_number from journal.watermark")).scalar_one()
    does(connection, "delete from journal.tile")
    tiles.grow(connection, size)


def resign(connection: Connection, key: Signer, above: int, *, confirmed: bool = False) -> None:
    """Sign every checkpoint above this size anew, over the tree as it is now; confirmations go with them."""
    sizes = list(
        connection.scalars(text("select size from journal.checkpoint where size > :a"), {"a": above})
    )
    for size in sizes:
        root = tiles.root(connection, size)
        note = notes.sign(Checkpoint(key.name, size, root).text, key)
        does(
            connection,
            "update journal.checkpoint set root = :root, note = :note where size = :size",
            size=size, root=root, note=note,
        )  # fmt: skip
    if not confirmed:
        does(connection, "delete from journal.cosignature where size > :a", a=above)
