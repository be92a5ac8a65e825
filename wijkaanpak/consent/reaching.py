"""Who sees what: which kinds of data reach which organisation now, on which ground, until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from wijkaanpak.access import codes, rules
from wijkaanpak.access.facts import FEIT, INSIDE, NAAM, GroundLine, MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.consent.sight import NEVER_COUNTED, in_sight, within_ceilings

State = Literal["eigen", "ziet", "deel", "stopt", "weg", "bezwaar", "niet"]
SOON = timedelta(days=30)
CONSENT = "A6_1A"
ORDINARY = frozenset({"K0", "K1", "K2", "K3"})


@dataclass(frozen=True)
class Reach:
    """What one organisation provides of a category, as far as it reaches another: of whom, on what."""

    source: UUID
    whole: bool
    residents: frozenset[UUID]
    grounds: tuple[UUID, ...] = ()

    @property
    def nothing(self) -> bool:
        """It reaches for nobody."""
        return not self.whole and not self.residents


@dataclass(frozen=True)
class Cell:
    """One organisation and one category.

    `state`: eigen (it provides this itself), ziet (all of it reaches, of every resident), deel (a part),
    stopt (ziet, ending within 30 days), weg (a ground for it once counted), bezwaar (an objection waits),
    niet. `until` is when something of it stops, `ended` when it stopped, where the facts tell.
    `written` is False while nobody wrote anything of this kind yet.
    """

    organisation: UUID
    category: str
    state: State
    reach: tuple[Reach, ...] = ()
    residents: int = 0
    until: datetime | None = None
    ended: datetime | None = None
    withdrawn: bool = False
    waits: bool = False
    starts: datetime | None = None
    written: bool = True

    @property
    def grounds(self) -> tuple[UUID, ...]:
        """The grounds that carry what is seen, each once."""
        return tuple(dict.fromkeys(ground for reach in self.reach for ground in reach.grounds))

    @property
    def seen(self) -> frozenset[UUID]:
        """The residents of whom something reaches."""
        return frozenset().union(*(reach.residents for reach in self.reach))


@dataclass(frozen=True)
class Row:
    """One organisation round the matter; `members` are those of it who are in the team now."""

    organisation: UUID
    name: str
    members: tuple[UUID, ...]
    outside: (
        bool  # a signal that is still within its own organisation: nobody else gets in, whatever the grounds
    )
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """The whole of it: `columns` are categories in the order of their list."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def who_sees_what(
    facts: MatterFacts,
    now: datetime,
    organisations: Mapping[UUID, str],
    viewer: UUID | None = None,
    kinds: Mapping[UUID, str] = MappingProxyType({}),
) -> Grid:
    """The grid "Wie ziet wat", with the names of `organisations`.

    A `viewer` gets no column that would tell of data it may not know of (R69). `kinds` of organisations
    bring their ceilings: no ground carries what no role in the recipient's kind may read (3.2).
    """
    facts = in_sight(within_ceilings(facts, kinds), viewer)
    columns = tuple(c for c in _categories(facts) if viewer is None or _may_know(viewer, c, facts))
    around = _around(facts, now, columns)
    ranked = sorted(around, key=lambda o: (*_rank(o, facts), organisations.get(o, "")))
    shares = [(category, _share(facts, category)) for category in columns]
    rows = tuple(
        Row(
            organisation, organisations.get(organisation, ""), _members(organisation, facts, now),
            not facts.is_case and not facts.shared and organisation != facts.provider,
            tuple(cell_of(share, now, organisation, category) for category, share in shares),
        )
        for organisation in ranked
    )  # fmt: skip
    return Grid(columns, rows)


