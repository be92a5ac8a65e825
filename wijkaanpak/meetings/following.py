"""Following a meeting from one's own place: the item at hand as one may see it, and no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wijkaanpak.access import codes, policy
from wijkaanpak.access.facts import ADVIES, FEIT, STEM, TITEL, MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters import reading as matter
from wijkaanpak.meetings.agenda import Gathered, Item, Person
from wijkaanpak.meetings.minutes import ItemMinutes, of_item
from wijkaanpak.meetings.models import Meeting
from wijkaanpak.meetings.seats import Seated, asked_for, discreet, seats
from wijkaanpak.web.language import language

SHOWN = (FEIT, ADVIES, STEM)  # what a table talks from; views stay inside, goals and actions stand apart


@dataclass(frozen=True)
class AtHand:
    """The item at hand for who sits at it: the case, what all who sit there may see, and who sits there."""

    item: Item
    question: str
    residents: list[matter.Resident]
    parts: list[matter.ReadPart]
    seats: list[Seated]
    noted: ItemMinutes
    bells: int
    ends: datetime | None  # when the first ground ends on which somebody sits here

    @property
    def lost(self) -> list[Seated]:
        """Who sat here, and may not any more."""
        return [seat for seat in self.seats if not seat.green and seat.sat]


@dataclass(frozen=True)
class Followed:
    """A meeting from one place at the table; without `at_hand`, `why` says what they may know."""

    meeting: Meeting
    people: list[Person]
    agenda: list[Item]
    current: Item | None
    at_hand: AtHand | None
    why: str
    me: UUID = field(default_factory=lambda: UUID(int=0))

    @property
    def chairs(self) -> bool:
        """Whether who looks chairs it."""
        return self.meeting.chair_id == self.me

    @property
    def writes(self) -> bool:
        """Whether who looks holds the pen."""
        return self.meeting.pen_id == self.me

    @property
    def inside(self) -> bool:
        """Whether who looks came in."""
        return any(p.staff == self.me and p.joined_at for p in self.people)

    @property
    def following(self) -> Item | None:
        """The place after the one at hand."""
        later = [i for i in self.agenda if self.current is None or i.position > self.current.position]
        return next((i for i in later if not i.over), None)

    def name(self, staff: UUID) -> str:
        """Somebody at the table, by name."""
        return next((p.name for p in self.people if p.staff == staff), "")


@reading(Verb.MEETING_FOLLOW)
def follow(unit: Unit, found: Gathered, /) -> Followed:
    """The whole page of a meeting: what is disclosed is what this person may read of the item at hand."""
    meeting, people = found.meeting, found.people
    unit.disclose("OVERLEG", meeting.id, controller=meeting.organisation_id)
    current = next((i for i in found.items if i.id == meeting.item_id), None)
    at_hand, why = _at_hand(unit, meeting, current, people) if current else (None, "")
    return Followed(meeting, people, found.items, current, at_hand, why, unit.actor.id)


def _at_hand(unit: Unit, meeting: Meeting, item: Item, people: list[Person]) -> tuple[AtHand | None, str]:
    """The item, where the policy lets who asks read it; otherwise why not, for who is asked for it."""
    found = unit.facts(item.matter) if item.matter else None
    if found is None:
        return None, ""
    facts, raw = found
    decision = policy.decide(unit.actor, Verb.CASE_READ, facts, unit.now)
    if not decision.allowed:
        return None, codes.reason_sentence(decision.reason or "FOUT_VEILIG", language())
    inside = [person.staff for person in people if person.joined_at]
    sitting = seats(unit, facts, asked_for(unit, item.id), inside)
    told = discreet(sitting, facts, unit.actor, meeting.chair_id)
    own = matter.parts(unit, facts)
    ends = [seat.until for seat in told if seat.green and seat.until]
    return AtHand(
        item=item,
        question=next((p.text.split("\n")[0] for p in own if p.kind == TITEL), ""),
        residents=matter.residents(unit, facts),
        parts=[p for p in own if p.kind in SHOWN and _for_all(p, sitting, facts, unit.now)],
        seats=told,
        noted=of_item(unit, item),
        bells=raw["bells"],
        ends=min(ends, default=None),
    ), ""


def _for_all(part: matter.ReadPart, sitting: list[Seated], facts: MatterFacts, now: datetime) -> bool:
    """What stands on a table everybody at it may read: each organisation that sits here lawfully."""
    shape = PartFacts(part.kind, part.category, part.data_class, part.provider, frozenset(part.about))
    here = {seat.organisation_id for seat in sitting if seat.green}
    return facts.bare or all(organisation_reads(o, shape, facts, now) is not None for o in here)
