"""Tables of households and persons, whom somebody must not see, and whose readings are all looked at."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index
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
    __table_args__ = (
        Index("ix_person_name_key", "organisation_id", "name_key"),
        Index("ix_person_born", "organisation_id", "born"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.household.id"))
    dwelling_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.dwelling.id"), index=True)
    name: Mapped[str | None]
    name_key: Mapped[str | None]  # the surname as searches compare it
    born: Mapped[date | None]
    recorded_at: Mapped[datetime]


class Conflict(Base):
    """A resident or a dwelling that somebody declared must be kept from them: family, an ex (R66)."""

    __tablename__ = "conflict"
    __table_args__ = (CheckConstraint("num_nonnulls(person_id, dwelling_id) = 1", name="person_or_dwelling"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.person.id"), index=True)
    dwelling_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.dwelling.id"), index=True)
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]


class Exposure(Base):
    """Why every reading about a resident is looked at: a secret address, publicly known, or a colleague."""

    __tablename__ = "exposure"
    __table_args__ = (CheckConstraint("kind in ('GEHEIM_ADRES', 'PUBLIEK_BEKEND', 'COLLEGA')", name="kind"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("app.person.id"), index=True)
    kind: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
