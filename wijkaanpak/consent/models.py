"""Tables of grounds (Grondslagregistratie) and consents (Toestemming), requirements.md chapter 2."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class Ground(Base):
    """One permission to share, with its reasons in words (R1-R8, R44-R46); only its status ever changes.

    `ordinal` is the resident's number in the matter (bewoner 1), for a second approver who may not know the
    name; the database fills it in. Without a person the ground counts for every resident.
    """

    __tablename__ = "ground"
    __table_args__ = (
        Index("ix_ground_matter_id", "matter_id"),
        Index("ix_ground_waiting", "decided_at", postgresql_where=text("status = 'TER_BEOORDELING'")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version: Mapped[int] = mapped_column(default=1)
    reference: Mapped[str | None]
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.person.id"))
    ordinal: Mapped[int | None]
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    recipients: Mapped[list[UUID]]
    purpose: Mapped[str]
    activity: Mapped[str]
    categories: Mapped[list[str]]
    basis: Mapped[str]
    task: Mapped[str | None]
    mandate: Mapped[bool] = mapped_column(default=False, server_default=false())
    special: Mapped[str | None]
    special_article: Mapped[str | None]
    criminal_basis: Mapped[str | None]
    secrecy_regime: Mapped[str | None]
    secrecy_exception: Mapped[str | None]
    secrecy_criteria: Mapped[dict[str, Any] | None]
    consulted_colleague: Mapped[str | None]
    necessity: Mapped[str | None]
    proportionality: Mapped[str | None]
    subsidiarity: Mapped[str | None]
    after_refusal: Mapped[str | None]
    informed: Mapped[str]
    informed_on: Mapped[datetime | None]
    informed_reason: Mapped[str | None]
    review_on: Mapped[datetime | None]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    decided_at: Mapped[datetime]
    second_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    second_at: Mapped[datetime | None]
    status: Mapped[str]
    evidence_id: Mapped[UUID | None]
    taken_over: Mapped[bool] = mapped_column(default=False)


class GroundLine(Base):
    """What a ground carries, one category and one recipient a row.

    Its status follows the ground's; on consent it ends by itself with the yes it rests on (R48, R52).
    """

    __tablename__ = "ground_line"
    __table_args__ = (
        Index("ix_ground_line_probe", "matter_id", "recipient_id", "category"),
        Index("ix_ground_line_ground_id", "ground_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ground_id: Mapped[UUID] = mapped_column(ForeignKey("app.ground.id"))
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.person.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    category: Mapped[str]
    basis: Mapped[str]
    status: Mapped[str]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]


class GroundStep(Base):
    """The history of a ground, one row a change of status, written once and never changed (2.5)."""

    __tablename__ = "ground_step"
    __table_args__ = (Index("ix_ground_step_ground_id", "ground_id", "at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ground_id: Mapped[UUID] = mapped_column(ForeignKey("app.ground.id"))
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    status: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    reason: Mapped[str | None]


class Consent(Base):
    """What a resident said about one provider, recipient and category; a new word is a new row (R48, R56).

    `previous_id` is the word before it on the same key; the database fills it in.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "ix_consent_word", "matter_id", "recipient_id", "category", "person_id", "provider_id", "said_at"
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("app.person.id"))
    purpose: Mapped[str]
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    category: Mapped[str]
    result: Mapped[str]
    said_at: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    given_by: Mapped[str | None]
    evidence: Mapped[str | None]
    own_initiative: Mapped[bool] = mapped_column(default=False, server_default=false())
    age: Mapped[int | None]
    explicit: Mapped[bool] = mapped_column(default=False)
    form: Mapped[str | None]
    summary: Mapped[str | None]
    information_version: Mapped[str | None]
    language: Mapped[str | None]
    interpreter: Mapped[bool] = mapped_column(default=False)
    free_no_effect: Mapped[bool] = mapped_column(default=False)
    free_alternative: Mapped[bool] = mapped_column(default=False)
    free_no_pressure: Mapped[bool] = mapped_column(default=False)
    free_understood: Mapped[bool] = mapped_column(default=False)
    free_not_decider: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[datetime | None]
    reaffirmed_on: Mapped[datetime | None]
    channel: Mapped[str | None]
    reason: Mapped[str | None]
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.consent.id"))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    recorded_at: Mapped[datetime]
    taken_over: Mapped[bool] = mapped_column(default=False)
