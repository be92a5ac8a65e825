"""Chairing: everybody follows to the next item, the pen goes round, who comes in sits down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, text, update

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import AgendaItem
from wijkaanpak.meetings.models import Meeting, Participant
from wijkaanpak.meetings.planning import CONFIRMED, LIVE, OVER, PLANNED
from wijkaanpak.meetings.seats import asked_for, green

EARLY = timedelta(hours=1)
STEP = text("select app.meeting_step(:meeting, :expected, :target, :seated)")
SIT = text("select app.sit_down(:meeting, :seated)")


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(
    Event, name="meeting.moved", says="{actor} took a meeting to its next item", bell="meeting.changed"
):
    """The item at hand from now on, or none: the meeting is over. Who sits at it is on record."""

    meeting: UUID
    before: UUID | None
    item: UUID | None
    seated: tuple[UUID, ...]

    def rings(self) -> tuple[UUID, ...]:
        """The table."""
        return (self.meeting,)


@dataclass(frozen=True, kw_only=True)
class CameIn(Event, name="meeting.joined", says="{actor} came in at a meeting", bell="meeting.changed"):
    """Somebody is at the table; `seated` where they also sit at the item at hand."""

    meeting: UUID
    seated: bool

    def rings(self) -> tuple[UUID, ...]:
        """The table."""
        return (self.meeting,)


@dataclass(frozen=True, kw_only=True)
class PenHanded(Event, name="meeting.pen_handed", says="{actor} handed on the pen", bell="meeting.changed"):
    """Who writes from now on."""

    meeting: UUID
    to: UUID

    def rings(self) -> tuple[UUID, ...]:
        """The table."""
        return (self.meeting,)


@dataclass(frozen=True, kw_only=True)
class MinutesConfirmed(
    Event, name="meeting.confirmed", says="{actor} confirmed the minutes of a meeting", bell="meeting.changed"
):
    """What was agreed stands; a mistake is corrected by an addition."""

    meeting: UUID

    def rings(self) -> tuple[UUID, ...]:
        """The table."""
        return (self.meeting,)


@command(Verb.MEETING_STEP)
def step(unit: Unit, meeting: Meeting, /, expected: UUID | None, target: UUID | None) -> MeetingMoved:
    """Go to this item, or end the meeting; `expected` is where the chair's own screen stood."""
    chair_only(unit, Verb.MEETING_STEP, meeting)
    if meeting.status not in (PLANNED, LIVE):
        raise Conflict(_("This meeting is over."), "STATUS")
    if target is None and meeting.status != LIVE:
        raise Conflict(_("This meeting has not begun yet."), "STATUS")
    _not_too_early(unit, meeting)
    seated = _lawful(unit, meeting, target) if target else ()
    if target is not None and unit.actor.id not in seated:
        raise Conflict(_("You may not sit at this item yourself, so you cannot open it."), "NIET_BETROKKEN")
    asked = {"meeting": meeting.id, "expected": expected, "target": target, "seated": list(seated)}
    if not unit.session.execute(STEP, asked).scalar():
        raise Conflict(_("The meeting is at another item by now. Nothing was skipped."), "STATUS")
    return MeetingMoved(
        thing=_thing(meeting), meeting=meeting.id, before=expected, item=target, seated=seated
    )


@command(Verb.MEETING_JOIN)
def join(unit: Unit, meeting: Meeting, /) -> CameIn:
    """Come in. Who may not sit at the item at hand waits for the next one."""
    if meeting.status not in (PLANNED, LIVE):
        raise Conflict(_("This meeting is over."), "STATUS")
    _not_too_early(unit, meeting)
    seated = meeting.item_id is not None and unit.actor.id in _lawful(unit, meeting, meeting.item_id)
    unit.session.execute(SIT, {"meeting": meeting.id, "seated": seated})
    return CameIn(thing=_thing(meeting), meeting=meeting.id, seated=seated)


@command(Verb.MEETING_PEN)
def hand_pen(unit: Unit, meeting: Meeting, /, to: UUID) -> PenHanded:
    """Give the pen to somebody at the table: by who holds it, or by the chair."""
    if unit.actor.id not in (meeting.pen_id, meeting.chair_id):
        deny(unit, Verb.MEETING_PEN, policy.deny("ROL_ONVOLDOENDE"), None, None, "OVERLEG")
    there = select(Participant.id).where(
        Participant.meeting_id == meeting.id, Participant.staff_id == to, Participant.joined_at.is_not(None)
    )
    if to == meeting.pen_id or unit.session.scalar(there) is None:
        raise Invalid({"to": _("Choose somebody who is at the table.")})
    changed = unit.session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id, Meeting.pen_id == meeting.pen_id)
        .values(pen_id=to)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("The pen was handed on just before you."), "STATUS")
    return PenHanded(thing=_thing(meeting), meeting=meeting.id, to=to)


@command(Verb.MEETING_CONFIRM)
def confirm(unit: Unit, meeting: Meeting, /) -> MinutesConfirmed:
    """The chair confirms what was written down; nothing is rewritten afterwards."""
    chair_only(unit, Verb.MEETING_CONFIRM, meeting)
    changed = unit.session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id, Meeting.status == OVER)
        .values(status=CONFIRMED, confirmed_at=unit.now)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Minutes are confirmed once, when the meeting is over."), "STATUS")
    return MinutesConfirmed(thing=_thing(meeting), meeting=meeting.id)


def chair_only(unit: Unit, verb: Verb, meeting: Meeting) -> None:
    """Only the chair; others at the table hear why."""
    if meeting.chair_id != unit.actor.id:
        deny(unit, verb, policy.deny("ROL_ONVOLDOENDE"), None, None, "OVERLEG")


def _not_too_early(unit: Unit, meeting: Meeting) -> None:
    """Who comes in is on record as present: so nobody comes in days before."""
    if meeting.starts_at - EARLY > unit.now:
        raise Conflict(_("This meeting is later. You can come in from an hour before it begins."), "STATUS")


def _lawful(unit: Unit, meeting: Meeting, item_id: UUID) -> tuple[UUID, ...]:
    """Who of those asked may sit at an item now; nobody where its row does not exist for who asks."""
    there = (AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)
    matter = unit.session.scalar(select(AgendaItem.matter_id).where(*there))
    found = unit.facts(matter) if matter else None
    return green(unit, found[0], asked_for(unit, item_id)) if found else ()


def _thing(meeting: Meeting) -> Thing:
    return Thing("OVERLEG", meeting.id, None, (meeting.organisation_id,), (), "P_VERANTW", "K1")
