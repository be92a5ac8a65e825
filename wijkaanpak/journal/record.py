"""Writing one entry, inside the transaction of what it records; only the door and the notary come here."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from wijkaanpak.foundation.errors import Unrecorded
from wijkaanpak.journal.canonical import VERSION, canonical, leaf
from wijkaanpak.journal.entries import PLATFORM, SOURCE, Footprint, Point, Who, network
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.keys import Keys, keys_of
from wijkaanpak.journal.personal import seal
from wijkaanpak.journal.subjects import pid, subjects

COLUMNS = (
    "id", "recorded_at", "occurred_at", "event", "name", "action", "nature", "outcome", "reason_code",
    "actor_id", "actor_role", "actor_organisation_id", "responsible_id", "acr", "session_id", "access_point",
    "source", "object_kind", "object_id", "matter_id", "subjects", "controller_ids", "sensitivity",
    "categories", "policy", "ground_ids", "via", "involvement_id", "purpose", "activity", "trace_id",
    "span_id", "parent_span_id", "disclosed", "particulars", "ring_refs", "ring_kind", "commitment",
)  # fmt: skip
KEPT = (*COLUMNS, "canonical", "leaf")
JSON_COLUMNS = {"disclosed", "particulars"}
VALUES = ", ".join(f"cast(:{name} as jsonb)" if name in JSON_COLUMNS else f":{name}" for name in KEPT)
INSERT = text(f"""
    with written as (insert into journal.entry ({", ".join(KEPT)}) values ({VALUES}))
    insert into journal.personal (entry_id, recorded_at, nonce, key_id, sealed)
    values (:id, :recorded_at, :nonce, :key_id, :sealed)
""")  # noqa: S608  # our own names
ACTIVITIES = {"P_OBJECT": "VA-008/v1", "P_LEEF": "VA-003/v1", "P_ZORG": "VA-002/v1", "P_SCHULD": "VA-004/v1"}
ACTIVITIES |= {"P_VEILIG": "VA-005/v1", "P_VERANTW": "VA-007/v1"}
RESIDENT, NO_ROLE, ACCOUNT = "PERSOON", "-", "P_VERANTW"


def record(
    connection: Connection,
    who: Who,
    point: Point,
    footprint: Footprint,
    *,
    clock: datetime,
    occurred: datetime,
) -> UUID:
    """Insert one entry with its personal part; raises Unrecorded when the journal refuses (R89).

    Nothing is shown or changed then. Residents stand in the entry by pseudonym, and by id in the sealed part.
    """
    keys = keys_of(connection)
    values = written(keys, who, point, footprint, clock=clock, occurred=occurred)
    try:
        connection.execute(INSERT, values)
    except DBAPIError as error:
        raise Unrecorded() from error
    return values["id"]


def written(
    keys: Keys, who: Who, point: Point, footprint: Footprint, *, clock: datetime, occurred: datetime
) -> dict[str, Any]:
    """The values of the two rows that an entry is."""
    ident = entry_id(clock)
    closed = seal(keys, ident, _personal(point, footprint))
    values: dict[str, Any] = {
        "id": ident,
        "recorded_at": clock,
        "occurred_at": occurred,
        "commitment": closed.commitment,
    }
    values |= _who(who, point) | _what(footprint) | _about(keys, who, footprint.thing)
    values["disclosed"] = [_handed_out(keys, who, item) for item in footprint.disclosed]
    values["canonical"] = canonical({"v": VERSION, **values})
    values["leaf"] = leaf(values["canonical"])
    for name in JSON_COLUMNS:
        values[name] = canonical({"x": values[name]})[5:-1]
    return values | {"nonce": closed.nonce, "key_id": closed.key_id, "sealed": closed.sealed}


def entry_id(clock: datetime) -> UUID:
    """A UUID of version 7: the millisecond, then chance (RFC 9562, 5.7); it tells an order, not a count."""
    number = int(clock.timestamp() * 1000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 7 << 76
    return UUID(int=number & ~(0x3 << 62) | 0x2 << 62)


def _personal(point: Point, footprint: Footprint) -> dict[str, Any]:
    said = {
        "persons": [str(person) for person in footprint.thing.persons],
        "network": network(point.address), "because": footprint.because,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _who(who: Who, point: Point) -> dict[str, Any]:
    return {
        "actor_id": who.id, "actor_role": who.role or NO_ROLE, "actor_organisation_id": who.organisation,
        "responsible_id": None, "acr": who.acr, "session_id": who.session, "access_point": point.kind,
        "source": SOURCE, "trace_id": point.trace_id, "span_id": secrets.token_hex(8),
        "parent_span_id": point.parent_span_id,
    }  # fmt: skip


def _what(footprint: Footprint) -> dict[str, Any]:
    return {
        "event": footprint.event, "name": footprint.name, "action": footprint.action,
        "nature": footprint.nature, "outcome": footprint.outcome, "reason_code": footprint.reason_code,
        "policy": footprint.policy, "ground_ids": list(footprint.grounds), "via": footprint.via,
        "involvement_id": footprint.involvement, "particulars": footprint.particulars,
        "ring_refs": list(footprint.rings), "ring_kind": footprint.bell,
    }  # fmt: skip


def _about(keys: Keys, who: Who, thing: Thing) -> dict[str, Any]:
    """What it is about; of what is nobody's in particular the platform gives account, to the end of that."""
    purpose = thing.purpose or ACCOUNT
    return {
        "object_kind": thing.kind,
        "object_id": _by_pseudonym(keys, who, thing.id) if thing.kind == RESIDENT else thing.id,
        "matter_id": thing.matter,
        "subjects": subjects(keys, thing.persons, (*thing.controllers, who.organisation)),
        "controller_ids": list(thing.controllers) or [PLATFORM],
        "sensitivity": thing.sensitivity or ("K1" if thing.persons else "K0"),
        "categories": list(thing.categories), "purpose": purpose,
        "activity": ACTIVITIES.get(purpose, "VA-001/v1"),
    }  # fmt: skip


def _handed_out(keys: Keys, who: Who, item: dict[str, Any]) -> dict[str, Any]:
    if item["type"] != RESIDENT:
        return item
    return item | {"id": str(_by_pseudonym(keys, who, UUID(item["id"])))}


def _by_pseudonym(keys: Keys, who: Who, person: UUID | None) -> UUID | None:
    """A resident as the acting organisation's log calls one."""
    return pid(keys, person, who.organisation or UUID(int=0)) if person else None
