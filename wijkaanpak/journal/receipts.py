"""Receipts: a text that proves, without a network, that an entry is on record, and who confirmed that.

The form is C2SP tlog-proof; `tools/witness.py verify` reads it. The entry itself stands in it, so
a receipt goes only to who may read that entry. For who may not, one form tells the leaf alone: it holds the
house to what it keeps there, and tells nothing of it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from wijkaanpak.journal import tiles, tree

WHOLE = "c2sp.org/tlog-proof@v1\nextra"
LEAF = "wijkaanpak/leaf-proof@v1\nleaf"
ENTRIES = text("""
    select n.number, n.leaf, e.id, e.canonical
    from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
    where n.entry_id = any(:entries) order by n.number
""")
# The newest that somebody else confirmed; where nobody has yet, the newest.
BELOW = text("""
    select c.size, c.note || coalesce((select string_agg(o.line, '' order by o.witness)
                                       from journal.cosignature o where o.size = c.size), '') as note
    from journal.checkpoint c
    where c.size = coalesce((select max(size) from journal.cosignature where size > :number),
                            (select max(size) from journal.checkpoint where size > :number))
""")


class NotYet(LookupError):
    """No checkpoint holds this entry yet; one is signed within seconds."""


def receipts(
    connection: Session | Connection, entries: Iterable[UUID], *, whole: bool = True
) -> dict[UUID, str]:
    """The receipt of each of these entries that this role may read; four questions, however many there are.

    All of them lead to one checkpoint. Without `whole` they tell the leaf instead of the entry. Raises
    NotYet, or tiles.Incomplete.
    """
    found = connection.execute(ENTRIES, {"entries": list(entries)}).all()
    if not found:
        return {}
    signed = connection.execute(BELOW, {"number": found[-1].number}).one_or_none()
    if signed is None:
        raise NotYet(str(found[-1].id))
    proofs = tiles.read(
        connection, lambda fetch: [tree.inclusion(row.number, signed.size, fetch) for row in found]
    )
    return {
        row.id: receipt(
            row.number, row.canonical.encode() if whole else None, bytes(row.leaf), proof, signed.note
        )
        for row, proof in zip(found, proofs, strict=True)
    }


def receipt(number: int, entry: bytes | None, leaf: bytes, proof: Iterable[bytes], note: str) -> str:
    """The text of one: with the entry, or with its leaf alone."""
    steps = "".join(_line(step) for step in proof)
    told = f"{LEAF} {_line(leaf)}" if entry is None else f"{WHOLE} {_line(entry)}"
    return f"{told}index {number}\n{steps}\n{note}"


def _line(data: bytes) -> str:
    return base64.b64encode(data).decode() + "\n"
