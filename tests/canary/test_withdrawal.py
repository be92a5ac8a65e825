"""Before, during and after a consent is withdrawn, with the pages of who loses access standing open (T03)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.canary import oracles
from tests.canary.allowed import ALL_WITHDRAWN, READS, WITHDRAWN, Sights
from tests.canary.conftest import canary_world
from tests.canary.crawler import Crawler, Seen, World
from tests.canary.test_canary import told
from tests.cast import FreshHouse

CASE, LOSES, LOSES_LATER, GIVES = "S-04", "U-WW1", "U-CR1", "U-WC2"
# Its team, who judges and reviews in those organisations, and some who have nothing to do with it.
ROUND_IT = ("U-WC2", "U-CR1", "U-WW1", "U-ZP2", "U-WW2", "U-PO3", "U-FG1", "U-WB3")
LINE = "select id from app.organisation where reference = :r"


@pytest.fixture
def changing(fresh_house: FreshHouse) -> Iterator[World]:
    """A canary world in which something changes."""
    with canary_world(fresh_house) as found:
        yield found


def withdraw(world: World, organisation: str) -> datetime:
    """The resident takes it back for one organisation; the moment at which that had surely been committed."""
    recipient = world.house.truth(LINE, r=organisation)[0].id
    answer = world.house.sign_in(GIVES).post(
        f"{world.house.url(CASE)}/intrekken", {"recipient": str(recipient)}
    )
    assert answer.status_code == 303, answer.text
    done: datetime = world.house.truth("select clock_timestamp() as now")[0].now
    return done


def round_the_case(world: World, who: str) -> list[Seen]:
    """What one person sees at every address of this one case, and in every list."""
    ids = {UUID(i) for i, zaak in world.canaries.ids.items() if zaak == CASE} | {world.house.person("P-04")}
    return Crawler(world, who, most=2).walk(ids, only=True)


def everything_wrong(world: World, seen: list[Seen], reads: Sights) -> list[str]:
    """All four oracles at once."""
    return [
        *oracles.beyond_sight(seen, reads), *oracles.unrecorded(world, seen), *oracles.outside(seen),
        *oracles.existence(world, seen, reads),
    ]  # fmt: skip


def test_before_during_and_after_a_withdrawal(changing: World) -> None:
    """R51-R53, R60: at once, everywhere; who loses all keeps knowing that the case is there, and no more."""
    opened = {who: Crawler(changing, who) for who in (LOSES, LOSES_LATER)}
    ids = {UUID(i) for i, zaak in changing.canaries.ids.items() if zaak == CASE}
    before = {who: crawler.walk(ids, only=True) for who, crawler in opened.items()}
    for who, seen in before.items():
        assert {t.key for s in seen for t in s.tokens if t.zaak == CASE} >= {"advies", "naam/P-04"}, who
        assert any(s.fragment and s.tokens for s in seen), f"{who} has fragments open"
    assert not everything_wrong(changing, [s for seen in before.values() for s in seen], READS)
    for organisation, reads in (("ORG-WEL", WITHDRAWN), ("ORG-GEM", ALL_WITHDRAWN)):
        withdraw(changing, organisation)
        again = [one for who, crawler in opened.items() for one in crawler.again(before[who])]
        assert not everything_wrong(changing, again, reads), told(everything_wrong(changing, again, reads))
        everyone = [one for who in ROUND_IT for one in round_the_case(changing, who)]
        assert not everything_wrong(changing, everyone, reads), told(
            everything_wrong(changing, everyone, reads)
        )


def test_no_answer_begun_after_the_commit_carries_the_category(changing: World) -> None:
    """T03: readers go on while it is withdrawn; the journal tells when each answer's transaction began."""
    over, readers = threading.Event(), [Crawler(changing, LOSES, most=0) for _ in range(3)]
    path = changing.house.url(CASE)

    def read(crawler: Crawler) -> None:
        while not over.is_set():
            crawler.again_now(path)

    threads = [threading.Thread(target=read, args=(crawler,)) for crawler in readers]
    for thread in threads:
        thread.start()
    while sum(len(crawler.seen) for crawler in readers) < 9:
        over.wait(0.05)
    committed = withdraw(changing, "ORG-WEL")
    while sum(one.status == 403 for crawler in readers for one in crawler.seen) < 9:
        over.wait(0.05)
    over.set()
    for thread in threads:
        thread.join()
    began = when(changing)
    seen = [one for crawler in readers for one in crawler.seen]
    late = [one for one in seen if began[one.trace] > committed]
    assert len(late) >= 6
    assert [one.path for one in late if one.tokens] == []
    assert {one.status for one in late} == {403}
    assert any(one.tokens for one in seen if began[one.trace] < committed)


def when(world: World) -> dict[str, Any]:
    """When the transaction began in which each request was answered."""
    rows = world.house.truth(
        "select trace_id, max(recorded_at) as began from journal.entry group by trace_id"
    )
    return {row.trace_id: row.began for row in rows}
