"""Tables of notices: who was told of which entry, what each chose, the mails, and how far we read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanpak.foundation.database import Base

# What a notice may say, and no more; its sentence stands in reading.py.
CHANGED, TEAM, OFFER, ANSWER, ENDED = "VERANDERD", "TEAM", "AANBOD", "ANTWOORD", "BEEINDIGD"
WEIGH, TRIAGE, BACK, LOOK, TAKE = "WEGEN", "TRIAGE", "TERUG", "MEEKIJKEN", "OVERGELATEN"
GROUND, QUESTION, REPLY, EMERGENCY = "GRONDSLAG", "VRAAG", "REACTIE", "NOODPROCEDURE"
ACTION, MEETING, AGENDA = "ACTIE", "OVERLEG", "AGENDA"
KINDS = (
    CHANGED, TEAM, OFFER, ANSWER, ENDED, WEIGH, TRIAGE, BACK, LOOK, TAKE, GROUND, QUESTION, REPLY, EMERGENCY,
    ACTION, MEETING, AGENDA,
)  # fmt: skip
OFF, AT_ONCE, MORNING = "UIT", "METEEN", "OCHTEND"
CHOICES = (OFF, AT_ONCE, MORNING)


class Notice(Base):
    """One entry of the journal told to one colleague, once; a kind and references, nothing of what happened.

    `thing_id` is the case or the signal, as `stage` says, or a meeting; it refers to no row.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("staff_id", "entry_id"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        Index("ix_notice_staff_id", "staff_id", "number"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    entry_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    matter_id: Mapped[UUID | None]
    thing_id: Mapped[UUID | None]
    stage: Mapped[str | None]
    happened_at: Mapped[datetime]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class NoticeChoice(Base):
    """When somebody wants a mail that notices wait; who never chose gets one in the morning."""

    __tablename__ = "notice_choice"
    __table_args__ = (CheckConstraint(f"mail in {CHOICES}", name="mail"),)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"), primary_key=True)
    mail: Mapped[str]
    changed_at: Mapped[datetime]


class NoticeMail(Base):
    """A mail to one colleague: how many notices waited, up to which number, and how often it was tried.

    Its id is in its Message-ID, the same at each try. `sent_at`: a mail server took it.
    """

    __tablename__ = "notice_mail"
    __table_args__ = (Index("ix_notice_mail_staff_id", "staff_id", "upto"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("app.staff.id"))
    upto: Mapped[int] = mapped_column(BigInteger)
    notices: Mapped[int]
    made_at: Mapped[datetime]
    tries: Mapped[int]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]


class NoticeCursor(Base):
    """How far the journal was read: the first number of which nobody was told yet. One row."""

    __tablename__ = "notice_cursor"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_number: Mapped[int] = mapped_column(BigInteger)
    looked_at: Mapped[datetime | None]
