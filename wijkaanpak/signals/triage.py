"""Joint triage: take a signal up, ask back, leave it to one organisation, or reject it (4.1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import rules
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.matters.recording import join_team
from wijkaanpak.organisations.models import Staff
from wijkaanpak.signals.happenings import SignalClaimed, SignalPassedOn, SignalSentBack, TriageRefused, about
from wijkaanpak.signals.models import Signal
from wijkaanpak.signals.reach import triage_organisations
from wijkaanpak.signals.states import check, move
from wijkaanpak.signals.weighing import Rejection, inside, rejected

HALF_AN_HOUR = timedelta(minutes=30)
MOST_ROUNDS = 2
LEAST_QUESTION = 10
LET_GO = {"claimed_by": None, "claimed_until": None}


@command(Verb.TRIAGE_CLAIM)
def claim(unit: Unit, facts: MatterFacts, /, signal_id: UUID) -> SignalClaimed:
    """Take a signal from the queue for half an hour; whoever comes second hears who has it and until when."""
    check(Verb.TRIAGE_CLAIM, facts)
    refuse_held(unit, signal_id)
    move(
        unit,
        Verb.TRIAGE_CLAIM,
        facts,
        signal_id,
        claimed_by=unit.actor.id,
        claimed_until=unit.now + HALF_AN_HOUR,
    )
    return SignalClaimed(thing=about(facts, signal_id), told=_told(unit, facts))


@command(Verb.TRIAGE_SEND_BACK)
def send_back(unit: Unit, facts: MatterFacts, /, signal_id: UUID, question: str) -> SignalSentBack:
    """Ask the reporter a question, twice at most."""
    check(Verb.TRIAGE_SEND_BACK, facts)
    refuse_held(unit, signal_id)
    rounds = unit.session.scalars(select(Signal.rounds).where(Signal.id == signal_id)).one()
    if rounds >= MOST_ROUNDS:
        raise Conflict(_("It was sent back twice already. Decide with what is known now."), "STATUS")
    if len(question.strip()) < LEAST_QUESTION:
        raise Invalid(
            {"question": _("Write your question, at least %(least)s characters.", least=LEAST_QUESTION)}
        )
    told = _told(unit, facts)
    move(
        unit, Verb.TRIAGE_SEND_BACK, facts, signal_id, question=question.strip(), rounds=rounds + 1, **LET_GO
    )
    heard = (facts.author,) if facts.author else ()
    return SignalSentBack(thing=about(facts, signal_id), round=rounds + 1, told=(*told, *heard))


@command(Verb.TRIAGE_PASS_ON)
def pass_on(
    unit: Unit, facts: MatterFacts, /, signal_id: UUID, organisation: UUID, colleague: UUID | None = None
) -> SignalPassedOn:
    """Leave it to the organisation that reported it, or to a partner where somebody by name takes it on."""
    check(Verb.TRIAGE_PASS_ON, facts)
    refuse_held(unit, signal_id)
    if organisation != facts.provider:
        if not rules.covenant(facts, facts.provider, organisation, None, unit.now):
            raise Invalid({"to": _("Choose an organisation that takes part in the covenant.")})
        if colleague is None or _works_for(unit, colleague) != organisation:
            raise Invalid({"to": _("Choose who takes it on there.")})
        if not any(member.staff == colleague and member.holds(unit.now) for member in facts.team):
            join_team(unit, facts.id, colleague, organisation)
    told = (*_told(unit, facts), organisation, *((colleague,) if colleague else ()))
    move(unit, Verb.TRIAGE_PASS_ON, facts, signal_id, passed_to=organisation, **LET_GO)
    return SignalPassedOn(
        thing=about(facts, signal_id), organisation=organisation, staff=colleague, told=told
    )


@command(Verb.TRIAGE_REFUSE)
def refuse(unit: Unit, facts: MatterFacts, /, signal_id: UUID, rejection: Rejection) -> TriageRefused:
    """Reject a signal in joint triage, with a reason code."""
    check(Verb.TRIAGE_REFUSE, facts)
    refuse_held(unit, signal_id)
    values = rejected(unit, facts, rejection)
    told = _told(unit, facts)
    move(unit, Verb.TRIAGE_REFUSE, facts, signal_id, **values, **LET_GO)
    return TriageRefused(thing=about(facts, signal_id), reason=rejection.reason, told=told)


def holder(unit: Unit, signal_id: UUID) -> tuple[UUID, str, datetime] | None:
    """Who took this signal up and until when, as long as it lasts."""
    query = (
        select(Staff.id, Staff.name, Signal.claimed_until)
        .join(Staff, Staff.id == Signal.claimed_by)
        .where(Signal.id == signal_id, Signal.claimed_until > unit.now)
    )
    found = unit.session.execute(query).one_or_none()
    return (found[0], found[1], found[2]) if found and found[2] else None


def refuse_held(unit: Unit, signal_id: UUID) -> None:
    """One triagist at a time."""
    held = holder(unit, signal_id)
    if held and held[0] != unit.actor.id:
        until = local(held[2]).strftime("%H.%M")
        raise Conflict(
            _("%(name)s has taken this signal up, until %(time)s.", name=held[1], time=until), "STATUS"
        )


def _works_for(unit: Unit, staff: UUID) -> UUID | None:
    return unit.session.scalar(
        select(Staff.organisation_id).where(Staff.id == staff, Staff.suspended_at.is_(None))
    )


def _told(unit: Unit, facts: MatterFacts) -> tuple[UUID, ...]:
    weighing = (organisation for organisation, _name in triage_organisations(unit, facts))
    return tuple(dict.fromkeys((*inside(facts), *weighing, unit.actor.organisation_id)))
