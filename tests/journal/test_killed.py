"""The notary is killed at every point it comes by: nothing is lost, and what it leaves fits (R200)."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text

from tests.house.tree import ROOT
from tests.journal.log import Log
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import tree

Write = Callable[..., UUID]
Kill = Callable[[str], dict[str, Any]]
EACH = 9  # entries before each death: more than two tiles of the four hashes they have here
KEY = Log(1).signer
NUMBERED = text("""
    select n.number, n.entry_id, n.leaf, e.canonical
    from journal.number n join journal.entry e on e.id = n.entry_id order by n.number
""")


@pytest.fixture
def kill(database: Database) -> Iterator[Kill]:
    """Let a notary run until this point, where it is killed; returns how it ended and by what it came."""
    said = json.dumps({"addresses": asdict(database.addresses), "key": KEY.kept})
    command = [sys.executable, "-m", "tests.journal.killed", said]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:

        def until(point: str) -> dict[str, Any]:
            assert running.stdin is not None
            assert running.stdout is not None
            running.stdin.write(f"{point}\n")
            running.stdin.flush()
            answer: dict[str, Any] = json.loads(running.stdout.readline())
            return answer

        yield until
        assert running.stdin is not None
        running.stdin.close()


def test_a_notary_that_is_killed_anywhere_loses_nothing_and_numbers_nothing_twice(
    database: Database, write: Write, kill: Kill
) -> None:
    """Security.md 3.7: SIGKILL to a process of its own, at every statement, commit and step of its code."""
    ref, written = uuid4(), []

    def happen() -> None:
        with database.app.begin() as connection:
            written.extend(write(connection, (ref,), "case.changed") for _ in range(EACH))

    for _ in range(2):  # what comes first has nothing to go on from
        happen()
        points = kill("")["passed"]
    assert len(points) >= 30
    assert sum(point.startswith("after commit") for point in points) == 4
    sizes = set()
    for point in points:
        happen()
        assert kill(point)["status"] == -signal.SIGKILL, f"it never came by: {point}"
        with database.notary.connect() as connection:
            sizes.add(fits(connection, written))
    assert len(sizes) > 20, "it died before what it did and after"

    assert kill("")["status"] == 0
    with database.notary.connect() as connection:
        assert fits(connection, written) == (len(written), len(written))
        bells = connection.scalars(text("select n from journal.bell order by n")).all()
    assert bells == list(range(1, len(written) + 1))


def fits(connection: Connection, written: list[UUID]) -> tuple[int, int]:
    """Numbers without a gap, tiles of their leaves, checkpoints over those; how many numbered and signed."""
    rows = connection.execute(NUMBERED).all()
    assert [row.number for row in rows] == list(range(len(rows)))
    assert connection.scalar(text("select next_number from journal.watermark")) == len(rows)
    entries = [row.entry_id for row in rows]
    assert entries == written[: len(rows)], "in the order in which they were written, none left out"
    leaves = [bytes(row.leaf) for row in rows]
    assert leaves == [tree.leaf_hash(row.canonical.encode()) for row in rows]

    roots, frontier = [tree.EMPTY], tree.Frontier()
    for leaf in leaves:
        frontier.push(leaf)
        roots.append(frontier.root())
    signed = connection.execute(text("select size, root from journal.checkpoint order by size")).all()
    for row in signed:
        assert bytes(row.root) == roots[row.size]
    tiles = connection.execute(text("select level, idx, hashes from journal.tile order by level, idx")).all()
    expected = leaves
    for level in range(1, 9):
        expected = [tree.root(expected[at : at + 4]) for at in range(0, len(expected) // 4 * 4, 4)]
        assert b"".join(bytes(row.hashes) for row in tiles if row.level == level) == b"".join(expected)
    return len(rows), signed[-1].size if signed else 0
