"""Writing one entry, inside the transaction of what it records; only the door comes here."""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from wijkaanpak.foundation.errors import Unrecorded
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing

COLUMNS = [
    "id",
    "recorded_at",
    "occurred_at",
    "event",
    "name",
    "action",
    "nature",
    "outcome",
    "reason_code",
    "actor_id",
    "actor_role",
    "actor_organisation_id",
    "session_id",
    "access_point",
    "object_kind",
    "object_id",
    "matter_id",
    "person_ids",
    "controller_ids",
    "sensitivity",
    "categories",
    "policy",
    "ground_ids",
    "via",
    "purpose",
    "activity",
    "trace_id",
    "span_id",
    "disclosed",
    "particulars",
    "ring_refs",
    "ring_kind",
    "canonical",
    "leaf",
]
JSON_COLUMNS = {"disclosed", "particulars"}
VALUES = ", ".join(f"cast(:{name} as jsonb)" if name in JSON_COLUMNS else f":{name}" for name in COLUMNS)
INSERT = text(f"insert into journal.entry ({', '.join(COLUMNS)}) values ({VALUES})")  # noqa: S608  # our own names
ACTIVITIES = {"P_OBJECT": "VA-008/v1", "P_LEEF": "VA-003/v1", "P_ZORG": "VA-002/v1", "P_SCHULD": "VA-004/v1"}
ACTIVITIES |= {"P_VEILIG": "VA-005/v1", "P_VERANTW": "VA-007/v1"}


def canonical(values: dict[str, Any]) -> str:
    """The form that is hashed: sorted keys, NFC, no floats, no spaces (ADR 0004)."""
    said = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_text)
    return unicodedata.normalize("NFC", said)


def leaf(said: str) -> bytes:
    """The RFC 6962 leaf of an entry."""
    return hashlib.sha256(b"\x00" + said.encode()).digest()


def record(
    connection: Connection,
    who: Who,
    point: Point,
    footprint: Footprint,
    *,
    clock: datetime,
    occurred: datetime,
) -> UUID:
    """Insert one entry; raises Unrecorded when the journal refuses, and nothing is shown or changed (R89)."""
    values = _moments(clock, occurred) | _who(who, point) | _what(footprint) | _about(footprint.thing)
    values["canonical"] = canonical(values)
    values["leaf"] = leaf(values["canonical"])
    values["disclosed"] = canonical({"x": values["disclosed"]})[5:-1]
    values["particulars"] = canonical(values["particulars"])
    try:
        connection.execute(INSERT, values)
    except DBAPIError as error:
        raise Unrecorded() from error
    return values["id"]


def _moments(clock: datetime, occurred: datetime) -> dict[str, Any]:
    return {"id": uuid4(), "recorded_at": clock, "occurred_at": occurred}


def _who(who: Who, point: Point) -> dict[str, Any]:
    return {
        "actor_id": who.id,
        "actor_role": who.role,
        "actor_organisation_id": who.organisation,
        "session_id": who.session,
        "access_point": point.kind,
        "trace_id": point.trace_id,
        "span_id": secrets.token_hex(8),
    }


def _what(footprint: Footprint) -> dict[str, Any]:
    return {
        "event": footprint.event,
        "name": footprint.name,
        "action": footprint.action,
        "nature": footprint.nature,
        "outcome": footprint.outcome,
        "reason_code": footprint.reason_code,
        "policy": footprint.policy,
        "ground_ids": list(footprint.grounds),
        "via": footprint.via,
        "disclosed": list(footprint.disclosed),
        "particulars": footprint.particulars,
        "ring_refs": list(footprint.rings),
        "ring_kind": footprint.bell,
    }


def _about(thing: Thing) -> dict[str, Any]:
    return {
        "object_kind": thing.kind,
        "object_id": thing.id,
        "matter_id": thing.matter,
        "person_ids": list(thing.persons),
        "controller_ids": list(thing.controllers),
        "sensitivity": thing.sensitivity,
        "categories": list(thing.categories),
        "purpose": thing.purpose,
        "activity": ACTIVITIES.get(thing.purpose or "P_VERANTW", "VA-001/v1"),
    }


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
