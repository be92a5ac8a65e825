"""Putting on record who met about a case and what they agreed: decisions, no verbatim (R84)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access.facts import BESLUIT, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Resolution
from wijkaanpak.cases.plan_words import add_words, thing_of
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event
from wijkaanpak.matters.models import AgendaItem, Invitation

LEAST = 5  # characters of what was agreed


@dataclass(frozen=True, kw_only=True)
class MeetingRecorded(
    Event, name="meeting.recorded", says="{actor} put a meeting on record", bell="case.changed"
):
    """Who was there, and how many decisions there were."""

    item: UUID
    present: tuple[UUID, ...]
    resolutions: tuple[UUID, ...]


@command(Verb.CASE_TABLE)
def record_meeting(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, present: Iterable[UUID], agreed: Iterable[str]
) -> MeetingRecorded:
    """Keep who of the team met just now and what they agreed, one decision a line; raises Invalid."""
    if facts.status != "CASUSOVERLEG":
        raise Conflict(_("A meeting is put on record while the case is at the case meeting."), "STATUS")
    here, lines = tuple(dict.fromkeys(present)), [line.strip() for line in agreed if line.strip()]
    team = {m.staff: m.organisation for m in facts.team if m.holds(unit.now)}
    _check(unit, here, lines, team)
    item = AgendaItem(id=uuid4(), matter_id=facts.id, opens_at=unit.now, closes_at=unit.now)
    unit.session.add(item)
    unit.session.flush()
    for staff in here:
        unit.session.add(
            Invitation(
                id=uuid4(), item_id=item.id, matter_id=facts.id, staff_id=staff, organisation_id=team[staff],
                present=True,
            )
        )  # fmt: skip
    kept = [resolve(unit, facts, item.id, line) for line in lines]
    thing = thing_of(facts, "OVERLEG", item.id, None)
    return MeetingRecorded(thing=thing, item=item.id, present=here, resolutions=tuple(kept))


def resolve(
    unit: Unit, facts: MatterFacts, item_id: UUID, text: str, *, corrects: UUID | None = None
) -> UUID:
    """Keep one decision of an item of an agenda, inside a command; returns its id.

    `corrects` is an earlier one of the same item that this one puts right.
    """
    earlier = select(Resolution.id).where(Resolution.id == corrects, Resolution.item_id == item_id)
    if corrects is not None and unit.session.scalar(earlier) is None:
        raise Conflict(_("This decision belongs to another item."), "STATUS")
    part, _category = add_words(unit, facts, BESLUIT, text)
    resolution = Resolution(
        id=uuid4(), matter_id=facts.id, item_id=item_id, part_id=part, corrects_id=corrects,
        made_at=unit.now, made_by=unit.actor.id,
    )  # fmt: skip
    unit.session.add(resolution)
    unit.session.flush()
    return resolution.id


def _check(unit: Unit, here: tuple[UUID, ...], lines: list[str], team: dict[UUID, UUID]) -> None:
    faults: dict[str, str] = {}
    if unit.actor.id not in here or len(here) < 2:
        faults["present"] = _("A meeting is yourself and at least one other of the team.")
    elif not set(here) <= set(team):
        faults["present"] = _("Choose people who are in the team.")
    if not lines or any(len(line) < LEAST for line in lines):
        faults["agreed"] = _("Write what was agreed, one decision a line.")
    if faults:
        raise Invalid(faults)
