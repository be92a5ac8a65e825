"""A matter made of nothing but facts, and a ground that is lawful in it, to be spoilt one field at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from wijkaanpak.access.facts import (
    FEIT,
    NAAM,
    ConsentLine,
    CovenantFacts,
    GroundLine,
    MatterFacts,
    Membership,
    PartFacts,
)
from wijkaanpak.consent.proposal import Proposal, Setting

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
GEM, RIE, GGZ, WEL, POL, BUR = (UUID(int=n) for n in range(1, 7))
ANNA, BEN = UUID(int=101), UUID(int=102)
KINDS = {GEM: "gemeente", RIE: "corporatie", GGZ: "zorg", WEL: "welzijn", POL: "politie", BUR: "burgemeester"}
NAMES = {
    GEM: "Gemeente",
    RIE: "Rietgors",
    GGZ: "Vlier",
    WEL: "Samenspel",
    POL: "Politie",
    BUR: "Burgemeester",
}
ALL = frozenset(
    {"G_NAW", "G_HUISH", "G_WOONFEIT", "G_ADVIES", "G_FIN", "G_ZORGINZET", "G_GEZOND", "G_JEUGD", "G_POLITIE"}
)
LONG = "Dit is nodig, want zonder deze gegevens kan niemand deze bewoner op tijd helpen. " * 2


def covenant(**changes: Any) -> CovenantFacts:
    """One in force between all, with everybody's ground to receive."""
    base = CovenantFacts(
        id=UUID(int=900),
        parties=frozenset(KINDS),
        purposes=frozenset({"P_ZORG", "P_LEEF"}),
        categories=ALL,
        valid_from=NOW - timedelta(days=300),
        valid_until=NOW + timedelta(days=400),
        receiving=frozenset((o, p) for o in KINDS for p in ("P_ZORG", "P_LEEF")),
    )
    return replace(base, **changes)


def part(provider: UUID, category: str | None, *about: UUID, kind: str = FEIT) -> PartFacts:
    """Something written."""
    classes = {"G_NAW": "K2", "G_HUISH": "K2", "G_FIN": "K4", "G_POLITIE": "K6", None: "K1"}
    special = {"G_ZORGINZET", "G_GEZOND", "G_JEUGD"}
    data_class = "K5" if category in special else classes.get(category, "K3")
    return PartFacts(kind, category, data_class, provider, frozenset(about))


def matter(people: tuple[UUID, ...] = (ANNA,), provider: UUID = RIE, **changes: Any) -> MatterFacts:
    """A case of RIE about Anna: her name, and what was seen."""
    names = tuple(part(provider, "G_NAW", person, kind=NAAM) for person in people)
    base = MatterFacts(
        id=UUID(int=500),
        stage="case",
        status="REGIE",
        purpose="P_ZORG",
        provider=provider,
        category="VERVUILING_WONING",
        urgency="REGULIER",
        secret=False,
        bare=False,
        complex_id=UUID(int=600),
        areas=frozenset(),
        author=None,
        lead=None,
        lead_organisation=None,
        team=(Membership(UUID(int=700), provider, NOW - timedelta(days=9)),),
        parts=(*names, part(provider, "G_WOONFEIT", *people)),
        covenants=(covenant(),),
    )
    return replace(base, **changes)


def setting(provider: UUID = RIE, facts: MatterFacts | None = None, now: datetime = NOW) -> Setting:
    return Setting(facts or matter(), now, provider, KINDS, NAMES)


def proposal(**changes: Any) -> Proposal:
    """Lawful for a corporation: legitimate interest, to the municipality, for three months."""
    base = Proposal(
        recipients=(GEM,),
        categories=("G_WOONFEIT",),
        basis="A6_1F",
        valid_from=NOW,
        valid_until=NOW + timedelta(days=90),
        person=ANNA,
        necessity=LONG,
        proportionality=LONG,
        subsidiarity=LONG,
        informed="GEINFORMEERD",
        informed_on=NOW - timedelta(days=1),
    )
    return replace(base, **changes)


def said(
    result: str = "GEGEVEN",
    *,
    person: UUID = ANNA,
    provider: UUID = RIE,
    recipient: UUID = GEM,
    category: str = "G_WOONFEIT",
    days: int = -2,
    until: int | None = 90,
) -> ConsentLine:
    """The newest word of a resident, so many days from now."""
    ends = NOW + timedelta(days=until) if until is not None else None
    return ConsentLine(person, provider, recipient, category, result, NOW + timedelta(days=days), ends)


def line(
    recipient: UUID = GEM,
    category: str = "G_WOONFEIT",
    *,
    provider: UUID = RIE,
    person: UUID | None = ANNA,
    basis: str = "A6_1F",
    status: str = "ACTIEF",
    start: float = -10,
    until: float = 90,
    ground: UUID | None = None,
) -> GroundLine:
    """A line of a ground, its dates in days from now."""
    return GroundLine(
        ground or uuid4(),
        person,
        provider,
        recipient,
        category,
        basis,
        status,
        NOW + timedelta(days=start),
        NOW + timedelta(days=until),
    )
