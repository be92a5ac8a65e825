"""Tables of districts (wijken), quarters (buurten), complexes, dwellings and duty shifts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class District(Base):
    """A wijk with its CBS code WK and six digits (R178)."""

    __tablename__ = "district"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Quarter(Base):
    """A buurt with its CBS code BU and eight digits; it lies in one wijk."""

    __tablename__ = "quarter"
    code: Mapped[str] = mapped_column(primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("app.district.code"))
    name: Mapped[str]


class Complex(Base):
    """Homes that form a unit, with one fixed caretaker; `areas` are the keys that a role's area may name."""

    __tablename__ = "complex"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"), index=True)
    quarter_code: Mapped[str] = mapped_column(ForeignKey("app.quarter.code"))
    homes: Mapped[int]
    kind: Mapped[str | None]
    built: Mapped[int | None]
    caretaker_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    duty_24_7: Mapped[bool] = mapped_column(default=False)
    areas: Mapped[list[str]]


class Dwelling(Base):
    """The smallest lettable unit: house number in the complex, 16-digit BAG identification, or both."""

    __tablename__ = "dwelling"
    __table_args__ = (UniqueConstraint("complex_id", "house_number"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complex_id: Mapped[UUID] = mapped_column(ForeignKey("app.complex.id"), index=True)
    bag_id: Mapped[str | None] = mapped_column(unique=True)
    house_number: Mapped[str | None]


class Shift(Base):
    """Duty at one complex (R134); its rights hold from acceptance until hand-over or the end (R138)."""

    __tablename__ = "shift"
    __table_args__ = (Index("ix_shift_staff", "staff_id", "ends_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    complex_id: Mapped[UUID] = mapped_column(ForeignKey("app.complex.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
