"""The way of one's own signal: what happened and when, never what is in it (R86)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters.models import Matter
from wijkaanpak.organisations.models import Organisation
from wijkaanpak.places.models import Complex
from wijkaanpak.signals import terms
from wijkaanpak.signals.models import Signal, SignalStep
from wijkaanpak.signals.states import (
    CASE,
    IN_TRIAGE,
    MERGED,
    ONE_ORGANISATION,
    REJECTED,
    REPORTED,
    SENT_BACK,
)

MOST = 20
ENDS = (ONE_ORGANISATION, CASE, MERGED, REJECTED)


@dataclass(frozen=True)
class Step:
    """One step of the way: done, now, or still to come; `when` is None where it has not come yet."""

    status: str
    label: str
    when: datetime | None
    state: str  # klaar, nu or straks, as the page's macro calls them


@dataclass(frozen=True)
class Way:
    """What a reporter may know of a signal afterwards."""

    id: UUID
    matter: UUID
    place: str
    reported_at: datetime
    status: str
    steps: list[Step]
    question: str | None
    answer_by: datetime
    ended: bool


@dataclass(frozen=True)
class MySignal:
    """One line of the list of what I reported: where, when, how far; not what."""

    id: UUID
    place: str
    reported_at: datetime
    status: str


@reading(Verb.SIGNAL_FOLLOW)
def follow(unit: Unit, facts: MatterFacts, /, signal_id: UUID) -> Way:
    """The way of one signal for its reporter; the question only while it waits for an answer."""
    query = (
        select(
            Complex.name,
            Signal.reported_at,
            Signal.status,
            Signal.question,
            Signal.passed_to,
            Organisation.name,
        )
        .join(Matter, Matter.id == Signal.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .outerjoin(Organisation, Organisation.id == Signal.passed_to)
        .where(Signal.id == signal_id)
    )
    place, reported, status, question, passed_to, organisation = unit.session.execute(query).one()
    unit.disclose("SIGNAAL", signal_id, controller=facts.provider)
    elsewhere = organisation if passed_to not in (None, facts.provider) else None
    return Way(
        signal_id, facts.id, place, reported, status, _steps(unit, signal_id, status, elsewhere),
        question if status == SENT_BACK else None, terms.feedback_due(reported), status in ENDS,
    )  # fmt: skip


def only_follows(unit: Unit, facts: MatterFacts) -> bool:
    """Whoever reported it, does not weigh it and was not asked to look, sees its way and not its content.

    A secret matter has no way of its own: its team reads it, and for others it is not there (R33).
    """
    if facts.author != unit.actor.id or facts.secret:
        return False
    asked = any(m.staff == unit.actor.id and m.holds(unit.now) for m in facts.team)
    weighs = policy.decide(unit.actor, Verb.SIGNAL_KEEP, facts, unit.now).allowed
    return facts.is_case or not (asked or weighs)


def mine(unit: Unit, most: int = MOST) -> list[MySignal]:
    """What I reported, newest first, each disclosed as it is listed; for the list and for Today."""
    query = (
        select(Signal.id, Complex.name, Signal.reported_at, Signal.status, Signal.organisation_id)
        .join(Matter, Matter.id == Signal.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .where(Signal.author_id == unit.actor.id)
        .order_by(Signal.reported_at.desc(), Signal.id)
        .limit(most)
    )
    found = []
    for ident, place, reported, status, provider in unit.session.execute(query):
        unit.disclose("SIGNAAL", ident, controller=provider)
        found.append(MySignal(ident, place, reported, status))
    return found


def _steps(unit: Unit, signal_id: UUID, status: str, elsewhere: str | None) -> list[Step]:
    query = (
        select(SignalStep.status, SignalStep.at)
        .where(SignalStep.signal_id == signal_id)
        .order_by(SignalStep.at)
    )
    taken = list(unit.session.execute(query))
    words = _words(elsewhere)
    over = status in ENDS
    steps = [
        Step(code, words.get(code, code), at, "klaar" if over or place < len(taken) else "nu")
        for place, (code, at) in enumerate(taken, 1)
    ]
    return steps + [Step(code, label, None, "straks") for code, label in _to_come(status)]


def _to_come(status: str) -> list[tuple[str, str]]:
    """What follows as a rule, so that a reporter knows what to wait for."""
    decided = ("", _("A decision: one organisation, a case, or closed"))
    if status == REPORTED:
        return [("", _("Weighed in your own organisation")), decided]
    if status == SENT_BACK:
        return [(IN_TRIAGE, _("In joint triage again, after your answer")), decided]
    return [decided] if status == IN_TRIAGE else []


def _words(elsewhere: str | None) -> dict[str, str]:
    left = (
        _("Left to %(organisation)s", organisation=elsewhere)
        if elsewhere
        else _("Your own organisation takes it on")
    )
    return {
        REPORTED: _("Received by your organisation"),
        IN_TRIAGE: _("In joint triage"),
        SENT_BACK: _("Back to you with a question"),
        ONE_ORGANISATION: left,
        CASE: _("Became a case"),
        MERGED: _("Joined to an open case"),
        REJECTED: _("Closed: nothing more happens with it"),
    }
