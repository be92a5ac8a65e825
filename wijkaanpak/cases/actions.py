"""Actions of a plan: who does what by which day (row 6); taken up, finished, carried over, handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access.facts import ACTIE, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.editing import same_as_seen, swap
from wijkaanpak.cases.models import Action, Goal
from wijkaanpak.cases.plan_words import add_words, must_reach, thing_of
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.foundation.working_days import is_working_day, local, on_or_after
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import Part
from wijkaanpak.organisations.models import Organisation, Staff
from wijkaanpak.web.frame import weekday

LEAST = 5  # characters of what will be done
FARTHEST = timedelta(days=731)
THING = "ACTIE"
TO_DO = "OPEN"
BECOMES = {"neem": "OPGEPAKT", "klaar": "GEDAAN", "niet": "NIET_GELUKT", "schrap": "VERVALLEN"}
CARRY, HAND = "verzet", "geef"
ACTS = (*BECOMES, CARRY, HAND)


@dataclass(frozen=True, kw_only=True)
class ActionMade(Event, name="action.made", says="{actor} put down an action", bell="case.changed"):
    """Who does something by which day; always a person, an organisation and a day."""

    action: UUID
    owner: UUID
    organisation: UUID
    due_on: date
    goal: UUID | None

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and who does it."""
        return (*super().rings(), self.owner)


@dataclass(frozen=True, kw_only=True)
class ActionChanged(Event, name="action.changed", says="{actor} changed an action", bell="case.changed"):
    """An action was taken up, finished, carried over, dropped or handed on."""

    action: UUID
    act: str
    status: str
    due_on: date
    owner: UUID
    before: UUID
    version: int

    def rings(self) -> tuple[UUID, ...]:
        """The matter, who does it, and who did before."""
        return tuple(dict.fromkeys((*super().rings(), self.owner, self.before)))


@dataclass(frozen=True)
class Change:
    """What somebody wants of an action: one of ACTS, for two of them with a day or a colleague."""

    act: str
    due: date | None = None
    owner: UUID | None = None


@command(Verb.ACTION_MAKE)
def promise(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, words: str, owner: UUID | None, due: date | None,
    goal: UUID | None = None,
) -> ActionMade:  # fmt: skip
    """Put down who does what by which day. Raises Invalid per field, Conflict where no ground brings it."""
    made, thing = agree(unit, facts, words, owner, due, goal)
    return ActionMade(
        thing=thing, action=made.id, owner=made.owner_id, organisation=made.organisation_id,
        due_on=made.due_on, goal=goal,
    )  # fmt: skip


def agree(
    unit: Unit, facts: MatterFacts, words: str, owner: UUID | None, due: date | None,
    goal: UUID | None = None, *, item_id: UUID | None = None,
) -> tuple[Action, Thing]:  # fmt: skip
    """Keep one action inside a command, also that of a meeting (`item_id`); the words reach who does it."""
    organisation = team(unit, facts).get(owner) if owner else None
    found = action_faults(unit, words, organisation, due)
    if goal is not None and not _goal_of(unit, facts, goal):
        found["goal"] = _("Choose a goal of this case, or none.")
    if found or owner is None or organisation is None or due is None:
        raise Invalid(found)
    part, category = add_words(unit, facts, ACTIE, words, readers=[organisation])
    action = Action(
        id=uuid4(), matter_id=facts.id, part_id=part, goal_id=goal, item_id=item_id, owner_id=owner,
        organisation_id=organisation, due_on=due, status=TO_DO, made_at=unit.now, made_by=unit.actor.id,
        changed_at=unit.now,
    )  # fmt: skip
    unit.session.add(action)
    unit.session.flush()
    return action, thing_of(facts, THING, action.id, category)


