"""The list of signals, and one signal: its way for who reported it, its content for who weighs it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, request

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, find
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.journal.bell import numbers
from wijkaanpak.signals import queue, way
from wijkaanpak.signals.asking import askable
from wijkaanpak.signals.reading import SignalRead, read
from wijkaanpak.signals.routes import blueprint
from wijkaanpak.signals.routes.forms import AnswerForm, AskForm, HandOverForm, RefuseForm
from wijkaanpak.signals.states import SENT_BACK, fits
from wijkaanpak.signals.weighing import NOT_YET, for_enforcement
from wijkaanpak.web.forms import HouseForm
from wijkaanpak.web.page import page, show

LIST = {"mijn": "signals/_mine.html", "rij": "signals/_rows.html"}
CONTENT = {"signaal": "signals/_signal.html", "keuzes": "signals/_choices.html"}
WAY = {"weg": "signals/_way.html"}
CHOICES = {
    "keep": Verb.SIGNAL_KEEP, "hand_over": Verb.SIGNAL_HAND_OVER, "refuse": Verb.SIGNAL_REFUSE,
    "ask": Verb.SIGNAL_ASK, "supplement": Verb.SIGNAL_SUPPLEMENT,
}  # fmt: skip


@blueprint.get("/signalen")
@page(Verb.SIGNAL_LIST)
def signals(unit: Unit) -> Response:
    """What I reported, and what waits to be weighed."""
    found = queue.signals(unit, None)
    refs = (unit.actor.organisation_id, unit.actor.id)
    rung = numbers(unit.session.connection(), refs)
    return show(
        "signals/list.html", fragments=LIST, signals=found, now=unit.now, refs=refs,
        rung=[rung[ref] for ref in refs],
    )  # fmt: skip


@blueprint.get("/signalen/<uuid:signal_id>")
@page(Verb.SIGNAL_READ)
def signal(unit: Unit, signal_id: UUID) -> Response:
    """The way, the content, or the case that it became."""
    found = unit.facts(signal_id)
    if found and way.only_follows(unit, found[0]):
        return the_way(unit, this(unit, Verb.SIGNAL_FOLLOW, signal_id), signal_id)
    if found and found[1]["case"] and policy.decide(unit.actor, Verb.CASE_READ, found[0], unit.now):
        return redirect(f"/casussen/{found[1]['case']}", code=303)  # type: ignore[return-value]
    return content(unit, this(unit, Verb.SIGNAL_READ, signal_id), signal_id)


def this(unit: Unit, verb: Verb, signal_id: UUID) -> MatterFacts:
    """The facts of the signal at this address; the id of a case or a matter is no address of a signal."""
    facts, raw = find(unit, verb, signal_id)
    if raw["signal"] != str(signal_id):
        raise NotFound()
    return facts


def the_way(unit: Unit, facts: MatterFacts, signal_id: UUID, **forms: HouseForm) -> Response:
    """What its reporter sees: how far it is, and a question when there is one."""
    found = way.follow(unit, facts, signal_id)
    form: Any = forms.get("supplement") or AnswerForm.from_request()
    known = unit.facts(signal_id)
    sees_case = policy.decide(unit.actor, Verb.CASE_READ, facts, unit.now).allowed
    return show(
        "signals/way.html", status=form.status, fragments=WAY, way=found, form=form,
        case=known[1]["case"] if known and sees_case else None, sent=request.args.get("verstuurd"),
        rung=_rung(unit, facts),
    )  # fmt: skip


def content(unit: Unit, facts: MatterFacts, signal_id: UUID, **forms: HouseForm) -> Response:
    """What who weighs it sees: the content, how it stands towards partners, and the choices."""
    found = read(unit, facts, signal_id)
    status = max((form.status for form in forms.values()), default=200)
    return show(
        "signals/signal.html", status=status, fragments=CONTENT, **_context(unit, found),
        form=_forms(unit, found) | forms, opened=next(iter(forms), None),
        sent=request.args.get("verstuurd"), rung=_rung(unit, facts),
    )  # fmt: skip


def _context(unit: Unit, found: SignalRead) -> dict[str, Any]:
    facts = found.facts
    return {
        "signal": found,
        "outside": found.outside,
        "now": unit.now,
        "own": unit.actor.organisation_id,
        "enforcement": for_enforcement(facts),
        "not_yet": found.outside.discussed == NOT_YET,
        "question": found.outside.question if found.outside.status == SENT_BACK else None,
        "may": {
            name: fits(verb, facts) and policy.decide(unit.actor, verb, facts, unit.now).allowed
            for name, verb in CHOICES.items()
        },
    }


def _forms(unit: Unit, found: SignalRead) -> dict[str, Any]:
    ask: Any = AskForm.from_request()
    people = [(str(one.id), f"{one.name}, {one.role}") for one in askable(unit, found.facts)]
    ask.colleague.choices = [("", ""), *people]
    return {
        "hand_over": HandOverForm.made(),
        "refuse": RefuseForm.made(for_enforcement(found.facts)),
        "ask": ask,
        "supplement": AnswerForm.from_request(),
    }


def _rung(unit: Unit, facts: MatterFacts) -> int:
    return numbers(unit.session.connection(), (facts.id,))[facts.id]
