"""Who works here, in which role: suspending, resuming, granting and ending, felt at once (R61-R67)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import Update, update

from wijkaanpak.access import codes
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.organisations.models import RoleAssignment, Staff
from wijkaanpak.organisations.people import Person

HERE = ZoneInfo("Europe/Amsterdam")
LONGEST = 12  # months that a role may run (R61)
OFFICER, PRIVACY, ADMINISTRATOR = "FG", "PO", "FB"
ANY_KIND = ("alle", "platform")  # the platform's own roles are held by people of any organisation


@dataclass(frozen=True, kw_only=True)
class Suspended(Event, name="staff.suspended", says="{actor} suspended a colleague", bell="access.changed"):
    """Someone is shut out; sessions and open lines ended at once (R67)."""

    staff: UUID

    def rings(self) -> tuple[UUID, ...]:
        """Whoever it is about hears it."""
        return (self.staff,)


@dataclass(frozen=True, kw_only=True)
class Resumed(Event, name="staff.resumed", says="{actor} let a colleague in again"):
    """Someone who was suspended may sign in again, with the roles that still run."""

    staff: UUID


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event, name="role.granted", says="{actor} gave a colleague a role", bell="access.changed"):
    """A role with its areas and dates (R61)."""

    staff: UUID
    role: str
    areas: tuple[str, ...]
    since: datetime
    until: datetime

    def rings(self) -> tuple[UUID, ...]:
        """Whoever it is about hears it."""
        return (self.staff,)


@dataclass(frozen=True, kw_only=True)
class RoleReviewed(
    Event, name="role.reviewed", says="{actor} let a colleague's role stay", bell="access.changed"
):
    """A role that somebody looked at anew and let stay (R62)."""

    staff: UUID
    role: str

    def rings(self) -> tuple[UUID, ...]:
        """Whoever it is about hears it."""
        return (self.staff,)


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event, name="role.ended", says="{actor} ended a colleague's role", bell="access.changed"):
    """A role ended before its date; sessions and open lines ended at once."""

    staff: UUID
    role: str

    def rings(self) -> tuple[UUID, ...]:
        """Whoever it is about hears it."""
        return (self.staff,)


@dataclass(frozen=True)
class NewRole:
    """A role as the form says it; `last_day` is included."""

    role: str
    areas: tuple[str, ...]
    first_day: date
    last_day: date


@command(Verb.STAFF_SUSPEND)
def suspend(unit: Unit, person: Person, /) -> Suspended:
    """Shut someone out, wherever this person is signed in; roles and cases stay as they are (R67)."""
    _not_oneself(unit, person)
    _set_suspended(unit, person, unit.moment)
    return Suspended(thing=_thing(person), staff=person.id)


@command(Verb.STAFF_RESUME)
def resume(unit: Unit, person: Person, /) -> Resumed:
    """Let someone in again."""
    _set_suspended(unit, person, None)
    return Resumed(thing=_thing(person), staff=person.id)


@command(Verb.ROLE_GRANT)
def grant(unit: Unit, person: Person, /, new: NewRole, known_areas: Collection[str]) -> RoleGranted:
    """Give a role for at most twelve months, in named areas, never to oneself (R61, R65).

    Raises Invalid with every fault at once: role, areas, first_day, last_day.
    """
    _not_oneself(unit, person)
    wrong_dates = _date_faults(unit, new)
    held = [] if wrong_dates else _held_then(person, new)
    faults = wrong_dates | _area_faults(new, known_areas) | _role_faults(person, new, held)
    if faults:
        raise Invalid(faults)
    since, until = _period(new)
    row = RoleAssignment(
        id=uuid4(), staff_id=person.id, role=new.role, areas=sorted(new.areas), valid_from=since,
        valid_until=until, granted_by=unit.author,
    )  # fmt: skip
    unit.session.add(row)
    return RoleGranted(
        thing=_thing(person), staff=person.id, role=new.role, areas=tuple(row.areas), since=since, until=until
    )


@command(Verb.ROLE_REVIEW)
def review(unit: Unit, person: Person, /, assignment: UUID) -> RoleReviewed:
    """Let a role stay, also one that was suspended because nobody looked; never one's own (R62).

    Raises Conflict when the role does not run: it ended, or has yet to begin.
    """
    _not_oneself(unit, person)
    looking = _running(unit, person, assignment).where(RoleAssignment.valid_from <= unit.now)
    role = _changed(
        unit, person, assignment, looking.values(reviewed_at=unit.moment, reviewed_by=unit.author)
    )
    return RoleReviewed(thing=_thing(person), staff=person.id, role=role)


@command(Verb.ROLE_END)
def end(unit: Unit, person: Person, /, assignment: UUID) -> RoleEnded:
    """End a role now; raises Conflict when it has ended already."""
    _not_oneself(unit, person)
    ending = _running(unit, person, assignment).values(ended_at=unit.moment)
    role = _changed(unit, person, assignment, ending)
    return RoleEnded(thing=_thing(person), staff=person.id, role=role)


def excludes(one: str, other: str) -> bool:
    """R25, R65: who supervises holds no other role, and a privacy officer does not manage accounts."""
    if one == other:
        return False
    return OFFICER in (one, other) or {one, other} == {PRIVACY, ADMINISTRATOR}


def fits(role: str, kind: str) -> bool:
    """Whether an organisation of this kind has people in this role (requirements.md 3.1)."""
    return codes.item("rollen", role).facts["organisatie"] in (kind, *ANY_KIND)


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == LONGEST - 1), (month + 1) % LONGEST + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _thing(person: Person) -> Thing:
    return Thing("MEDEWERKER", person.id, controllers=(person.organisation_id,), sensitivity="K0")


def _period(new: NewRole) -> tuple[datetime, datetime]:
    """From 00:00 of the first day to 00:00 after the last (rulings.md 17)."""
    after = new.last_day + timedelta(days=1)
    return datetime.combine(new.first_day, time(), HERE), datetime.combine(after, time(), HERE)


def _not_oneself(unit: Unit, person: Person) -> None:
    if person.id == unit.actor.id:
        raise Conflict(_("Nobody changes their own access: ask another functional administrator."))


def _running(unit: Unit, person: Person, assignment: UUID) -> Update:
    return (
        update(RoleAssignment)
        .where(RoleAssignment.id == assignment, RoleAssignment.staff_id == person.id)
        .where(RoleAssignment.ended_at.is_(None), RoleAssignment.valid_until > unit.now)
    )


def _changed(unit: Unit, person: Person, assignment: UUID, change: Update) -> str:
    """The role that changed."""
    role = next((held.role for held in person.roles if held.id == assignment), None)
    if role is None or unit.session.execute(change).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("This role has ended already."))
    return role


def _set_suspended(unit: Unit, person: Person, moment: datetime | None) -> None:
    free = Staff.suspended_at.is_not(None) if moment is None else Staff.suspended_at.is_(None)
    change = update(Staff).where(Staff.id == person.id, free).values(suspended_at=moment)
    if unit.session.execute(change).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Someone else did this already."))


def _date_faults(unit: Unit, new: NewRole) -> dict[str, str]:
    faults = {}
    today = unit.now.astimezone(HERE).date()
    if not today <= new.first_day <= months_later(today, LONGEST):
        faults["first_day"] = _("A role begins today or later, and within a year.")
    elif new.last_day < new.first_day:
        faults["last_day"] = _("The last day lies before the first.")
    elif new.last_day >= months_later(new.first_day, LONGEST):
        faults["last_day"] = _("A role runs for twelve months at most; after that it is weighed again.")
    return faults


def _area_faults(new: NewRole, known: Collection[str]) -> dict[str, str]:
    if not new.areas:
        return {"areas": _("Choose at least one area.")}
    return {} if set(new.areas) <= set(known) else {"areas": _("This choice does not exist.")}


def _held_then(person: Person, new: NewRole) -> list[str]:
    """The roles that this colleague has at some moment of the new one."""
    since, until = _period(new)
    return [r.role for r in person.roles if r.ended_at is None and r.since < until and since < r.until]


def _role_faults(person: Person, new: NewRole, held: Collection[str]) -> dict[str, str]:
    if not codes.known("rollen", new.role):
        return {"role": _("This choice does not exist.")}
    if not fits(new.role, person.kind):
        return {"role": _("An organisation of this kind has nobody in this role.")}
    if new.role in held:
        return {"role": _("This colleague has this role in that time already: end it first, or begin later.")}
    if any(excludes(new.role, role) for role in held):
        return {"role": _("This role may not go together with a role this colleague has in that time.")}
    return {}
