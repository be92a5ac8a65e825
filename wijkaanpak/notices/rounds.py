"""The rounds of notices: one follows the journal, and another hands over mails, so that neither waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from structlog import get_logger

from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.errors import Refusal, SignedOut
from wijkaanpak.journal.entries import Point
from wijkaanpak.notices import delivery, digest
from wijkaanpak.notices.post import Server, send, server_of
from wijkaanpak.sign_in.sessions import end_session, open_session
from wijkaanpak.sign_in.subjects import NOTICES

ROUND, POST = 5.0, 30.0  # seconds between two looks at the journal, and at the mails
FAREWELL = 2.0  # seconds that a round may take to end
T = TypeVar("T")


class Rounds:
    """Works as the subject that tells colleagues, in one session while that lasts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._secret: bytes | None = None

    def deliver(self) -> int:
        """Tell of everything that is new in the journal; returns how many notices that came to."""
        return self._signed_in(self._deliver)

    def mail(self, server: Server) -> int:
        """Hand over the mails that are due; returns how many the server took."""
        return self._signed_in(lambda: self._mail(server))

    def end(self) -> None:
        """Sign out, if the database still answers; the session ends by itself else."""
        if self._secret is not None:
            with suppress(SQLAlchemyError):
                end_session(self._database.gate, self._secret, Point("JOB"))
            self._secret = None

    def _deliver(self) -> int:
        told = 0
        while True:
            with self._unit() as unit:
                new = delivery.news(unit)
                if new is None:
                    return told
                if new.notices:
                    delivery.deliver(unit, new)
                unit.close()
                told += len(new.notices)

    def _mail(self, server: Server) -> int:
        """What is tried is on record before the server hears of it; no transaction waits for the server."""
        with self._unit() as unit:
            due = digest.due(unit)
            if not due:
                return 0
            digest.post(unit, due)
            unit.close()
        outcomes = send(server, due.letters) if due.letters else {}
        if not outcomes:
            return 0
        with self._unit() as unit:
            settled = digest.settle(unit, outcomes)
            unit.close()
        return settled.accepted

    def _signed_in(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except SignedOut:  # a session lasts ten hours (R64)
            self._secret = None
            return work()

    def _unit(self) -> AbstractContextManager[Unit]:
        point = Point("JOB")
        if self._secret is None:
            self._secret = open_session(self._database.gate, NOTICES, 2, point).encode()
        return unit_of(self._database.app, self._secret, point)


class Beside:
    """One kind of round after another, in a thread of its own, until it is stopped."""

    def __init__(self, rounds: Rounds, work: Callable[[], object], pause: float) -> None:
        self._rounds, self._work, self._pause = rounds, work, pause
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way, unless it takes too long, and sign out."""
        self._ended.set()
        self._thread.join(FAREWELL)

    def _run(self) -> None:
        while not self._ended.wait(self._pause):
            try:
                self._work()
            except (SQLAlchemyError, Refusal) as error:
                get_logger().warning("a round of notices was skipped", kind=type(error).__name__)
        self._rounds.end()


@contextmanager
def telling(database: Database, settings: Settings) -> Iterator[None]:
    """Tell colleagues while the house serves; by mail only where there is a mail server."""
    inside = Rounds(database)
    beside = [Beside(inside, inside.deliver, ROUND)]
    server = server_of(settings)
    if server is not None:
        by_mail = Rounds(database)
        beside.append(Beside(by_mail, lambda: by_mail.mail(server), POST))
    try:
        yield
    finally:
        for one in beside:
            one.stop()
