"""A meeting, live: everybody follows the chair, each on their own ground."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, find
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.meetings import chairing, noting
from wijkaanpak.meetings.agenda import gather, items, meeting_of
from wijkaanpak.meetings.following import follow
from wijkaanpak.meetings.routes import blueprint
from wijkaanpak.web.forms import HouseForm, line
from wijkaanpak.web.page import go, page, show

FRAGMENTS = {"overleg": "meetings/_live.html", "punt": "meetings/_item.html"}


class LineForm(HouseForm):
    """One line of what was agreed."""

    line = line(
        lazy("Decision or action"), most=noting.MOST, required=lazy("Write in a few words what was agreed.")
    )


@blueprint.get("/overleggen/<uuid:meeting_id>")
@page(Verb.MEETING_FOLLOW)
def live(unit: Unit, meeting_id: UUID) -> Response:
    """The meeting from my place."""
    return _shown(unit, meeting_id, LineForm())


@blueprint.post("/overleggen/<uuid:meeting_id>/binnen")
@page(Verb.MEETING_JOIN)
def join(unit: Unit, meeting_id: UUID) -> Response:
    """Come in."""
    chairing.join(unit, meeting_of(unit, meeting_id))
    return go("meetings.live", meeting_id=meeting_id)


@blueprint.post("/overleggen/<uuid:meeting_id>/punt")
@page(Verb.MEETING_STEP)
def step(unit: Unit, meeting_id: UUID) -> Response:
    """The chair goes on: to an item, or past the last one."""
    meeting = meeting_of(unit, meeting_id)
    chairing.step(unit, meeting, _id("van"), _id("naar"))
    return go("meetings.live" if _id("naar") else "meetings.minutes", meeting_id=meeting_id)


@blueprint.post("/overleggen/<uuid:meeting_id>/pen")
@page(Verb.MEETING_PEN)
def pen(unit: Unit, meeting_id: UUID) -> Response:
    """Hand the pen on."""
    to = _id("aan")
    chairing.hand_pen(unit, meeting_of(unit, meeting_id), to or UUID(int=0))
    return go("meetings.live", meeting_id=meeting_id)


@blueprint.post("/overleggen/<uuid:meeting_id>/regel")
@page(Verb.MEETING_NOTE)
def note(unit: Unit, meeting_id: UUID) -> Response:
    """Write one line down."""
    form: Any = LineForm.from_request()
    item = next((i for i in items(unit, meeting_id) if i.id == _id("punt")), None)
    facts, _raw = find(unit, Verb.MEETING_NOTE, (item and item.case) or UUID(int=0), "case")
    if item is not None and form.accepted(unit, Verb.MEETING_NOTE):
        try:
            noting.note(unit, facts, meeting_id, item.id, form.line.data or "", _id("herstelt"))
            return go("meetings.minutes" if _id("herstelt") else "meetings.live", meeting_id=meeting_id)
        except Invalid as invalid:
            form.fault("line", " ".join(invalid.faults.values()))
    return _shown(unit, meeting_id, form)


def _shown(unit: Unit, meeting_id: UUID, form: Any) -> Response:
    gathered = gather(unit, meeting_id)
    found = follow(unit, gathered)
    return show(
        "meetings/live.html", fragments=FRAGMENTS, status=form.status, found=found, form=form, n=gathered.n,
        now=unit.now, me_id=unit.actor.id,
    )  # fmt: skip


def _id(name: str) -> UUID | None:
    """An id that a form sent, or none."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None
