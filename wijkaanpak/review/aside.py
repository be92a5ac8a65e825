"""What is sealed beside an entry: from which network, and why in the words of who did it (fields 16, 31)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from wijkaanpak.door import Unit
from wijkaanpak.journal.keys import keys_of
from wijkaanpak.journal.personal import Unreadable, unseal
from wijkaanpak.review.reading import Entry

SEALED = text("select nonce, sealed from journal.personal where entry_id = :entry and recorded_at = :at")


@dataclass(frozen=True)
class Aside:
    """The network an entry came from and the reason that was given; neither where it was erased."""

    network: str | None = None
    because: str | None = None


def aside(unit: Unit, entry: Entry) -> Aside:
    """What stands beside this entry; nothing beside what is shielded, or where the seal does not hold."""
    row = unit.session.execute(SEALED, {"entry": entry.id, "at": entry.recorded_at}).first()
    if row is None or entry.secret:
        return Aside()
    try:
        said, _commitment = unseal(keys_of(unit.session.connection()), entry.id, row.nonce, row.sealed)
    except Unreadable:  # working it out tells so; the desk goes on
        return Aside()
    found = Aside(said.get("network"), said.get("because"))
    if found.because or found.network:
        unit.disclose("LOG_TERZIJDE", entry.id, controller=unit.actor.organisation_id, data_class="K2")
    return found
