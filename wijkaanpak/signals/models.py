"""Tables of signals and of their way."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class Signal(Base):
    """A professional's concern and its state (4.1); what was seen stands in the matter's parts."""

    __tablename__ = "signal"
    __table_args__ = (Index("ix_signal_author_id", "author_id", "reported_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    reporter_role: Mapped[str]
    status: Mapped[str]
    shared: Mapped[bool] = mapped_column(default=False)
    discussed: Mapped[str]
    discussed_reason: Mapped[str | None]
    consulted: Mapped[bool | None]
    consulted_reason: Mapped[str | None]
    reported_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    claimed_until: Mapped[datetime | None]
    question: Mapped[str | None]
    rounds: Mapped[int] = mapped_column(default=0)
    rejected_reason: Mapped[str | None]
    external_point: Mapped[str | None]
    external_phone: Mapped[str | None]
    external_on: Mapped[date | None]
    passed_to: Mapped[UUID | None] = mapped_column(ForeignKey("app.organisation.id"))
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("app.matter.id"), index=True)
    taken_over: Mapped[bool] = mapped_column(default=False)


class SignalStep(Base):
    """One step on the way of a signal: what its reporter may see (R86)."""

    __tablename__ = "signal_step"
    __table_args__ = (Index("ix_signal_step_signal_id", "signal_id", "at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    signal_id: Mapped[UUID] = mapped_column(ForeignKey("app.signal.id"))
    status: Mapped[str]
    at: Mapped[datetime]
    by_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.organisation.id"))
