"""Proofs for a resident: that each line of an overview stands in the journal, without what that line says."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import text

from wijkaanpak.door import Unit
from wijkaanpak.journal.receipts import receipts

FOLDER = "bewijs"
# What some checkpoint holds; what a partner confirmed apart, so that no newer line takes that from it.
HELD = text("""
    select n.entry_id, n.number < coalesce((select max(size) from journal.cosignature), 0) as confirmed
    from journal.number n
    where n.entry_id = any(:entries) and n.number < (select max(size) from journal.checkpoint)
""")


def proofs(unit: Unit, entries: Iterable[UUID]) -> dict[UUID, str]:
    """A proof for each of these entries that a checkpoint holds; the newest of them have none yet.

    It tells the leaf and not the entry: in that stand the ids of colleagues and of other residents.
    """
    held = unit.session.execute(HELD, {"entries": list(entries)}).all()
    found: dict[UUID, str] = {}
    for confirmed in (True, False):
        those = [row.entry_id for row in held if row.confirmed is confirmed]
        found |= receipts(unit.session, those, whole=False) if those else {}
    return found


def files(found: dict[UUID, str], lines: int, key: str) -> dict[str, bytes]:
    """What goes with an overview of this many entries: how to check it, and each proof under its reference.

    `key` is the public line of the journal, empty while there is none.
    """
    told = [
        _("With these files anybody can check that the lines of this overview stand in the journal."),
        _("That works without us, and without a network. It does not tell what a line says: the paper does."),
        _("Each file in the folder %(folder)s belongs to the line with the same reference.", folder=FOLDER),
        ngettext(
            "One line is so new that there is no proof of it yet.",
            "%(num)s lines are so new that there is no proof of them yet.", lines - len(found),
        ) if lines > len(found) else "",
        _("Ask a partner that watches the journal for the file witness.py. Then:"),
        f"python witness.py verify --log '{key}' {FOLDER}/*.txt",
        _("Compare the public line of the journal (after --log) with what that partner has."),
    ]  # fmt: skip
    said = "\n\n".join(line for line in told if line) + "\n"
    proofs = {f"{FOLDER}/{entry}.txt": proof.encode() for entry, proof in sorted(found.items(), key=str)}
    return {"LEESMIJ.txt": said.encode()} | proofs
