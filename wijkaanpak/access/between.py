"""What two organisations lack before one may read a part of the other's: a covenant, grounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from wijkaanpak.access import codes, rules
from wijkaanpak.access.facts import INSIDE, ConsentLine, CovenantFacts, GroundLine, MatterFacts, PartFacts

NO = frozenset({"INGETROKKEN", "GEWEIGERD"})
IMAGINED = UUID(int=0)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Remedy:
    """One thing that would help, as `middelen` of explaining.yaml tells it.

    `by` is the organisation that must act, `to` the one that would receive, `number` how many residents.
    """

    code: str
    by: UUID | None = None
    to: UUID | None = None
    category: str | None = None
    number: int = 1
    on: datetime | None = None
    roles: tuple[str, ...] = ()


Helped = tuple[tuple[Remedy, ...], MatterFacts]


def covenant_for(
    facts: MatterFacts, provider: UUID, reader: UUID, category: str | None, now: datetime
) -> Helped | None:
    """What a covenant between these two lacks; enforcement is no purpose of this house (R13)."""
    if codes.purpose(facts.purpose).type == "HANDHAVING":
        return None
    remedies: list[Remedy] = []
    while (
        not rules.covenant(facts, provider, reader, category, now)
        and len(remedies) < len(facts.covenants) + 4
    ):
        remedy, facts = _covenant_step(facts, provider, reader, category, now)
        remedies.append(remedy)
    return tuple(remedies), facts


def _covenant_step(
    facts: MatterFacts, provider: UUID, reader: UUID, category: str | None, now: datetime
) -> tuple[Remedy, MatterFacts]:
    """The covenant that is nearest to carrying it, one step nearer."""
    between = [c for c in facts.covenants if {provider, reader} <= c.parties]
    if not between:
        parties = frozenset({provider, reader})
        made = CovenantFacts(
            IMAGINED, parties, frozenset({facts.purpose}), codes.codes_of("gegevenscategorieen"),
            now, now + DAY, frozenset(),
        )  # fmt: skip
        return Remedy("COVENANT_PARTY", provider, reader), replace(facts, covenants=(*facts.covenants, made))
    near = max(between, key=lambda c: _nearness(c, facts.purpose, now))
    code, better = "COVENANT_CATEGORY", replace(near, categories=near.categories | {category or ""})
    if now < near.valid_from:
        code, better = (
            "COVENANT_STARTS",
            replace(near, valid_from=now, valid_until=max(near.valid_until, now + DAY)),
        )
    elif near.valid_until <= now:
        code, better = "COVENANT_RENEW", replace(near, valid_until=now + DAY)
    elif facts.purpose not in near.purposes:
        code, better = "COVENANT_PURPOSE", replace(near, purposes=near.purposes | {facts.purpose})
    covenants = tuple(better if c is near else c for c in facts.covenants)
    on = near.valid_from if code == "COVENANT_STARTS" else None
    return Remedy(code, provider, reader, category, on=on), replace(facts, covenants=covenants)


def _nearness(c: CovenantFacts, purpose: str, now: datetime) -> tuple[bool, bool, datetime]:
    return c.valid_from <= now < c.valid_until, purpose in c.purposes, c.valid_until


def ground_for(
    facts: MatterFacts, part: PartFacts, reader: UUID, now: datetime, viewer: UUID | None
) -> Helped | None:
    """Step 9 for an organisation: what every resident of this part lacks; None for what stays inside.

    `viewer` hears of a ground that awaits judgement only where it decides on it.
    """
    if part.kind in INSIDE or part.category is None:
        return None
    remedies: list[Remedy] = []
    if rules.closed(facts):
        remedies.append(Remedy("REOPEN"))
        facts = replace(facts, status="HEROPEND")
    if not rules.receiving(facts, part.provider, reader, part.category, now):
        remedies.append(Remedy("RECEIVE", to=reader))
        both = {part.provider, reader}
        received = (
            replace(c, receiving=c.receiving | {(reader, facts.purpose)}) if both <= c.parties else c
            for c in facts.covenants
        )
        facts = replace(facts, covenants=tuple(received))
    lacks: Counter[tuple[str, datetime | None]] = Counter()
    for person in rules.residents(part):
        if not _carried(facts, part, reader, person, now):
            code, on, facts = _carry(facts, part, reader, person, now, viewer)
            lacks[code, on] += 1
    remedies += [Remedy(c, part.provider, reader, part.category, n, on) for (c, on), n in lacks.items()]
    return tuple(remedies), facts


def _carried(facts: MatterFacts, part: PartFacts, reader: UUID, person: UUID | None, now: datetime) -> bool:
    about = frozenset({person}) if person else frozenset()
    return rules.grounds_for(replace(part, about=about), reader, facts, now) is not None


def _carry(
    facts: MatterFacts, part: PartFacts, reader: UUID, person: UUID | None, now: datetime,
    viewer: UUID | None,
) -> tuple[str, datetime | None, MatterFacts]:  # fmt: skip
    """The smallest thing that would carry this part of this resident: what waits, else a new ground."""
    key = (part.provider, reader, part.category or "")
    lines = [
        x for x in facts.lines if (x.provider, x.recipient, x.category) == key and x.person in (None, person)
    ]
    for line in lines:
        for code, on, changed in _nearly(facts, line, person, now, viewer):
            if _carried(changed, part, reader, person, now):
                return code, on, changed
    words = [w for w in facts.consents if (w.provider, w.recipient, w.category) == key and w.person == person]
    said_no = any(w.result in NO for w in words) or any(x.status == "INGETROKKEN" for x in lines)
    made = GroundLine(IMAGINED, person, *key, "A6_1E", rules.IN_FORCE, now, now + DAY)
    code = "RECORD_AFTER_NO" if said_no else "RECORD_GROUND"
    return code, None, replace(facts, lines=(*facts.lines, made))


def _nearly(
    facts: MatterFacts, line: GroundLine, person: UUID | None, now: datetime, viewer: UUID | None
) -> Iterator[tuple[str, datetime | None, MatterFacts]]:
    """One thing that would let this line carry what it was meant for."""

    def becomes(**change: object) -> MatterFacts:
        return replace(
            facts,
            lines=tuple(replace(x, **change) if x is line else x for x in facts.lines),  # type: ignore[arg-type]
        )

    if line.status == rules.IN_FORCE and person is not None and line.basis == "A6_1A":
        key = (person, line.provider, line.recipient, line.category)
        others = [w for w in facts.consents if (w.person, w.provider, w.recipient, w.category) != key]
        yield (
            "ASK_RESIDENT",
            None,
            replace(facts, consents=(*others, ConsentLine(*key, "GEGEVEN", now, None))),
        )
    if line.status == rules.IN_FORCE and line.valid_from > now:
        yield "STARTS", line.valid_from, becomes(valid_from=now)
    if line.status == "BEZWAAR":
        yield "SETTLE", None, becomes(status=rules.IN_FORCE)
    if line.status == "TER_BEOORDELING" and viewer in (None, line.provider, facts.lead_organisation):
        yield "SECOND", None, becomes(status=rules.IN_FORCE)
