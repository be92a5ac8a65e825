"""The agenda: putting a case on it, asking people for that item alone, and what each may see of it (R83)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select, text

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.door import Unit, command, reading
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import AgendaItem, Invitation, Matter, Part
from wijkaanpak.meetings.models import Meeting, Participant
from wijkaanpak.meetings.planning import LIVE, PLANNED
from wijkaanpak.organisations.models import Organisation, Staff
from wijkaanpak.places.models import Complex

PLACES = text("select app.agenda_of(:meeting)")
TALKED_OF = ("GRONDSLAGTOETS", "CASUSOVERLEG", "PLAN", "REGIE", "AFSCHALING")
MINUTES = (5, 10, 15, 20, 30, 45, 60)


@dataclass(frozen=True, kw_only=True)
class ItemProposed(
    Event, name="item.proposed", says="{actor} put a case on an agenda", bell="access.changed"
):
    """A case is on the agenda of a meeting; who is asked for it."""

    meeting: UUID
    item: UUID
    asked: tuple[UUID, ...]

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and the table, where one more item stands."""
        return (*super().rings(), self.meeting)


@dataclass(frozen=True)
class Item:
    """One place of an agenda as one person sees it; without `case` it is a place that is not theirs."""

    id: UUID
    position: int
    minutes: int
    opened: bool
    over: bool
    mine: bool
    case: UUID | None = None
    matter: UUID | None = None
    number: str = ""
    place: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody at the table."""

    staff: UUID
    name: str
    organisation_id: UUID
    organisation: str
    joined_at: datetime | None


@command(Verb.MEETING_PROPOSE)
def propose(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, meeting_id: UUID, minutes: int, asked: Iterable[UUID]
) -> ItemProposed:
    """Put a case on the agenda and ask people of the table for it; each sees it on their own ground."""
    meeting, people, here = meeting_of(unit, meeting_id), table(unit, meeting_id), tuple(asked)
    if meeting.status not in (PLANNED, LIVE):
        raise Conflict(_("This meeting is over."), "STATUS")
    if facts.status not in TALKED_OF:
        raise Conflict(_("This case is not at a state in which it is talked about."), "STATUS")
    if unit.session.scalar(_on_agenda(meeting_id, facts.id)):
        raise Conflict(_("This case is on this agenda already."), "STATUS")
    faults = {}
    if not here or not set(here) <= {person.staff for person in people}:
        faults["asked"] = _("Choose people who are asked for this meeting.")
    if minutes not in MINUTES:
        faults["minutes"] = _("Choose how long you talk about it.")
    if faults:
        raise Invalid(faults)
    item = _add(
        unit, facts, meeting, minutes, {p.staff: p.organisation_id for p in people if p.staff in here}
    )
    thing = Thing("OVERLEG", item, facts.id, (facts.provider,), (), facts.purpose, "K1")
    return ItemProposed(thing=thing, meeting=meeting_id, item=item, asked=here)


@reading(Verb.MEETING_PREPARE)
def choosable(unit: Unit, facts: MatterFacts, /) -> list[tuple[UUID, datetime]]:
    """Meetings to come at which one sits oneself, and where this case is not on the agenda yet."""
    taken = select(AgendaItem.meeting_id).where(
        AgendaItem.matter_id == facts.id, AgendaItem.meeting_id.is_not(None)
    )
    query = (
        select(Meeting.id, Meeting.starts_at)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(
            Participant.staff_id == unit.actor.id, Meeting.status.in_((PLANNED, LIVE)),
            Meeting.ends_at > unit.now, Meeting.id.not_in(taken),
        )
        .order_by(Meeting.starts_at)
    )  # fmt: skip
    return [(row.id, row.starts_at) for row in unit.session.execute(query)]


def meeting_of(unit: Unit, meeting_id: UUID) -> Meeting:
    """The meeting, for who sits at it; raises NotFound for everybody else."""
    meeting = unit.session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound()
    return meeting


def table(unit: Unit, meeting_id: UUID) -> list[Person]:
    """Everybody who is asked to the table, and since when they are in."""
    query = (
        select(
            Participant.staff_id, Staff.name, Participant.organisation_id, Organisation.name,
            Participant.joined_at,
        )
        .join(Staff, Staff.id == Participant.staff_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participant.meeting_id == meeting_id)
        .order_by(Organisation.name, Staff.name)
    )  # fmt: skip
    return [Person(*row) for row in unit.session.execute(query)]


def items(unit: Unit, meeting_id: UUID) -> list[Item]:
    """The places of the agenda; of which case one is, only where its row exists for who asks."""
    places: list[dict[str, Any]] = unit.session.execute(PLACES, {"meeting": meeting_id}).scalar() or []
    query = (
        select(AgendaItem.id, Case.id, Matter.id, Case.number, Complex.name)
        .join(Matter, Matter.id == AgendaItem.matter_id)
        .join(Case, Case.matter_id == Matter.id)
        .join(Complex, Complex.id == Matter.complex_id)
        .where(AgendaItem.meeting_id == meeting_id, _found_in_lists(unit))
    )
    known = {row[0]: row[1:] for row in unit.session.execute(query)}
    return [
        Item(
            UUID(p["id"]), n, p["minutes"], p["opened"], p["over"], p["mine"],
            *(known.get(UUID(p["id"]), ()) if p["mine"] else ()),
        )
        for n, p in enumerate(places, 1)
    ]  # fmt: skip


def asked_for(unit: Unit, item_id: UUID) -> dict[UUID, bool]:
    """Who is asked for an item, and whether they sat at it, for who may know the item."""
    query = select(Invitation.staff_id, Invitation.present).where(Invitation.item_id == item_id)
    return {row.staff_id: row.present for row in unit.session.execute(query)}


def _found_in_lists(unit: Unit) -> Any:
    """Who is in a team and may read nothing does not find the case, nor its number (rulings.md 8)."""
    something = select(Part.id).where(Part.matter_id == Matter.id).exists()
    return something | (Case.lead_id == unit.actor.id)


def _on_agenda(meeting_id: UUID, matter_id: UUID) -> Any:
    return select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id, AgendaItem.matter_id == matter_id)


def _add(unit: Unit, facts: MatterFacts, meeting: Meeting, minutes: int, asked: dict[UUID, UUID]) -> UUID:
    last = unit.session.execute(PLACES, {"meeting": meeting.id}).scalar() or []
    item = AgendaItem(
        id=uuid4(), matter_id=facts.id, opens_at=meeting.starts_at, closes_at=meeting.starts_at,
        meeting_id=meeting.id, position=len(last) + 1, minutes=minutes, proposed_by=unit.actor.id,
    )  # fmt: skip
    unit.session.add(item)
    unit.session.flush()
    for staff, organisation in asked.items():
        unit.session.add(
            Invitation(
                id=uuid4(), item_id=item.id, matter_id=facts.id, staff_id=staff, organisation_id=organisation
            )
        )
    unit.session.flush()
    return item.id
