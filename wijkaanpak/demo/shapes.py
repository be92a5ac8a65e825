"""The shapes that a world is told in: frozen, with the ids of its file and all dates moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Plain = dict[str, Any]  # a record of a room that is not built yet


@dataclass(frozen=True)
class Organisation:
    """An organisation and the body that answers for its data (R18)."""

    id: str
    name: str
    kind: str
    controller: str
    domain: str | None


@dataclass(frozen=True)
class Quarter:
    """A buurt."""

    code: str
    name: str


@dataclass(frozen=True)
class District:
    """A wijk with its buurten."""

    code: str
    name: str
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True)
class Complex:
    """Homes that form a unit."""

    id: str
    name: str
    organisation: str
    quarter: str
    homes: int
    kind: str | None
    built: int | None
    caretaker: str | None
    duty_24_7: bool


@dataclass(frozen=True)
class StaffMember:
    """A person at work; `areas` are complex ids, WK, BU or GM codes, organisation ids, or `platform`."""

    id: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]
    fte: Decimal | None


@dataclass(frozen=True)
class ReceivingGround:
    """A party's own ground to receive for some purposes (R44)."""

    organisation: str
    purposes: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Covenant:
    """An agreement in force from `start` up to and including `end` (R20, rulings 17)."""

    id: str
    title: str
    parties: tuple[str, ...]
    start: date
    end: date
    purposes: tuple[str, ...]
    categories: tuple[str, ...]
    receiving: tuple[ReceivingGround, ...]


@dataclass(frozen=True)
class Person:
    """A resident whom a matter is about; `dwelling` is a 16-digit BAG id."""

    id: str
    name: str
    born: date | None
    dwelling: str | None


@dataclass(frozen=True)
class Part:
    """One part of what is known (R68): `about` None means all residents of the matter.

    `category` is None where the part is about no person at all (K1), and for every `duiding`, which never
    leaves its provider; `author` is None where no person wrote it.
    """

    kind: Literal["feit", "duiding", "advies"]
    text: str
    category: str | None
    about: tuple[str, ...] | None
    author: str | None
    provider: str


@dataclass(frozen=True)
class Ground:
    """A permission to share (R1), from `from_` up to and without `until`; `person` None: every resident."""

    id: str
    provider: str
    recipients: tuple[str, ...]
    categories: tuple[str, ...]
    basis: str
    task: str | None
    special: str | None
    secrecy: str | None
    person: str | None
    status: str
    from_: datetime
    until: datetime
    second: str | None
    reason: str | None


@dataclass(frozen=True)
class Consent:
    """What a resident said about one provider, recipient and category (R48).

    `derived` marks the consent that an A-ground implies where the file holds no word on it (rulings 25).
    """

    person: str
    provider: str
    recipient: str
    category: str
    result: str
    given_at: datetime
    valid_until: datetime | None
    withdrawn_at: datetime | None
    given_by: str | None
    form: str | None
    confirmed_at: datetime | None
    processed_by: str | None
    derived: bool


@dataclass(frozen=True)
class Matter:
    """What is known round one question: a signal, or a case with its signal."""

    id: str
    line: int
    title: str
    team: tuple[str, ...]
    lead: str | None
    deputy: str | None
    category: str
    purpose: str
    complex: str
    reporter_role: str
    author: str | None
    provider: str
    urgency: str
    status: str
    is_case: bool
    discussed: str
    persons: tuple[Person, ...]
    parts: tuple[Part, ...]
    grounds: tuple[Ground, ...]
    consents: tuple[Consent, ...]
    rejected_reason: str | None
    rejected_at: datetime | None
    closed_at: datetime | None
    result: str | None
    raw: Plain


@dataclass(frozen=True)
class World:
    """A whole world file; `moment` is its `scenario_nu` moved to today, or 00:00 today where it has none."""

    moment: datetime
    organisations: tuple[Organisation, ...]
    districts: tuple[District, ...]
    complexes: tuple[Complex, ...]
    people: tuple[StaffMember, ...]
    covenants: tuple[Covenant, ...]
    matters: tuple[Matter, ...]
    house_rules: tuple[Plain, ...]
    presence: tuple[Plain, ...]
    shifts: tuple[Plain, ...]
    handovers: tuple[Plain, ...]
    indicators: tuple[Plain, ...]
    liveability: tuple[Plain, ...]
    goals: tuple[Plain, ...]
    audit_events: tuple[Plain, ...]
    requests: tuple[Plain, ...]
    breaches: tuple[Plain, ...]
