"""Today: what waits for me."""

from __future__ import annotations

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.today import today as read
from wijkaanpak.door import Unit
from wijkaanpak.web.page import page, show


@blueprint.get("/")
@page(Verb.WORK_READ)
def today(unit: Unit) -> Response:
    """What waits for me."""
    found = read(unit, None)
    return show(
        "cases/today.html", fragments={"werk": "cases/_waiting.html"}, work_today=found, now=unit.now,
        me_id=unit.actor.id, organisation_id=unit.actor.organisation_id,
    )  # fmt: skip
