"""Sheet: rows become a CSV file in which nothing is a formula, whoever opens it with Excel (T26)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
MARK = "'"  # what programs take as: this is text
LETTERS = "utf-8-sig"  # with the mark at the beginning by which Excel knows it


def sheet(rows: Iterable[Sequence[str | int]]) -> bytes:
    """The rows as UTF-8, with the semicolons that sheets here expect; a cell that could act gets a quote."""
    said = io.StringIO(newline="")
    writer = csv.writer(said, delimiter=";", quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return said.getvalue().encode(LETTERS)


def harmless(cell: str | int) -> str:
    """What stands in one cell: a text that a program for sheets takes for nothing else."""
    said = str(cell)
    return MARK + said if said.startswith(TRIGGERS) else said
