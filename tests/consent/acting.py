"""Small acts of the cast that several tests need: who reads what, and forms that are in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cast import House, Someone
from tests.consent.matters import LONG
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.consent import giving, grounds, withdrawing
from wijkaanpak.consent.proposal import Proposal
from wijkaanpak.consent.voice import FREE, Word
from wijkaanpak.door import Unit

PARTS = text("select kind, category, text from app.part where matter_id = :m order by written_at, kind")
NAMES = text(
    "select p.name from app.person p join app.subject s on s.person_id = p.id where s.matter_id = :m"
)


def org(house: House, reference: str) -> UUID:
    """The id of a loaded organisation, e.g. ORG-WEL."""
    return UUID(str(house.truth("select id from app.organisation where reference = :r", r=reference)[0].id))


def facts_of(house: House, unit: Unit, reference: str) -> MatterFacts:
    """The facts of a loaded matter, e.g. S-04."""
    found = unit.facts(house.thing(reference))
    assert found is not None
    return found[0]


def matter_id(house: House, reference: str) -> UUID:
    with house.sign_in("U-CR1").unit() as unit:
        return facts_of(house, unit, reference).id


def reads(house: House, who: str | Someone, reference: str) -> set[str | None]:
    """The categories that really come back for this person in a unit of their own; G_NAW for a name."""
    someone = house.sign_in(who) if isinstance(who, str) else who
    with someone.unit() as unit:
        matter = facts_of(house, unit, reference).id
        found = {row.category for row in unit.session.execute(PARTS, {"m": matter})}
        return found | ({"G_NAW"} if unit.session.execute(NAMES, {"m": matter}).first() else set())


def ground(house: House, unit: Unit, **changes: Any) -> Proposal:
    """A ground that a corporation may record today, to Samenspel unless said otherwise."""
    base = Proposal(
        recipients=(org(house, "ORG-WEL"),),
        categories=("G_WOONFEIT",),
        basis="A6_1F",
        valid_from=unit.now,
        valid_until=unit.now + timedelta(days=60),
        necessity=LONG,
        proportionality=LONG,
        subsidiarity=LONG,
        informed="GEINFORMEERD",
        informed_on=unit.now - timedelta(days=1),
    )
    return replace(base, **changes)


def record(house: House, who: str, reference: str, **changes: Any) -> grounds.GroundRecorded:
    """Record a ground as somebody, and commit."""
    with house.sign_in(who).unit() as unit:
        event = grounds.record(unit, facts_of(house, unit, reference), ground(house, unit, **changes))
        unit.close()
        return event


def yes(
    house: House, unit: Unit, person: str, provider: str, recipient: str, *categories: str, **changes: Any
) -> Word:
    """A yes in order, on paper, for sixty days."""
    base = Word(
        person=house.person(person),
        provider=org(house, provider),
        recipients=(org(house, recipient),),
        categories=categories,
        result="GEGEVEN",
        valid_until=unit.now + timedelta(days=60),
        given_by="ZELF",
        form="SCHRIFTELIJK",
        information_version="wijkaanpak-1",
        language="nl",
        free=frozenset(FREE),
    )
    return replace(base, **changes)


def give(
    house: House, who: str, reference: str, *key: str, make_ground: bool = False, **changes: Any
) -> giving.ConsentRecorded:
    """Write down a word as somebody, and commit; key as in `yes`."""
    with house.sign_in(who).unit() as unit:
        word = yes(house, unit, *key, **changes)
        event = giving.record(unit, facts_of(house, unit, reference), word, make_ground=make_ground)
        unit.close()
        return event


def withdraw(
    house: House,
    who: str,
    reference: str,
    recipient: str,
    category: str | None = None,
    person: str | None = None,
) -> withdrawing.ConsentWithdrawn:
    """Withdraw as somebody, and commit."""
    with house.sign_in(who).unit() as unit:
        event = withdrawing.withdraw(
            unit,
            facts_of(house, unit, reference),
            person=house.person(person) if person else None,
            recipient=org(house, recipient),
            category=category,
        )
        unit.close()
        return event


def status_of(house: House, reference: str) -> str:
    """The status of a loaded ground, e.g. GR-041."""
    return str(house.truth("select status from app.ground where reference = :r", r=reference)[0].status)


def entries(house: House, since: int) -> list[Any]:
    """What was written to the journal after the first `since` entries."""
    return house.truth("select * from journal.entry order by txid, place offset :n", n=since)


def count(house: House, table: str = "journal.entry") -> int:
    return int(house.truth(f"select count(*) from {table}")[0][0])


def day(moment: datetime | date) -> str:
    """As a date field of a form sends it."""
    return moment.strftime("%Y-%m-%d")


def refused_by_database(house: House, who: str, statement: str, **values: object) -> str | None:
    """The code with which PostgreSQL refuses this, asked as the application for this person."""
    with house.sign_in(who).unit() as unit:
        try:
            unit.session.execute(text(statement), values)
        except DBAPIError as error:
            return str(error.orig.sqlstate)  # type: ignore[union-attr]
        return None
