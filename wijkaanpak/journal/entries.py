"""What one entry says: who, where it came in, and everything else; a word of content is not among it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wijkaanpak.journal.events import Thing


@dataclass(frozen=True)
class Point:
    """Where a request came in (field 15) and the trace that joins the logs (field 33)."""

    kind: str = "WEB"
    trace_id: str = field(default_factory=lambda: secrets.token_hex(16))
    span_id: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(frozen=True)
class Who:
    """Who did it, as the entry names them; nobody where a sign-in failed."""

    id: UUID | None = None
    role: str | None = None
    organisation: UUID | None = None
    session: UUID | None = None


@dataclass(frozen=True)
class Footprint:
    """Everything an entry says besides who, where and when."""

    event: str  # gebeurteniscode, requirements.md 5.3
    name: str
    action: str  # C R U D E
    thing: Thing
    policy: str
    outcome: str = "GESLAAGD"
    nature: str = "NORMAAL"
    reason_code: str | None = None
    grounds: tuple[UUID, ...] = ()
    via: str | None = None
    disclosed: tuple[dict[str, Any], ...] = ()
    particulars: dict[str, Any] = field(default_factory=dict)
    rings: tuple[UUID, ...] = ()
    bell: str | None = None
