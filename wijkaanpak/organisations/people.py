"""Reading who works where: colleagues by organisation, and one colleague with every role there was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, deny, reading, require
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.organisations.models import (
    GRACE,
    QUARTER,
    SPECIAL,
    YEAR,
    Organisation,
    RoleAssignment,
    Staff,
)

HERE = ZoneInfo("Europe/Amsterdam")
PLATFORM = "platform"  # the area of an administrator who serves every organisation
ADMINISTRATOR = "FB"
KIND = "MEDEWERKER"


@dataclass(frozen=True)
class RoleLine:
    """A role with its areas and dates, `until` excluded."""

    id: UUID
    role: str
    areas: tuple[str, ...]
    since: datetime
    until: datetime
    ended_at: datetime | None
    granted_by: str | None
    taken_over: bool
    reviewed_at: datetime | None
    held_until: datetime

    @property
    def due(self) -> datetime:
        """By when somebody must have looked at it anew: a quarter for special rights, else a year (R62)."""
        return (self.reviewed_at or self.since) + timedelta(days=QUARTER if self.role in SPECIAL else YEAR)

    @property
    def due_day(self) -> date:
        """That day, in Amsterdam."""
        return self.due.astimezone(HERE).date()

    @property
    def last_day(self) -> date:
        """The last day on which it counts, in Amsterdam."""
        return (self.until - timedelta(microseconds=1)).astimezone(HERE).date()

    def state(self, now: datetime) -> str:
        """`now`, `later`, `past`, or `unseen`: suspended, for nobody looked at it in time."""
        if self.ended_at is not None or self.until <= now:
            return "past"
        if self.held_until <= now:
            return "unseen"
        return "later" if now < self.since else "now"

    def to_review(self, now: datetime) -> bool:
        """Whether it is due within thirty days or overdue; not when it ends before (R61)."""
        running = self.ended_at is None and now < self.until
        return running and self.due < self.until and self.due - timedelta(days=GRACE) <= now


@dataclass(frozen=True)
class Person:
    """Someone at work."""

    id: UUID
    name: str
    login: str | None
    organisation_id: UUID
    organisation: str
    kind: str
    suspended_at: datetime | None
    mail: str | None
    roles: tuple[RoleLine, ...]

    def in_force(self, now: datetime) -> tuple[RoleLine, ...]:
        """The roles that count now."""
        return tuple(role for role in self.roles if role.state(now) == "now")


@dataclass(frozen=True)
class Employer:
    """An organisation with the number of people who work there."""

    id: UUID
    name: str
    people: int


@dataclass(frozen=True)
class Colleagues:
    """One organisation's people, and the organisations one may choose from."""

    employers: tuple[Employer, ...]
    chosen: UUID
    people: tuple[Person, ...]

    def to_review(self, now: datetime) -> list[tuple[Person, RoleLine]]:
        """The roles to look at anew, the first due first (R62)."""
        lines = [(person, role) for person in self.people for role in person.roles if role.to_review(now)]
        return sorted(lines, key=lambda line: line[1].due)


@reading(Verb.STAFF_LIST)
def colleagues(unit: Unit, chosen: UUID | None, /) -> Colleagues:
    """The people of one organisation; one's own unless another within reach is chosen."""
    employers = _employers(unit)
    which = chosen or unit.actor.organisation_id
    if which not in {employer.id for employer in employers}:
        _absent(unit, Verb.STAFF_LIST, which)
    return Colleagues(employers, which, tuple(_people(unit, Staff.organisation_id == which)))


@reading(Verb.STAFF_READ)
def colleague(unit: Unit, staff: UUID, /) -> Person:
    """One colleague with every role, also those that ended."""
    return within_reach(unit, Verb.STAFF_READ, staff)


def within_reach(unit: Unit, verb: Verb, staff: UUID) -> Person:
    """Someone whom this administrator serves; whoever else is as absent as who does not exist.

    The role is asked first, so that whoever has not got it hears the same about everybody.
    """
    require(unit, verb, None)
    found = next(_people(unit, Staff.id == staff), None)
    if found is None or not _serves(unit, found.organisation_id):
        return _absent(unit, verb, staff)
    return found


def _absent(unit: Unit, verb: Verb, thing: UUID) -> Person:
    deny(unit, verb, policy.deny("NIET_BETROKKEN"), None, thing, KIND)
    raise NotFound()


def _serves(unit: Unit, organisation: UUID) -> bool:
    everyone = any(role.code == ADMINISTRATOR and PLATFORM in role.areas for role in unit.actor.roles)
    return everyone or organisation == unit.actor.organisation_id


def _employers(unit: Unit) -> tuple[Employer, ...]:
    query = (
        select(Organisation.id, Organisation.name, func.count(Staff.id))
        .outerjoin(Staff, (Staff.organisation_id == Organisation.id) & Staff.system.is_(None))
        .where(Organisation.kind != PLATFORM)
        .group_by(Organisation.id, Organisation.name)
        .order_by(Organisation.name)
    )
    return tuple(Employer(*row) for row in unit.session.execute(query) if _serves(unit, row[0]))


def _people(unit: Unit, which: ColumnElement[bool]) -> Iterator[Person]:
    query = (
        select(Staff.id, Staff.name, Staff.login, Organisation.id, Organisation.name, Organisation.kind,
               Staff.suspended_at, Staff.mail)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(which, Staff.system.is_(None))
        .order_by(Staff.name)
    )  # fmt: skip
    roles = _roles(unit, which)
    for row in unit.session.execute(query):
        yield Person(*row, tuple(roles[row[0]]))


def _roles(unit: Unit, which: ColumnElement[bool]) -> defaultdict[UUID, list[RoleLine]]:
    giver = aliased(Staff)
    query = (
        select(RoleAssignment.staff_id, RoleAssignment.id, RoleAssignment.role, RoleAssignment.areas,
               RoleAssignment.valid_from, RoleAssignment.valid_until, RoleAssignment.ended_at, giver.name,
               RoleAssignment.taken_over, RoleAssignment.reviewed_at, RoleAssignment.held_until)
        .join(Staff, Staff.id == RoleAssignment.staff_id)
        .outerjoin(giver, giver.id == RoleAssignment.granted_by)
        .where(which)
        .order_by(RoleAssignment.valid_from.desc(), RoleAssignment.role)
    )  # fmt: skip
    found: defaultdict[UUID, list[RoleLine]] = defaultdict(list)
    for row in unit.session.execute(query):
        found[row[0]].append(RoleLine(row[1], row[2], tuple(row[3]), *row[4:]))
    return found
