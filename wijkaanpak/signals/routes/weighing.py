"""The choices of who weighs a signal in the own organisation, and the reporter's answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.signals import asking, way, weighing
from wijkaanpak.signals.routes import blueprint
from wijkaanpak.signals.routes.forms import AnswerForm, AskForm, HandOverForm, RefuseForm, put_back
from wijkaanpak.signals.routes.signal import content, the_way, this
from wijkaanpak.web.page import go, page


@blueprint.post("/signalen/<uuid:signal_id>/houden")
@page(Verb.SIGNAL_KEEP)
def keep(unit: Unit, signal_id: UUID) -> Response:
    """Keep it within the own organisation."""
    weighing.keep(unit, this(unit, Verb.SIGNAL_KEEP, signal_id), signal_id)
    return go("signals.signal", signal_id=signal_id)


@blueprint.post("/signalen/<uuid:signal_id>/doorgeven")
@page(Verb.SIGNAL_HAND_OVER)
def hand_over(unit: Unit, signal_id: UUID) -> Response:
    """Hand it to joint triage."""
    facts = this(unit, Verb.SIGNAL_HAND_OVER, signal_id)
    form: Any = HandOverForm.made()
    good = form.accepted(unit, Verb.SIGNAL_HAND_OVER)
    tried = {"ja": True, "nee": False}.get(form.consulted.data)
    said = weighing.Consultation(tried, form.consulted_reason.data or "", form.discussed_reason.data or "")
    try:
        if good:
            weighing.hand_over(unit, facts, signal_id, said)
            return go("signals.signal", signal_id=signal_id)
        put_back(form, weighing.lacking(unit, signal_id, said))
    except Invalid as invalid:
        put_back(form, invalid.faults)
    return content(unit, facts, signal_id, hand_over=form)


@blueprint.post("/signalen/<uuid:signal_id>/afwijzen")
@page(Verb.SIGNAL_REFUSE)
def refuse(unit: Unit, signal_id: UUID) -> Response:
    """Reject it in the own organisation."""
    facts = this(unit, Verb.SIGNAL_REFUSE, signal_id)
    form: Any = RefuseForm.made(weighing.for_enforcement(facts))
    good = form.accepted(unit, Verb.SIGNAL_REFUSE)
    rejection = rejection_of(form)
    try:
        if good:
            weighing.refuse(unit, facts, signal_id, rejection)
            return go("signals.signal", signal_id=signal_id)
        weighing.rejected(unit, facts, rejection)
    except Invalid as invalid:
        put_back(form, invalid.faults)
    return content(unit, facts, signal_id, refuse=form)


@blueprint.post("/signalen/<uuid:signal_id>/vragen")
@page(Verb.SIGNAL_ASK)
def ask(unit: Unit, signal_id: UUID) -> Response:
    """Ask a colleague to look."""
    facts = this(unit, Verb.SIGNAL_ASK, signal_id)
    form: Any = AskForm.from_request()
    form.colleague.choices = [("", ""), *((str(one.id), one.name) for one in asking.askable(unit, facts))]
    if form.accepted(unit, Verb.SIGNAL_ASK):
        asking.ask(unit, facts, signal_id, UUID(form.colleague.data), form.why.data or "")
        return go("signals.signal", signal_id=signal_id)
    return content(unit, facts, signal_id, ask=form)


@blueprint.post("/signalen/<uuid:signal_id>/aanvullen")
@page(Verb.SIGNAL_SUPPLEMENT)
def supplement(unit: Unit, signal_id: UUID) -> Response:
    """Answer the question, on the page where it was asked."""
    facts = this(unit, Verb.SIGNAL_SUPPLEMENT, signal_id)
    form: Any = AnswerForm.from_request()
    if form.accepted(unit, Verb.SIGNAL_SUPPLEMENT):
        asking.supplement(unit, facts, signal_id, form.feit.data)
        return go("signals.signal", signal_id=signal_id)
    again = the_way if way.only_follows(unit, facts) else content
    return again(unit, facts, signal_id, supplement=form)


def rejection_of(form: Any) -> weighing.Rejection:
    """What the form of a rejection says."""
    return weighing.Rejection(
        form.reason.data or "", form.point.data or "", form.phone.data or "", form.on.data
    )
