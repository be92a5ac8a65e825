"""The agenda: putting a case on it, asking people for that item alone, and what each may see of it (R83)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import Uuid, bindparam, func, select, text

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.cases.plan import listed
from wijkaanpak.door import Unit, command, reading
from wijkaanpak.foundation.answered import moment
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.journal.bell import newest_bell
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


@dataclass(frozen=True)
class Gathered:
    """A meeting as one person at its table finds it; `n` is the number of its newest bell."""

    meeting: Meeting
    people: list[Person]
    items: list[Item]
    n: int


MEETING = bindparam("meeting", type_=Uuid)
ME = func.app.me()
PEOPLE = (
    listed(
        (Organisation.name, Staff.name),
        {"staff": Participant.staff_id, "name": Staff.name, "home": Participant.organisation_id,
         "organisation": Organisation.name, "joined": Participant.joined_at},
    )
    .select_from(Participant)
    .join(Staff, Staff.id == Participant.staff_id)
    .join(Organisation, Organisation.id == Participant.organisation_id)
    .where(Participant.meeting_id == MEETING)
)  # fmt: skip
# Who is in a team and may read nothing does not find the case, nor its number (rulings.md 8).
SOMETHING = select(Part.id).where(Part.matter_id == Matter.id).exists() | (Case.lead_id == ME)
KNOWN = (
    listed(
        (AgendaItem.position,),
        {"item": AgendaItem.id, "case": Case.id, "matter": Matter.id, "number": Case.number,
         "place": Complex.name},
    )
    .select_from(AgendaItem)
    .join(Matter, Matter.id == AgendaItem.matter_id)
    .join(Case, Case.matter_id == Matter.id)
    .join(Complex, Complex.id == Matter.complex_id)
    .where(AgendaItem.meeting_id == MEETING, SOMETHING)
)  # fmt: skip
GATHER = select(
    Meeting, PEOPLE.scalar_subquery().label("people"), func.app.agenda_of(MEETING).label("places"),
    KNOWN.scalar_subquery().label("known"), newest_bell("app.meeting.id").label("n"),
).where(Meeting.id == MEETING)  # fmt: skip


@command(Verb.MEETING_PROPOSE)
def propose(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, meeting_id: UUID, minutes: int, asked: Iterable[UUID]
) -> ItemProposed:
    """Put a case on the agenda and ask people of the table for it; each sees it on their own ground."""
    found, here = gather(unit, meeting_id), tuple(asked)
    meeting, people = found.meeting, found.people
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


def gather(unit: Unit, meeting_id: UUID) -> Gathered:
    """The meeting, its people and its agenda in one question; raises NotFound for who is not at the table."""
    row: Any = unit.session.execute(GATHER, {"meeting": meeting_id}).first()
    if row is None:
        raise NotFound()
    known = {one["item"]: one for one in row.known or ()}
    people = [
        Person(UUID(p["staff"]), p["name"], UUID(p["home"]), p["organisation"], moment(p["joined"]))
        for p in row.people or ()
    ]
    places = [_item(n, place, known.get(place["id"])) for n, place in enumerate(row.places or (), 1)]
    return Gathered(row.Meeting, people, places, row.n)


def table(unit: Unit, meeting_id: UUID) -> list[Person]:
    """Everybody who is asked to the table, and since when they are in."""
    return gather(unit, meeting_id).people


def items(unit: Unit, meeting_id: UUID) -> list[Item]:
    """The places of the agenda; of which case one is, only where its row exists for who asks."""
    return gather(unit, meeting_id).items


def _item(number: int, place: dict[str, Any], known: dict[str, Any] | None) -> Item:
    known = known if place["mine"] else None
    told = (UUID(known["case"]), UUID(known["matter"]), known["number"], known["place"]) if known else ()
    return Item(
        UUID(place["id"]), number, place["minutes"], place["opened"], place["over"], place["mine"], *told
    )


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
