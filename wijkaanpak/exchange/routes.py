"""What other systems read under /v1: the log of processing (R99, R165-R169)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _

from wijkaanpak.access import codes
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.exchange import processing
from wijkaanpak.exchange.processing import Asked
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.journal.entries import SOURCE
from wijkaanpak.journal.operations import ACTIVITY, Operation
from wijkaanpak.web.page import page
from wijkaanpak.web.problem import VERSION

blueprint = Blueprint("exchange", __name__)
TRACE = re.compile(r"[0-9a-f]{32}")
KNOWN = {"traceId", "processingActivityId", "dataSubjectId", "pageSize", "cursor"}
CURSOR = re.compile(r"([0-9a-f-]{36})\.(\d{1,4})")


@blueprint.get("/v1/verwerkingen")
@page(Verb.PROCESSING_READ, engine="desk")
def operations(unit: Unit) -> Response:
    """Rows of the log of processing, newest first, of one's own organisation."""
    found = processing.find(unit, _asked(request.args))
    after = f"{found.after[0]}.{found.after[1]}" if found.after else None
    answer = jsonify({"verwerkingen": [_row(row) for row in found.rows], "cursor": after})
    answer.headers["API-Version"] = VERSION
    return answer


def _asked(args: Mapping[str, str]) -> Asked:
    """The question, or every fault of it at once."""
    faults = {name: _("This is not asked here.") for name in args if name not in KNOWN}
    trace, activity = args.get("traceId"), (args.get("processingActivityId") or "").removeprefix(ACTIVITY)
    if trace and not TRACE.fullmatch(trace):
        faults["traceId"] = _("A trace has 32 hexadecimal digits.")
    if activity and not codes.known("verwerkingsactiviteiten", activity):
        faults["processingActivityId"] = _("There is no such processing activity.")
    subject = _id(args.get("dataSubjectId"))
    if args.get("dataSubjectId") and subject is None:
        faults["dataSubjectId"] = _("This is no pseudonym of a resident.")
    size = args.get("pageSize", str(processing.USUAL))
    if not (size.isascii() and size.isdigit() and 1 <= int(size[:6]) <= processing.MOST):
        faults["pageSize"] = _("A page has 1 to %(most)s rows.", most=processing.MOST)
    after = _after(args.get("cursor"))
    if args.get("cursor") and after is None:
        faults["cursor"] = _("This is no cursor of an earlier page.")
    if faults:
        raise Invalid(faults)
    return Asked(trace, activity or None, subject, int(size), after)


def _id(given: str | None) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError:
        return None


def _after(given: str | None) -> tuple[UUID, int] | None:
    found = CURSOR.fullmatch(given or "")
    entry = _id(found[1]) if found else None
    return (entry, int(found[2])) if found and entry else None


def _row(row: Operation) -> dict[str, Any]:
    """In the names of the standard; moments in milliseconds since 1970, as it wants them."""
    name, _slash, version = SOURCE.partition("/")
    at = int(row.at.astimezone(UTC).timestamp() * 1000)
    return {
        "trace_id": row.trace_id, "span_id": row.span_id, "parent_span_id": row.parent_span_id,
        "status": row.status, "name": row.name, "start_time": at, "end_time": at,
        "resource": {"attributes": {"service.name": name, "service.version": version}},
        "attributes": row.attributes,
    }  # fmt: skip
