"""Asking: one written question to the colleague who acted, with ten days to answer (R101)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.review import finding
from wijkaanpak.review.finding import KIND
from wijkaanpak.review.models import FindingEntry, Question
from wijkaanpak.review.reading import ENTRY

DAYS = 10  # on the calendar
LEAST = 10


@dataclass(frozen=True, kw_only=True)
class FindingAsked(
    Event, name="finding.asked", says="{actor} asked a colleague about what stood out", bell="work.changed"
):
    """The colleague who acted was asked; the words stay in the record."""

    queue: str
    colleague: UUID

    def rings(self) -> tuple[UUID, ...]:
        """Who was asked: it stands on their Today."""
        return (self.colleague,)


@command(Verb.FINDING_ASK)
def ask(unit: Unit, finding_id: UUID, /, *, text: str) -> FindingAsked:
    """Ask who acted one question; raises NotFound, Invalid and Conflict as their sentences say."""
    found = finding.one(unit, Verb.FINDING_ASK, finding_id)
    if found.staff_id is None:
        raise Conflict(_("Nobody did this in person, so there is nobody to ask."), "STATUS")
    if found.judged is not None:
        raise Conflict(_("This was judged already."), "STATUS")
    if found.asked is not None:
        raise Conflict(_("One question can be asked, and it was asked already."), "STATUS")
    if len(text.strip()) < LEAST:
        raise Invalid({"question": _("Write your question.")})
    today = local(unit.now).date()
    unit.session.add(
        Question(
            finding_id=found.id, staff_id=found.staff_id, asked_by=unit.actor.id, asked_at=unit.now,
            text=text.strip(), due_on=today + timedelta(days=DAYS),
            happened_on=local(found.occurred_at).date(), kind=_kind(unit, found.id),
        )
    )  # fmt: skip
    about = Thing(KIND, found.id, None, (found.organisation_id,))
    return FindingAsked(thing=about, queue=found.queue, colleague=found.staff_id)


def _kind(unit: Unit, finding_id: UUID) -> str:
    """What kind of thing it was, as the code of the journal: all that the colleague is reminded of."""
    query = (
        select(ENTRY.c.event)
        .join(FindingEntry, FindingEntry.entry_id == ENTRY.c.id)
        .where(FindingEntry.finding_id == finding_id)
        .order_by(ENTRY.c.occurred_at)
        .limit(1)
    )
    return unit.session.scalar(query) or "LEZEN"
