"""The page of a resident."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.matters.resident import resident
from wijkaanpak.matters.routes import blueprint
from wijkaanpak.web.page import page, show

FRAGMENTS = {"bewoner": "matters/_resident.html"}


@blueprint.get("/bewoners/<uuid:person_id>")
@page(Verb.PERSON_READ)
def person(unit: Unit, person_id: UUID) -> Response:
    """Who a resident is, and on which ground the reader may know it."""
    return show("matters/resident.html", fragments=FRAGMENTS, resident=resident(unit, person_id))
