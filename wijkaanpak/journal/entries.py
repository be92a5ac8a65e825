"""What one entry says: who, where it came in, and everything else; a word of content is not among it."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from typing import Any
from uuid import UUID

from wijkaanpak.journal.events import Thing

PLATFORM = UUID("5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be001")  # its own organisation: access/sql/4_world.sql
NOBODY, ONE_FACTOR, TWO_FACTORS, SYSTEM = "GEEN", "LAAG", "SUBSTANTIEEL", "SYSTEEM"
SOURCE = f"wijkaanpak/{version('wijkaanpak')}"  # field 32
PREFIX = {4: 24, 6: 48}  # bits of an address that are kept (field 16)


@dataclass(frozen=True)
class Point:
    """Where a request came in (fields 15 and 16) and the trace that joins the logs (field 33)."""

    kind: str = "WEB"
    trace_id: str = field(default_factory=lambda: secrets.token_hex(16))
    parent_span_id: str | None = None  # of the call by which another application came here (R98)
    address: str | None = None


@dataclass(frozen=True)
class Who:
    """Who did it, as the entry names them; nobody where a sign-in failed. `acr` is the eIDAS level."""

    id: UUID | None = None
    role: str | None = None
    organisation: UUID | None = None
    session: UUID | None = None
    acr: str = NOBODY


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
    involvement: UUID | None = None  # the place in the team, the shift, the item or the emergency (field 26)
    disclosed: tuple[dict[str, Any], ...] = ()
    particulars: dict[str, Any] = field(default_factory=dict)
    rings: tuple[UUID, ...] = ()
    bell: str | None = None
    because: str | None = None  # why, in the words of who did it (field 31); sealed, and erased with the rest


@lru_cache(maxsize=4096)  # people come back from where they were
def network(address: str | None) -> str | None:
    """The network that an address lies in, never the whole address; None for what is no address."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    return str(ipaddress.ip_network((found, PREFIX[found.version]), strict=False))
