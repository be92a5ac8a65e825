"""Writing down: one line is a decision or a dated action, by who holds the pen (R84)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.actions import agree
from wijkaanpak.cases.meeting_record import resolve
from wijkaanpak.cases.plan_words import thing_of
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.events import Event
from wijkaanpak.meetings.agenda import meeting_of, table
from wijkaanpak.meetings.line import Line, Seat, read_line
from wijkaanpak.meetings.planning import LIVE, OVER
from wijkaanpak.meetings.seats import asked_for, green

LEAST = 5
MOST = 500


@dataclass(frozen=True, kw_only=True)
class Noted(Event, name="meeting.noted", says="{actor} wrote down what was agreed", bell="case.changed"):
    """A decision, or an action with who does it; the words are a part of the case."""

    meeting: UUID
    item: UUID
    action: UUID | None
    resolution: UUID | None
    owner: UUID | None

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and who has something to do."""
        return (*super().rings(), self.owner) if self.owner else super().rings()


@command(Verb.MEETING_NOTE)
def note(
    unit: Unit, facts: MatterFacts, /, meeting_id: UUID, item_id: UUID, text: str,
    corrects: UUID | None = None,
) -> Noted:  # fmt: skip
    """Keep one line of the item at hand; after the meeting only what corrects a decision."""
    meeting = meeting_of(unit, meeting_id)
    after = corrects is not None and meeting.status == OVER
    if not after and (meeting.status != LIVE or meeting.item_id != item_id):
        raise Conflict(
            _("This item is closed. What was not written down can be an action of the case."), "STATUS"
        )
    if unit.actor.id != (meeting.chair_id if after else meeting.pen_id):
        deny(unit, Verb.MEETING_NOTE, policy.deny("ROL_ONVOLDOENDE"), None, None, "OVERLEG")
    line = Line(text.strip()) if corrects else understood(unit, facts, meeting_id, item_id, text)
    if not LEAST <= len(line.words) <= MOST:
        raise Invalid({"line": _("Write in a few words what was agreed.")})
    if line.who is not None and line.due is not None:
        made, thing = agree(unit, facts, line.words, line.who.staff, line.due, item_id=item_id)
        return Noted(
            thing=thing, meeting=meeting_id, item=item_id, action=made.id, resolution=None,
            owner=line.who.staff,
        )  # fmt: skip
    kept = resolve(unit, facts, item_id, line.words, corrects=corrects)
    return Noted(
        thing=thing_of(facts, "BESLUIT", kept, None), meeting=meeting_id, item=item_id, action=None,
        resolution=kept, owner=None,
    )  # fmt: skip


def understood(unit: Unit, facts: MatterFacts, meeting_id: UUID, item_id: UUID, text: str) -> Line:
    """What a line says to those at this item; raises Invalid with one sentence where it cannot be kept."""
    line = read_line(text, sitting(unit, facts, meeting_id, item_id), local(unit.now).date())
    if line.unknown is not None:
        raise Invalid({"line": _("Nobody at this item is called “%(name)s”.", name=line.unknown)})
    return line


def sitting(unit: Unit, facts: MatterFacts, meeting_id: UUID, item_id: UUID) -> list[Seat]:
    """Who can be given an action here: those asked for the item who may sit at it, who came in first."""
    lawful = set(green(unit, facts, asked_for(unit, item_id)))
    inside = {m.staff for m in facts.team if m.holds(unit.now)}
    people = [p for p in table(unit, meeting_id) if p.staff in lawful & inside]
    people.sort(key=lambda person: person.joined_at is None)
    return [Seat(p.staff, p.name, p.organisation_id, p.organisation) for p in people]
