"""One thing that stands out, as its reviewer sees it: who acted, why, what was asked and judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, deny
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.organisations.models import Organisation, Staff
from wijkaanpak.review.models import Breach, Finding, Question, Verdict

KIND = "BEVINDING"
ASKER, REVIEWER = aliased(Staff), aliased(Staff)
Fact = tuple[str, dict[str, Any]]  # a code, and the numbers and codes that belong in its sentence


@dataclass(frozen=True)
class Asked:
    """The one question to who acted, and the answer (R101)."""

    by: str | None
    at: datetime
    text: str
    due_on: date
    answered_at: datetime | None
    answer: str | None


@dataclass(frozen=True)
class Judged:
    """The verdict, and until when a breach must be reported where it opened an assessment (R100, R102)."""

    id: UUID
    by: str | None
    at: datetime
    verdict: str
    explanation: str
    follow_up: str
    closed_at: datetime | None
    aware_at: datetime | None
    report_before: datetime | None


@dataclass(frozen=True)
class Found:
    """One finding, without its entries; `who` is the colleague who acted, where somebody did."""

    id: UUID
    queue: str
    organisation_id: UUID
    organisation: str
    staff_id: UUID | None
    who: str | None
    matter_id: UUID | None
    occurred_at: datetime
    due_on: date
    urgent: bool
    stands_out: tuple[Fact, ...]
    ordinary: tuple[Fact, ...]
    asked: Asked | None
    judged: Judged | None


def findings() -> Any:
    """Every finding one may review, with its question and verdict; row-level security bounds them (R65)."""
    return (
        select(
            Finding.id, Finding.queue, Finding.organisation_id, Organisation.name.label("organisation"),
            Finding.staff_id, Staff.name.label("who"), Finding.matter_id, Finding.occurred_at,
            Finding.due_on, Finding.urgent, Finding.facts,
            ASKER.name.label("asked_by"), Question.asked_at, Question.text,
            Question.due_on.label("answer_by"), Question.answered_at, Question.answer,
            Verdict.id.label("verdict_id"), REVIEWER.name.label("judged_by"), Verdict.judged_at,
            Verdict.verdict, Verdict.explanation, Verdict.follow_up, Verdict.closed_at,
            Breach.aware_at, Breach.due_at,
        )
        .join(Organisation, Organisation.id == Finding.organisation_id)
        .outerjoin(Staff, Staff.id == Finding.staff_id)
        .outerjoin(Question, Question.finding_id == Finding.id)
        .outerjoin(ASKER, ASKER.id == Question.asked_by)
        .outerjoin(Verdict, Verdict.finding_id == Finding.id)
        .outerjoin(REVIEWER, REVIEWER.id == Verdict.reviewer_id)
        .outerjoin(Breach, Breach.verdict_id == Verdict.id)
    )  # fmt: skip


def one(unit: Unit, verb: Verb, finding_id: UUID) -> Found:
    """The finding of this id; what one may not review, or did oneself, does not exist (R65)."""
    row = unit.session.execute(findings().where(Finding.id == finding_id)).first()
    if row is None:
        deny(unit, verb, policy.deny("NIET_BETROKKEN"), None, finding_id, KIND)
        raise NotFound()
    return told(row)


def told(row: Any) -> Found:
    """A row of `findings` in the shape that pages and commands know."""
    return Found(
        row.id, row.queue, row.organisation_id, row.organisation, row.staff_id, row.who, row.matter_id,
        row.occurred_at, row.due_on, row.urgent, _facts(row.facts, "stands_out"),
        _facts(row.facts, "ordinary"), _asked(row), _judged(row),
    )  # fmt: skip


def disclose(unit: Unit, found: Found) -> None:
    """Register that this answer tells of the finding."""
    unit.disclose(KIND, found.id, controller=found.organisation_id)


def _facts(facts: dict[str, Any], which: str) -> tuple[Fact, ...]:
    return tuple((code, dict(params)) for code, params in facts.get(which, []))


def _asked(row: Any) -> Asked | None:
    if row.asked_at is None:
        return None
    return Asked(row.asked_by, row.asked_at, row.text, row.answer_by, row.answered_at, row.answer)


def _judged(row: Any) -> Judged | None:
    if row.verdict is None:
        return None
    return Judged(
        row.verdict_id, row.judged_by, row.judged_at, row.verdict, row.explanation, row.follow_up,
        row.closed_at, row.aware_at, row.due_at,
    )  # fmt: skip
