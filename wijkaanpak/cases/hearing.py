"""The resident's own view: in which way it came to the table, on which day, and in which words (R82)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from flask_babel import gettext as _

from wijkaanpak.access import codes
from wijkaanpak.access.facts import STEM, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Voice
from wijkaanpak.cases.plan_words import add_words, thing_of
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.events import Event

IMPOSSIBLE = "NIET_MOGELIJK"
LEAST = 5  # characters of what the resident says
REASON = 10  # characters of why it was not possible
THING = "STEM"


@dataclass(frozen=True, kw_only=True)
class VoiceRecorded(
    Event, name="voice.recorded", says="{actor} wrote down how the resident sees it", bell="case.changed"
):
    """In which of four ways the resident was heard, and on which day."""

    voice: UUID
    form: str
    said_on: date


@command(Verb.VOICE_RECORD)
def hear(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, form: str, said_on: date | None, words: str
) -> VoiceRecorded:
    """Write down what the resident says, or why it could not be asked (R82). Raises Invalid per field."""
    if facts.bare:
        raise Conflict(_("This case is about a place, not about people."), "STATUS")
    found = voice_faults(unit, form, said_on, words)
    if found or said_on is None:
        raise Invalid(found)
    part, category = add_words(unit, facts, STEM, words)
    voice = Voice(
        id=uuid4(), matter_id=facts.id, part_id=part, form=form, said_on=said_on, recorded_at=unit.now,
        recorded_by=unit.actor.id,
    )  # fmt: skip
    unit.session.add(voice)
    thing = thing_of(facts, THING, voice.id, category)
    return VoiceRecorded(thing=thing, voice=voice.id, form=form, said_on=said_on)


def voice_faults(unit: Unit, form: str, said_on: date | None, words: str) -> dict[str, str]:
    """Everything that is not right about it, by field."""
    found: dict[str, str] = {}
    if not codes.known("stemvormen", form):
        found["form"] = _("Choose how you know this.")
    if said_on is None:
        found["said_on"] = _("Fill in the day.")
    elif said_on > local(unit.now).date():
        found["said_on"] = _("This day is still to come. Fill in the day on which it was said or tried.")
    if form == IMPOSSIBLE and len(words.strip()) < REASON:
        found["words"] = _("Say why it was not possible, in at least ten characters.")
    elif len(words.strip()) < LEAST:
        found["words"] = _("Write what the resident says, in the resident's own words.")
    return found
