"""Work without a person: the house's own named subjects and their sessions (rulings.md 18)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.entries import Point
from wijkaanpak.sign_in.sessions import end_session, open_session

# The rows of access/sql/4_world.sql.
LOADER = UUID("5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be002")  # systeem:laden, refused in production
COMMANDER = UUID("5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be003")  # systeem:opdracht, the command line
ROUNDS = UUID("5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be004")  # systeem:controle, the rounds of the review desk
NOTICES = UUID("5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be005")  # systeem:berichten, telling colleagues


@contextmanager
def acting_as(subject: UUID, database: Database) -> Iterator[Unit]:
    """A unit of one of these subjects, in a session that ends with it; SignedOut where it may not work.

    Nothing is kept without `unit.close()`.
    """
    point = Point("JOB")
    value = open_session(database.gate, subject, 2, point)
    try:
        with unit_of(database.app, value.encode(), point) as unit:
            yield unit
    finally:
        end_session(database.gate, value.encode(), point)
