"""The desk of the second approver: grounds to judge, objections to decide, and what one agreed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext as _

from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import approving, objecting, reviewing
from wijkaanpak.consent.reviewing import Waiting
from wijkaanpak.consent.routes import blueprint
from wijkaanpak.consent.routes.forms import JudgeForm
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.web.page import go, page, show

FRAGMENTS = {"lijst": "consent/_grounds.html"}
YES, NO = "ja", "nee"


@blueprint.get("/controle/grondslagen")
@page(Verb.GROUND_REVIEW)
def review(unit: Unit) -> Response:
    """Everything that waits for this approver."""
    return _shown(unit, {})


@blueprint.post("/controle/grondslagen/<uuid:ground_id>/oordeel")
@page(Verb.GROUND_APPROVE)
def judge(unit: Unit, ground_id: UUID) -> Response:
    """Agree, or send it back."""
    require(unit, Verb.GROUND_APPROVE, None)
    return _decided(
        unit, ground_id, Verb.GROUND_APPROVE, _judging(),
        lambda yes, why: approving.judge(unit, ground_id, agrees=yes, reason=why),
    )  # fmt: skip


@blueprint.post("/controle/grondslagen/<uuid:ground_id>/bezwaar")
@page(Verb.GROUND_SETTLE)
def settle(unit: Unit, ground_id: UUID) -> Response:
    """The objection holds, or it does not."""
    require(unit, Verb.GROUND_SETTLE, None)
    return _decided(
        unit, ground_id, Verb.GROUND_SETTLE, _deciding(),
        lambda yes, why: objecting.settle(unit, ground_id, upheld=yes, reason=why),
    )  # fmt: skip


@blueprint.post("/controle/grondslagen/<uuid:ground_id>/einde")
@page(Verb.GROUND_STOP)
def stop(unit: Unit, ground_id: UUID) -> Response:
    """What one agreed to is no longer needed."""
    approving.stop(unit, ground_id)
    return go("consent.review")


def _decided(
    unit: Unit, ground_id: UUID, verb: Verb, choices: list[tuple[str, str]], do: Callable[[bool, str], object]
) -> Response:
    form: Any = _form(ground_id, choices, sent=True)
    if form.accepted(unit, verb):
        try:
            do(form.answer.data == YES, form.reason.data or "")
            return go("consent.review")
        except Invalid as invalid:
            for name, sentence in invalid.faults.items():
                form.fault(name, sentence)
    return _shown(unit, {ground_id: form})


def _shown(unit: Unit, sent: Mapping[UUID, JudgeForm]) -> Response:
    found = reviewing.read(unit, None)
    forms = {w.ground.id: _of(w, sent, _judging()) for w in found.to_judge}
    forms |= {w.ground.id: _of(w, sent, _deciding()) for w in found.objections}
    status = 400 if any(form.errors for form in sent.values()) else 200
    return show(
        "consent/review.html",
        status=status,
        fragments=FRAGMENTS,
        review=found,
        forms=forms,
        me_id=unit.actor.id,
        can_settle=unit.actor.holds("PO"),
    )


def _of(waiting: Waiting, sent: Mapping[UUID, JudgeForm], choices: list[tuple[str, str]]) -> JudgeForm:
    return sent.get(waiting.ground.id) or _form(waiting.ground.id, choices)


def _form(ground_id: UUID, choices: list[tuple[str, str]], *, sent: bool = False) -> JudgeForm:
    """A form of its own for each ground: several stand on one page."""
    prefix = f"g{ground_id.hex[:8]}"
    form: Any = JudgeForm.from_request(prefix=prefix) if sent else JudgeForm(prefix=prefix)
    form.answer.choices = choices
    return form


def _judging() -> list[tuple[str, str]]:
    return [(YES, _("I agree: it may be shared")), (NO, _("I do not agree: it goes back"))]


def _deciding() -> list[tuple[str, str]]:
    return [(YES, _("The objection is right: sharing stops")), (NO, _("Sharing outweighs it: it goes on"))]
