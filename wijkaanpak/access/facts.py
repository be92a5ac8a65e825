"""All that the policy may know of a thing: ids, codes and dates, never a word of content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from wijkaanpak.foundation.answered import identity, moment

FEIT, DUIDING, ADVIES, NAAM, TITEL, MELDER = "feit", "duiding", "advies", "naam", "titel", "melder"
DOEL, ACTIE, STEM, BESLUIT, MELDCODE = "doel", "actie", "stem", "besluit", "meldcode"
PLAN = frozenset({DOEL, ACTIE, STEM, BESLUIT})  # the words of a plan belong to its case (ADR 0022)
INSIDE = frozenset({DUIDING, TITEL, MELDER})  # stays with its author's organisation (R17, R68, R174)


@dataclass(frozen=True)
class PartFacts:
    """One readable part: whose it is, of which kind and category, about which residents (rulings.md 2, 3)."""

    kind: str
    category: str | None
    data_class: str
    provider: UUID
    about: frozenset[UUID] = frozenset()
    night_until: datetime | None = None  # an advice that is the night instruction, until then (R137)


@dataclass(frozen=True)
class Membership:
    """A place in the team round a matter, `since` included and `until` excluded."""

    staff: UUID
    organisation: UUID
    since: datetime
    until: datetime | None = None
    id: UUID | None = field(default=None, compare=False)  # which row it is, for the journal

    def holds(self, now: datetime) -> bool:
        """Whether this place is theirs at this moment."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True)
class GroundLine:
    """One category that one organisation may receive from another, about one resident or about all (R1)."""

    ground: UUID
    person: UUID | None
    provider: UUID
    recipient: UUID
    category: str
    basis: str
    status: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True)
class ConsentLine:
    """The newest word of a resident on one provider, recipient and category (R48, R56)."""

    person: UUID
    provider: UUID
    recipient: UUID
    category: str
    result: str
    recorded_at: datetime
    valid_until: datetime | None


@dataclass(frozen=True)
class CovenantFacts:
    """A covenant with its parties, annexes and the recipients' own grounds (R20, R44)."""

    id: UUID
    parties: frozenset[UUID]
    purposes: frozenset[str]
    categories: frozenset[str]
    valid_from: datetime
    valid_until: datetime
    receiving: frozenset[tuple[UUID, str]]


@dataclass(frozen=True)
class Invited:
    """Someone who was asked for an item of an agenda, from its opening to before its closing (R83)."""

    staff: UUID
    since: datetime
    until: datetime
    id: UUID | None = field(default=None, compare=False)

    def holds(self, now: datetime) -> bool:
        """Whether the item is open at this moment."""
        return self.since <= now < self.until


@dataclass(frozen=True)
class Emergency:
    """Emergency access of one colleague to one resident; `until` is its end, whichever came first (R105)."""

    staff: UUID
    person: UUID
    since: datetime
    until: datetime
    id: UUID | None = field(default=None, compare=False)

    def holds(self, now: datetime) -> bool:
        """Whether it is open at this moment."""
        return self.since <= now < self.until


