"""A process of rounds that a test kills at a point of its choice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from tests.cast import House
from wijkaanpak.notices.post import Server

NEVER = 1_000_000


@dataclass
class Killed:
    """The process that forks one round for each point."""

    process: subprocess.Popen[str]

    def at(self, point: int) -> bool:
        """Let one round run and die at this point; whether it came there."""
        return self._said(point)["status"] != 0

    def points(self) -> int:
        """Let one round run to its end; by how many points it came."""
        return self._said(NEVER)["passed"]

    def _said(self, point: int) -> dict[str, int]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(point, file=self.process.stdin, flush=True)
        said: dict[str, int] = json.loads(self.process.stdout.readline())
        return said


@contextmanager
def killed(house: House, server: Server | None = None) -> Iterator[Killed]:
    """Rounds over this house, in a process of their own."""
    said = {
        "addresses": asdict(house.addresses), "secret": house.settings.secret.hex(),
        "server": asdict(server) if server else None,
    }  # fmt: skip
    words = [sys.executable, "-m", "tests.notices.killed", json.dumps(said)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Killed(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)