def cell_of(facts: MatterFacts, now: datetime, organisation: UUID, category: str) -> Cell:
    """One cell, from nothing but what the policy says of a part about every resident of the matter."""
    sources = _sources(facts, category)
    reach = _reached(facts, now, organisation, category)
    lines = [x for x in facts.lines if x.recipient == organisation and x.category == category]
    some = any(not r.nothing for r in reach)
    until = _until(facts, now, organisation, category, reach) if some else None
    return Cell(
        organisation, category, _state(facts, now, organisation, category, reach, until), reach,
        len(residents_of(facts)), until,
        None if some else _ended(facts, now, organisation, category, lines),
        any(x.status == "INGETROKKEN" for x in lines) or _last_no(facts, organisation, category) is not None,
        any(line.status == "TER_BEOORDELING" for line in lines),
        min((x.valid_from for x in lines if x.status == rules.IN_FORCE and x.valid_from > now), default=None),
        any(source == organisation or _wrote(source, category, facts) for source in sources),
    )  # fmt: skip


def _share(facts: MatterFacts, category: str) -> MatterFacts:
    """The same facts with only what bears on one category: the policy says the same of it, and sooner."""
    return replace(
        facts,
        parts=tuple(p for p in facts.parts if p.category == category or p.kind == NAAM),
        lines=tuple(x for x in facts.lines if x.category == category),
        consents=tuple(w for w in facts.consents if w.category == category),
        covenants=tuple(c for c in facts.covenants if category in c.categories),
    )


def residents_of(facts: MatterFacts) -> frozenset[UUID]:
    """Every resident whom the matter is about."""
    return frozenset(person for part in facts.parts if part.kind == NAAM for person in part.about)


def whole_part(category: str, source: UUID, about: Iterable[UUID]) -> PartFacts:
    """A part as the policy judges it: something of this category about these residents, of this source."""
    return PartFacts(FEIT, category, codes.category(category).data_class, source, frozenset(about))


def _state(
    facts: MatterFacts, now: datetime, organisation: UUID, category: str, reach: tuple[Reach, ...],
    until: datetime | None,
) -> State:  # fmt: skip
    if _wrote(organisation, category, facts):
        return "eigen"
    if reach and all(r.whole for r in reach):
        return "stopt" if until is not None and until <= now + SOON else "ziet"
    if any(not r.nothing for r in reach):
        return "deel"
    lines = [x for x in facts.lines if x.recipient == organisation and x.category == category]
    if any(x.status == "BEZWAAR" and x.valid_from <= now < x.valid_until for x in lines):
        return "bezwaar"
    return "weg" if _counted(facts, now, organisation, category, lines) else "niet"


def _reached(facts: MatterFacts, now: datetime, organisation: UUID, category: str) -> tuple[Reach, ...]:
    people = residents_of(facts)
    found = []
    for source in _sources(facts, category):
        if source == organisation:
            continue
        whole = organisation_reads(organisation, whole_part(category, source, people), facts, now)
        if whole is not None:
            found.append(Reach(source, True, people, whole))
            continue
        used = {
            p: organisation_reads(organisation, whole_part(category, source, (p,)), facts, now)
            for p in people if len(people) > 1
        }  # fmt: skip
        seen = {person: grounds for person, grounds in used.items() if grounds is not None}
        every = tuple(dict.fromkeys(ground for grounds in seen.values() for ground in grounds))
        found.append(Reach(source, False, frozenset(seen), every))
    return tuple(found)


def _until(
    facts: MatterFacts, now: datetime, organisation: UUID, category: str, reach: tuple[Reach, ...]
) -> datetime | None:
    """The first moment at which less reaches than now, by asking the policy again at every date."""
    today = _covered(reach)
    later = (date for date in _dates(facts, category) if date > now)
    return next((d for d in later if not today <= _covered(_reached(facts, d, organisation, category))), None)


def _covered(reach: tuple[Reach, ...]) -> frozenset[tuple[UUID, UUID | None]]:
    return frozenset((r.source, p) for r in reach for p in (*r.residents, *((None,) if r.whole else ())))


def _dates(facts: MatterFacts, category: str) -> list[datetime]:
    """Every moment at which the answer of the policy on this category can change by itself, in order."""
    found = {
        d for line in facts.lines if line.category == category for d in (line.valid_from, line.valid_until)
    }
    found |= {word.valid_until for word in facts.consents if word.category == category and word.valid_until}
    return sorted(found | {d for c in facts.covenants for d in (c.valid_from, c.valid_until)})


