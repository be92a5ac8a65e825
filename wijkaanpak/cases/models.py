"""Tables of cases: the case itself, the steps it took, hand-overs, and its plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class Case(Base):
    """A case: a number for people, a neutral title, its state and lead (requirements.md 4.2, R79, R174)."""

    __tablename__ = "case_file"
    __table_args__ = (
        Index(
            "ix_case_file_unled", "opened_at", postgresql_where=text("lead_id is null and closed_at is null")
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    status_since: Mapped[datetime]
    suspended_from: Mapped[str | None]  # where it goes on when the suspension ends
    controller_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    lead_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.organisation.id"))
    replacement_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))  # of the lead (R79)
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    evaluate_on: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[str | None]
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))  # after closing, row 9
    taken_over: Mapped[bool] = mapped_column(default=False)


class CaseStep(Base):
    """One step of a case along the table of cases/states.py: who, in which role, with which answers (R78).

    `answers` holds codes and dates alone; words about people are parts. Written once, never changed.
    """

    __tablename__ = "case_step"
    __table_args__ = (Index("ix_case_step_case_id", "case_id", "at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("app.case_file.id"))
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    step: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    role: Mapped[str]
    guards: Mapped[list[str]]  # every guard that was looked at, and held
    answers: Mapped[dict[str, Any]]
    note_id: Mapped[UUID | None]  # the considerations, as a part that stays in the own organisation


class Offer(Base):
    """A hand-over that one side proposed; it counts once the other accepted (R19, R79, row 16)."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_case_id", "case_id"),
        Index("uq_offer_waiting", "case_id", unique=True, postgresql_where=text("answered_at is null")),
        Index("ix_offer_open", "to_id", postgresql_where=text("answered_at is null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("app.case_file.id"))
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    kind: Mapped[str]  # overdrachtsoorten
    from_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))  # that of `to_id`
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]


class Goal(Base):
    """What must be better, in the resident's own words; the words are a part of the matter (R15, R82)."""

    __tablename__ = "goal"
    __table_args__ = (Index("ix_goal_matter_id", "matter_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    part_id: Mapped[UUID] = mapped_column(ForeignKey("app.part.id"))
    domain: Mapped[str | None]  # leefgebieden
    status: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Action(Base):
    """Who does what by when: always a person, an organisation and a day (row 6); the words are a part."""

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_matter_id", "matter_id"),
        Index(
            "ix_action_owner", "owner_id", "due_on", postgresql_where=text("status in ('OPEN', 'OPGEPAKT')")
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    part_id: Mapped[UUID] = mapped_column(ForeignKey("app.part.id"))
    goal_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.goal.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.agenda_item.id"))  # where it was promised
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    due_on: Mapped[date]
    status: Mapped[str]
    carried: Mapped[int] = mapped_column(default=0)  # how often the day was moved because it was not done
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Voice(Base):
    """How the resident sees it (stem_van_bewoner, R82): in which way it came to the table, and when."""

    __tablename__ = "voice"
    __table_args__ = (Index("ix_voice_matter_id", "matter_id", "said_on"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    part_id: Mapped[UUID] = mapped_column(ForeignKey("app.part.id"))  # the words, or why it was not possible
    form: Mapped[str]  # stemvormen
    said_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))


class Resolution(Base):
    """What a meeting agreed (besluit); a mistake is corrected by another one, never rewritten (R84)."""

    __tablename__ = "resolution"
    __table_args__ = (
        Index("ix_resolution_matter_id", "matter_id"),
        Index("ix_resolution_item_id", "item_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("app.agenda_item.id"))
    part_id: Mapped[UUID] = mapped_column(ForeignKey("app.part.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.resolution.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))


class ReportingStep(Base):
    """One of the five steps of the meldcode (R30): done or skipped, on which day, with its words as a part.

    `unsafe` is the judgement of the fourth step: acutely or structurally unsafe (R31). `report` and `help`
    are the two decisions of the fifth: report to Veilig Thuis, and offer help. Written once, never changed.
    """

    __tablename__ = "reporting_step"
    __table_args__ = (Index("ix_reporting_step_matter_id", "matter_id", "number"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    part_id: Mapped[UUID] = mapped_column(ForeignKey("app.part.id"))  # the outcome, or why it was skipped
    number: Mapped[int]
    done_on: Mapped[date]
    skipped: Mapped[bool]
    unsafe: Mapped[bool | None]
    report: Mapped[bool | None]
    help: Mapped[bool | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))


class Letter(Base):
    """That a resident was told, and what of (R42): codes and references, never the letter itself.

    `content` holds controllers, purposes, categories, recipients, sources, what was said of keeping, of
    rights and of whom to ask, each as a code, a reference or a day.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_matter_id", "matter_id", "made_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("app.person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    kind: Mapped[str]  # briefsoorten
    language: Mapped[str]
    version: Mapped[str]  # of the text
    channel: Mapped[str]  # briefwegen
    given_on: Mapped[date]
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
