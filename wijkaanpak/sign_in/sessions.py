"""Sessions as rows: opened with a secret that only the cookie knows, and ended at once (R64, L6)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from wijkaanpak.door import leave_footprint
from wijkaanpak.foundation.errors import SignedOut
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing


def open_session(gate: Engine, staff: UUID, factors: int, point: Point) -> str:
    """Open a session and record it in one transaction; returns the cookie's value, which is kept nowhere."""
    value = secrets.token_urlsafe(32)
    with gate.begin() as connection:
        session = connection.scalar(
            text("select sealed.open_session(:who, :secret, :factors)"),
            {"who": staff, "secret": value.encode(), "factors": factors},
        )
        if session is None:
            raise SignedOut()
        person = connection.execute(text("select * from sealed.named(:who)"), {"who": staff}).one()
        who = Who(staff, None, person.organisation_id, session)
        note(
            connection,
            who,
            point,
            Footprint("AANMELDEN", "session.opened", "E", Thing("SESSIE", session), "sign-in"),
        )
    return value


def end_session(gate: Engine, value: bytes, point: Point) -> UUID | None:
    """End this session, whoever it was; the row says so before the cookie is gone."""
    with gate.begin() as connection:
        session: UUID | None = connection.scalar(
            text("select sealed.end_session(:secret, 'afgemeld')"), {"secret": value}
        )
        if session is not None:
            note(
                connection,
                Who(session=session),
                point,
                Footprint("AFMELDEN", "session.ended", "E", Thing("SESSIE", session), "sign-in"),
            )
    return session


def note(connection: Connection, who: Who, point: Point, footprint: Footprint) -> None:
    """Write what happens before there is an actor: signing in, failing to, signing out."""
    clock: datetime = connection.scalar(text("select transaction_timestamp()"))
    leave_footprint(connection, who, point, footprint, clock)
