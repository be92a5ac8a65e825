"""Objections that still stand: one that waits for its decision, and one that was upheld (R46)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from wijkaanpak.consent.models import GroundStep
from wijkaanpak.door import Unit

WAITS, DISMISSED = "BEZWAAR", "ACTIEF"


def standing(unit: Unit, matter: UUID) -> Mapping[UUID, datetime]:
    """The grounds of this matter against which an objection stands, with the moment it was made.

    As far as their history may be read: that of one's own organisation's grounds.
    """
    query = (
        select(GroundStep.ground_id, GroundStep.status, GroundStep.at)
        .where(GroundStep.matter_id == matter)
        .order_by(GroundStep.at)
    )
    taken: defaultdict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    for ground, status, at in unit.session.execute(query):
        taken[ground].append((status, at))
    made = {ground: _made(steps) for ground, steps in taken.items()}
    return {ground: at for ground, at in made.items() if at is not None}


def _made(steps: list[tuple[str, datetime]]) -> datetime | None:
    """When the objection was made that is the last word on a ground, if there is one."""
    last = steps[-1]
    if last[0] == WAITS:
        return last[1]
    before = steps[-2] if len(steps) > 1 else None
    return before[1] if before and before[0] == WAITS and last[0] != DISMISSED else None
