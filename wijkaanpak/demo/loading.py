"""Taking over a world: all of it in one transaction by a subject of the house, or nothing (rulings.md 25)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select, text

from wijkaanpak.access.verbs import Verb
from wijkaanpak.demo.loading_directory import AMSTERDAM, Names, among, load_directory
from wijkaanpak.demo.loading_emergency import load_emergencies
from wijkaanpak.demo.loading_history import load_history
from wijkaanpak.demo.loading_matters import load_matter
from wijkaanpak.demo.loading_shifts import load_shifts
from wijkaanpak.demo.models import WorldReference
from wijkaanpak.demo.shapes import World
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.errors import SignedOut
from wijkaanpak.journal.entries import PLATFORM
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.organisations.models import Covenant, Organisation, Staff
from wijkaanpak.places.models import Complex
from wijkaanpak.sign_in.subjects import LOADER, acting_as

PATIENCE = text("set local statement_timeout = '300s'")
MATTER, PERSON, GROUND = "zaak", "persoon", "grondslag"


class NotLoaded(Exception):
    """One Dutch sentence why nothing of a world was loaded."""


@dataclass(frozen=True, kw_only=True)
class WorldTakenOver(Event, name="world.taken_over", says="{actor} took over a world from elsewhere"):
    """Organisations, people at work, places and matters came in at once; `counts` says how many of each."""

    counts: dict[str, int]


@dataclass(frozen=True)
class Loaded:
    """Addresses of what was loaded, by the ids of the file."""

    matters: dict[str, str]
    persons: dict[str, str]

    def plain(self) -> dict[str, dict[str, str]]:
        """What `wijk load --json` prints."""
        return {"zaken": self.matters, "personen": self.persons}


def today(engine: Engine) -> date:
    """The day it is for the house, in Amsterdam."""
    with engine.connect() as connection:
        now: datetime = connection.execute(text("select app.now()")).scalar_one()
    return now.astimezone(AMSTERDAM).date()


def is_empty(engine: Engine) -> bool:
    """True when nobody works here yet, and a demo may load its world."""
    with engine.connect() as connection:
        return not connection.scalar(text("select exists (select from sealed.cast_of_the_demo())"))


def load(database: Database, world: World) -> Loaded:
    """Load a world whole; raises NotLoaded with one sentence, and then nothing of it is there."""
    names = Names()
    try:
        with acting_as(LOADER, database) as unit:
            unit.session.execute(PATIENCE)
            _refuse_known(unit, world)
            take_over(unit, world, names)
            unit.close()
    except SignedOut:
        raise NotLoaded("In productie wordt nooit een wereld geladen. Er is niets geladen.") from None
    return Loaded(dict(names.addresses), {name: f"/bewoners/{p}" for name, p in names.persons.items()})


@command(Verb.WORLD_TAKE_OVER)
def take_over(unit: Unit, world: World, /, names: Names) -> WorldTakenOver:
    """Put the whole world on record; `names` learns which row each id became."""
    load_directory(unit, world, names)
    load_shifts(unit, world, names)
    for matter in world.matters:
        load_matter(unit, matter, names, world.moment)
    load_emergencies(unit, world, names)
    load_history(unit, world, names)
    _keep_references(unit, names)
    unit.occurred = unit.origin = None
    return WorldTakenOver(thing=Thing("WERELD", PLATFORM), counts=_counts(world))


def _counts(world: World) -> dict[str, int]:
    lists = ("organisations", "people", "complexes", "covenants", "matters")
    return {name: len(getattr(world, name)) for name in lists}


def _keep_references(unit: Unit, names: Names) -> None:
    kept = {MATTER: names.things, PERSON: names.persons, GROUND: names.grounds}
    unit.session.add_all(
        WorldReference(kind=kind, reference=name, target_id=target)
        for kind, found in kept.items()
        for name, target in found.items()
    )
    unit.session.flush()


def _refuse_known(unit: Unit, world: World) -> None:
    """A world that was loaded before, or that uses ids of one that was, is refused whole."""
    known = sorted(_known(unit, world))
    if known:
        shown = ", ".join(known[:5])
        rest = f" en nog {len(known) - 5}" if len(known) > 5 else ""
        raise NotLoaded(f"Deze ids zijn er al: {shown}{rest}. Er is niets geladen.")


def _known(unit: Unit, world: World) -> Iterator[str]:
    def clashes(column: Any, wanted: Iterable[str], *also: Any) -> Iterator[str]:
        yield from unit.session.scalars(select(column).where(among(column, wanted), *also))

    yield from clashes(Organisation.reference, (o.id for o in world.organisations))
    yield from clashes(Staff.reference, (p.id for p in world.people))
    yield from clashes(Complex.reference, (c.id for c in world.complexes))
    yield from clashes(Covenant.reference, (c.id for c in world.covenants))
    kind, name = WorldReference.kind, WorldReference.reference
    yield from clashes(name, (m.id for m in world.matters), kind == MATTER)
    yield from clashes(name, {p.id for m in world.matters for p in m.persons}, kind == PERSON)
    yield from clashes(name, {g.id for m in world.matters for g in m.grounds}, kind == GROUND)


def thing_named(unit: Unit, told: str) -> UUID | None:
    """The signal or case that a zaak of a world file became; only the command line may ask."""
    named = (WorldReference.kind == MATTER, WorldReference.reference == told)
    return unit.session.scalar(select(WorldReference.target_id).where(*named))


def ground_names(unit: Unit, grounds: Iterable[UUID]) -> dict[UUID, str]:
    """What a world file called these grounds; those of no file are not in it."""
    these = (WorldReference.kind == GROUND, WorldReference.target_id.in_(list(grounds)))
    rows = unit.session.execute(select(WorldReference.target_id, WorldReference.reference).where(*these))
    return dict(rows.all())
