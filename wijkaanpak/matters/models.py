"""Tables of matters: residents, parts, team, who was invited to speak of them, and emergency access."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
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
    blocked_at: Mapped[datetime | None]  # art. 18: kept, and shown to nobody


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
    night_until: Mapped[datetime | None]  # an advice that is the night instruction, until then (R137)
    class_reason: Mapped[str | None]  # why the lead lowered its class (R70)


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
    person_id: Mapped[UUID | None]  # in an emergency: the one resident it is about


class AgendaItem(Base):
    """One case on the agenda of a meeting; those invited may read it while the item is open (R83).

    Planned, and talked over without the live page, it opens nothing: it opens and closes at one moment.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (  # a case once on an agenda, and one case at a place of it
        UniqueConstraint("meeting_id", "position"),
        UniqueConstraint("meeting_id", "matter_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.meeting.id"))
    position: Mapped[int] = mapped_column(default=1, server_default="1")
    minutes: Mapped[int] = mapped_column(default=15, server_default="15")
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))


class Invitation(Base):
    """Who is invited to an item of an agenda."""

    __tablename__ = "invitation"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("app.agenda_item.id"), index=True)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("app.matter.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    present: Mapped[bool] = mapped_column(default=False, server_default=false())  # attendance (row 5)


class BreakGlass(Base):
    """Emergency access to one resident: read-only, four hours at most, always reviewed (R105)."""

    __tablename__ = "break_glass"
    __table_args__ = (
        CheckConstraint("reviewed_by <> staff_id", name="reviewer_is_another"),
        Index("ix_break_glass_staff", "staff_id", "until"),
        Index("ix_break_glass_organisation", "organisation_id", "since"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("app.organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("app.person.id"), index=True)
    reason_code: Mapped[str]
    reason_text: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    repeated: Mapped[bool] = mapped_column(default=False)
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.staff.id"))
    reviewed_at: Mapped[datetime | None]
    verdict: Mapped[str | None]
    verdict_text: Mapped[str | None]
    review_due_on: Mapped[date]
