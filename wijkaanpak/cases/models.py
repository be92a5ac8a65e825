"""Table of cases."""

from __future__ import annotations

from datetime import datetime
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
    controller_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    lead_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.organisation.id"))
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    evaluate_on: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[str | None]
    taken_over: Mapped[bool] = mapped_column(default=False)
