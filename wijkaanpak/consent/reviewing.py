"""The grounds that wait for a second judgement: each record by itself, and nothing else of its matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from wijkaanpak.access import codes
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.approving import reasons
from wijkaanpak.consent.lawful import ONLY_PO, Second
from wijkaanpak.consent.models import Ground
from wijkaanpak.consent.objections import WAITS, standing
from wijkaanpak.consent.proposal import SAID_NO
from wijkaanpak.door import Unit, reading
from wijkaanpak.organisations.models import Organisation, Staff

MOST = 50
WAITING = ("TER_BEOORDELING", "BEZWAAR", "ACTIEF")


@dataclass(frozen=True)
class Refusal:
    """What the resident said before, or objected to, in codes (R46, R54)."""

    result: str
    recipient: str
    category: str
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """One ground as its second approver sees it: the resident is a number (rulings.md 6)."""

    ground: Ground
    provider: str
    recipients: tuple[str, ...]
    decided_by: str
    why: frozenset[Second]
    refusals: tuple[Refusal, ...]
    mine: bool  # decided by who looks: someone else must judge it (R65)
    only_po: bool


@dataclass(frozen=True)
class Review:
    """What waits for a judgement, what waits on an objection, and what one judged and still counts."""

    to_judge: tuple[Waiting, ...]
    objections: tuple[Waiting, ...]
    judged: tuple[Waiting, ...]


@reading(Verb.GROUND_REVIEW)
def read(unit: Unit, _about: None, /) -> Review:
    """All grounds that exist for this approver, the oldest decision first."""
    decider = aliased(Staff)
    query = (
        select(Ground, decider.name)
        .outerjoin(decider, decider.id == Ground.decided_by)
        .where(Ground.status.in_(WAITING))
        .where((Ground.status != "ACTIEF") | (Ground.second_by == unit.actor.id))
        .order_by(Ground.decided_at, Ground.id)
        .limit(MOST)
    )
    rows = [(ground, name or "") for ground, name in unit.session.execute(query).all()]
    every = unit.session.execute(select(Organisation.id, Organisation.name)).all()
    names = {row.id: row.name for row in every}
    found = [_waiting(unit, ground, name, names) for ground, name in rows]
    for waiting in found:
        ground = waiting.ground
        unit.disclose(
            "GRONDSLAG", ground.id, controller=ground.provider_id,
            data_class=codes.highest_class(codes.category(c).data_class for c in ground.categories),
            persons=(ground.person_id,) if ground.person_id else (),
        )  # fmt: skip
    return Review(*(tuple(w for w in found if w.ground.status == status) for status in WAITING))


def _waiting(unit: Unit, ground: Ground, decided_by: str, names: dict[UUID, str]) -> Waiting:
    why = reasons(ground)
    return Waiting(
        ground=ground,
        provider=names.get(ground.provider_id, ""),
        recipients=tuple(names.get(r, "") for r in ground.recipients),
        decided_by=decided_by,
        why=why,
        refusals=_refusals(unit, ground, names) if Second.AFTER_NO in why else (),
        mine=ground.decided_by == unit.actor.id,
        only_po=bool(why & ONLY_PO) or ground.status == "BEZWAAR",
    )


def _refusals(unit: Unit, ground: Ground, names: dict[UUID, str]) -> tuple[Refusal, ...]:
    found: Any = unit.facts(ground.matter_id)
    if not found:
        return ()
    objected = standing(unit, ground.matter_id)
    said = [(w.person, w.recipient, w.category, w.result, w.recorded_at)
            for w in found[0].consents if w.result in SAID_NO]  # fmt: skip
    said += [(x.person, x.recipient, x.category, WAITS, objected[x.ground])
             for x in found[0].lines if x.ground in objected]  # fmt: skip
    return tuple(
        Refusal(result, names.get(recipient, ""), category, at)
        for person, recipient, category, result, at in said
        if category in ground.categories
        and (None in (person, ground.person_id) or person == ground.person_id)
    )
