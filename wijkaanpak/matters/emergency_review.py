"""Judging emergency access: every use, within five working days, never one's own (R65, R105, queue Q1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, deny, reading
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.foundation.working_days import end_of, local
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.emergency import JUDGES, KIND
from wijkaanpak.matters.models import BreakGlass
from wijkaanpak.organisations.models import Staff

MOST = 100
NEWS = timedelta(days=1)  # so long a use stands under "now" with everybody who is told
LEADS_SEE = timedelta(days=3)  # so that what happens in a weekend is seen on Monday
LEAST = 10
VERDICTS = ("RECHTMATIG", "ONRECHTMATIG", "ONVOLDOENDE_ONDERBOUWD", "VALS_ALARM")  # R100


@dataclass(frozen=True)
class Use:
    """One use as its judge sees it; the resident is a reference, never a name."""

    id: UUID
    user_id: UUID
    user: str
    organisation_id: UUID
    person: UUID
    reason: str
    text: str
    since: datetime
    until: datetime
    repeated: bool
    due_on: date
    verdict: str | None
    verdict_text: str | None
    reviewed_at: datetime | None
    reviewer: str | None
    running: bool
    late: bool
    mine: bool

    @property
    def day(self) -> str:
        """The day it began here, as an address of the desk has it."""
        return local(self.since).date().isoformat()


@dataclass(frozen=True)
class Notice:
    """One use as Today tells it: without the resident, for who leads and who judges (R202)."""

    id: UUID
    user: str
    since: datetime
    repeated: bool
    due: datetime | None  # none: it comes first
    mine_to_judge: bool


@dataclass(frozen=True)
class Uses:
    """What waits, repeated uses first and then the earliest term; and what was judged, newest first."""

    waiting: tuple[Use, ...]
    judged: tuple[Use, ...]


@dataclass(frozen=True, kw_only=True)
class EmergencyJudged(
    Event, name="break_glass.judged", says="{actor} judged a use of emergency access", bell="work.changed"
):
    """Somebody else judged it; the explanation stays in the record."""

    outcome: str
    user: UUID

    def rings(self) -> tuple[UUID, ...]:
        """Who used it, and who judged it."""
        return (self.user,)


@reading(Verb.BREAK_GLASS_LIST)
def uses(unit: Unit, _about: None, /) -> Uses:
    """Every use in the organisation of who asks (row-level security bounds them)."""
    reviewer = aliased(Staff)
    query = (
        select(
            BreakGlass.id, BreakGlass.staff_id, Staff.name, BreakGlass.organisation_id, BreakGlass.person_id,
            BreakGlass.reason_code, BreakGlass.reason_text, BreakGlass.since, BreakGlass.until,
            BreakGlass.ended_at, BreakGlass.repeated, BreakGlass.review_due_on, BreakGlass.verdict,
            BreakGlass.verdict_text, BreakGlass.reviewed_at, reviewer.name.label("reviewer"),
        )
        .join(Staff, Staff.id == BreakGlass.staff_id)
        .outerjoin(reviewer, reviewer.id == BreakGlass.reviewed_by)
        .order_by(BreakGlass.verdict.is_not(None), BreakGlass.since.desc())
        .limit(MOST)
    )  # fmt: skip
    found = [_use(unit, row) for row in unit.session.execute(query)]
    for use in found:
        unit.disclose(KIND, use.id, controller=use.organisation_id, data_class="K2", persons=(use.person,))
    waiting = sorted(
        (use for use in found if use.verdict is None),
        key=lambda use: (not use.repeated, use.due_on, use.since),
    )
    return Uses(tuple(waiting), tuple(use for use in found if use.verdict is not None))


def notices(unit: Unit) -> list[Notice]:
    """What Today tells: to judges until it is judged, to who leads for some days."""
    judges = unit.actor.holds(*JUDGES)
    query = (
        select(BreakGlass.id, Staff.name, BreakGlass.organisation_id, BreakGlass.since, BreakGlass.repeated,
               BreakGlass.review_due_on)
        .join(Staff, Staff.id == BreakGlass.staff_id)
        .where(BreakGlass.verdict.is_(None), BreakGlass.staff_id != unit.actor.id)
        .order_by(BreakGlass.since)
        .limit(MOST)
    )  # fmt: skip
    if not judges:
        query = query.where(BreakGlass.since > unit.now - LEADS_SEE)
    found = []
    for ident, user, organisation, since, repeated, due in unit.session.execute(query):
        first = repeated or since > unit.now - NEWS or not judges
        found.append(Notice(ident, user, since, repeated, None if first else end_of(due), judges))
        unit.disclose(KIND, ident, controller=organisation)
    return found


@command(Verb.BREAK_GLASS_JUDGE)
def judge(unit: Unit, use_id: UUID, /, *, verdict: str, text: str) -> EmergencyJudged:
    """Say whether it was lawful, and why. Never by the user (R65), once, and after it ended.

    Raises NotFound for a use one may not know of, Invalid and Conflict as their sentences say.
    """
    row = unit.session.execute(
        select(BreakGlass.staff_id, BreakGlass.organisation_id, BreakGlass.person_id, BreakGlass.verdict,
               BreakGlass.until, BreakGlass.ended_at)
        .where(BreakGlass.id == use_id)
    ).first()  # fmt: skip
    if row is None:
        deny(unit, Verb.BREAK_GLASS_JUDGE, policy.deny("NIET_BETROKKEN"), None, use_id, KIND)
        raise NotFound()
    if row.staff_id == unit.actor.id:
        raise Conflict(_("You used this yourself. Someone else must judge it."), "STATUS")
    if row.verdict is not None:
        raise Conflict(_("This was judged already."), "STATUS")
    if row.ended_at is None and row.until > unit.now:
        raise Conflict(_("It still runs. Judge it when it is over."), "STATUS")
    _check(verdict, text)
    unit.session.execute(
        update(BreakGlass)
        .where(BreakGlass.id == use_id)
        .values(verdict=verdict, verdict_text=text.strip(), reviewed_by=unit.actor.id, reviewed_at=unit.now)
        .execution_options(synchronize_session=False)
    )
    return EmergencyJudged(
        thing=Thing(KIND, use_id, None, (row.organisation_id,), (row.person_id,)),
        outcome=verdict, user=row.staff_id,
    )  # fmt: skip


def _check(verdict: str, text: str) -> None:
    faults = {}
    if verdict not in VERDICTS:
        faults["verdict"] = _("Choose a verdict.")
    if len(text.strip()) < LEAST:
        faults["text"] = _("Say why, in a few words.")
    if faults:
        raise Invalid(faults)


def _use(unit: Unit, row: Any) -> Use:
    until = min(row.until, row.ended_at or row.until)
    waits = row.verdict is None
    return Use(
        row.id, row.staff_id, row.name, row.organisation_id, row.person_id, row.reason_code, row.reason_text,
        row.since, until, row.repeated, row.review_due_on, row.verdict, row.verdict_text, row.reviewed_at,
        row.reviewer, until > unit.now, waits and row.review_due_on < local(unit.now).date(),
        row.staff_id == unit.actor.id,
    )  # fmt: skip
