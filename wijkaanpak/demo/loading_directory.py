"""Who works here and where: organisations, people with their roles, places and covenants of a world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, ColumnElement, Text, any_, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from wijkaanpak.demo.shapes import World
from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import Covenant, Organisation, ReceivingGround, RoleAssignment, Staff
from wijkaanpak.places.models import Complex, District, Dwelling, Quarter

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HALF_A_YEAR = 6  # months that a role runs before and after the day of loading (rulings.md 25)


@dataclass
class Names:
    """Which row each id of the file became."""

    organisations: dict[str, UUID] = field(default_factory=dict)
    staff: dict[str, UUID] = field(default_factory=dict)
    works_for: dict[str, UUID] = field(default_factory=dict)
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    complexes: dict[str, UUID] = field(default_factory=dict)
    covenants: dict[str, UUID] = field(default_factory=dict)
    dwellings: dict[str, UUID] = field(default_factory=dict)
    persons: dict[str, UUID] = field(default_factory=dict)
    grounds: dict[str, UUID] = field(default_factory=dict)
    matters: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, UUID] = field(default_factory=dict)  # the signal or case that a matter is
    addresses: dict[str, str] = field(default_factory=dict)


def midnight(day: date) -> datetime:
    """00:00 of a day on the clock of Amsterdam (rulings.md 17)."""
    return datetime.combine(day, time(), AMSTERDAM)


def as_moment(value: date | datetime | None) -> datetime | None:
    """A moment of the file; a bare date is its midnight."""
    return value if value is None or isinstance(value, datetime) else midnight(value)


def earlier(moment: datetime, now: datetime) -> datetime:
    """The moment itself, or what would lie in the future moved back by whole days (rulings.md 13)."""
    return moment - timedelta(days=max(0, -((now - moment) // timedelta(days=1))))


def months_from(day: date, months: int) -> date:
    """The same day some months later or earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def among(column: InstrumentedAttribute[Any], wanted: Iterable[str]) -> ColumnElement[bool]:
    """The column holds one of these; however many there are, the statement has one parameter."""
    return column == any_(literal(list(wanted), ARRAY(Text)))


def load_directory(unit: Unit, world: World, names: Names) -> None:
    """Everything but the matters, in an order in which each row finds what it names."""
    names.complexes.update((place.id, uuid4()) for place in world.complexes)
    unit.session.add_all(_organisations(world, names))
    unit.session.add_all(_staff(world, names))
    unit.session.add_all(_districts(unit, world))
    unit.session.flush()
    unit.session.add_all(_quarters(unit, world))
    unit.session.flush()
    unit.session.add_all(_roles(world, names, unit.now))
    unit.session.add_all(_complexes(unit, world, names))
    unit.session.add_all(_covenants(world, names))
    unit.session.flush()
    unit.session.add_all(_receiving(world, names))
    unit.session.add_all(_dwellings(unit, world, names))
    unit.session.flush()


def _organisations(world: World, names: Names) -> Iterator[Organisation]:
    for one in world.organisations:
        names.organisations[one.id] = ident = uuid4()
        yield Organisation(
            id=ident, reference=one.id, name=one.name, kind=one.kind, controller=one.controller,
            domain=one.domain,
        )  # fmt: skip


def _staff(world: World, names: Names) -> Iterator[Staff]:
    for one in world.people:
        names.staff[one.id] = ident = uuid4()
        names.works_for[one.id] = names.organisations[one.organisation]
        names.roles[one.id] = one.roles
        yield Staff(
            id=ident, organisation_id=names.works_for[one.id], reference=one.id, name=one.name, login=one.id,
            fte=one.fte,
        )  # fmt: skip


def _roles(world: World, names: Names, moment: datetime) -> Iterator[RoleAssignment]:
    day = moment.astimezone(AMSTERDAM).date()
    since, until = midnight(months_from(day, -HALF_A_YEAR)), midnight(months_from(day, HALF_A_YEAR))
    keys = {**names.complexes, **names.organisations}
    for one in world.people:
        areas = [str(keys.get(area, area)) for area in one.areas]
        for place, role in enumerate(one.roles):
            # The journal names the first role: a microsecond between them keeps the first one first.
            yield RoleAssignment(
                id=uuid4(), staff_id=names.staff[one.id], role=role, areas=areas,
                valid_from=since + timedelta(microseconds=place), valid_until=until, taken_over=True,
                reviewed_at=moment,
            )  # fmt: skip


def _districts(unit: Unit, world: World) -> Iterator[District]:
    """A code of CBS means the same everywhere: what another world brought is not brought again."""
    known = set(unit.session.scalars(select(District.code)))
    yield from (District(code=d.code, name=d.name) for d in world.districts if d.code not in known)


def _quarters(unit: Unit, world: World) -> Iterator[Quarter]:
    known = set(unit.session.scalars(select(Quarter.code)))
    for district in world.districts:
        for one in district.quarters:
            if one.code not in known:
                known.add(one.code)
                yield Quarter(code=one.code, district_code=district.code, name=one.name)


def _complexes(unit: Unit, world: World, names: Names) -> Iterator[Complex]:
    rows = unit.session.execute(select(Quarter.code, Quarter.district_code))
    lies_in = dict(rows.all())
    for one in world.complexes:
        ident, district = names.complexes[one.id], lies_in[one.quarter]
        yield Complex(
            id=ident, reference=one.id, name=one.name, organisation_id=names.organisations[one.organisation],
            quarter_code=one.quarter, homes=one.homes, kind=one.kind, built=one.built,
            caretaker_id=names.staff[one.caretaker] if one.caretaker else None, duty_24_7=one.duty_24_7,
            areas=[str(ident), one.quarter, district, f"GM{district[2:6]}"],
        )  # fmt: skip


def _covenants(world: World, names: Names) -> Iterator[Covenant]:
    for one in world.covenants:
        names.covenants[one.id] = ident = uuid4()
        yield Covenant(
            id=ident, reference=one.id, title=one.title,
            parties=[names.organisations[party] for party in one.parties], purposes=list(one.purposes),
            categories=list(one.categories), valid_from=midnight(one.start),
            valid_until=midnight(one.end + timedelta(days=1)), signed=True,
        )  # fmt: skip


def _receiving(world: World, names: Names) -> Iterator[ReceivingGround]:
    for one in world.covenants:
        said: dict[tuple[str, str], str] = {}
        for ground in one.receiving:
            for purpose in ground.purposes:
                said.setdefault((ground.organisation, purpose), ground.basis)
        for (organisation, purpose), basis in said.items():
            yield ReceivingGround(
                id=uuid4(), covenant_id=names.covenants[one.id], purpose=purpose, basis=basis,
                organisation_id=names.organisations[organisation],
            )  # fmt: skip


def _dwellings(unit: Unit, world: World, names: Names) -> Iterator[Dwelling]:
    """Each home that a resident lives in, once; one that is on record already is used again."""
    homes = {p.dwelling: m.complex for m in reversed(world.matters) for p in m.persons if p.dwelling}
    known = unit.session.execute(select(Dwelling.bag_id, Dwelling.id).where(among(Dwelling.bag_id, homes)))
    names.dwellings.update((str(bag), ident) for bag, ident in known)
    for bag, place in homes.items():
        if bag not in names.dwellings:
            names.dwellings[bag] = ident = uuid4()
            yield Dwelling(id=ident, complex_id=names.complexes[place], bag_id=bag)
