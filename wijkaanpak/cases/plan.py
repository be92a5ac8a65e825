"""Reading a plan: goals with how they stand, actions with who, where and by when, and the resident's view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Label, Select, SQLColumnExpression, Uuid, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.orm import aliased

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MatterFacts, PartFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.actions import late
from wijkaanpak.cases.models import Action, Goal, Voice
from wijkaanpak.door import Unit, reading
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.matters.models import Part
from wijkaanpak.matters.reading import grounds_used
from wijkaanpak.organisations.models import Organisation, Staff

COLUMNS = 3  # of `planned`
Owner, Where = aliased(Staff), aliased(Organisation)


@dataclass(frozen=True)
class Aim:
    """A goal; `words` is nothing where who asks leads, but may not read them."""

    id: UUID
    words: str | None
    reason: str | None  # why its area of life matters (R15)
    domain: str | None
    status: str
    version: int


@dataclass(frozen=True)
class Promised:
    """An action: who, of which organisation, by which day; `words` as of a goal."""

    id: UUID
    words: str | None
    goal: UUID | None
    owner_id: UUID
    owner: str
    organisation: str
    due_on: date
    status: str
    carried: int
    version: int
    late: bool
    stray: bool  # still to be done, by somebody who left the team or is suspended (R67)

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return is_open(self.status)


@dataclass(frozen=True)
class Heard:
    """How the resident sees it, as it was last written down."""

    form: str
    said_on: date
    words: str | None


@dataclass(frozen=True)
class Plan:
    """What of a plan exists for who asks."""

    aims: list[Aim]
    actions: list[Promised]
    voice: Heard | None

    @property
    def to_do(self) -> list[Promised]:
        """Actions that are still to be done, the first day first."""
        return [a for a in self.actions if a.open]

    @property
    def done(self) -> list[Promised]:
        """Actions that were finished or dropped."""
        return [a for a in self.actions if not a.open]


def planned(matter: SQLColumnExpression[UUID]) -> tuple[Label[Any], ...]:
    """The rows of a plan as columns of another statement, under the same row policies: no question more."""
    goals = listed(
        (Goal.set_at, Goal.id),
        {"id": Goal.id, "part": Goal.part_id, "domain": Goal.domain, "status": Goal.status,
         "version": Goal.version},
    ).where(Goal.matter_id == matter)  # fmt: skip
    actions = (
        listed(
            (Action.due_on, Action.id),
            {"id": Action.id, "part": Action.part_id, "goal": Action.goal_id, "owner": Action.owner_id,
             "name": Owner.name, "organisation": Where.name, "due_on": Action.due_on,
             "status": Action.status, "carried": Action.carried, "version": Action.version,
             "away": Owner.suspended_at.is_not(None)},
        )
        .join(Owner, Owner.id == Action.owner_id)
        .join(Where, Where.id == Action.organisation_id)
        .where(Action.matter_id == matter)
    )  # fmt: skip
    voices = listed(
        (Voice.said_on.desc(), Voice.recorded_at.desc()),
        {"part": Voice.part_id, "form": Voice.form, "said_on": Voice.said_on},
    ).where(Voice.matter_id == matter)
    named = {"goals": goals, "actions": actions, "voices": voices}
    return tuple(rows.scalar_subquery().label(name) for name, rows in named.items())


def listed(order: tuple[Any, ...], columns: dict[str, Any]) -> Select[Any]:
    """Rows as one JSON list, in this order: a column of a statement that asks for more besides."""
    pairs: list[Any] = []
    for name, column in columns.items():
        pairs += [literal_column(f"'{name}'"), column]
    return select(func.json_agg(aggregate_order_by(func.json_build_object(*pairs), *order)))


ALONE = select(*planned(bindparam("matter", type_=Uuid)))
WORDS = (
    select(Part.id, Part.text, Part.kind, Part.category, Part.data_class, Part.provider_id, Part.about)
    .where(Part.id == func.any(bindparam("parts", type_=ARRAY(Uuid))))
    .order_by(Part.id)
)


def plan_of(unit: Unit, facts: MatterFacts, row: Any, words: dict[UUID, str]) -> Plan:
    """The plan out of the columns of `planned` and the words that who asks may read; all is disclosed."""
    aims = [_aim(one, words) for one in row.goals or ()]
    here = {m.staff for m in facts.team if m.holds(unit.now)}
    actions = [_promised(one, words, unit, here) for one in row.actions or ()]
    voices = [_heard(one, words) for one in row.voices or ()]
    for kind, ident in [("DOEL", aim.id) for aim in aims] + [("ACTIE", action.id) for action in actions]:
        unit.disclose(kind, ident, controller=facts.provider)
    return Plan(aims, actions, voices[0] if voices else None)


@reading(Verb.PLAN_READ)
def see(unit: Unit, facts: MatterFacts, /, case_id: UUID, one: UUID | None = None) -> Plan:
    """What a form of the plan shows: every goal, or `one` goal or action alone. Raises NotFound for that."""
    row = unit.session.execute(ALONE, {"matter": facts.id}).one()
    goals = [g for g in row.goals or () if one in (None, UUID(g["id"]))]
    actions = [a for a in row.actions or () if UUID(a["id"]) == one]
    if one is not None and not goals and not actions:
        raise NotFound()
    shown = _Rows(goals, actions, [])
    return plan_of(unit, facts, shown, _words(unit, facts, [UUID(r["part"]) for r in goals + actions]))


@dataclass(frozen=True)
class _Rows:
    goals: list[Any]
    actions: list[Any]
    voices: list[Any]


def _words(unit: Unit, facts: MatterFacts, wanted: list[UUID]) -> dict[UUID, str]:
    """The words of these parts that exist for who asks, each disclosed."""
    words = {}
    for part in unit.session.execute(WORDS, {"parts": wanted}) if wanted else ():
        shape = PartFacts(part.kind, part.category, part.data_class, part.provider_id, frozenset(part.about))
        unit.disclose(
            "ONDERDEEL", part.id, controller=part.provider_id, data_class=part.data_class,
            category=part.category, persons=tuple(part.about), grounds=grounds_used(unit, facts, shape),
        )  # fmt: skip
        words[part.id] = part.text
    return words


def is_open(status: str) -> bool:
    """Whether an action of this state is still to be done."""
    return bool(codes.item("actiestatussen", status).facts["open"])


def _aim(one: dict[str, Any], words: dict[UUID, str]) -> Aim:
    said, _sep, reason = words.get(UUID(one["part"]), "").partition("\n")
    return Aim(
        UUID(one["id"]), said or None, reason or None, one["domain"], one["status"], one["version"]
    )  # fmt: skip


def _promised(one: dict[str, Any], words: dict[UUID, str], unit: Unit, here: set[UUID]) -> Promised:
    due, owner, to_do = date.fromisoformat(one["due_on"]), UUID(one["owner"]), is_open(one["status"])
    return Promised(
        UUID(one["id"]), words.get(UUID(one["part"])), UUID(one["goal"]) if one["goal"] else None, owner,
        one["name"], one["organisation"], due, one["status"], one["carried"], one["version"],
        late=to_do and late(due, unit.now), stray=to_do and (one["away"] or owner not in here),
    )  # fmt: skip


def _heard(one: dict[str, Any], words: dict[UUID, str]) -> Heard:
    return Heard(one["form"], date.fromisoformat(one["said_on"]), words.get(UUID(one["part"])))
