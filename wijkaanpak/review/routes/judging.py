"""Asking the colleague, and judging."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.review import asking, judging
from wijkaanpak.review.routes import blueprint
from wijkaanpak.review.routes.desk import shown
from wijkaanpak.review.routes.forms import AskForm, JudgeForm
from wijkaanpak.web.page import go, page


@blueprint.post("/controle/bevindingen/<uuid:finding_id>/vraag")
@page(Verb.FINDING_ASK, engine="desk")
def ask(unit: Unit, finding_id: UUID) -> Response:
    """Ask who acted one question."""
    require(unit, Verb.FINDING_ASK, None)
    form: Any = AskForm.from_request()
    if form.accepted(unit, Verb.FINDING_ASK):
        try:
            asked = asking.ask(unit, finding_id, text=form.question.data or "")
            return go("review.desk", rij=asked.queue, klaar="vraag")
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return shown(unit, finding_id=finding_id, ask=form)


@blueprint.post("/controle/bevindingen/<uuid:finding_id>/oordeel")
@page(Verb.FINDING_JUDGE, engine="desk")
def judge(unit: Unit, finding_id: UUID) -> Response:
    """Judge one thing that stands out."""
    require(unit, Verb.FINDING_JUDGE, None)
    form: Any = JudgeForm.from_request()
    if form.accepted(unit, Verb.FINDING_JUDGE):
        try:
            judged = judging.judge(
                unit, finding_id, verdict=form.verdict.data or "", explanation=form.explanation.data or "",
                follow_up=form.follow_up.data or "GEEN", aware_at=form.aware,
            )  # fmt: skip
            return go("review.desk", rij=judged.queue, klaar="oordeel")
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return shown(unit, finding_id=finding_id, judge=form)
