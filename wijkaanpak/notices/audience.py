"""Whom an event concerns: a closed list of what may be told, and the policy is asked about each person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from wijkaanpak.access import policy, roles
from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.notices import models as m
from wijkaanpak.organisations.models import RoleAssignment, Staff

ACTOR = text("select app.actor_of(:who)")


@dataclass(frozen=True)
class Happened:
    """One entry of the journal that may concern somebody: references and codes, never content."""

    number: int
    entry: UUID
    name: str
    at: datetime
    actor: UUID
    thing: UUID | None
    matter: UUID | None
    particulars: Mapping[str, Any]

    def ids(self, *names: str) -> tuple[UUID, ...]:
        """The colleagues or organisations that these particulars name; what is absent names nobody."""
        found: list[UUID] = []
        for name in names:
            said = self.particulars.get(name) or ()
            found += [UUID(one) for one in ((said,) if isinstance(said, str) else said)]
        return tuple(found)


Whom = Callable[[Unit, Happened, MatterFacts | None], Iterable[UUID]]
May = Callable[[Actor, MatterFacts | None, datetime], bool]


@dataclass(frozen=True)
class Rule:
    """What kind of notice it is, for whom, and what such a person must be allowed to know or do.

    `thing` names the particular that holds what it leads to, where that is not the case or the signal.
    """

    kind: str
    whom: Whom
    may: May
    thing: str | None = None


def told_of(unit: Unit, one: Happened, facts: MatterFacts | None) -> dict[UUID, Rule]:
    """Each colleague whom this concerns, and by which rule; never who did it (R202).

    Each is judged as the policy would judge them now: who may not know of it is told nothing.
    """
    found: dict[UUID, Rule] = {}
    actors: dict[UUID, Actor | None] = {}
    for rule in RULES.get(one.name, ()):
        for who in rule.whom(unit, one, facts):
            if who == one.actor or who in found:
                continue
            if who not in actors:
                actors[who] = actor_of(unit, who)
            actor = actors[who]
            if actor is not None and actor.system is None and rule.may(actor, facts, unit.now):
                found[who] = rule
    return found


def actor_of(unit: Unit, who: UUID) -> Actor | None:
    """A colleague as the policy would see them if they asked now; only who delivers may ask."""
    sealed = unit.session.execute(ACTOR, {"who": who}).scalar()
    return Actor.from_seal(sealed) if sealed else None


def _named(*names: str) -> Whom:
    return lambda _unit, one, _facts: one.ids(*names)


def _team(unit: Unit, _one: Happened, facts: MatterFacts | None) -> Iterable[UUID]:
    return [member.staff for member in facts.team if member.holds(unit.now)] if facts else ()


def _reporter(_unit: Unit, _one: Happened, facts: MatterFacts | None) -> Iterable[UUID]:
    return (facts.author,) if facts and facts.author else ()


def _who_can(permission: str, *names: str) -> Whom:
    """Everybody at these organisations (or the provider's) with a role that opens this permission."""

    def whom(unit: Unit, one: Happened, facts: MatterFacts | None) -> Iterable[UUID]:
        where = one.ids(*names) if names else (facts.provider,) if facts else ()
        fitting = [code for code in roles.role_codes() if roles.grants(permission, code)]
        query = (
            select(Staff.id)
            .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
            .where(
                Staff.organisation_id.in_(where), Staff.suspended_at.is_(None),
                RoleAssignment.role.in_(fitting), RoleAssignment.holds(unit.now),
            )
            .distinct()
        )  # fmt: skip
        return unit.session.scalars(query).all()

    return whom


def _reads(actor: Actor, facts: MatterFacts | None, now: datetime) -> bool:
    """Who may read the case or the signal, as it is by now."""
    return facts is not None and _may(Verb.CASE_READ if facts.is_case else Verb.SIGNAL_READ)(
        actor, facts, now
    )


def _may(verb: Verb) -> May:
    """Who may do this to the thing it is about."""

    def may(actor: Actor, facts: MatterFacts | None, now: datetime) -> bool:
        return facts is not None and policy.decide(actor, verb, facts, now).allowed

    return may


def _could(verb: Verb) -> May:
    """Who may do this at all; what they declared to know personally is kept from them here too (R66)."""

    def could(actor: Actor, facts: MatterFacts | None, now: datetime) -> bool:
        kept = facts is not None and actor.id in facts.kept_from
        return not kept and policy.decide(actor, verb, None, now).allowed

    return could


def _knew(actor: Actor, facts: MatterFacts | None, now: datetime) -> bool:
    """Who knew that it exists may hear that their access changed (rulings.md 8)."""
    known = facts is not None and policy.knows(actor, facts, now) and actor.id not in facts.kept_from
    return known and _could(Verb.NOTICE_LIST)(actor, facts, now)


def _answers_for_emergencies(actor: Actor, _facts: MatterFacts | None, now: datetime) -> bool:
    judges = policy.decide(actor, Verb.BREAK_GLASS_LIST, None, now).allowed
    return judges or (actor.active and actor.holds("TL"))


_CHANGED = (Rule(m.CHANGED, _team, _reads),)
_SIGHT = (Rule(m.CHANGED, _named("told"), _reads), Rule(m.ENDED, _named("told"), _knew))
_TO_TRIAGE = (Rule(m.TRIAGE, _who_can("signaal.triage", "told"), _may(Verb.TRIAGE_READ)),)
# What may be told of. An event that is not here tells nobody, and of one that is they hear its kind alone.
RULES: dict[str, tuple[Rule, ...]] = {
    "case.opened": _CHANGED,
    "case.moved": _CHANGED,
    "case.lead_taken": _CHANGED,
    "case.replacement_named": (Rule(m.CHANGED, _named("staff"), _reads),),
    "note.written": _CHANGED,
    "goal.set": _CHANGED,
    "goal.changed": _CHANGED,
    "voice.recorded": _CHANGED,
    "action.made": (Rule(m.ACTION, _named("owner"), _reads),),
    "action.changed": (Rule(m.CHANGED, _named("owner", "before"), _reads),),
    "meeting.noted": (Rule(m.ACTION, _named("owner"), _reads),),
    "meeting.planned": (Rule(m.MEETING, _named("asked"), _could(Verb.MEETING_LIST), "meetings"),),
    "item.proposed": (Rule(m.AGENDA, _named("asked"), _knew, "meeting"),),
    "meeting.recorded": _CHANGED,
    "handover.offered": (Rule(m.OFFER, _named("to"), _knew),),
    "handover.answered": (Rule(m.ANSWER, _named("offered_by"), _knew),),
    "team.invited": (Rule(m.TEAM, _named("staff"), _knew),),
    "team.left": (Rule(m.ENDED, _named("staff"), _knew),),
    "consent.recorded": _SIGHT,
    "consent.withdrawn": _SIGHT,
    "ground.ended": _SIGHT,
    "ground.objected": (Rule(m.GROUND, _named("told"), _could(Verb.GROUND_REVIEW)), *_SIGHT),
    "ground.recorded": (Rule(m.GROUND, _named("told"), _could(Verb.GROUND_REVIEW)), *_SIGHT[:1]),
    "ground.judged": _SIGHT[:1],
    "signal.reported": (Rule(m.WEIGH, _who_can("signaal.eigen_triage"), _may(Verb.SIGNAL_KEEP)),),
    "signal.handed_over": _TO_TRIAGE,
    "signal.supplemented": _TO_TRIAGE,
    "signal.colleague_asked": (Rule(m.LOOK, _named("staff"), _reads),),
    "triage.sent_back": (Rule(m.BACK, _reporter, _may(Verb.SIGNAL_FOLLOW)),),
    "triage.passed_on": (Rule(m.TAKE, _named("staff"), _knew),),
    "finding.asked": (Rule(m.QUESTION, _named("colleague"), _could(Verb.QUESTION_READ)),),
    "question.answered": (Rule(m.REPLY, _named("asked_by"), _could(Verb.FINDING_READ)),),
    "break_glass.started": (Rule(m.EMERGENCY, _named("told"), _answers_for_emergencies),),
}
