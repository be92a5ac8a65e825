"""A policy with one word wrong does not outlive the random worlds: the proof can fail."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.access import faults, faults_beside
from tests.access.fault import Fault, planted_in
from tests.access.proof import Prover
from wijkaanpak.foundation.addresses import Addresses

pytestmark = pytest.mark.postgres

WORLDS = 150
FAULTS = [*faults.FAULTS, *faults_beside.FAULTS]


@pytest.fixture(scope="module")
def prover(clone: Callable[..., AbstractContextManager[Addresses]]) -> Iterator[Prover]:
    with clone() as addresses:
        made = Prover(addresses.admin)
        yield made
        made.connection.close()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_dies_within_150_worlds(prover: Prover, fault: Fault) -> None:
    with planted_in(prover.connection, fault):
        seed = next((seed for seed in range(WORLDS) if prover.differences(seed)), None)
    assert seed is not None, f"{fault.name}: alive after {WORLDS} worlds"
    print(f"\n{fault.name}: found in world {seed}", end="")


def test_the_house_is_sound_again_afterwards(prover: Prover) -> None:
    """What was planted was taken out: the same worlds agree."""
    assert not any(itertools.chain.from_iterable(prover.differences(seed) for seed in range(5)))
