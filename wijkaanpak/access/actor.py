"""Who is asking: a person at work, in one organisation, with the roles in force at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class RoleHeld:
    """A role in force now, with the areas it covers (complex id, BU/WK/GM code, or an organisation's id)."""

    code: str
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ShiftHeld:
    """Accepted duty at one complex, from acceptance to before its hand-over or its end (R138)."""

    complex_id: UUID
    since: datetime
    until: datetime
    id: UUID | None = field(default=None, compare=False)

    def holds(self, now: datetime) -> bool:
        """Whether they are on duty there at this moment."""
        return self.since <= now < self.until


@dataclass(frozen=True)
class InvitedTo:
    """An open item on an agenda to which they are invited."""

    matter: UUID
    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether the item is open at this moment."""
        return self.since <= now < self.until


@dataclass(frozen=True)
class EmergencyRuns:
    """Emergency access of one's own that holds now, to one resident (R105)."""

    id: UUID
    person: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Actor:
    """One natural person (R63) or a named system subject, for the length of one request."""

    id: UUID
    name: str
    organisation_id: UUID
    organisation_name: str
    organisation_kind: str
    roles: tuple[RoleHeld, ...] = ()
    session_id: UUID | None = None
    assured: bool = True  # two factors given (R64)
    active: bool = True  # neither the person nor the organisation is suspended
    shifts: tuple[ShiftHeld, ...] = ()  # of what is over, the last at each complex
    invitations: tuple[InvitedTo, ...] = ()
    emergency: EmergencyRuns | None = field(default=None, compare=False)  # one's own, at most one at a time
    system: str | None = None  # e.g. "systeem:laden"; such a subject has verbs of its own and no role

    @property
    def role_codes(self) -> tuple[str, ...]:
        """The roles held now, as codes."""
        return tuple(role.code for role in self.roles)

    @property
    def main_role(self) -> str:
        """The role that the journal names: the first held, or the system subject."""
        return self.roles[0].code if self.roles else (self.system or "-")

    def holds(self, *codes: str) -> bool:
        """True when one of these roles is held now."""
        return any(role.code in codes for role in self.roles)

    @classmethod
    def from_seal(cls, sealed: Mapping[str, Any]) -> Actor:
        """Build the actor from what the database sealed for this transaction (`app.begin`)."""
        return cls(
            id=UUID(sealed["staff_id"]),
            name=sealed["name"],
            organisation_id=UUID(sealed["organisation_id"]),
            organisation_name=sealed["organisation_name"],
            organisation_kind=sealed["organisation_kind"],
            roles=tuple(RoleHeld(r["role"], frozenset(r["areas"])) for r in sealed["roles"]),
            session_id=UUID(sealed["session_id"]) if sealed["session_id"] else None,
            assured=sealed["factors"] >= 2,
            active=sealed["active"],
            shifts=tuple(ShiftHeld(UUID(s["complex"]), *_span(s), UUID(s["id"])) for s in sealed["shifts"]),
            invitations=tuple(InvitedTo(UUID(i["matter"]), *_span(i)) for i in sealed["invitations"]),
            emergency=_runs(sealed.get("emergency")),
            system=sealed.get("system"),
        )


def _runs(row: Mapping[str, Any] | None) -> EmergencyRuns | None:
    return EmergencyRuns(UUID(row["id"]), UUID(row["person"]), *_span(row)) if row else None


def _span(row: Mapping[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(row["since"]), datetime.fromisoformat(row["until"])


@dataclass(frozen=True)
class Nobody:
    """Nobody is signed in."""

    roles: tuple[RoleHeld, ...] = field(default=())
