"""The minutes: who sat at an item, what was decided and promised, for who may read it (R84)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Action, Resolution
from wijkaanpak.cases.plan import listed
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters.models import Invitation, Part
from wijkaanpak.meetings.agenda import Item, items
from wijkaanpak.meetings.models import Meeting
from wijkaanpak.organisations.models import Organisation, Staff

TO_DO = ("OPEN", "OPGEPAKT")
LATELY = timedelta(days=60)


@dataclass(frozen=True)
class Agreed:
    """One decision; `corrected` where a later one puts it right."""

    id: UUID
    words: str
    corrected: bool


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
    before: tuple[Promised, ...]  # promised elsewhere: still to be done, or settled not long ago


ITEM = bindparam("item", type_=Uuid)
CASE = bindparam("matter", type_=Uuid)
WORDS = {
    "words": Part.text, "part": Part.id, "home": Part.provider_id, "data_class": Part.data_class,
    "category": Part.category, "about": Part.about,
}  # fmt: skip
AGREED = (
    listed(
        (Resolution.made_at, Resolution.id),
        {"id": Resolution.id, "at": Resolution.made_at, "corrects": Resolution.corrects_id} | WORDS,
    )
    .select_from(Resolution)
    .join(Part, Part.id == Resolution.part_id)
    .where(Resolution.item_id == ITEM)
)
PROMISED = (
    listed(
        (Action.due_on, Action.made_at),
        {"id": Action.id, "owner": Staff.name, "organisation": Organisation.name, "due_on": Action.due_on,
         "status": Action.status, "here": func.coalesce(Action.item_id == ITEM, False)} | WORDS,
    )
    .select_from(Action)
    .join(Part, Part.id == Action.part_id)
    .join(Staff, Staff.id == Action.owner_id)
    .join(Organisation, Organisation.id == Action.organisation_id)
    .where(
        Action.matter_id == CASE,
        (Action.item_id == ITEM) | Action.status.in_(TO_DO) | (Action.changed_at > bindparam("lately")),
    )
)  # fmt: skip
CAME = (
    listed((Organisation.name, Staff.name), {"name": Staff.name, "organisation": Organisation.name})
    .select_from(Invitation)
    .join(Staff, Staff.id == Invitation.staff_id)
    .join(Organisation, Organisation.id == Invitation.organisation_id)
    .where(Invitation.item_id == ITEM, Invitation.present.is_(True))
)
AT = select(
    *(s.scalar_subquery().label(n) for n, s in (("agreed", AGREED), ("promised", PROMISED), ("came", CAME)))
)


@reading(Verb.MINUTES_READ)
def minutes(unit: Unit, meeting: Meeting, /) -> list[ItemMinutes]:
    """Every item of which something may be read; of the others not even that they were there."""
    return [of_item(unit, item) for item in items(unit, meeting.id) if item.matter and item.opened]


def of_item(unit: Unit, item: Item) -> ItemMinutes:
    """Who sat there, the decisions and actions that exist for who asks, and what was promised before.

    Each is told as disclosed.
    """
    asked = {"item": item.id, "matter": item.matter, "lately": unit.now - LATELY}
    row = unit.session.execute(AT, asked).one()
    agreed, promised = row.agreed or [], row.promised or []
    for one in (*agreed, *promised):
        unit.disclose(
            "ONDERDEEL", UUID(one["part"]), controller=UUID(one["home"]), data_class=one["data_class"],
            category=one["category"], persons=tuple(UUID(person) for person in one["about"]),
        )  # fmt: skip
    put_right = {one["corrects"] for one in agreed}
    return ItemMinutes(
        item,
        tuple(f"{one['name']}, {one['organisation']}" for one in row.came or ()),
        tuple(Agreed(UUID(o["id"]), o["words"], o["id"] in put_right) for o in agreed),
        tuple(_promised(o) for o in promised if o["here"]),
        tuple(_promised(o) for o in promised if not o["here"]),
    )


def _promised(one: dict[str, Any]) -> Promised:
    due = date.fromisoformat(one["due_on"])
    return Promised(UUID(one["id"]), one["words"], one["owner"], one["organisation"], due, one["status"])