def _counted(
    facts: MatterFacts, now: datetime, organisation: UUID, category: str, lines: list[GroundLine]
) -> bool:
    """Did a ground for this ever count? One that is in force and carries nothing yet did not."""
    counted = [x for x in lines if x.status not in NEVER_COUNTED and x.valid_from <= now]
    live = [x for x in counted if _lives(x, facts, now)]
    if len(live) < len(counted):
        return True
    return bool(live) and (
        rules.closed(facts) or _ended(facts, now, organisation, category, lines) is not None
    )


def _lives(line: GroundLine, facts: MatterFacts, now: datetime) -> bool:
    if line.status != rules.IN_FORCE or not line.valid_from <= now < line.valid_until:
        return False
    people = (line.person,) if line.person else residents_of(facts)
    return line.basis != CONSENT or any(rules.consented(line, person, facts, now) for person in people)


def _ended(
    facts: MatterFacts, now: datetime, organisation: UUID, category: str, lines: list[GroundLine]
) -> datetime | None:
    """When it stopped: the resident's no, else the last date after which the policy says nothing reaches."""
    said = _last_no(facts, organisation, category)
    if said is not None:
        return said
    if not any(x.status not in NEVER_COUNTED for x in lines):
        return None
    earlier = [date for date in _dates(facts, category) if date <= now]
    for date in reversed(earlier):
        before = date - timedelta(microseconds=1)
        if any(not r.nothing for r in _reached(facts, before, organisation, category)):
            return date
    return None


def _last_no(facts: MatterFacts, organisation: UUID, category: str) -> datetime | None:
    words = [w for w in facts.consents if w.recipient == organisation and w.category == category]
    return max((w.recorded_at for w in words if w.result == "INGETROKKEN"), default=None)


def _sources(facts: MatterFacts, category: str) -> tuple[UUID, ...]:
    """Who provides this: those who wrote it, else those who hold a ground to provide it."""
    wrote = {p.provider for p in facts.parts if p.category == category and p.kind not in INSIDE}
    holds = {x.provider for x in facts.lines if x.category == category and x.status not in NEVER_COUNTED}
    return tuple(sorted(wrote or holds, key=str))


def _wrote(organisation: UUID, category: str, facts: MatterFacts) -> bool:
    own = (p for p in facts.parts if p.provider == organisation and p.kind not in INSIDE)
    return any(p.category == category for p in own)


def _categories(facts: MatterFacts) -> list[str]:
    found = {p.category for p in facts.parts if p.kind not in INSIDE}
    found |= {line.category for line in facts.lines}
    return [item.code for item in codes.items("gegevenscategorieen") if item.code in found]


def _may_know(viewer: UUID, category: str, facts: MatterFacts) -> bool:
    if codes.category(category).data_class in ORDINARY or _wrote(viewer, category, facts):
        return True
    lines = [x for x in facts.lines if x.category == category]
    return any(viewer in (x.provider, x.recipient, facts.lead_organisation) for x in lines)


def _around(facts: MatterFacts, now: datetime, columns: tuple[str, ...]) -> set[UUID]:
    lines = [x for x in facts.lines if x.category in columns]
    around = {x.recipient for x in lines} | {x.provider for x in lines} | {facts.provider}
    around |= {m.organisation for m in facts.team if m.holds(now)}
    around |= {p.provider for p in facts.parts if p.category in columns and p.kind not in INSIDE}
    return around | ({facts.lead_organisation} if facts.lead_organisation else set())


def _rank(organisation: UUID, facts: MatterFacts) -> tuple[bool, bool]:
    return organisation != facts.provider, organisation != facts.lead_organisation


def _members(organisation: UUID, facts: MatterFacts, now: datetime) -> tuple[UUID, ...]:
    return tuple(
        dict.fromkeys(m.staff for m in facts.team if m.organisation == organisation and m.holds(now))
    )
