"""What can happen to a signal, as the journal says it; who hears the bell stands with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wijkaanpak.access.facts import NAAM, MatterFacts
from wijkaanpak.journal.events import Event, Thing


@dataclass(frozen=True, kw_only=True)
class HeardBy:
    """Besides the matter itself, these organisations or colleagues hear the bell."""

    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter and everyone told, each once."""
        thing: Thing = self.thing  # type: ignore[attr-defined]
        return tuple(dict.fromkeys((*((thing.matter,) if thing.matter else ()), *self.told)))


@dataclass(frozen=True, kw_only=True)
class SignalReported(
    HeardBy, Event, name="signal.reported", says="{actor} reported a signal", bell="signal.changed"
):
    """Something was noticed; it waits to be weighed in its own organisation."""

    category: str
    urgency: str


@dataclass(frozen=True, kw_only=True)
class SignalKept(
    HeardBy, Event, name="signal.kept", says="{actor} keeps the signal within the own organisation",
    bell="signal.changed",
):  # fmt: skip
    """The own organisation can solve it; nothing leaves it."""


@dataclass(frozen=True, kw_only=True)
class SignalRefused(
    HeardBy, Event, name="signal.refused", says="{actor} rejected the signal", bell="signal.changed"
):
    """Rejected in the own organisation; `external`: a point outside the platform was named (R203)."""

    reason: str
    external: bool


@dataclass(frozen=True, kw_only=True)
class SignalHandedOver(
    HeardBy,
    Event,
    name="signal.handed_over",
    says="{actor} handed the signal to joint triage",
    bell="triage.changed",
):
    """A disclosure: to whom, which categories, on which grounds, or pseudonymous (R76)."""

    recipients: tuple[UUID, ...]
    categories: tuple[str, ...]
    grounds: tuple[UUID, ...]
    pseudonymous: bool


@dataclass(frozen=True, kw_only=True)
class ColleagueAsked(
    HeardBy,
    Event,
    name="signal.colleague_asked",
    says="{actor} asked a colleague to look",
    bell="signal.changed",
):
    """A colleague of the own organisation has a place in the team."""

    staff: UUID


@dataclass(frozen=True, kw_only=True)
class SignalSupplemented(
    HeardBy, Event, name="signal.supplemented", says="{actor} answered the question", bell="triage.changed"
):
    """The triagist's question was answered; the signal is back in joint triage."""


@dataclass(frozen=True, kw_only=True)
class SignalClaimed(
    HeardBy, Event, name="triage.claimed", says="{actor} took the signal up", bell="triage.changed"
):
    """A triagist weighs it now; nobody else can for half an hour."""


@dataclass(frozen=True, kw_only=True)
class SignalSentBack(
    HeardBy,
    Event,
    name="triage.sent_back",
    says="{actor} sent the signal back with a question",
    bell="triage.changed",
):
    """The reporter has a question to answer."""

    round: int


@dataclass(frozen=True, kw_only=True)
class SignalPassedOn(
    HeardBy,
    Event,
    name="triage.passed_on",
    says="{actor} left the signal to one organisation",
    bell="triage.changed",
):
    """One organisation suffices; nothing is shared beyond it."""

    organisation: UUID
    staff: UUID | None


@dataclass(frozen=True, kw_only=True)
class TriageRefused(
    HeardBy,
    Event,
    name="triage.refused",
    says="{actor} rejected the signal in joint triage",
    bell="triage.changed",
):
    """Rejected in joint triage."""

    reason: str


def about(
    facts: MatterFacts, signal_id: UUID, *, categories: tuple[str, ...] = (), sensitivity: str = "K1",
    persons: bool = False,
) -> Thing:  # fmt: skip
    """What an entry on a signal names; its residents only where the step concerns what is known of them."""
    people = {p for part in facts.parts if part.kind == NAAM for p in part.about} if persons else set()
    return Thing(
        "SIGNAAL", signal_id, facts.id, (facts.provider,), tuple(sorted(people, key=str)), facts.purpose,
        "K7" if facts.secret else sensitivity, categories,
    )  # fmt: skip
