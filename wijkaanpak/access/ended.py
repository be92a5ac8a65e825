"""What ended for somebody, and when: their last way to a thing, or the ground that it rested on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wijkaanpak.access import policy
from wijkaanpak.access.between import NO
from wijkaanpak.access.facts import MatterFacts, PartFacts
from wijkaanpak.access.lacking import Asked
from wijkaanpak.access.policy import Decision

TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Ended:
    """One of `eindes` of explaining.yaml, and its moment."""

    code: str
    at: datetime


def last_ended(asked: Asked, part: PartFacts | None, decision: Decision) -> Ended | None:
    """What ended last of all that would matter at the step where it stopped, where the facts tell."""
    ends = [end for end in _ends(asked, part, decision.reason or "") if end.at <= asked.now]
    return max(ends, key=lambda end: end.at, default=None)


def _ends(asked: Asked, part: PartFacts | None, reason: str) -> Iterator[Ended]:
    actor, facts = asked.actor, asked.facts
    if reason in ("NIET_BETROKKEN", "GRONDSLAG_ONTBREEKT", "GRONDSLAG_VERVALLEN"):
        yield from (Ended("EMERGENCY_ENDED", e.until) for e in facts.emergencies if e.staff == actor.id)
    if reason == "NIET_BETROKKEN":
        yield from (Ended("TEAM_ENDED", m.until) for m in facts.team if m.staff == actor.id and m.until)
    if reason in ("NIET_BETROKKEN", "GEEN_DIENST"):
        here = (s.until for s in actor.shifts if s.complex_id == facts.complex_id)
        yield from (Ended("SHIFT_ENDED", until) for until in here)
    if reason in ("NIET_BETROKKEN", "NIET_GEAGENDEERD"):
        yield from (Ended("ITEM_ENDED", i.until) for i in facts.agenda if i.staff == actor.id)
    if reason == "CONVENANT_INACTIEF":
        both = {part.provider if part else facts.provider, actor.organisation_id}
        between = (c for c in facts.covenants if both <= c.parties and facts.purpose in c.purposes)
        yield from (Ended("COVENANT_ENDED", c.valid_until) for c in between)
    if reason == "GRONDSLAG_VERVALLEN" and part is not None:
        yield from _ground_ends(facts, part, actor.organisation_id, asked.now)


def _ground_ends(facts: MatterFacts, part: PartFacts, reader: UUID, now: datetime) -> Iterator[Ended]:
    """The last no, else the last date until which the policy let this part through."""
    key = (part.provider, reader, part.category)
    words = [w for w in facts.consents if (w.provider, w.recipient, w.category) == key and w.result in NO]
    if words:
        yield from (Ended("CONSENT_ENDED", w.recorded_at) for w in words)
        return
    dates = {d for x in facts.lines for d in (x.valid_from, x.valid_until) if x.recipient == reader}
    dates |= {w.valid_until for w in facts.consents if w.valid_until}
    for date in sorted((d for d in dates if d <= now), reverse=True):
        if policy.organisation_reads(reader, part, facts, date - TICK) is not None:
            yield Ended("GROUND_ENDED", date)
            return
