"""Table of submitted forms, so that the same form sent twice does its work once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class Submission(Base):
    """A form that was handled: its one-time token, whose it was, and where its result lives."""

    __tablename__ = "submission"
    token: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID]
    location: Mapped[str]
    at: Mapped[datetime]
