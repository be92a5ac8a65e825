"""Joint triage: the queue at the left, the signal at the right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.journal.bell import numbers
from wijkaanpak.signals import queue
from wijkaanpak.signals import triage as weighing
from wijkaanpak.signals.reading import weigh
from wijkaanpak.signals.routes import blueprint
from wijkaanpak.signals.routes.forms import PassOnForm, QuestionForm, RefuseForm, put_back
from wijkaanpak.signals.routes.signal import this
from wijkaanpak.signals.routes.weighing import rejection_of
from wijkaanpak.signals.takers import takers
from wijkaanpak.signals.weighing import for_enforcement, rejected
from wijkaanpak.web.forms import HouseForm
from wijkaanpak.web.page import go, page, show

FRAGMENTS = {
    "rij": "signals/_triage_queue.html",
    "signaal": "signals/_triage_signal.html",
    "keuzes": "signals/_triage_choices.html",
}
DONE = ("terug", "doorgezet", "afgewezen")


@blueprint.get("/triage")
@page(Verb.TRIAGE_LIST)
def triage(unit: Unit) -> Response:
    """The queue, with nothing opened."""
    rows = queue.in_triage(unit, None)
    done = request.args.get("gedaan")
    return show(
        "signals/triage.html", fragments={"rij": "signals/_triage_queue.html"}, rows=rows, signal=None,
        current=request.args.get("bij"), done=done if done in DONE else None, **_round(unit),
    )  # fmt: skip


@blueprint.get("/triage/<uuid:signal_id>")
@page(Verb.TRIAGE_READ)
def triage_one(unit: Unit, signal_id: UUID) -> Response:
    """One signal beside the queue."""
    return _content(unit, this(unit, Verb.TRIAGE_READ, signal_id), signal_id)


@blueprint.post("/triage/<uuid:signal_id>/claim")
@page(Verb.TRIAGE_CLAIM)
def claim(unit: Unit, signal_id: UUID) -> Response:
    """Take it up for half an hour."""
    weighing.claim(unit, this(unit, Verb.TRIAGE_CLAIM, signal_id), signal_id)
    return go("signals.triage_one", signal_id=signal_id)


@blueprint.post("/triage/<uuid:signal_id>/terug")
@page(Verb.TRIAGE_SEND_BACK)
def send_back(unit: Unit, signal_id: UUID) -> Response:
    """Send it back with a question."""
    facts = this(unit, Verb.TRIAGE_SEND_BACK, signal_id)
    form: Any = QuestionForm.from_request()
    if form.accepted(unit, Verb.TRIAGE_SEND_BACK):
        weighing.send_back(unit, facts, signal_id, form.question.data)
        return go("signals.triage", gedaan="terug")
    return _content(unit, facts, signal_id, send_back=form)


@blueprint.post("/triage/<uuid:signal_id>/doorzetten")
@page(Verb.TRIAGE_PASS_ON)
def pass_on(unit: Unit, signal_id: UUID) -> Response:
    """Leave it to one organisation."""
    facts = this(unit, Verb.TRIAGE_PASS_ON, signal_id)
    form = _pass_on_form(unit, facts)
    if form.accepted(unit, Verb.TRIAGE_PASS_ON):
        organisation, _, colleague = form.to.data.partition(" ")
        weighing.pass_on(unit, facts, signal_id, UUID(organisation), UUID(colleague) if colleague else None)
        return go("signals.triage", gedaan="doorgezet")
    return _content(unit, facts, signal_id, pass_on=form)


@blueprint.post("/triage/<uuid:signal_id>/afwijzen")
@page(Verb.TRIAGE_REFUSE)
def refuse_jointly(unit: Unit, signal_id: UUID) -> Response:
    """Reject it in joint triage."""
    facts = this(unit, Verb.TRIAGE_REFUSE, signal_id)
    form: Any = RefuseForm.made(for_enforcement(facts))
    good = form.accepted(unit, Verb.TRIAGE_REFUSE)
    rejection = rejection_of(form)
    try:
        if good:
            weighing.refuse(unit, facts, signal_id, rejection)
            return go("signals.triage", gedaan="afgewezen")
        rejected(unit, facts, rejection)
    except Invalid as invalid:
        put_back(form, invalid.faults)
    return _content(unit, facts, signal_id, refuse=form)


def _content(unit: Unit, facts: MatterFacts, signal_id: UUID, **forms: HouseForm) -> Response:
    found = weigh(unit, facts, signal_id)
    rows = [] if request.args.get("fragment") else queue.to_triage(unit)
    made = {
        "send_back": QuestionForm.from_request(), "pass_on": _pass_on_form(unit, facts),
        "refuse": RefuseForm.made(for_enforcement(facts)),
    }  # fmt: skip
    return show(
        "signals/triage.html", status=max((form.status for form in forms.values()), default=200),
        fragments=FRAGMENTS, rows=rows, signal=found, outside=found.outside, current=str(signal_id),
        held_by_me=bool(found.holder and found.holder[0] == unit.actor.id), form=made | forms,
        opened=next(iter(forms), None), most_rounds=weighing.MOST_ROUNDS, done=None,
        enforcement=for_enforcement(facts), **_round(unit, facts),
    )  # fmt: skip


def _pass_on_form(unit: Unit, facts: MatterFacts) -> Any:
    form: Any = PassOnForm.from_request()
    form.to.choices = takers(unit, facts)
    return form


def _round(unit: Unit, facts: MatterFacts | None = None) -> dict[str, Any]:
    refs = (unit.actor.organisation_id, *((facts.id,) if facts else ()))
    rung = numbers(unit.session.connection(), refs)
    return {"now": unit.now, "own": unit.actor.organisation_id, "rung": rung, "me_id": unit.actor.id}
