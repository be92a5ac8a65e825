"""One's own notices, newest first: each one neutral sentence, and the way to what it is about (R202)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, exists, or_, select, update

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.door import Unit, command, deny, reading
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import Matter, Part, Subject
from wijkaanpak.notices import models as m
from wijkaanpak.notices.models import Notice
from wijkaanpak.review.models import Question

KIND = "BERICHT"
KEPT = timedelta(days=90)
MOST = 100


@dataclass(frozen=True)
class Line:
    """A notice as its reader sees it."""

    id: UUID
    sentence: str
    happened_at: datetime
    seen: bool


@dataclass(frozen=True, kw_only=True)
class NoticesSeen(Event, name="notice.seen", says="{actor} saw a notice"):
    """Somebody opened a notice, or put all of them aside."""

    notices: int


@reading(Verb.NOTICE_LIST)
def mine(unit: Unit, _nothing: None, /) -> list[Line]:
    """What I was told in these ninety days; with a case's number only while a list would show me that."""
    query = (
        _notices(
            Notice.id, Notice.kind, Notice.happened_at, Notice.seen_at, Case.number, Case.id.label("case")
        )
        .add_columns(Matter.provider_id)
        .outerjoin(Matter, (Matter.id == Notice.matter_id) & Matter.secret.is_(False))
        .outerjoin(Case, (Case.matter_id == Matter.id) & _listed(unit))
        .where(Notice.happened_at > unit.now - KEPT)
        .order_by(Notice.happened_at.desc(), Notice.number.desc())
        .limit(MOST)
    )
    lines = []
    for row in unit.session.execute(query):
        unit.disclose(KIND, row.id, controller=unit.actor.organisation_id, data_class="K0")
        if row.case is not None:
            unit.disclose("CASUS", row.case, controller=row.provider_id)
        lines.append(Line(row.id, sentence(row.kind, row.number), row.happened_at, row.seen_at is not None))
    return lines


@command(Verb.NOTICE_SEE)
def see(unit: Unit, notice_id: UUID | None, /) -> NoticesSeen:
    """Say that I saw this notice, or all of mine; a second time changes nothing."""
    which = Notice.staff_id == unit.actor.id
    if notice_id is not None:
        which = which & (Notice.id == notice_id)
    # row-level security lets nobody say it again, or for another
    waiting = which & Notice.seen_at.is_(None)
    changed = unit.session.execute(
        update(Notice).where(waiting).values(seen_at=unit.now).execution_options(synchronize_session=False)
    )
    about = Thing(KIND, notice_id) if notice_id else Thing("MEDEWERKER", unit.actor.id)
    return NoticesSeen(thing=about, notices=changed.rowcount)  # type: ignore[attr-defined]


def place(unit: Unit, notice_id: UUID) -> str:
    """The address of what a notice of mine is about; raises NotFound for another's as for none.

    What is at that address asks at its own door.
    """
    row = unit.session.execute(
        _notices(Notice.kind, Notice.thing_id, Notice.stage, Notice.happened_at).where(Notice.id == notice_id)
    ).first()
    if row is None:
        deny(unit, Verb.NOTICE_SEE, policy.deny("NIET_BETROKKEN"), None, notice_id, KIND)
        raise NotFound()
    if row.kind == m.QUESTION:
        return _question(unit, row.happened_at)
    if row.kind in PLACES:
        return PLACES[row.kind].format(row.thing_id)
    return f"/{'casussen' if row.stage == 'case' else 'signalen'}/{row.thing_id}"


def sentence(kind: str, number: str | None) -> str:
    """What a notice says: that something happened, and at most in which case."""
    with_number, without = SENTENCES[kind]
    return with_number(number) if number and with_number else without()


def _notices(*columns: Any) -> Select[Any]:
    """One's own: row-level security shows nobody another's."""
    return select(*columns).select_from(Notice)


def _listed(unit: Unit) -> Any:
    """Whether a list shows me this case: I lead it, or may read something of it (rulings.md 8)."""
    return or_(
        Case.lead_id == unit.actor.id,
        exists().where(Part.matter_id == Case.matter_id),
        exists().where(Subject.matter_id == Case.matter_id),
    )


def _question(unit: Unit, asked_at: datetime) -> str:
    """The question of that moment; Today, where questions stand, when it is not there."""
    found = unit.session.scalars(select(Question.id).where(Question.asked_at == asked_at)).first()
    return f"/vragen/{found}" if found else "/"


PLACES = {
    m.GROUND: "/controle/grondslagen", m.REPLY: "/controle", m.EMERGENCY: "/", m.TRIAGE: "/triage/{}",
    m.MEETING: "/overleggen/{}", m.AGENDA: "/overleggen/{}",
}  # fmt: skip
# With a case's number, where there is one to tell, and without.
SENTENCES: dict[str, tuple[Callable[[str], str] | None, Callable[[], str]]] = {
    m.CHANGED: (
        lambda number: _("Something changed in case %(number)s.", number=number),
        lambda: _("Something changed in a matter that you work on."),
    ),
    m.TEAM: (
        lambda number: _("You were added to the team of case %(number)s.", number=number),
        lambda: _("You were added to a team."),
    ),
    m.ACTION: (
        lambda number: _("An action in case %(number)s is yours.", number=number),
        lambda: _("An action in a case is yours."),
    ),
    m.OFFER: (
        lambda number: _("Somebody wants to hand case %(number)s over to you.", number=number),
        lambda: _("Somebody wants to hand a case over to you."),
    ),
    m.ANSWER: (
        lambda number: _("Your offer to hand over case %(number)s was answered.", number=number),
        lambda: _("Your offer to hand over a case was answered."),
    ),
    m.MEETING: (None, lambda: _("You were asked for a meeting.")),
    m.AGENDA: (None, lambda: _("A case stands on the agenda of a meeting that you were asked for.")),
    m.ENDED: (None, lambda: _("Your access to something has changed.")),
    m.WEIGH: (None, lambda: _("A signal waits to be weighed.")),
    m.TRIAGE: (None, lambda: _("A signal waits in joint triage.")),
    m.BACK: (None, lambda: _("There is a question about a signal that you reported.")),
    m.LOOK: (None, lambda: _("A colleague asks you to look at a signal.")),
    m.TAKE: (None, lambda: _("A signal was left to you.")),
    m.GROUND: (None, lambda: _("A ground waits for your judgement.")),
    m.QUESTION: (None, lambda: _("You were asked a question about something you did here.")),
    m.REPLY: (None, lambda: _("A question that you asked was answered.")),
    m.EMERGENCY: (None, lambda: _("A colleague used emergency access.")),
}
