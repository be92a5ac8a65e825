"""Tables of meetings and of who takes part; the items of the agenda stand with the matters they are about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class Meeting(Base):
    """A meeting about cases (casusoverleg): date, chair, who holds the pen, and at which item it is (R83).

    It holds no word about anybody: what is talked about stands in the matters of its items.
    """

    __tablename__ = "meeting"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    chair_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"), index=True)
    pen_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    series_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str]  # GEPLAND, BEZIG, AFGELOPEN, BEVESTIGD
    item_id: Mapped[UUID | None]  # the item at hand
    item_since: Mapped[datetime | None]
    adjourned_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    planned_at: Mapped[datetime]


class Participant(Base):
    """Somebody at the table, since they came in; what they see of an item still needs a ground."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("meeting_id", "staff_id"), Index("ix_participant_staff", "staff_id"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("app.meeting.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    joined_at: Mapped[datetime | None]
