"""In which signals and cases one meets a resident, with the links that open (R60)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import column, select, table

from wijkaanpak.access import policy
from wijkaanpak.access.facts import NAAM, MatterFacts, PartFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.places.models import Complex

KIND, NAW, CLASS = "PERSOON", "G_NAW", "K2"
# A table of a room above: a row exists only for who may know the name, and nothing of that room is needed.
SUBJECT = table("subject", column("matter_id"), column("person_id"), schema="app")


@dataclass(frozen=True)
class Met:
    """A signal or case about a resident; `opens` says whether the reader may open it."""

    id: UUID
    is_case: bool
    opens: bool
    purpose: str
    status: str
    place: str


def met_in(unit: Unit, people: Sequence[UUID]) -> dict[UUID, tuple[Met, ...]]:
    """Where the reader meets each of these; every name is told as disclosed, with its grounds."""
    if not people:
        return {}
    query = select(SUBJECT.c.person_id, SUBJECT.c.matter_id).where(SUBJECT.c.person_id.in_(people))
    pairs = [(person, unit.facts(matter)) for person, matter in unit.session.execute(query).all()]
    places = _places(unit, {found[0].complex_id for _person, found in pairs if found})
    met: defaultdict[UUID, list[Met]] = defaultdict(list)
    for person, found in pairs:
        if found is None:
            continue
        facts, raw = found
        _tell(unit, facts, person)
        verb, thing = (Verb.CASE_READ, "case") if facts.is_case else (Verb.SIGNAL_READ, "signal")
        opens = policy.decide(unit.actor, verb, facts, unit.now).allowed
        place = places.get(facts.complex_id, "")
        met[person].append(Met(UUID(raw[thing]), facts.is_case, opens, facts.purpose, facts.status, place))
    return {person: tuple(sorted(some, key=_order)) for person, some in met.items()}


def _places(unit: Unit, which: set[UUID]) -> dict[UUID, str]:
    return dict(unit.session.execute(select(Complex.id, Complex.name).where(Complex.id.in_(which))).all())


def _tell(unit: Unit, facts: MatterFacts, person: UUID) -> None:
    """One name disclosed; in something shielded the entry is shielded too (rulings.md 6)."""
    name = PartFacts(NAAM, NAW, CLASS, facts.provider, frozenset({person}))
    unit.disclose(
        KIND, person, controller=facts.provider, data_class="K7" if facts.secret else CLASS, category=NAW,
        persons=(person,),
        grounds=policy.organisation_reads(unit.actor.organisation_id, name, facts, unit.now) or (),
    )  # fmt: skip


def _order(met: Met) -> tuple[bool, bool, str, str]:
    """What can be opened first, cases before signals."""
    return not met.opens, not met.is_case, met.place, str(met.id)
