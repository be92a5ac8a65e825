"""Tables of organisations, people at work, their roles, and the covenants between organisations."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Computed, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base

# R62: who runs the house, supervises it, or breaks the glass in every organisation and judges as well (AF).
# The other roles that may break the glass are judged anew after each time they do (R105).
SPECIAL = ("FB", "FG", "PO", "AF")
QUARTER, YEAR, GRACE = 91, 365, 30  # days: between two reviews, and until what nobody looked at is suspended
HELD_UNTIL = (
    "least(valid_until, ended_at, (coalesce(reviewed_at, valid_from) at time zone 'UTC' "
    f"+ case when role in {SPECIAL} then interval '{QUARTER + GRACE} days' "
    f"else interval '{YEAR + GRACE} days' end) at time zone 'UTC')"
)


class Organisation(Base):
    """An organisation with the legal or administrative body that answers for its data (R18)."""

    __tablename__ = "organisation"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    controller: Mapped[str]
    domain: Mapped[str | None]
    suspended_at: Mapped[datetime | None]


class Staff(Base):
    """One natural person at work in one organisation (R63), or a named system subject (rulings.md 18)."""

    __tablename__ = "staff"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"), index=True)
    reference: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    login: Mapped[str | None] = mapped_column(unique=True)
    mail: Mapped[str | None]  # where notices may go, without a word of what they are about (R202)
    fte: Mapped[Decimal | None]
    system: Mapped[str | None] = mapped_column(unique=True)
    suspended_at: Mapped[datetime | None]


class RoleAssignment(Base):
    """A role for at most twelve months, in named areas, granted by someone, and reviewed in time (R61, R62).

    `held_until` is when it stops: its end, or thirty days after a review that nobody did.
    """

    __tablename__ = "role_assignment"
    __table_args__ = (Index("ix_role_assignment_staff", "staff_id", "valid_until"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    role: Mapped[str]
    areas: Mapped[list[str]]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    ended_at: Mapped[datetime | None]
    taken_over: Mapped[bool] = mapped_column(default=False)
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    held_until: Mapped[datetime] = mapped_column(Computed(HELD_UNTIL, persisted=True))

    @classmethod
    def holds(cls, now: datetime) -> ColumnElement[bool]:
        """Whether it gives its rights at this moment, its last moment excluded (R61, R62)."""
        return and_(cls.valid_from <= now, cls.held_until > now)


class Covenant(Base):
    """A cooperation and data agreement: parties, purposes, categories, dates, the end excluded (R20, R21)."""

    __tablename__ = "covenant"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str | None] = mapped_column(unique=True)
    title: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    parties: Mapped[list[UUID]]
    purposes: Mapped[list[str]]
    categories: Mapped[list[str]]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    signed: Mapped[bool] = mapped_column(default=True)
    retention_rule: Mapped[str | None]
    arrangement: Mapped[str | None]
    contact: Mapped[str | None]
    breach_contact: Mapped[str | None]
    evaluate_on: Mapped[datetime | None]


class ReceivingGround(Base):
    """The recipient's own ground to receive, per covenant and purpose (R44)."""

    __tablename__ = "receiving_ground"
    __table_args__ = (UniqueConstraint("covenant_id", "organisation_id", "purpose"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    covenant_id: Mapped[UUID] = mapped_column(ForeignKey("app.covenant.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    purpose: Mapped[str]
    basis: Mapped[str]


class Deputy(Base):
    """An organisation without a PO or FG names one of a partner by covenant (rulings.md 12)."""

    __tablename__ = "deputy"
    __table_args__ = (UniqueConstraint("organisation_id", "role"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    role: Mapped[str]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
