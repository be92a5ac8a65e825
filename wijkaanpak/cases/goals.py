"""Goals of a plan: set in the resident's own words, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import codes
from wijkaanpak.access.facts import DOEL, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.editing import same_as_seen, swap
from wijkaanpak.cases.models import Goal
from wijkaanpak.cases.plan_words import add_words, thing_of
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.journal.events import Event
from wijkaanpak.matters.models import Part

RUNS = "LOOPT"
LEAST = 5  # characters of a goal
REASON = 10  # characters of why an area of life matters (R15)
THING = "DOEL"


@dataclass(frozen=True, kw_only=True)
class GoalSet(Event, name="goal.set", says="{actor} set a goal", bell="case.changed"):
    """What must be better; the area of life only where one was chosen (R15)."""

    goal: UUID
    domain: str | None


@dataclass(frozen=True, kw_only=True)
class GoalChanged(Event, name="goal.changed", says="{actor} said how a goal stands", bell="case.changed"):
    """A goal is reached, let go, or goes on again."""

    goal: UUID
    before: str
    after: str
    version: int


@command(Verb.GOAL_SET)
def set_goal(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, words: str, domain: str | None = None, why: str = ""
) -> GoalSet:  # fmt: skip
    """Set a goal in the resident's words. An area of life is added only with a line on why (R15).

    Raises Invalid per field (words, domain, why).
    """
    words, why, domain = _one_line(words), _one_line(why), domain or None
    found = goal_faults(words, domain, why)
    if found:
        raise Invalid(found)
    text = f"{words}\n{why}" if domain else words
    part, category = add_words(unit, facts, DOEL, text)
    goal = Goal(
        id=uuid4(), matter_id=facts.id, part_id=part, domain=domain, status=RUNS, set_at=unit.now,
        set_by=unit.actor.id, changed_at=unit.now,
    )  # fmt: skip
    unit.session.add(goal)
    return GoalSet(thing=thing_of(facts, THING, goal.id, category), goal=goal.id, domain=domain)


def goal_faults(words: str, domain: str | None, why: str) -> dict[str, str]:
    """Everything that is not right about a goal, by field."""
    found: dict[str, str] = {}
    if len(words.strip()) < LEAST:
        found["words"] = _("Write what the resident wants, as the resident says it.")
    if domain and not codes.known("leefgebieden", domain):
        found["domain"] = _("Choose one of the areas of life, or none.")
    elif domain and len(why.strip()) < REASON:
        found["why"] = _("Say in a line why this area of life matters here, in at least ten characters.")
    elif why.strip() and not domain:
        found["domain"] = _("Choose the area of life that your reason is about, or leave the reason out.")
    return found


@command(Verb.GOAL_CHANGE)
def say(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, goal_id: UUID, status: str, seen: int
) -> GoalChanged:
    """Say that a goal is reached, let go, or goes on again; `seen` is the version the form was made from.

    Raises Outdated where somebody changed it since then, Conflict where it stands so already.
    """
    if not codes.known("doelstatussen", status):
        raise Invalid({"status": _("Choose one.")})
    row = unit.session.execute(
        select(Goal.status, Goal.version, Part.category)
        .outerjoin(Part, Part.id == Goal.part_id)
        .where(Goal.id == goal_id, Goal.matter_id == facts.id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    same_as_seen(row.version, seen)
    if row.status == status:
        raise Conflict(_("It stands so already."), "STATUS")
    version = swap(unit, Goal, goal_id, seen, {"status": status})
    return GoalChanged(
        thing=thing_of(facts, THING, goal_id, row.category), goal=goal_id, before=row.status, after=status,
        version=version,
    )  # fmt: skip


def choosable(unit: Unit, facts: MatterFacts) -> list[tuple[str, str]]:
    """The goals of a case without their words, to weigh a form that was sent: it tells nobody anything."""
    found = select(Goal.id).where(Goal.matter_id == facts.id)
    return [("", "")] + [(str(goal), "") for goal in unit.session.scalars(found)]


def _one_line(text: str) -> str:
    """Words on one line: the second line of a goal is the reason of its area of life."""
    return " ".join(text.split())
