"""Erasing what entries said of residents: the sealed part goes, the entry and its place stay (R95)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Engine, text

from wijkaanpak.journal.upkeep import LOG, PersonalErased, tell

ERASE = text("select journal.erase(:told)")


def erase(engine: Engine, entries: Iterable[UUID], approved_by: tuple[UUID, UUID]) -> UUID:
    """Erase the sealed parts of these entries, as wijk_notary; returns the entry that says so.

    The database does it, and only for an event of this very transaction that two different people approved of
    whose role may destroy: otherwise, or where a part is gone already, it raises DBAPIError and all stays.
    """
    with engine.begin() as connection:
        event = PersonalErased(thing=LOG, entries=tuple(dict.fromkeys(entries)), approved_by=approved_by)
        told = tell(connection, event)
        connection.execute(ERASE, {"told": told})
    return told
