"""In front of Socket.IO: the exact Origin and a live session, before a line is opened (R197)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from wijkaanpak.web.guard import COOKIE

PATH = "/socket.io"
CALLER = "wijkaanpak.caller"
SESSION_OF = text("select * from sealed.session_of(:secret)")
Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass(frozen=True)
class Caller:
    """Who is at the other end of a line, by ids; the secret opens that person's own units."""

    session_id: UUID
    staff_id: UUID
    organisation_id: UUID
    secret: bytes


def find_caller(engine: Engine, secret: bytes) -> Caller | None:
    """The holder of this session secret, or None when the session is not alive; `engine` is the gate's."""
    with engine.connect() as connection:
        row = connection.execute(SESSION_OF, {"secret": secret}).first()
    return Caller(row.session_id, row.staff_id, row.organisation_id, secret) if row else None


class Gate:
    """WSGI middleware: nobody reaches /socket.io without the one Origin and a session that lives now.

    A missing Origin is refused as well: the libraries below check it only when it is there.
    """

    def __init__(self, app: App, origin: str, engine: Engine) -> None:
        self._app = app
        self._origin = origin
        self._engine = engine

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Let through what is not for Socket.IO, and of what is, only who may open a line."""
        path = environ.get("PATH_INFO", "")
        if path != PATH and not path.startswith(PATH + "/"):
            return self._app(environ, start)
        if environ.get("HTTP_ORIGIN") != self._origin:
            return _refuse(start, "403 Forbidden", b"This line is only for pages of this house.")
        value = parse_cookie(environ.get("HTTP_COOKIE")).get(COOKIE)
        try:
            caller = find_caller(self._engine, value.encode("utf-8", "replace")) if value else None
        except SQLAlchemyError:
            return _refuse(start, "503 Service Unavailable", b"Try again in a minute.")
        if caller is None:
            return _refuse(start, "401 Unauthorized", b"Sign in first.")
        environ[CALLER] = caller
        return self._app(environ, start)


def _refuse(start: Start, status: str, why: bytes) -> Iterable[bytes]:
    start(
        status,
        [("Content-Type", "text/plain"), ("Content-Length", str(len(why))), ("Cache-Control", "no-store")],
    )
    return [why]
