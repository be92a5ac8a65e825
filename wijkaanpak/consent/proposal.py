"""A ground as someone wants to record it, and all that its rules look at besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from wijkaanpak.access import codes, roles, rules
from wijkaanpak.access.facts import ConsentLine, GroundLine, MatterFacts
from wijkaanpak.consent.reaching import CONSENT, residents_of
from wijkaanpak.foundation.working_days import local

VITAL = "A6_1D"
CONFLICT = "CONFLICT_VAN_PLICHTEN"
INFORMED, DEFERRED, NOBODY = "GEINFORMEERD", "UITGESTELD", "NVT"
SAID_NO = frozenset({"GEWEIGERD", "INGETROKKEN"})
# The six criteria of a conflict of duties, each to be answered in words (R28).
CRITERIA = ("tried", "harm", "conscience", "no_other_way", "prevents", "as_little")
# Which duty of secrecy binds whom: the usual one first (R26).
REGIMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zorg": ("WGBO_457", "BIG_88", "JEUGDWET_7_3_11"),
        "gemeente": ("WMO_5_3_3", "JEUGDWET_7_3_11", "AMBTSGEHEIM"),
        "burgemeester": ("AMBTSGEHEIM",),
        "welzijn": ("GEEN", "WMO_5_3_3", "JEUGDWET_7_3_11"),
        "politie": ("WPG",),
    }
)
NO_REGIME = ("GEEN",)
# Who may rely on a statute, by the holder that the list names (R4); nobody here is a ZVH partner.
HOLDERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "COLLEGE": frozenset({"gemeente", "zorg", "welzijn"}),
        "VERHUURDER": frozenset({"corporatie"}),
        "BURGEMEESTER": frozenset({"burgemeester"}),
        "PROFESSIONAL": frozenset({"gemeente", "zorg", "welzijn"}),
        "POLITIE": frozenset({"politie"}),
    }
)


@dataclass(frozen=True)
class Proposal:
    """What one fills in (requirements.md 2.1); without a person it is about every resident of the matter."""

    recipients: tuple[UUID, ...]
    categories: tuple[str, ...]
    basis: str
    valid_from: datetime
    valid_until: datetime
    person: UUID | None = None
    task: str | None = None
    mandate: bool = False
    special: str | None = None
    special_article: str | None = None
    criminal_basis: str | None = None
    secrecy_regime: str | None = None
    secrecy_exception: str | None = None
    secrecy_criteria: Mapping[str, str] = field(default_factory=dict)
    consulted_colleague: str | None = None
    necessity: str = ""
    proportionality: str = ""
    subsidiarity: str = ""
    after_refusal: str = ""
    informed: str | None = None
    informed_on: datetime | None = None
    informed_reason: str = ""
    review_on: datetime | None = None
    reference: str | None = None

    @property
    def on_consent(self) -> bool:
        """Does it rest on the resident's own yes?"""
        return self.basis == CONSENT


@dataclass(frozen=True)
class Setting:
    """Where it is recorded: the matter, the moment, the organisation that provides, who the others are."""

    facts: MatterFacts
    now: datetime
    provider: UUID
    kinds: Mapping[UUID, str]
    names: Mapping[UUID, str]
    objected: Mapping[UUID, datetime] = field(default_factory=dict)  # grounds, and when (objections.standing)

    @property
    def kind(self) -> str:
        """The kind of organisation that provides."""
        return self.kinds.get(self.provider, "")

    def people(self, proposal: Proposal) -> frozenset[UUID]:
        """The residents whom a proposal is about."""
        return frozenset({proposal.person}) if proposal.person else residents_of(self.facts)


def grounds_for(kind: str, now: datetime) -> tuple[str, ...]:
    """The grounds that an organisation of this kind may use (R3), consent last (trap 1)."""
    listed = [item.code for item in codes.items("grondslagen")]
    allowed = [c for c in listed if roles.allowed_ground(c, kind) != "no"]
    usable = [c for c in allowed if c not in roles.ground_rules()["needs_task"] or tasks_for(c, kind, now)]
    return tuple(sorted(usable, key=lambda code: code == CONSENT))


def tasks_for(basis: str, kind: str, now: datetime) -> tuple[str, ...]:
    """The statutes that this ground may name for this kind of organisation, in force on the day (R4, R5)."""
    found = [codes.statutory_task(item.code) for item in codes.items("wettelijke_taken")]
    day = local(now).date()
    return tuple(
        t.code for t in found if t.basis == basis and kind in HOLDERS.get(t.holder, ()) and t.in_force(day)
    )


def regimes_for(kind: str) -> tuple[str, ...]:
    """The duties of secrecy that can bind this kind of organisation, the usual one first (R26)."""
    return REGIMES.get(kind, NO_REGIME)


def regime_of(proposal: Proposal, setting: Setting) -> str:
    """The duty of secrecy that binds here: as filled in, else the usual one."""
    return proposal.secrecy_regime or regimes_for(setting.kind)[0]


def lines_of(proposal: Proposal, setting: Setting, ground: UUID, status: str) -> list[GroundLine]:
    """A line for each recipient and category."""
    return [
        GroundLine(
            ground, proposal.person, setting.provider, recipient, category, proposal.basis, status,
            proposal.valid_from, proposal.valid_until,
        )
        for recipient in proposal.recipients
        for category in proposal.categories
    ]  # fmt: skip


def yes_behind(proposal: Proposal, setting: Setting) -> list[ConsentLine | None]:
    """For every line and resident the living yes that it would rest on, or None where there is none (R48)."""
    found: list[ConsentLine | None] = []
    for line in lines_of(proposal, setting, setting.provider, rules.IN_FORCE):
        for person in sorted(setting.people(proposal), key=str):
            lives = rules.consented(line, person, setting.facts, setting.now)
            found.append(_word(line, person, setting.facts) if lives else None)
    return found


def _word(line: GroundLine, person: UUID, facts: MatterFacts) -> ConsentLine | None:
    key = (person, line.provider, line.recipient, line.category)
    return next((w for w in facts.consents if (w.person, w.provider, w.recipient, w.category) == key), None)


def earlier_no(proposal: Proposal, setting: Setting) -> list[ConsentLine]:
    """What these residents refused or withdrew of these categories, whoever it was for (R54).

    A ground on consent is held back only by a no that came after the yes it rests on: that yes is the
    resident's own answer to the earlier no.
    """
    people = setting.people(proposal)
    said = [
        word
        for word in setting.facts.consents
        if word.result in SAID_NO and word.person in people and word.category in proposal.categories
    ]
    if not proposal.on_consent:
        return said
    yes = [word.recorded_at for word in yes_behind(proposal, setting) if word is not None]
    return [word for word in said if not yes or word.recorded_at > min(yes)]


def objections(proposal: Proposal, setting: Setting) -> list[GroundLine]:
    """What these residents objected to of these categories, as far as it still stands (R46).

    A new ground for the same data would be the silent switch that R54 forbids; the resident's own yes is not.
    """
    if proposal.on_consent:
        return []
    return [
        line
        for line in setting.facts.lines
        if line.ground in setting.objected and line.provider == setting.provider
        and line.category in proposal.categories
        and (line.person is None or proposal.person in (None, line.person))
    ]  # fmt: skip


def held_back(proposal: Proposal, setting: Setting) -> bool:
    """Whether a no of these residents stands in the way of this ground, in words or as an objection."""
    return bool(earlier_no(proposal, setting) or objections(proposal, setting))
