"""Tables of matters, the residents they are about, their parts and their team."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base


class Matter(Base):
    """One question with one purpose (R12) and one providing organisation; signal and case share it."""

    __tablename__ = "matter"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    complex_id: Mapped[UUID] = mapped_column(ForeignKey("app.complex.id"))
    purpose: Mapped[str]
    category: Mapped[str]
    urgency: Mapped[str]
    secret: Mapped[bool] = mapped_column(default=False)
    bare: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Subject(Base):
    """A resident whom the matter is about (betrokkene), with a number that says nothing: bewoner 1, 2, …"""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("matter_id", "person_id"), Index("ix_subject_person_id", "person_id"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("app.person.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    ordinal: Mapped[int]
    added_at: Mapped[datetime]


class Part(Base):
    """One part of a note: feit, duiding, handelingsadvies, or a working title (R68).

    It belongs to its author's organisation (rulings.md 2). `whole` says that it concerns every resident of
    the matter; `about` then follows them.
    """

    __tablename__ = "part"
    __table_args__ = (Index("ix_part_matter", "matter_id", "written_at", "note_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    note_id: Mapped[UUID]
    kind: Mapped[str]
    category: Mapped[str | None]
    data_class: Mapped[str]
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    text: Mapped[str]
    about: Mapped[list[UUID]] = mapped_column(server_default="{}", default=list)
    whole: Mapped[bool] = mapped_column(Boolean, default=True)
    purpose: Mapped[str]
    written_at: Mapped[datetime]
    taken_over: Mapped[bool] = mapped_column(default=False)


class Member(Base):
    """A place in the team: who works on this, from when, until when (half-open)."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_matter", "matter_id"), Index("ix_member_staff", "staff_id"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    reason: Mapped[str | None]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))


class MatterAccess(Base):
    """Who takes part, worked out by the database after every change; consent is never copied here."""

    __tablename__ = "matter_access"
    __table_args__ = (
        # Without matter_id: with it the planner would look a single matter up along this index, row by row.
        Index("ix_matter_access_list", "principal", "thing", text("changed_at DESC")),
    )
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"), primary_key=True)
    principal: Mapped[str] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime | None]
    via: Mapped[str]
    content: Mapped[bool]
    closed: Mapped[bool]
    lead_organisation_id: Mapped[UUID | None]
    changed_at: Mapped[datetime]
