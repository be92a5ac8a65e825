"""Where somebody may report: the cell of signaal.maken, complex by complex (requirements.md 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from wijkaanpak.access import roles
from wijkaanpak.access.actor import Actor, RoleHeld
from wijkaanpak.door import Unit
from wijkaanpak.matters.models import Matter
from wijkaanpak.places.models import Complex
from wijkaanpak.signals.models import Signal

REPORTING = "signaal.maken"
LANDLORD = "corporatie"
EARLY = "O.early"  # only signals for the early warning of rent arrears


@dataclass(frozen=True)
class Place:
    """A complex as a reporter chooses it; `areas` are the keys that a role's area may name."""

    id: UUID
    name: str
    organisation: UUID
    areas: frozenset[str]


def places(unit: Unit) -> list[Place]:
    """The complexes where this person may report, the one of the last report first, then by name."""
    query = select(Complex.id, Complex.name, Complex.organisation_id, Complex.areas).order_by(Complex.name)
    found = [Place(i, name, org, frozenset(areas)) for i, name, org, areas in unit.session.execute(query)]
    return [place for place in found if reaches(unit.actor, place)]


def usual(unit: Unit, among: list[Place]) -> UUID | None:
    """The complex to begin with: the only one, that of the latest report, or the first of one's own beat."""
    if len(among) == 1:
        return among[0].id
    known = {place.id for place in among}
    latest = (
        select(Matter.complex_id)
        .join(Signal, Signal.matter_id == Matter.id)
        .where(Signal.author_id == unit.actor.id)
        .order_by(Signal.reported_at.desc())
        .limit(1)
    )
    last = unit.session.scalar(latest)
    if last in known:
        return last
    beat = select(Complex.id).where(Complex.caretaker_id == unit.actor.id).order_by(func.lower(Complex.name))
    return next((place for place in unit.session.scalars(beat) if place in known), None)


def reaches(actor: Actor, place: Place) -> bool:
    """May some role of this person report about this complex?"""
    return any(_with(role, actor, place) for role in actor.roles)


def only_early_warning(actor: Actor) -> bool:
    """True for who may report nothing but rent arrears (R35)."""
    cells = {roles.cell(REPORTING, role.code) for role in actor.roles} - {roles.NONE}
    return cells == {EARLY}


def _with(role: RoleHeld, actor: Actor, place: Place) -> bool:
    ours = place.organisation == actor.organisation_id
    base = roles.cell(REPORTING, role.code)
    if base == "G":
        return ours and bool(role.areas & place.areas)
    if base == "A":
        return ours if actor.organisation_kind == LANDLORD else _same_municipality(role, place)
    return False


def _same_municipality(role: RoleHeld, place: Place) -> bool:
    """Areas of CBS carry their municipality's number; a role without such an area works everywhere."""
    towns = {
        f"GM{area[2:6]}" for area in role.areas if area[:2] in ("GM", "WK", "BU") and area[2:6].isdigit()
    }
    return not towns or bool(towns & place.areas)
