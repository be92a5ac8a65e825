"""What two hundred people do in a month raises little, and who should stand out does (T01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from random import Random

import pytest
from sqlalchemy import create_engine, text

from bench.ordinary_journal import Done, judged, keep
from bench.ordinary_people import Town, settle, working_days
from bench.ordinary_work import Month, month
from bench.proof_desk import CAUGHT, FEWER_THAN
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review.rounds import Rounds

OCTOBER = date(2026, 10, 1)  # with 22 working days, and the night in which the clocks go back
ONE_IN = 10  # of the colleagues whose days go through the database here; `make proof` takes all


@pytest.fixture(scope="module")
def town() -> Town:
    return settle(Random(4), working_days(OCTOBER))


@pytest.fixture(scope="module")
def work(town: Town) -> Month:
    return month(Random(4), town, OCTOBER)


def test_the_work_is_that_of_a_month_with_its_evenings_mondays_and_part_timers(
    town: Town, work: Month
) -> None:
    """The proof below is worth as much as this work resembles work."""
    assert (len(town.people), len(working_days(OCTOBER))) == (200, 22)
    done = [act for _who, act in work.done]
    late = [act for act in done if act.read and act.here.hour in (20, 21)]
    mondays = [act for act in done if act.here.weekday() == 0]
    tuesdays = [act for act in done if act.here.weekday() == 1]
    assert len(done) > 50_000
    assert len(late) > 200
    assert any(act.here.hour == 21 and act.here.minute >= 50 for act in late)
    assert len(mondays) > 1.2 * len(tuesdays)
    assert sum(len(one.days) < 5 for one in town.people) > 40
    assert max(one.searches for one in town.people) > 15


def test_a_month_of_ordinary_work_raises_fewer_than_25_flags_and_the_planted_are_found(work: Month) -> None:
    planted = set(work.planted.values())
    flags = [(who, queue) for who, queue, _found in judged(work.done)]
    false = Counter(queue for who, queue in flags if who not in planted)
    print(f"false flags: {dict(sorted(false.items()))}")
    assert sum(false.values()) < FEWER_THAN
    for name, who in work.planted.items():
        assert (who, CAUGHT[name]) in flags, name


@pytest.fixture(scope="module")
def some_days(work: Month) -> Done:
    """The days on which the planted were at it, of them and of every tenth colleague."""
    planted = set(work.planted.values())
    days = {found.acts[0].here.date() for who, _queue, found in judged(work.done) if who in planted}
    some = {who for n, who in enumerate(dict.fromkeys(who for who, _act in work.done)) if n % ONE_IN == 0}
    return [(who, act) for who, act in work.done if who in planted | some and act.here.date() in days]


@pytest.fixture(scope="module")
def addresses(
    clone: Callable[..., AbstractContextManager[Addresses]], settings: Settings, town: Town, some_days: Done
) -> Iterator[Addresses]:
    with clone() as fresh:
        keep(fresh.admin, settings.secret, town, some_days)
        yield fresh


def test_the_rounds_find_in_the_journal_what_the_rules_find_in_the_acts(
    addresses: Addresses, settings: Settings, some_days: Done
) -> None:
    """From the database they get the same days: acts, shifts, places and ends."""
    database = Database(addresses, settings.secret, pool=2)
    Notary(database.notary).follow_once()
    rounds = Rounds(database)
    assert rounds.once() == len(some_days)
    rounds.end()
    database.close()
    engine = create_engine(addresses.admin)
    with engine.connect() as connection:
        rows = connection.execute(
            text("select queue, key, staff_id, facts from app.finding where queue <> 'Q10'")
        )
        kept = {(row.queue, row.key, row.staff_id): row.facts["stands_out"] for row in rows}
    engine.dispose()
    expected = {
        (queue, found.key, who.id): found.facts["stands_out"] for who, queue, found in judged(some_days)
    }
    assert len(expected) >= len(CAUGHT)
    assert kept == expected
