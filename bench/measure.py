"""Measuring two things side by side: interleaved rounds, medians, one JSON object a line."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable


def one(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def side_by_side(
    ours: Callable[[], object], baseline: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Median milliseconds of each, measured A B A B so that a busy neighbour hits both alike."""
    for work in (ours, baseline):
        for _ in range(3):
            work()
    pairs = [(one(ours), one(baseline)) for _ in range(rounds)]
    return tuple(statistics.median(values) * 1000 for values in zip(*pairs, strict=True))  # type: ignore[return-value]


def tell(name: str, ours: float, baseline: float | None, unit: str, n: int, **more: object) -> None:
    """Print one row; every row is a cost, so lower is better; the ratio is ours divided by the baseline."""
    ratio = None if baseline is None else round(ours / baseline, 3)
    row = {"name": name, "ours": round(ours, 3), "baseline": None if baseline is None else round(baseline, 3)}
    sys.stdout.write(json.dumps(row | {"ratio": ratio, "unit": unit, "n": n} | more) + "\n")
    sys.stdout.flush()


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
