"""Tables of households and persons."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class Household(Base):
    """Those who live together; who is not a data subject is counted, never named (R16)."""

    __tablename__ = "household"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    adults: Mapped[int | None]
    children: Mapped[int | None]


class Person(Base):
    """A resident; name, birth date and dwelling are G_NAW and never travel without a ground (R1)."""

    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.household.id"))
    dwelling_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.dwelling.id"))
    name: Mapped[str | None]
    born: Mapped[date | None]
    recorded_at: Mapped[datetime]
