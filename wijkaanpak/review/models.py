"""Tables of the review desk: what stood out, the question about it, the verdict, and the samples drawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base

VERDICTS = ("RECHTMATIG", "ONRECHTMATIG", "ONVOLDOENDE_ONDERBOUWD", "VALS_ALARM")  # R100
FOLLOW_UPS = ("GEEN", "NAVRAAG", "LEIDINGGEVENDE", "DATALEKBEOORDELING")


class Finding(Base):
    """What a rule of a queue found: whose acts, on which day, and what stood out, in codes and counts alone.

    It belongs to the organisation of the colleague who acted. `matter_id` refers to nothing on purpose: the
    journal outlives a destroyed case, and so does its review. `facts` holds two lists, `stands_out` and
    `ordinary`, each of [code, parameters]; by its `key` a finding is known again at a second look.
    """

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("queue", "key", "organisation_id"),
        Index("ix_finding_desk", "organisation_id", "queue", "due_on"),
        Index("ix_finding_staff", "staff_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    queue: Mapped[str]
    key: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    matter_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime]
    found_at: Mapped[datetime]
    due_on: Mapped[date]
    urgent: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]]


class FindingEntry(Base):
    """One entry that a finding rests on; `entry_at` is when it was recorded, so where it stands."""

    __tablename__ = "finding_entry"
    __table_args__ = (Index("ix_finding_entry_entry", "entry_id"),)
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("app.finding.id"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_at: Mapped[datetime]


class Verdict(Base):
    """How an officer judged a finding, once; `aware_at`: when a breach was known of, if earlier (R102)."""

    __tablename__ = "verdict"
    __table_args__ = (
        CheckConstraint(f"verdict in {VERDICTS}", name="verdict"),
        CheckConstraint(f"follow_up in {FOLLOW_UPS}", name="follow_up"),
        CheckConstraint("aware_at <= judged_at", name="aware_before"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("app.finding.id"), unique=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"), index=True)
    verdict: Mapped[str]
    explanation: Mapped[str]
    follow_up: Mapped[str]
    judged_at: Mapped[datetime]
    aware_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))


class Breach(Base):
    """A breach to assess that a verdict opened: 72 hours of the clock from when they knew (R102)."""

    __tablename__ = "breach"
    __table_args__ = (
        CheckConstraint("due_at = aware_at + interval '72 hours'", name="seventy_two_hours"),
        Index("ix_breach_organisation", "organisation_id", "due_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    verdict_id: Mapped[UUID] = mapped_column(ForeignKey("app.verdict.id"), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    aware_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Question(Base):
    """The one question to the colleague who acted, and the answer (R101).

    Whoever was asked reads this row and no other of the desk: so it says itself on which day something
    happened (`happened_on`) and what kind of thing it was (`kind`, a code of the journal's events).
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("(answered_at is null) = (answer is null)", name="answered"),
        CheckConstraint("asked_by <> staff_id", name="asked_another"),
        Index("ix_question_staff", "staff_id", "answered_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("app.finding.id"), unique=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    asked_at: Mapped[datetime]
    text: Mapped[str]
    due_on: Mapped[date]
    happened_on: Mapped[date]
    kind: Mapped[str]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class Sample(Base):
    """A month of an organisation from which was drawn, and the seed that draws the same again (R103)."""

    __tablename__ = "sample"
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    seed: Mapped[str]
    readings: Mapped[int]
    drawn: Mapped[int]
    drawn_at: Mapped[datetime]


class Round(Base):
    """How far the rounds of the desk have looked: the first number that none of them saw. One row."""

    __tablename__ = "round"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_number: Mapped[int] = mapped_column(BigInteger)
    looked_at: Mapped[datetime | None]
