"""Emergency access: one resident, only reading, four hours, and whoever judges it knows at once (R105)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from wijkaanpak.access import codes, policy, roles
from wijkaanpak.access.actor import EmergencyRuns
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid, Refusal
from wijkaanpak.foundation.working_days import local, working_days_later
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import BreakGlass, MatterAccess
from wijkaanpak.organisations.models import Deputy, RoleAssignment, Staff
from wijkaanpak.places.dwellings import house_number
from wijkaanpak.places.models import Dwelling
from wijkaanpak.residents.naming import name_key

KIND = "NOODPROCEDURE"
VIA = "emergency"
LASTS = timedelta(hours=4)
AGAIN = timedelta(days=30)  # within which a second use on the same resident is judged first
ENOUGH = 2  # keys by which one resident is meant
LEAST = 20  # characters that say why
TERM = 5  # working days within which it is judged
LEADS, JUDGES = ("TL",), ("PO", "FG")
READINGS = (Verb.CASE_READ, Verb.SIGNAL_READ)
TWICE = "WA003"
NO_SUCH_ROW = frozenset({"23503", "42501"})  # a resident who is not there, or not for this


class CannotOpen(Refusal):
    """Nobody like that can be opened; whether such a resident exists, nobody is told."""


@dataclass(frozen=True)
class Plea:
    """Who is meant, and why now: a code of `noodredenen` and the user's own words."""

    person: UUID
    reason: str
    text: str


@dataclass(frozen=True)
class Keys:
    """What somebody knows of a resident at the door; two of the three are enough."""

    surname: str = ""
    born: date | None = None
    complex_id: UUID | None = None
    number: str = ""

    @property
    def at_home(self) -> bool:
        """Whether a building and a number were both given."""
        return self.complex_id is not None and bool(self.number.strip())

    @property
    def count(self) -> int:
        """How many of surname, date of birth and address were given."""
        return sum((name_key(self.surname) is not None, self.born is not None, self.at_home))


@dataclass(frozen=True, kw_only=True)
class EmergencyStarted(
    Event,
    name="break_glass.started",
    says="{actor} began emergency access to what is known of one resident",
    bell="work.changed",
):
    """Emergency access holds from now; why in a code, the words stay in the record (R105)."""

    reason: str
    until: datetime
    repeated: bool
    told: tuple[UUID, ...]

    def rings(self) -> tuple[UUID, ...]:
        """Those who lead and those who judge: it stands on their Today in the same moment."""
        return self.told


@dataclass(frozen=True, kw_only=True)
class EmergencyEnded(
    Event, name="break_glass.ended", says="{actor} ended emergency access", bell="access.changed"
):
    """It was said to be done before the four hours were over."""

    since: datetime
    matters: tuple[UUID, ...]
    told: tuple[UUID, ...]

    def rings(self) -> tuple[UUID, ...]:
        """What was open closes by itself; those who judge see that it ended."""
        return (*self.matters, *self.told)


@command(Verb.BREAK_GLASS_START)
def start(unit: Unit, plea: Plea, /) -> EmergencyStarted:
    """Open what is known of one resident to this one reader, for four hours (R105).

    Raises Invalid without a reason of the list or with less than twenty characters, Conflict while one runs,
    and CannotOpen where nothing opens, whatever the cause: no such resident, shielded, blocked, no covenant.
    """
    _check(plea)
    if running(unit) is not None:
        raise one_at_a_time()
    row = BreakGlass(
        id=uuid4(), staff_id=unit.actor.id, organisation_id=unit.actor.organisation_id,
        person_id=plea.person, reason_code=plea.reason, reason_text=plea.text.strip(), since=unit.now,
        until=unit.now + LASTS, repeated=_again(unit, plea.person), review_due_on=due_on(unit.now),
    )  # fmt: skip
    opened = _insert(unit, row)
    providers = {part.provider for facts in opened for part in facts.parts} | {f.provider for f in opened}
    return EmergencyStarted(
        thing=Thing(KIND, row.id, None, _sorted(providers | {row.organisation_id}), (plea.person,)),
        reason=row.reason_code, until=row.until, repeated=row.repeated, told=told(unit),
    )  # fmt: skip


@command(Verb.BREAK_GLASS_END)
def end(unit: Unit, now_running: EmergencyRuns, /) -> EmergencyEnded:
    """Done: it ends in this moment, and what is open of it closes."""
    matters = _matters(unit)
    unit.session.execute(
        update(BreakGlass)
        .where(BreakGlass.id == now_running.id)
        .values(ended_at=unit.now)
        .execution_options(synchronize_session=False)
    )
    organisation = unit.actor.organisation_id
    return EmergencyEnded(
        thing=Thing(KIND, now_running.id, None, (organisation,), (now_running.person,)),
        since=now_running.since, matters=matters, told=(unit.actor.id, *told(unit)),
    )  # fmt: skip


