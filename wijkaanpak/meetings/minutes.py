"""The minutes: who sat at an item, what was decided and promised, for who may read it (R84)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Action, Resolution
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters.models import Invitation, Part
from wijkaanpak.meetings.agenda import Item, items
from wijkaanpak.meetings.models import Meeting
from wijkaanpak.organisations.models import Organisation, Staff


@dataclass(frozen=True)
class Agreed:
    """One decision; `corrected` where a later one puts it right."""

    id: UUID
    words: str
    at: datetime
    corrects: UUID | None
    corrected: bool = False


@dataclass(frozen=True)
class Promised:
    """One action: who, of which organisation, by when, and how it stands."""

    id: UUID
    words: str
    owner: str
    organisation: str
    due_on: date
    status: str


@dataclass(frozen=True)
class ItemMinutes:
    """What one item came to."""

    item: Item
    present: tuple[str, ...]
    agreed: tuple[Agreed, ...]
    promised: tuple[Promised, ...]


@reading(Verb.MINUTES_READ)
def minutes(unit: Unit, meeting: Meeting, /) -> list[ItemMinutes]:
    """Every item of which something may be read; of the others not even that they were there."""
    return [of_item(unit, item) for item in items(unit, meeting.id) if item.matter and item.opened]


def of_item(unit: Unit, item: Item) -> ItemMinutes:
    """Who sat there, and the decisions and actions that exist for who asks; each told as disclosed."""
    came = (
        select(Staff.name, Organisation.name)
        .select_from(Invitation)
        .join(Staff, Staff.id == Invitation.staff_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Invitation.item_id == item.id, Invitation.present.is_(True))
        .order_by(Organisation.name, Staff.name)
    )
    present = tuple(f"{name}, {organisation}" for name, organisation in unit.session.execute(came))
    return ItemMinutes(item, present, _agreed(unit, item.id), promised(unit, Action.item_id == item.id))


def _agreed(unit: Unit, item_id: UUID) -> tuple[Agreed, ...]:
    query = (
        select(Resolution.id, Part, Resolution.made_at, Resolution.corrects_id)
        .join(Part, Part.id == Resolution.part_id)
        .where(Resolution.item_id == item_id)
        .order_by(Resolution.made_at, Resolution.id)
    )
    rows = unit.session.execute(query).all()
    for _ident, part, _at, _corrects in rows:
        _disclose(unit, part)
    put_right = {corrects for _ident, _part, _at, corrects in rows if corrects}
    return tuple(
        Agreed(ident, part.text, at, corrects, ident in put_right) for ident, part, at, corrects in rows
    )


def promised(unit: Unit, which: object) -> tuple[Promised, ...]:
    """Actions whose words exist for who asks, by their day."""
    query = (
        select(Action.id, Part, Staff.name, Organisation.name, Action.due_on, Action.status)
        .join(Part, Part.id == Action.part_id)
        .join(Staff, Staff.id == Action.owner_id)
        .join(Organisation, Organisation.id == Action.organisation_id)
        .where(which)  # type: ignore[arg-type]
        .order_by(Action.due_on, Action.made_at)
    )
    rows = unit.session.execute(query).all()
    for row in rows:
        _disclose(unit, row[1])
    return tuple(Promised(row[0], row[1].text, *row[2:]) for row in rows)


def _disclose(unit: Unit, part: Part) -> None:
    unit.disclose(
        "ONDERDEEL", part.id, controller=part.provider_id, data_class=part.data_class,
        category=part.category, persons=tuple(part.about),
    )  # fmt: skip
