"""Planning a meeting, or a series of them, and asking people to the table; nothing of any case is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import Row, select

from wijkaanpak.access import roles
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, reading
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.foundation.working_days import HERE, local
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.meetings.models import Meeting, Participant
from wijkaanpak.organisations.models import Covenant, Organisation, RoleAssignment, Staff

PLANNED, LIVE, OVER, CONFIRMED = "GEPLAND", "BEZIG", "AFGELOPEN", "BEVESTIGD"
MOST_OF_A_SERIES = 26
MOST_AT_TABLE = 60
LONGEST = 240  # minutes
MOST = 50
FARTHEST = timedelta(days=731)


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Event, name="meeting.planned", says="{actor} planned a meeting", bell="meeting.changed"):
    """One meeting, or a series; who is asked to the table."""

    meetings: tuple[UUID, ...]
    asked: tuple[UUID, ...]

    def rings(self) -> tuple[UUID, ...]:
        """Everybody who is asked."""
        return self.asked


@dataclass(frozen=True)
class Planned:
    """A meeting as its list shows it."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    status: str
    chair: str
    organisation: str


@command(Verb.MEETING_PLAN)
def plan(
    unit: Unit, _nothing: None, /, *, starts_at: datetime, minutes: int, asked: Iterable[UUID],
    weeks_between: int = 0, times: int = 1,
) -> MeetingPlanned:  # fmt: skip
    """Plan meetings that begin at the same time on the clock here, also past a change of the clock.

    `starts_at` carries its zone. Raises Invalid with every fault.
    """
    table = tuple(dict.fromkeys((unit.actor.id, *asked)))
    known = {row.id: row.organisation_id for row in colleagues(unit)}
    _check(unit, starts_at, minutes, set(table) - {unit.actor.id} - set(known), len(table), times)
    series = uuid4() if times > 1 else None
    made = []
    for number in range(times):
        meeting = _meeting(unit, _weeks_later(starts_at, number * weeks_between), minutes, series)
        unit.session.add(meeting)
        unit.session.flush()
        for staff in table:
            unit.session.add(
                Participant(
                    id=uuid4(), meeting_id=meeting.id, staff_id=staff,
                    organisation_id=known.get(staff, unit.actor.organisation_id),
                )
            )  # fmt: skip
        unit.session.flush()
        made.append(meeting.id)
    thing = Thing("OVERLEG", made[0], None, (unit.actor.organisation_id,), (), "P_VERANTW", "K1")
    return MeetingPlanned(thing=thing, meetings=tuple(made), asked=table)


@reading(Verb.MEETING_LIST)
def mine(unit: Unit, _nothing: None, /) -> list[Planned]:
    """The meetings that one is asked for: first what is to come, then what is over."""
    query = (
        select(
            Meeting.id, Meeting.starts_at, Meeting.ends_at, Meeting.status, Staff.name, Organisation.name
        )
        .join(Participant, Participant.meeting_id == Meeting.id)
        .join(Staff, Staff.id == Meeting.chair_id)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(Participant.staff_id == unit.actor.id, Meeting.starts_at > unit.now - timedelta(days=90))
        .order_by(Meeting.starts_at)
        .limit(MOST)
    )  # fmt: skip
    return [Planned(*row) for row in unit.session.execute(query)]


@reading(Verb.MEETING_PEOPLE)
def people(unit: Unit, _nothing: None, /) -> list[Row[tuple[UUID, str, UUID, str]]]:
    """Who can be asked to a table, for who may plan one."""
    return colleagues(unit)


def colleagues(unit: Unit) -> list[Row[tuple[UUID, str, UUID, str]]]:
    """Who can be asked: colleagues of every party to a covenant with the own organisation who read cases."""
    reading_cases = [code for code in roles.role_codes() if roles.grants("casus.lezen", code)]
    covenants = unit.session.execute(
        select(Covenant.parties).where(Covenant.valid_from <= unit.now, Covenant.valid_until > unit.now)
    )
    near = {o for (parties,) in covenants if unit.actor.organisation_id in parties for o in parties}
    query = (
        select(Staff.id, Staff.name, Staff.organisation_id, Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            Staff.organisation_id.in_({*near, unit.actor.organisation_id}), Staff.suspended_at.is_(None),
            Organisation.suspended_at.is_(None), Staff.id != unit.actor.id,
            RoleAssignment.role.in_(reading_cases),
            RoleAssignment.holds(unit.now),
        )
        .distinct()
        .order_by(Organisation.name, Staff.name)
    )  # fmt: skip
    return list(unit.session.execute(query))


def _meeting(unit: Unit, starts: datetime, minutes: int, series: UUID | None) -> Meeting:
    return Meeting(
        id=uuid4(), organisation_id=unit.actor.organisation_id, chair_id=unit.actor.id, pen_id=unit.actor.id,
        series_id=series, starts_at=starts, status=PLANNED,
        ends_at=starts.astimezone(UTC) + timedelta(minutes=minutes),  # also in the night of the change
        planned_at=unit.now,
    )  # fmt: skip


def _weeks_later(starts: datetime, weeks: int) -> datetime:
    """The same time on the clock here, some weeks on; the clock may have changed meanwhile."""
    there = local(starts).replace(tzinfo=None) + timedelta(weeks=weeks)
    return there.replace(tzinfo=HERE)


def _check(unit: Unit, starts: datetime, minutes: int, strangers: set[UUID], number: int, times: int) -> None:
    faults: dict[str, str] = {}
    if starts > unit.now + FARTHEST:
        faults["starts_at"] = _("Plan at most two years ahead.")
    elif starts < unit.now - timedelta(hours=1):
        faults["starts_at"] = _("This moment is over. Choose one that lies ahead.")
    if not 5 <= minutes <= LONGEST:
        faults["minutes"] = _("A meeting lasts between five minutes and four hours.")
    if strangers:
        faults["asked"] = _("Choose colleagues of organisations with whom there is a covenant.")
    elif not 2 <= number <= MOST_AT_TABLE:
        faults["asked"] = _("Choose at least one colleague, and at most sixty.")
    if not 1 <= times <= MOST_OF_A_SERIES:
        faults["times"] = _("Plan at most twenty-six meetings at once.")
    if faults:
        raise Invalid(faults)
