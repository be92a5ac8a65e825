"""The minutes of a meeting: confirming them, correcting by addition, and one item on paper."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.meetings import chairing
from wijkaanpak.meetings.agenda import meeting_of
from wijkaanpak.meetings.minutes import minutes as of_meeting
from wijkaanpak.meetings.minutes_paper import paper, printable, title
from wijkaanpak.meetings.planning import CONFIRMED, OVER
from wijkaanpak.meetings.routes import blueprint
from wijkaanpak.web.page import go, page, show
from wijkaanpak.web.papers import attached, pdf, stamp


@blueprint.get("/overleggen/<uuid:meeting_id>/verslag")
@page(Verb.MINUTES_READ)
def minutes(unit: Unit, meeting_id: UUID) -> Response:
    """What was decided and promised at the items that I may read."""
    meeting = meeting_of(unit, meeting_id)
    return show(
        "meetings/minutes.html", meeting=meeting, found=of_meeting(unit, meeting),
        chairs=meeting.chair_id == unit.actor.id, over=meeting.status == OVER,
        confirmed=meeting.status == CONFIRMED,
    )  # fmt: skip


@blueprint.post("/overleggen/<uuid:meeting_id>/verslag")
@page(Verb.MEETING_CONFIRM)
def confirm(unit: Unit, meeting_id: UUID) -> Response:
    """Confirm them."""
    chairing.confirm(unit, meeting_of(unit, meeting_id))
    return go("meetings.minutes", meeting_id=meeting_id)


@blueprint.get("/overleggen/<uuid:meeting_id>/verslag/<uuid:item_id>.pdf")
@page(Verb.MINUTES_PRINT)
def on_paper(unit: Unit, meeting_id: UUID, item_id: UUID) -> Response:
    """The minutes of one item, for who sat at it."""
    meeting = meeting_of(unit, meeting_id)
    found = printable(unit, meeting, item_id)
    if found is None:
        raise NotFound()
    body = pdf("meetings/minutes.typ", title(), paper(meeting, found), stamp(unit))
    return attached(body, "application/pdf", "verslag.pdf")
