"""The ways of a case as steps.yaml has them, read once and frozen: from, to, by whom, under which guards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).with_name("steps.yaml")
BACK = "*"  # to where it was before it was suspended
NAMES = {"nl": "naam", "en": "name"}


@dataclass(frozen=True)
class Step:
    """One row of the table (R77): `by` are roles, and nobody for what only the house itself does."""

    code: str
    row: str
    before: tuple[str, ...]
    after: str
    by: frozenset[str]
    guards: tuple[str, ...]
    names: tuple[tuple[str, str], ...]

    def name(self, language: str = "nl") -> str:
        """What people press; "nl" or "en"."""
        return dict(self.names)[language]


@cache
def steps() -> tuple[Step, ...]:
    """Every row, in the order in which people meet them."""
    rows = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["steps"]
    return tuple(
        Step(
            row["code"], row["row"], tuple(row["from"]), row["to"], frozenset(row["by"]),
            tuple(row["guards"]), tuple((language, row[key]) for language, key in NAMES.items()),
        )
        for row in rows
    )  # fmt: skip


def step(code: str) -> Step | None:
    """The row of this code, or nothing: what is not in the table does not exist."""
    return next((row for row in steps() if row.code == code), None)


def steps_from(state: str) -> tuple[Step, ...]:
    """The rows that begin at this state."""
    return tuple(row for row in steps() if state in row.before)
