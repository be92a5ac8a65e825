"""What the policy page allows and which rows exist are one, part by part, in random worlds (R58, R60)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.access.proof import Known, Prover, connect, keep
from tests.access.telling import told
from wijkaanpak.foundation.addresses import Addresses

pytestmark = pytest.mark.postgres

WORLDS = int(os.environ.get("WORLDS", "60"))
FIRST = int(os.environ.get("FIRST_WORLD", "0"))
Clone = Callable[..., AbstractContextManager[Addresses]]


@pytest.fixture(scope="module")
def prover(clone: Clone) -> Iterator[Prover]:
    with clone() as addresses:
        made = Prover(addresses.admin)
        yield made
        made.connection.close()


def test_every_part_that_may_be_read_exists_and_every_part_that_exists_may_be_read(prover: Prover) -> None:
    """Names, parts, outer rows, teams, grounds and consents, for every person; seeds are printed."""
    begun = time.monotonic()
    for seed in range(FIRST, FIRST + WORLDS):
        for difference in prover.differences(seed)[:1]:
            pytest.fail(told(prover, seed, difference), pytrace=False)
    took = time.monotonic() - begun
    print(
        f"\nworlds {FIRST}-{FIRST + WORLDS - 1}: {prover.decisions} decisions, {prover.allowed} allowed, "
        f"no difference, {took:.1f} s"
    )
    assert prover.allowed > prover.decisions * 0.05, "the worlds hardly open anything, so they prove little"


def test_the_same_holds_for_the_application_itself_and_for_committed_worlds(clone: Clone) -> None:
    """As the application itself, not in a role taken on; and time passes between two readers."""
    with clone() as addresses:
        prover, application = Prover(addresses.admin), connect(addresses.app)
        for seed in (FIRST + 1, FIRST + 2):
            world = keep(prover.connection, seed)
            known = Known.all_of(prover.connection)
            for worker in world.tables["staff"]:
                with application.transaction():
                    found = prover.read(application, worker, known)
                assert found == [], told(prover, seed, found[0])
        assert prover.allowed > 0
        application.close()
        prover.connection.close()


def test_a_failing_world_is_told_in_a_few_lines(prover: Prover) -> None:
    """A difference can be followed by a person: the test of the test."""
    policy = "create policy leak on app.subject for select using (true)"
    prover.connection.execute(policy)
    try:
        seed, found = next((s, d[0]) for s in range(50) if (d := prover.differences(s)))
        story = told(prover, seed, found)
    finally:
        prover.connection.execute("drop policy leak on app.subject")
    assert f"seed {seed}" in story
    assert "policy False, rows True" in story
    assert len(story.splitlines()) < 120