@dataclass(frozen=True)
class MatterFacts:
    """What the policy knows of a signal or a case."""

    id: UUID
    stage: str  # "signal" or "case"
    status: str
    purpose: str
    provider: UUID
    category: str
    urgency: str
    secret: bool  # one K7 part makes all of it K7 (rulings.md 6)
    bare: bool  # P_OBJECT without residents: K1 in all its parts (rulings.md 5)
    complex_id: UUID
    areas: frozenset[str]
    author: UUID | None
    lead: UUID | None
    lead_organisation: UUID | None
    shared: bool = True  # the signal has reached joint triage, so partners' colleagues in its team may look
    blocked: bool = False  # restricted (art. 18) or suspended: kept, and shown to nobody
    kept_from: frozenset[UUID] = frozenset()  # staff with a conflict of interest that holds now (R66)
    agenda: tuple[Invited, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    team: tuple[Membership, ...] = ()
    parts: tuple[PartFacts, ...] = ()
    lines: tuple[GroundLine, ...] = ()
    consents: tuple[ConsentLine, ...] = ()
    covenants: tuple[CovenantFacts, ...] = ()

    @property
    def is_case(self) -> bool:
        """Whether a case carries the matter on by now."""
        return self.stage == "case"


def matter_facts(found: Mapping[str, Any]) -> MatterFacts:
    """Read the answer of the reviewed function `app.matter_facts`."""
    return MatterFacts(
        id=UUID(found["id"]),
        stage=found["stage"],
        status=found["status"],
        purpose=found["purpose"],
        provider=UUID(found["provider"]),
        category=found["category"],
        urgency=found["urgency"],
        secret=found["secret"],
        bare=found["bare"],
        complex_id=UUID(found["complex_id"]),
        areas=frozenset(found["areas"]),
        author=identity(found["author"]),
        lead=identity(found["lead"]),
        lead_organisation=identity(found["lead_organisation"]),
        shared=found["shared"],
        blocked=found["blocked"],
        kept_from=frozenset(UUID(staff) for staff in found["kept_from"]),
        agenda=tuple(_invited(row) for row in found["agenda"]),
        emergencies=tuple(_emergency(row) for row in found["emergencies"]),
        team=tuple(_membership(row) for row in found["team"]),
        parts=tuple(_part(row) for row in found["parts"]),
        lines=tuple(_line(row) for row in found["lines"]),
        consents=tuple(_consent(row) for row in found["consents"]),
        covenants=tuple(_covenant(row) for row in found["covenants"]),
    )


def _membership(row: Mapping[str, Any]) -> Membership:
    since = datetime.fromisoformat(row["since"])
    return Membership(
        UUID(row["staff"]), UUID(row["organisation"]), since, moment(row["until"]), UUID(row["id"])
    )


def _part(row: Mapping[str, Any]) -> PartFacts:
    about = frozenset(UUID(p) for p in row["about"])
    night = moment(row["night"])
    return PartFacts(row["kind"], row["category"], row["class"], UUID(row["provider"]), about, night)


def _invited(row: Mapping[str, Any]) -> Invited:
    since, until = (datetime.fromisoformat(row[name]) for name in ("since", "until"))
    return Invited(UUID(row["staff"]), since, until, UUID(row["id"]))


def _emergency(row: Mapping[str, Any]) -> Emergency:
    since, until = (datetime.fromisoformat(row[name]) for name in ("since", "until"))
    return Emergency(UUID(row["staff"]), UUID(row["person"]), since, until, UUID(row["id"]))


def _line(row: Mapping[str, Any]) -> GroundLine:
    return GroundLine(
        ground=UUID(row["ground"]),
        person=identity(row["person"]),
        provider=UUID(row["provider"]),
        recipient=UUID(row["recipient"]),
        category=row["category"],
        basis=row["basis"],
        status=row["status"],
        valid_from=datetime.fromisoformat(row["from"]),
        valid_until=datetime.fromisoformat(row["until"]),
    )


def _consent(row: Mapping[str, Any]) -> ConsentLine:
    return ConsentLine(
        person=UUID(row["person"]),
        provider=UUID(row["provider"]),
        recipient=UUID(row["recipient"]),
        category=row["category"],
        result=row["result"],
        recorded_at=datetime.fromisoformat(row["at"]),
        valid_until=moment(row["until"]),
    )


def _covenant(row: Mapping[str, Any]) -> CovenantFacts:
    return CovenantFacts(
        id=UUID(row["id"]),
        parties=frozenset(UUID(p) for p in row["parties"]),
        purposes=frozenset(row["purposes"]),
        categories=frozenset(row["categories"]),
        valid_from=datetime.fromisoformat(row["from"]),
        valid_until=datetime.fromisoformat(row["until"]),
        receiving=frozenset((UUID(r["organisation"]), r["purpose"]) for r in row["receiving"]),
    )
