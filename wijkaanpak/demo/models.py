"""Table of what the ids of a world file became."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class WorldReference(Base):
    """The row that an id of a world file became; `kind` is zaak, persoon or grondslag."""

    __tablename__ = "world_reference"
    __table_args__ = (Index("ix_world_reference_target_id", "target_id"),)
    kind: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[UUID]
