"""Joining a signal to an open case about the same resident; each keeps its own grounds."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import policy, rules
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.recording import join_team
from wijkaanpak.signals.states import check, move
from wijkaanpak.signals.triage import refuse_held


@dataclass(frozen=True, kw_only=True)
class SignalMerged(
    Event, name="signal.merged", says="{actor} joined a signal to this case", bell="case.changed"
):
    """A signal belongs with an open case now; what it says still needs its own grounds."""

    signal: UUID
    case_matter: UUID

    def rings(self) -> tuple[UUID, ...]:
        """Both the signal and the case it joins."""
        return (*super().rings(), self.case_matter)


@command(Verb.TRIAGE_MERGE)
def merge(unit: Unit, facts: MatterFacts, /, signal_id: UUID, number: str) -> SignalMerged:
    """Join this signal to the open case of that number; one purpose, and a case the triagist may know."""
    check(Verb.TRIAGE_MERGE, facts)
    refuse_held(unit, signal_id)
    target = _target(unit, number)
    if target.purpose != facts.purpose:
        raise Conflict(
            _("That case has another purpose; signals of another purpose cannot be joined to it."), "STATUS"
        )
    inside = {m.staff for m in facts.team if m.holds(unit.now)}
    for place in target.team:
        if place.holds(unit.now) and place.staff not in inside:
            join_team(unit, facts.id, place.staff, place.organisation)
    move(
        unit, Verb.TRIAGE_MERGE, facts, signal_id, merged_into=target.id, claimed_by=None, claimed_until=None
    )
    thing = Thing("SIGNAAL", signal_id, facts.id, (facts.provider,), (), facts.purpose, "K1")
    return SignalMerged(thing=thing, signal=signal_id, case_matter=target.id)


def _target(unit: Unit, number: str) -> MatterFacts:
    """The open case of that number, as far as this triagist may read it; otherwise it does not exist."""
    query = select(Case.id).where(Case.number == number.strip().upper())
    ident = unit.session.scalar(query)
    found = unit.facts(ident) if ident else None
    facts = found[0] if found else None
    if facts is None or not policy.decide(unit.actor, Verb.CASE_READ, facts, unit.now).allowed:
        raise Invalid({"number": _("There is no open case with this number that you may read.")})
    if facts.status in rules.CLOSED:
        raise Invalid({"number": _("That case is closed.")})
    return facts
