"""The rounds of the desk: once a minute a subject of the house looks at what is new in the journal."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress

from sqlalchemy.exc import SQLAlchemyError

from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.errors import SignedOut
from wijkaanpak.journal.entries import Point
from wijkaanpak.review import sampling, scanning
from wijkaanpak.sign_in.sessions import end_session, open_session
from wijkaanpak.sign_in.subjects import ROUNDS


class Rounds:
    """Looks on the desk's own role, in one session while that lasts: else each minute would sign in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._secret: bytes | None = None

    def once(self) -> int:
        """Look at all that is new, and draw the samples that are due; returns how many acts were new."""
        try:
            return self._round()
        except SignedOut:  # a session lasts ten hours (R64)
            self._secret = None
            return self._round()

    def end(self) -> None:
        """Sign out, if the database still answers; the session ends by itself else."""
        if self._secret is not None:
            with suppress(SQLAlchemyError):
                end_session(self._database.gate, self._secret, Point("JOB"))
            self._secret = None

    def _round(self) -> int:
        looked = 0
        while (acts := self._look()) is not None:
            looked += acts
        with self._unit() as unit:
            due = sampling.due(unit)
            if due:
                sampling.draw(unit, due)
                unit.close()
        return looked

    def _look(self) -> int | None:
        """One step, in a transaction of its own; None when there is nothing new."""
        with self._unit() as unit:
            new = scanning.news(unit)
            if new is None:
                return None
            if new.done:
                scanning.scan(unit, new)
            unit.close()
            return len(new.done)

    def _unit(self) -> AbstractContextManager[Unit]:
        """A unit of the rounds' own subject, signed in when that is needed."""
        point = Point("JOB")
        if self._secret is None:
            self._secret = open_session(self._database.gate, ROUNDS, 2, point).encode()
        return unit_of(self._database.desk, self._secret, point)
