"""What is wrong with a world file: every fault with its line and one Dutch sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, at a line counted from 1."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"regel {self.line}: {self.sentence}"


class WorldFaults(Exception):
    """All that is wrong with a world file, in the order of its lines; nothing of it was read."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))
