"""Q10: some of a month's readings, by a seed alone and the same again (R103)."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkaanpak.review.selecting import Reading, chosen, shares, size

ROLES = ("CR", "TL", "WB", "WC", "WT", "ZP")
WHEN = datetime(2026, 10, 1, tzinfo=UTC)
COUNTS = st.dictionaries(st.sampled_from(ROLES), st.integers(1, 250), min_size=1)


def readings(counts: dict[str, int]) -> list[Reading]:
    numbered = [role for role, count in sorted(counts.items()) for _ in range(count)]
    return [Reading(UUID(int=n), WHEN, role) for n, role in enumerate(numbered)]


def drawn(counts: dict[str, int], seed: str, given: list[Reading] | None = None) -> list[Reading]:
    return chosen(given or readings(counts), shares(counts, size(sum(counts.values()))), seed)


@pytest.mark.parametrize(
    ("read", "drawn"), [(0, 0), (7, 7), (20, 20), (21, 20), (2_000, 20), (2_001, 21), (60_000, 600)]
)
def test_one_per_cent_and_at_least_twenty(read: int, drawn: int) -> None:
    assert size(read) == drawn


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.text(max_size=12), st.integers())
def test_the_same_month_and_seed_give_the_same_sample_in_whatever_order_it_is_read(
    counts: dict[str, int], seed: str, order: int
) -> None:
    """R103."""
    shuffled = readings(counts)
    random.Random(order).shuffle(shuffled)
    assert drawn(counts, seed, shuffled) == drawn(counts, seed)


@settings(max_examples=150, deadline=None)
@given(COUNTS, st.integers(1, 60))
def test_every_role_gets_its_share_and_none_is_left_out(counts: dict[str, int], wanted: int) -> None:
    total = sum(counts.values())
    wanted = min(wanted, total)
    taken = shares(counts, wanted)
    assert sum(taken.values()) == wanted
    assert all(0 <= taken[role] <= counts[role] for role in taken)
    if wanted >= len(counts):
        assert all(taken[role] >= 1 for role in counts)
    for role, number in taken.items():  # off by the places that go to who would have none
        assert abs(number - wanted * counts[role] / total) < len(counts)


@settings(max_examples=30, deadline=None)
@given(COUNTS, st.text(max_size=8))
def test_what_is_drawn_is_that_of_the_shares_and_nothing_twice(counts: dict[str, int], seed: str) -> None:
    found = drawn(counts, seed)
    assert len(set(found)) == len(found) == size(sum(counts.values()))
    taken = shares(counts, len(found))
    assert {role: sum(one.role == role for one in found) for role in taken} == taken


def test_another_seed_draws_another_sample_and_every_reading_has_its_chance() -> None:
    counts = {"WC": 200}
    ever = {one for n in range(120) for one in drawn(counts, f"seed {n}")}
    assert len(ever) == 200
    assert drawn(counts, "a") != drawn(counts, "b")


def test_a_month_without_readings_gives_nothing() -> None:
    assert shares({}, 0) == {}
    assert chosen([], {}, "seed") == []
