"""How a case stands, as the guards of its steps see it: codes, counts and days, no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.door import Unit
from wijkaanpak.foundation.answered import identity, moment
from wijkaanpak.foundation.errors import NotFound

FIGURES = text("select app.plan_in_figures(:case)")


@dataclass(frozen=True)
class Offered:
    """A hand-over that waits: what, by whom, for whom."""

    id: UUID
    kind: str
    to: UUID
    by: UUID


@dataclass(frozen=True)
class Standing:
    """A case with its plan in figures, at one moment; `organisation` is that of who asks."""

    facts: MatterFacts
    now: datetime
    organisation: UUID
    status_since: datetime
    opened_at: datetime
    closed_at: datetime | None
    suspended_from: str | None
    controller: UUID | None
    replacement: UUID | None
    evaluate_on: datetime | None
    goals: tuple[str, ...]
    open_actions: int
    strays: int  # open actions of people who left the team
    voice: date | None
    met_at: datetime | None  # the last meeting of this phase that was put on record
    present: frozenset[UUID]
    resolutions: int
    uninformed: int  # grounds in force of which the resident does not know, without a reason that still holds
    living_grounds: int
    on_consent: int
    code: frozenset[int]  # steps of the reporting code on record
    report: bool  # a report to Veilig Thuis was decided on
    unsafe: bool  # the newest judgement is that it is acutely or structurally unsafe (R31)
    safeguarding: bool  # a safeguarding lead is in the team
    offer: Offered | None  # a hand-over that waits for its answer
    new_signal: datetime | None  # when the last signal that was joined to it was reported


def standing(unit: Unit, facts: MatterFacts, case_id: UUID) -> Standing:
    """The case as it stands now, for whoever takes part or answers for it; raises NotFound."""
    found = unit.session.execute(FIGURES, {"case": case_id}).scalar()
    if found is None:
        raise NotFound()
    return standing_of(facts, unit.now, unit.actor.organisation_id, found)


def standing_of(facts: MatterFacts, now: datetime, organisation: UUID, found: dict[str, Any]) -> Standing:
    """The answer of the reviewed function `app.plan_in_figures`."""
    return Standing(
        facts, now, organisation,
        status_since=datetime.fromisoformat(found["status_since"]),
        opened_at=datetime.fromisoformat(found["opened_at"]),
        closed_at=moment(found["closed_at"]),
        suspended_from=found["suspended_from"],
        controller=identity(found["controller"]),
        replacement=identity(found["replacement"]),
        evaluate_on=moment(found["evaluate_on"]),
        goals=tuple(found["goals"]),
        open_actions=found["open_actions"],
        strays=found["strays"],
        voice=date.fromisoformat(found["voice"]) if found["voice"] else None,
        met_at=moment(found["met_at"]),
        present=frozenset(UUID(o) for o in found["present"]),
        resolutions=found["resolutions"],
        uninformed=found["uninformed"],
        living_grounds=found["living_grounds"],
        on_consent=found["on_consent"],
        code=frozenset(found["code"]),
        report=found["report"],
        unsafe=found["unsafe"],
        safeguarding=found["safeguarding"],
        offer=_offered(found["offer"]),
        new_signal=moment(found["new_signal"]),
    )  # fmt: skip


def _offered(found: dict[str, str] | None) -> Offered | None:
    if found is None:
        return None
    return Offered(UUID(found["id"]), found["kind"], UUID(found["to"]), UUID(found["from"]))
