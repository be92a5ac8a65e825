"""Today: what waits for me."""

from __future__ import annotations

from flask import Response

from wijkaanpak.access import roles
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
    # The queue of the organisation rings only for who weighs there; everyone hears their own.
    weighs = any(
        roles.cell("signaal.eigen_triage", code) == "A" or roles.grants("signaal.triage", code)
        for code in unit.actor.role_codes
    )
    refs = [str(unit.actor.id), *([str(unit.actor.organisation_id)] if weighs else [])]
    return show(
        "cases/today.html", fragments={"werk": "cases/_waiting.html"}, work_today=found, now=unit.now,
        refs=" ".join(refs),
    )  # fmt: skip
