"""What was asked or judged and is still open, and what is done."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.working_days import local
from wijkaanpak.review import desk_words
from wijkaanpak.review import following as follow
from wijkaanpak.review.clocks import left
from wijkaanpak.review.routes import blueprint
from wijkaanpak.web.page import go, page, show


@blueprint.get("/controle/opvolging")
@page(Verb.FINDING_FOLLOW, engine="desk")
def following(unit: Unit) -> Response:
    """Everything that is still open, and what is done."""
    found = follow.following(unit, None)
    clocks = {
        one.id: left(one.judged.report_before, unit.now)
        for one in found.to_do
        if one.judged is not None and one.judged.report_before is not None
    }
    return show(
        "review/following.html", found=found, words=desk_words, clocks=clocks, today=local(unit.now).date()
    )


@blueprint.post("/controle/bevindingen/<uuid:finding_id>/klaar")
@page(Verb.FINDING_CLOSE, engine="desk")
def close(unit: Unit, finding_id: UUID) -> Response:
    """Say that what followed a verdict is done."""
    require(unit, Verb.FINDING_CLOSE, None)
    follow.close(unit, finding_id)
    return go("review.following")
