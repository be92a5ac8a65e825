"""Ending a ground, and recording an objection to one: one act each, from the opened cell."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import ending, objecting
from wijkaanpak.consent.routes import blueprint
from wijkaanpak.consent.routes.forms import back
from wijkaanpak.door import Unit, find
from wijkaanpak.web.page import page


@blueprint.post("/casussen/<uuid:thing_id>/grondslagen/<uuid:ground_id>/einde")
@blueprint.post("/signalen/<uuid:thing_id>/grondslagen/<uuid:ground_id>/einde")
@page(Verb.GROUND_END)
def end(unit: Unit, thing_id: UUID, ground_id: UUID) -> Response:
    """This ground is no longer needed."""
    facts, raw = find(unit, Verb.GROUND_END, thing_id)
    ending.end(unit, facts, ground_id)
    return back(unit, raw)


@blueprint.post("/casussen/<uuid:thing_id>/grondslagen/<uuid:ground_id>/bezwaar")
@blueprint.post("/signalen/<uuid:thing_id>/grondslagen/<uuid:ground_id>/bezwaar")
@page(Verb.GROUND_OBJECT)
def object_to(unit: Unit, thing_id: UUID, ground_id: UUID) -> Response:
    """The resident objects to it."""
    facts, raw = find(unit, Verb.GROUND_OBJECT, thing_id)
    objecting.object_to(unit, facts, ground_id)
    return back(unit, raw)