def running(unit: Unit) -> EmergencyRuns | None:
    """The emergency access of who asks, as the database sealed it when this unit began."""
    return unit.actor.emergency


def once_opened(unit: Unit, person: UUID) -> bool:
    """Whether who asks once opened this resident so, and thus knows that there is such a resident."""
    query = select(BreakGlass.id).where(BreakGlass.staff_id == unit.actor.id, BreakGlass.person_id == person)
    return unit.session.execute(query.limit(1)).first() is not None


def find_resident(unit: Unit, keys: Keys) -> UUID | None:
    """The one resident whom these keys fit, in any organisation; the database keeps silent on all others."""
    dwelling = _dwelling(unit, keys)
    if keys.count < ENOUGH or (keys.at_home and dwelling is None):
        return None
    asked = func.app.emergency_person(name_key(keys.surname), keys.born, dwelling)
    found: UUID | None = unit.session.scalar(select(asked))
    return found


def note_attempt(unit: Unit, reason: str) -> None:
    """An attempt that opened nothing is an entry too; of what was typed it holds nothing."""
    verb = Verb.BREAK_GLASS_START
    unit.write(
        Footprint(
            verb.event, verb.code, "C", Thing(KIND), roles.policy_version(), outcome="GEWEIGERD",
            reason_code=reason,
        )
    )  # fmt: skip


def due_on(moment: datetime) -> date:
    """The last day to judge a use that began at this moment: five working days later (Q1)."""
    return working_days_later(local(moment).date(), TERM)


def told(unit: Unit) -> tuple[UUID, ...]:
    """Who leads and who judges in the user's organisation; a privacy officer that it named stands in too."""
    home = unit.actor.organisation_id
    deputies = select(Deputy.staff_id).where(Deputy.organisation_id == home, Deputy.role.in_(JUDGES))
    query = (
        select(Staff.id)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            RoleAssignment.role.in_(LEADS + JUDGES), RoleAssignment.holds(unit.now),
            Staff.suspended_at.is_(None), (Staff.organisation_id == home) | Staff.id.in_(deputies),
        )
    )  # fmt: skip
    return _sorted(set(unit.session.scalars(query)) - {unit.actor.id})


def one_at_a_time() -> Conflict:
    """There is one running, in this window or in another."""
    return Conflict(_("Emergency access runs already. End it first."), "STATUS")


def _check(plea: Plea) -> None:
    faults = {}
    if not codes.known("noodredenen", plea.reason):
        faults["reason"] = _("Choose a reason.")
    if len(plea.text.strip()) < LEAST:
        faults["text"] = _("Write at least %(least)s characters.", least=LEAST)
    if faults:
        raise Invalid(faults)


def _again(unit: Unit, person: UUID) -> bool:
    query = select(BreakGlass.id).where(
        BreakGlass.staff_id == unit.actor.id, BreakGlass.person_id == person,
        BreakGlass.since > unit.now - AGAIN,
    )  # fmt: skip
    return unit.session.execute(query.limit(1)).first() is not None


def _insert(unit: Unit, row: BreakGlass) -> list[MatterFacts]:
    """Put it on record and see what it opens; where that is nothing, it was never there."""
    try:
        with unit.session.begin_nested():
            unit.session.add(row)
            unit.session.flush()
            opened = [facts for facts in _facts(unit) if _opens(unit, facts)]
            if not opened:
                raise CannotOpen()
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state == TWICE:
            raise one_at_a_time() from None
        if state in NO_SUCH_ROW:
            raise CannotOpen() from None
        raise
    return opened


def _facts(unit: Unit) -> list[MatterFacts]:
    found = (unit.facts(matter) for matter in _matters(unit))
    return [one[0] for one in found if one is not None]


def _opens(unit: Unit, facts: MatterFacts) -> bool:
    return any(policy.decide(unit.actor, verb, facts, unit.now).allowed for verb in READINGS)


def _dwelling(unit: Unit, keys: Keys) -> UUID | None:
    number = house_number(keys.number)
    if not keys.at_home or number is None:
        return None
    same = Dwelling.bag_id == number
    here = (Dwelling.house_number == number) & (Dwelling.complex_id == keys.complex_id)
    return unit.session.scalar(select(Dwelling.id).where(same | here))


def _matters(unit: Unit) -> tuple[UUID, ...]:
    query = select(MatterAccess.matter_id).where(MatterAccess.via == VIA)
    return _sorted(set(unit.session.scalars(query)))


def _sorted(ids: set[UUID]) -> tuple[UUID, ...]:
    return tuple(sorted(ids, key=str))
