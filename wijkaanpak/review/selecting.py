"""Choosing a sample: so many of each role, by a seed alone, the same again from the same readings (R103)."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LEAST = 20
ONE_IN = 100


@dataclass(frozen=True, order=True)
class Reading:
    """One reading that may be drawn: its entry, when that was recorded, and in which role somebody read."""

    id: UUID
    recorded_at: datetime
    role: str


def size(readings: int) -> int:
    """One per cent of what was read, rounded up, and at least twenty: as far as there is as much."""
    return min(readings, max(LEAST, -(-readings // ONE_IN)))


def shares(counts: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many of each role: in proportion, and of each at least one, as far as `wanted` goes round."""
    total = sum(counts.values())
    taken = {role: min(count, max(1, wanted * count // total)) for role, count in counts.items() if count}

    def short(role: str) -> tuple[int, str]:  # how far a role is below its proportion, with a tie-break
        return wanted * counts[role] - taken[role] * total, role

    while (left := wanted - sum(taken.values())) > 0 and any(taken[r] < counts[r] for r in taken):
        taken[max((r for r in taken if taken[r] < counts[r]), key=short)] += 1
    while left < 0:
        least = 1 if wanted >= len(taken) else 0
        taken[min((r for r in taken if taken[r] > least), key=short)] -= 1
        left += 1
    return taken


def chosen(readings: Iterable[Reading], taken: Mapping[str, int], seed: str) -> list[Reading]:
    """Those of each role that a digest of the seed and their id puts first, in whatever order they come."""
    best: dict[str, list[tuple[int, Reading]]] = {role: [] for role in taken}
    for reading in readings:
        heap, most = best.get(reading.role, []), taken.get(reading.role, 0)
        rank = (-_lot(seed, reading.id), reading)
        if len(heap) < most:
            heapq.heappush(heap, rank)
        elif most and rank > heap[0]:
            heapq.heapreplace(heap, rank)
    return sorted(_flat(best))


def _flat(best: Mapping[str, list[tuple[int, Reading]]]) -> Iterator[Reading]:
    for heap in best.values():
        yield from (reading for _lot_drawn, reading in heap)


def _lot(seed: str, ident: UUID) -> int:
    """The number that this seed gives an entry: nobody can tell it before the seed is drawn."""
    return int.from_bytes(hashlib.sha256(seed.encode() + ident.bytes).digest())
