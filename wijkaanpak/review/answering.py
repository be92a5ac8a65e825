"""Answering: who acted reads the privacy officer's question about it, and answers it once (R101)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, deny, reading
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.foundation.working_days import end_of
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.organisations.models import Organisation, Staff
from wijkaanpak.review.models import Question
from wijkaanpak.web import waiting
from wijkaanpak.web.frame import moment
from wijkaanpak.web.waiting import Wait

KIND = "VRAAG"
CLASS = "K0"  # about what a colleague did, never about a resident
LEAST = 2


@dataclass(frozen=True)
class Put:
    """A question as the one who was asked sees it: by whom, about which day and what kind of act."""

    id: UUID
    by: str
    of: str
    of_id: UUID
    asked_at: datetime
    text: str
    due_on: date
    happened_on: date
    kind: str
    answered_at: datetime | None
    answer: str | None


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(
    Event,
    name="question.answered",
    says="{actor} answered a question about what they did",
    bell="work.changed",
):
    """The colleague answered; the words stay in the record."""

    asked_by: UUID

    def rings(self) -> tuple[UUID, ...]:
        """Who asked."""
        return (self.asked_by,)


@reading(Verb.QUESTION_READ)
def question(unit: Unit, question_id: UUID, /) -> Put:
    """The question of this id, for who was asked; raises NotFound for everybody else."""
    row = _row(unit, Verb.QUESTION_READ, question_id)
    unit.disclose(KIND, row.id, controller=row.organisation_id, data_class=CLASS)
    if unit.reading is not None:
        unit.reading = (unit.reading[0], unit.reading[1], Thing(KIND, row.id, None, (row.organisation_id,)))
    return Put(
        row.id, row.name, row.organisation, row.organisation_id, row.asked_at, row.text, row.due_on,
        row.happened_on, row.kind, row.answered_at, row.answer,
    )  # fmt: skip


@command(Verb.QUESTION_ANSWER)
def answer(unit: Unit, question_id: UUID, /, *, text: str) -> QuestionAnswered:
    """Answer it, once, also after its term; raises NotFound, Invalid and Conflict as their sentences say."""
    row = _row(unit, Verb.QUESTION_ANSWER, question_id)
    if row.answered_at is not None:
        raise Conflict(_("You answered this already."), "STATUS")
    if len(text.strip()) < LEAST:
        raise Invalid({"answer": _("Write your answer.")})
    unit.session.execute(
        update(Question)
        .where(Question.id == question_id)
        .values(answer=text.strip(), answered_at=unit.now)
        .execution_options(synchronize_session=False)
    )
    about = Thing(KIND, row.id, None, (row.organisation_id,))
    return QuestionAnswered(thing=about, asked_by=row.asked_by)


@waiting.source
def waits(unit: Unit) -> list[Wait]:
    """The questions that wait for my answer, as Today tells them."""
    query = _questions().where(Question.answered_at.is_(None)).order_by(Question.due_on, Question.id)
    found = []
    for row in unit.session.execute(query):
        unit.disclose(KIND, row.id, controller=row.organisation_id, data_class=CLASS)
        about = _("%(who)s asks about %(day)s.", who=row.name, day=moment(row.happened_on))
        title = _("A question of the privacy officer")
        found.append(Wait(end_of(row.due_on), title, about, f"/vragen/{row.id}", _("Answer it"), "asked"))
    return found


def _questions() -> Any:
    """What one was asked oneself: row-level security shows nobody another's."""
    return (
        select(
            Question.id, Question.asked_by, Staff.name, Organisation.name.label("organisation"),
            Staff.organisation_id, Question.asked_at, Question.text, Question.due_on, Question.happened_on,
            Question.kind, Question.answered_at, Question.answer,
        )
        .join(Staff, Staff.id == Question.asked_by)
        .join(Organisation, Organisation.id == Staff.organisation_id)
    )  # fmt: skip


def _row(unit: Unit, verb: Verb, question_id: UUID) -> Any:
    row = unit.session.execute(_questions().where(Question.id == question_id)).first()
    if row is None:
        deny(unit, verb, policy.deny("NIET_BETROKKEN"), None, question_id, KIND)
        raise NotFound()
    return row