@command(Verb.ACTION_CHANGE)
def change(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, action_id: UUID, wanted: Change, seen: int
) -> ActionChanged:
    """Do one of ACTS to an action; `seen` is the version the form was made from.

    Raises Outdated where somebody changed it since then, Invalid per field, Conflict where nothing changes.
    """
    row = unit.session.execute(
        select(
            Action.status, Action.due_on, Action.owner_id, Action.carried, Action.version, Part.category
        )
        .outerjoin(Part, Part.id == Action.part_id)
        .where(Action.id == action_id, Action.matter_id == facts.id)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound()
    same_as_seen(row.version, seen)
    values = _values(unit, facts, row, wanted)
    version = swap(unit, Action, action_id, seen, values)
    after = {"status": row.status, "due_on": row.due_on, "owner_id": row.owner_id} | values
    return ActionChanged(
        thing=thing_of(facts, THING, action_id, row.category), action=action_id, act=wanted.act,
        status=after["status"], due_on=after["due_on"], owner=after["owner_id"], before=row.owner_id,
        version=version,
    )  # fmt: skip


def _values(unit: Unit, facts: MatterFacts, row: Any, wanted: Change) -> dict[str, Any]:
    """What changes on the row; raises Invalid and Conflict."""
    if wanted.act == CARRY:
        return _carried(unit, row, wanted.due)
    if wanted.act == HAND:
        return _handed(unit, facts, row, wanted.owner)
    if wanted.act not in BECOMES:
        raise Invalid({"act": _("Choose one.")})
    if row.status == BECOMES[wanted.act]:
        raise Conflict(_("It stands so already."), "STATUS")
    return {"status": BECOMES[wanted.act]}


def _carried(unit: Unit, row: Any, due: date | None) -> dict[str, Any]:
    wrong = day_fault(unit, due)
    if not wrong and due == row.due_on:
        wrong = _("This is the day on which it is planned already.")
    if wrong:
        raise Invalid({"due": wrong})
    return {"due_on": due, "carried": row.carried + 1, "status": _open(row.status)}


def _handed(unit: Unit, facts: MatterFacts, row: Any, owner: UUID | None) -> dict[str, Any]:
    organisation = team(unit, facts).get(owner) if owner else None
    if organisation is None or owner == row.owner_id:
        raise Invalid({"owner": _("Choose another colleague of the team.")})
    must_reach(facts, ACTIE, row.category, organisation, unit)
    return {"owner_id": owner, "organisation_id": organisation, "status": TO_DO}


def _open(status: str) -> str:
    """What is carried over is still to be done, also when it was called finished before."""
    return status if status in ("OPEN", "OPGEPAKT") else TO_DO


def action_faults(unit: Unit, words: str, organisation: UUID | None, due: date | None) -> dict[str, str]:
    """Everything that is not right about an action, by field."""
    found: dict[str, str] = {}
    if len(words.strip()) < LEAST:
        found["words"] = _("Write what will be done.")
    if organisation is None:
        found["owner"] = _("Choose who of the team does it.")
    wrong = day_fault(unit, due)
    return found | ({"due": wrong} if wrong else {})


def day_fault(unit: Unit, due: date | None) -> str | None:
    """What is wrong with the day by which something is done, with a day that is right (R87); or None."""
    if due is None:
        return _("Fill in the day by which it is done.")
    today = local(unit.now).date()
    if due > today + FARTHEST:
        return _("Choose a day within two years.")
    if due < today:
        return _("This day is over. The first working day is %(day)s.", day=weekday(on_or_after(today)))
    if not is_working_day(due):
        return _("Nobody works on this day. The next working day is %(day)s.", day=weekday(on_or_after(due)))
    return None


def team(unit: Unit, facts: MatterFacts) -> dict[UUID, UUID]:
    """Who of the team can do something now, with the organisation that follows from it; not the suspended."""
    here = {m.staff: m.organisation for m in facts.team if m.holds(unit.now)}
    working = unit.session.scalars(
        select(Staff.id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(
            Staff.id.in_(here), Staff.suspended_at.is_(None), Organisation.suspended_at.is_(None)
        )
    )  # fmt: skip
    return {staff: here[staff] for staff in working}


def late(due_on: date, now: datetime) -> bool:
    """Whether something should have been done before today."""
    return due_on < local(now).date()


def _goal_of(unit: Unit, facts: MatterFacts, goal: UUID) -> bool:
    found = select(Goal.id).where(Goal.id == goal, Goal.matter_id == facts.id)
    return unit.session.scalar(found) is not None
