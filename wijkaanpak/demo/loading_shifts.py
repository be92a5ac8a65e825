"""Duty as a world tells it: one shift a complex, accepted or not, and handed over where that was accepted."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from wijkaanpak.demo.loading_directory import Names, as_moment
from wijkaanpak.demo.shapes import World
from wijkaanpak.door import Unit
from wijkaanpak.places.models import Shift


def load_shifts(unit: Unit, world: World, names: Names) -> None:
    """Put all shifts on record; one that was accepted holds from its beginning (R138)."""
    unit.session.add_all(_shifts(world, names))
    unit.session.flush()


def _shifts(world: World, names: Names) -> Iterator[Shift]:
    handed_over = {one["van"]: as_moment(one.get("geaccepteerd_op")) for one in world.handovers}
    for one in world.shifts:
        begins, ends = as_moment(one["van"]), as_moment(one["tot"])
        for place in dict.fromkeys(one["complexen"]):
            yield Shift(
                id=uuid4(), complex_id=names.complexes[place], staff_id=names.staff[one["persoon"]],
                starts_at=begins, ends_at=ends, accepted_at=begins if one.get("geaccepteerd") else None,
                handed_over_at=handed_over.get(one["id"]),
            )  # fmt: skip
