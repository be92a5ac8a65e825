"""Makes a world that fails smaller and writes it down so that a person can follow it."""

from __future__ import annotations

import re
from datetime import datetime

from tests.access.proof import Difference, Prover
from tests.access.town import Row, World

# What can be left out without leaving a reference dangling.
LOOSE = ["consent", "ground_line", "part", "late_subject", "receiving_ground", "role_assignment", "member"]
SETTING = {"organisation", "covenant", "receiving_ground"}
SAID = [
    "kind",
    "staff_id",
    "role",
    "areas",
    "organisation_id",
    "parties",
    "purposes",
    "purpose",
    "categories",
    "category",
    "valid_from",
    "valid_until",
    "ended_at",
    "signed",
    "provider_id",
    "recipient_id",
    "status",
    "shared",
    "author_id",
    "lead_id",
    "lead_organisation_id",
    "since",
    "until",
    "data_class",
    "about",
    "whole",
    "person_id",
    "basis",
    "result",
    "said_at",
    "secret",
    "bare",
    "factors",
    "covenant_id",
]
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def smaller(prover: Prover, seed: int, difference: Difference) -> frozenset[tuple[str, int]]:
    """The rows that can be left out while the same person still differs on the same thing."""
    with prover.world(seed) as world:
        candidates = [(table, place) for table in LOOSE for place in range(len(world.tables[table]))]
    without: frozenset[tuple[str, int]] = frozenset()
    step = max(1, len(candidates) // 4)
    while step:
        for start in range(0, len(candidates), step):
            tried = without | set(candidates[start : start + step])
            if tried != without and difference in prover.differences(seed, tried):
                without = tried
        step //= 2
    return without


def told(prover: Prover, seed: int, difference: Difference) -> str:
    """The difference and the rows that matter to it, ids as short names and moments as distances from now."""
    without = smaller(prover, seed, difference)
    with prover.world(seed, without) as world:
        lines = [
            f"seed {seed}: {world.name(difference.reader)}, {difference.what} of "
            f"{world.name(difference.matter)}: policy {difference.policy}, rows {difference.rows}"
        ]
        lines += [
            f"  {world.name(row.get('id'))}: {_written(row, world)}"
            for table, rows in world.tables.items()
            for row in rows
            if _near(table, row, difference)
        ]
    return "\n".join(lines)


def _near(table: str, row: Row, difference: Difference) -> bool:
    """Whether a row has to do with this reader and this matter; a ground is told by its lines."""
    ours = difference.matter in (row.get("matter_id"), row.get("id")) and table != "ground"
    theirs = difference.reader in (row.get("staff_id"), row.get("id")) and table != "member"
    return table in SETTING or ours or theirs


def _written(row: Row, world: World) -> str:
    said = ", ".join(f"{name} {_short(row[name], world)}" for name in SAID if name in row)
    return ID.sub(lambda found: world.name(found[0]), said.replace("UUID", ""))


def _short(value: object, world: World) -> object:
    if not isinstance(value, datetime):
        return value
    gap = value - world.now
    return f"now{gap.days:+d}d" if abs(gap.days) > 1 else f"now{gap.total_seconds():+f}s"
