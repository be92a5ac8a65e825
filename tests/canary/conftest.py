"""The canary world: Oeverdrecht with a unique token in every text about a resident."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import NullPool, create_engine, text
from structlog.testing import capture_logs

from tests.canary.allowed import READS, Sights, knowing, may_know
from tests.canary.crawler import Crawler, Seen, World
from tests.canary.tokens import plant
from tests.cast import FreshHouse, House
from wijkaanpak.foundation.addresses import Addresses

COMMITTEE = "U-BC1"


@contextmanager
def canary_world(fresh_house: FreshHouse) -> Iterator[World]:
    """A canary world of one's own."""
    with fresh_house(testing=False) as house:  # as it is served: with the page for what broke
        add_committee(house)
        yield World(house, plant(house))


@pytest.fixture(scope="session")
def world(fresh_house: FreshHouse) -> Iterator[World]:
    """One canary world for all that only looks."""
    with canary_world(fresh_house) as found:
        yield found


def add_committee(house: House) -> None:
    """The eighteenth role: someone of the residents' committee of De Karekiet."""
    club, ident = uuid4(), uuid4()
    house.truth(
        "insert into app.organisation (id, reference, name, kind, controller, domain) "
        "values (:o, 'ORG-BC', 'Bewonerscommissie', 'bewoners', 'Bewonerscommissie', 'bc.example')", o=club,
    )  # fmt: skip
    house.truth(
        "insert into app.staff (id, organisation_id, reference, name) values (:i, :o, :r, 'Mevrouw Bakhuis')",
        i=ident, o=club, r=COMMITTEE,
    )  # fmt: skip
    house.truth(
        "insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over) "
        "select gen_random_uuid(), :i, 'BC', array[id::text], now() - interval '1 day', "
        "now() + interval '90 days', false from app.complex where reference = 'C-101'", i=ident,
    )  # fmt: skip
    house.staff[COMMITTEE] = ident


# One person for each of the eighteen roles at least, and everyone whom the scenario lets read something.
_WALK = """WB1 WB2 WB3 DD1 WC1 WC2 HI1 TL1 TL2 WT1 TR1 CR1 CR2 SH1 ZP1 ZP2 WW1 WW2 WA1 AF1 AF2 PO1 PO2 PO3
           FG1 FG2 AN1 FB1 BC1"""
WALKERS = tuple(f"U-{who}" for who in _WALK.split())


@dataclass(frozen=True)
class Walked:
    """What everybody saw, and what was said meanwhile in the logs and in the database's activity."""

    seen: list[Seen]
    said: list[str]


ACTIVITY = "select distinct query from pg_stat_activity where datname = current_database()"


def _listen(addresses: Addresses, said: set[str], over: threading.Event) -> None:
    engine = create_engine(str(addresses.admin), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        while not over.wait(0.01):
            said.update(row.query for row in connection.execute(text(ACTIVITY)))


@contextmanager
def watched(world: World) -> Iterator[set[str]]:
    """What anybody who may look at the database's activity would read there meanwhile."""
    said: set[str] = set()
    over = threading.Event()
    ear = threading.Thread(target=_listen, args=(world.house.addresses, said, over))
    ear.start()
    try:
        yield said
    finally:
        over.set()
        ear.join()


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Everything that is logged meanwhile, by whichever road."""
    said: list[str] = []
    ear = logging.Handler(logging.DEBUG)
    ear.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        with capture_logs() as events:
            yield said
        said.extend(map(str, events))
    finally:
        root.removeHandler(ear)
        root.setLevel(before)


def near(world: World, who: str, reads: Sights = READS) -> set[UUID]:
    """The ids of what this person may know."""
    known = {zaak for zaak in knowing() if may_know(who, zaak, reads)}
    return {UUID(ident) for ident, zaak in world.canaries.ids.items() if zaak in known}


@pytest.fixture(scope="session")
def walked(world: World) -> Walked:
    """Everybody's walk through the whole house, before anything changes."""
    with overheard() as said, watched(world) as shown:
        seen = [one for who in WALKERS for one in Crawler(world, who).walk(near(world, who))]
    return Walked(seen, [*said, *shown])
