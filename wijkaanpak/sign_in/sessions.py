"""Sessions as rows: opened with a secret that only the cookie knows, and ended at once (R64, L6)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from wijkaanpak.access.roles import policy_version
from wijkaanpak.door import leave_footprint
from wijkaanpak.foundation.errors import SignedOut
from wijkaanpak.journal.entries import ONE_FACTOR, TWO_FACTORS, Footprint, Point, Who
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
        acr = TWO_FACTORS if factors > 1 else ONE_FACTOR
        opened = Footprint("AANMELDEN", "session.opened", "E", Thing("SESSIE", session), policy_version())
        note(connection, Who(staff, None, person.organisation_id, session, acr), point, opened)
    return value


def end_session(gate: Engine, value: bytes, point: Point) -> UUID | None:
    """End this session, whoever it was; the row says so before the cookie is gone."""
    with gate.begin() as connection:
        asked = text("select staff_id, organisation_id from sealed.session_of(:secret)")
        whose = connection.execute(asked, {"secret": value}).one_or_none()
        session: UUID | None = connection.scalar(
            text("select sealed.end_session(:secret, 'afgemeld')"), {"secret": value}
        )
        if session is not None:
            who = Who(whose.staff_id, None, whose.organisation_id, session) if whose else Who(session=session)
            ended = Footprint("AFMELDEN", "session.ended", "E", Thing("SESSIE", session), policy_version())
            note(connection, who, point, ended)
    return session


def note(connection: Connection, who: Who, point: Point, footprint: Footprint) -> None:
    """Write what happens before there is an actor: signing in, failing to, signing out."""
    clock: datetime = connection.scalar(text("select transaction_timestamp()"))
    leave_footprint(connection, who, point, footprint, clock)
