"""Who a resident is, for who may know the name, and in which signals and cases the reader meets them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from wijkaanpak.access import policy
from wijkaanpak.access.facts import NAAM, MatterFacts, PartFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, deny, reading
from wijkaanpak.foundation.errors import Forbidden, NotFound
from wijkaanpak.matters import emergency
from wijkaanpak.matters.models import Subject
from wijkaanpak.organisations.models import Organisation
from wijkaanpak.places.models import Complex, Dwelling
from wijkaanpak.residents.models import Person

NAME, NAME_CLASS = "G_NAW", "K2"
KIND = "PERSOON"


@dataclass(frozen=True)
class Carrying:
    """A ground on which the name reached the reader's organisation."""

    id: UUID
    provider: str
    basis: str
    until: datetime


@dataclass(frozen=True)
class Met:
    """A signal or case about this resident; `grounds` is empty where it is the own organisation's."""

    id: UUID
    matter: UUID
    is_case: bool
    emergency: bool  # only because the reader's emergency access runs
    opens: bool  # whether the reader may also open it
    purpose: str
    status: str
    place: str
    provider: str
    grounds: tuple[Carrying, ...]


@dataclass(frozen=True)
class Resident:
    """A resident as the reader may know them."""

    id: UUID
    name: str | None
    born: date | None
    bag_id: str | None
    house_number: str | None
    place: str | None
    met: tuple[Met, ...]

    @property
    def rings(self) -> tuple[UUID, ...]:
        """Whose bells this page hears: of what the reader may open."""
        return tuple(met.matter for met in self.met if met.opens)

    @property
    def in_emergency(self) -> bool:
        """Whether the reader knows this resident by emergency access alone."""
        return bool(self.met) and all(met.emergency for met in self.met)


@reading(Verb.PERSON_READ)
def resident(unit: Unit, person_id: UUID, /) -> Resident:
    """The row decides: for who may not know the name, nobody is there (404, rulings.md 8).

    Who once opened this resident in an emergency knows, and gets the reason (403).
    """
    query = (
        select(Person.id, Person.name, Person.born, Dwelling.bag_id, Dwelling.house_number, Complex.name)
        .outerjoin(Dwelling, Dwelling.id == Person.dwelling_id)
        .outerjoin(Complex, Complex.id == Dwelling.complex_id)
        .where(Person.id == person_id)
    )
    row = unit.session.execute(query).first()
    if row is None:
        _refuse(unit, person_id)
        raise NotFound()
    found = Resident(*row, tuple(_met(unit, person_id)))
    if found.in_emergency and unit.reading is not None:
        verb, decision, thing = unit.reading
        unit.reading = (verb, replace(decision, via=emergency.VIA), thing)
    return found


def _refuse(unit: Unit, person_id: UUID) -> None:
    # whom somebody declared to know is as absent to them, and that they tried stands in the journal (R66)
    kept = unit.session.scalar(select(func.app.kept_person(person_id)))
    knows = not kept and emergency.once_opened(unit, person_id)
    decision = policy.deny("BELANGENCONFLICT" if kept else "NIET_BETROKKEN")
    try:
        deny(unit, Verb.PERSON_READ, decision, None, person_id, KIND)
    except NotFound:
        if knows:
            raise Forbidden(decision) from None
        raise


def _met(unit: Unit, person_id: UUID) -> list[Met]:
    subjects = (
        select(Subject.matter_id).where(Subject.person_id == person_id).order_by(Subject.added_at.desc())
    )
    met = []
    for matter_id in unit.session.scalars(subjects).all():
        found = unit.facts(matter_id)
        if found is None:
            continue
        facts, raw = found
        thing = UUID(raw["case"] if facts.is_case else raw["signal"])
        met.append(_one(unit, facts, thing, person_id))
    return met


def _one(unit: Unit, facts: MatterFacts, thing: UUID, person_id: UUID) -> Met:
    verb = Verb.CASE_READ if facts.is_case else Verb.SIGNAL_READ
    name = PartFacts(NAAM, NAME, NAME_CLASS, facts.provider, frozenset({person_id}))
    used = policy.organisation_reads(unit.actor.organisation_id, name, facts, unit.now) or ()
    unit.disclose(
        KIND, person_id, controller=facts.provider, data_class=NAME_CLASS, category=NAME,
        persons=(person_id,), grounds=used,
    )  # fmt: skip
    decision = policy.decide(unit.actor, verb, facts, unit.now)
    return Met(
        thing, facts.id, facts.is_case, decision.via == emergency.VIA, decision.allowed, facts.purpose,
        facts.status, unit.session.scalar(select(Complex.name).where(Complex.id == facts.complex_id)) or "",
        _called(unit, facts.provider), tuple(_carrying(unit, facts, used)),
    )  # fmt: skip


def _carrying(unit: Unit, facts: MatterFacts, used: tuple[UUID, ...]) -> list[Carrying]:
    lines = {line.ground: line for line in facts.lines if line.ground in used}
    return [
        Carrying(g, _called(unit, line.provider), line.basis, line.valid_until) for g, line in lines.items()
    ]


def _called(unit: Unit, organisation: UUID) -> str:
    return unit.session.scalar(select(Organisation.name).where(Organisation.id == organisation)) or ""
