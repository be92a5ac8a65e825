"""The page on which a colleague answers the question of a privacy officer; made for a phone as well."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.review import answering
from wijkaanpak.review.routes import blueprint
from wijkaanpak.review.routes.forms import AnswerForm
from wijkaanpak.web.page import go, page, show


@blueprint.get("/vragen/<uuid:question_id>")
@page(Verb.QUESTION_READ)
def question(unit: Unit, question_id: UUID) -> Response:
    """The question, and the answer where there is one."""
    return _shown(unit, question_id, AnswerForm())


@blueprint.post("/vragen/<uuid:question_id>")
@page(Verb.QUESTION_ANSWER)
def answer(unit: Unit, question_id: UUID) -> Response:
    """Answer it."""
    form: Any = AnswerForm.from_request()
    if form.accepted(unit, Verb.QUESTION_ANSWER):
        try:
            answering.answer(unit, question_id, text=form.answer.data or "")
            return go("review.question", question_id=question_id)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return _shown(unit, question_id, form)


def _shown(unit: Unit, question_id: UUID, form: Any) -> Response:
    put = answering.question(unit, question_id)
    late = put.answered_at is None and put.due_on < local(unit.now).date()
    return show("review/question.html", form.status, put=put, form=form, late=late)
