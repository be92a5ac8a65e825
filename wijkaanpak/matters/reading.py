"""Reading a matter: parts, residents and team as the rows exist for who asks, each told as disclosed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, func, select

from wijkaanpak.access.facts import MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.door import Unit
from wijkaanpak.matters.models import Member, Part, Subject
from wijkaanpak.organisations.models import Organisation, Staff
from wijkaanpak.places.models import Dwelling
from wijkaanpak.residents.models import Person


@dataclass(frozen=True)
class ReadPart:
    """One part as someone may read it, with who else may."""

    id: UUID
    note: UUID
    kind: str
    category: str | None
    data_class: str
    provider: UUID
    author: str | None
    organisation: str
    text: str
    about: tuple[UUID, ...]
    written_at: datetime
    taken_over: bool
    author_id: UUID | None = None


@dataclass(frozen=True)
class Resident:
    """A resident of the matter: a name where a ground carries it, else a number that says nothing (R76)."""

    person: UUID | None
    ordinal: int
    name: str | None
    born: date | None = None
    dwelling: str | None = None


@dataclass(frozen=True)
class Colleague:
    """Someone in the team."""

    staff: UUID
    name: str
    organisation_id: UUID
    organisation: str
    since: datetime
    until: datetime | None


# Written once: building a statement anew for every answer costs more than sending it.
OF_THE_MATTER: BindParameter[UUID] = bindparam("matter")
PARTS = (
    select(
        Part.id, Part.note_id, Part.kind, Part.category, Part.data_class, Part.provider_id, Staff.name,
        Organisation.name, Part.text, Part.about, Part.written_at, Part.taken_over,
        Part.author_id,
    )
    .join(Organisation, Organisation.id == Part.provider_id)
    .outerjoin(Staff, Staff.id == Part.author_id)
    .where(Part.matter_id == OF_THE_MATTER)
    .order_by(Part.written_at.desc(), Part.note_id, Part.kind.desc())
)  # fmt: skip
RESIDENTS = (
    select(
        Subject.person_id, Subject.ordinal, Person.name, Person.born,
        func.coalesce(Dwelling.house_number, Dwelling.bag_id), Subject.provider_id,
    )
    .join(Person, Person.id == Subject.person_id)
    .outerjoin(Dwelling, Dwelling.id == Person.dwelling_id)
    .where(Subject.matter_id == OF_THE_MATTER)
    .order_by(Subject.ordinal)
)  # fmt: skip
TEAM = (
    select(Member.staff_id, Staff.name, Member.organisation_id, Organisation.name, Member.since, Member.until)
    .join(Staff, Staff.id == Member.staff_id)
    .join(Organisation, Organisation.id == Member.organisation_id)
    .where(Member.matter_id == OF_THE_MATTER)
    .order_by(Organisation.name, Staff.name)
)


def parts(unit: Unit, facts: MatterFacts, *, without: frozenset[str] = frozenset()) -> list[ReadPart]:
    """Every part that exists for who asks, newest note first; disclosed as it is handed out.

    Kinds `without` are left out where a page of their own shows them, and are then not disclosed either.
    """
    rows: Sequence[Any] = unit.session.execute(PARTS, {"matter": facts.id}).all()
    found = [ReadPart(*[*row[:9], tuple(row[9]), *row[10:]]) for row in rows if row.kind not in without]
    grounds: dict[PartFacts, tuple[UUID, ...]] = {}
    for part in found:
        shape = PartFacts(part.kind, part.category, part.data_class, part.provider, frozenset(part.about))
        if shape not in grounds:
            grounds[shape] = grounds_used(unit, facts, shape)
        unit.disclose(
            "ONDERDEEL", part.id, controller=part.provider, data_class=part.data_class,
            category=part.category, persons=part.about, grounds=grounds[shape],
        )  # fmt: skip
    return found


def grounds_used(unit: Unit, facts: MatterFacts, part: PartFacts) -> tuple[UUID, ...]:
    """The grounds that carry a part to the organisation of who reads it; none for its own."""
    if part.provider == unit.actor.organisation_id:
        return ()
    return organisation_reads(unit.actor.organisation_id, part, facts, unit.now) or ()


def residents(unit: Unit, facts: MatterFacts) -> list[Resident]:
    """The residents: named where the row exists, and for the others only that they are there."""
    named = []
    for person, ordinal, name, born, bag, provider in unit.session.execute(RESIDENTS, {"matter": facts.id}):
        named.append(Resident(person, ordinal, name, born, bag))
        unit.disclose(
            "PERSOON", person, controller=provider, data_class="K2", category="G_NAW", persons=(person,)
        )
    known = {resident.ordinal for resident in named}
    everyone = {p for part in facts.parts if part.kind == "naam" for p in part.about}
    hidden = [Resident(None, n, None) for n in range(1, len(everyone) + 1) if n not in known]
    return sorted(named + hidden, key=lambda resident: resident.ordinal)


def team(unit: Unit, facts: MatterFacts) -> list[Colleague]:
    """Who works on this now."""
    rows = unit.session.execute(TEAM, {"matter": facts.id})
    return [c for c in (Colleague(*row) for row in rows) if c.until is None or unit.now < c.until]
