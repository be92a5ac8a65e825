"""Checkpoints that others kept, held beside this journal: a fork, a rollback or two versions show there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from wijkaanpak.journal import tiles, tree
from wijkaanpak.journal.findings import Findings, Kind
from wijkaanpak.journal.notes import Checkpoint, Unreadable, Unsigned
from wijkaanpak.journal.verifying_signed import Trusted

NOTE = re.compile("[^\n]+\n[0-9]+\n[^\n]+\n\n(?:\u2014 [^\n]+\n)+")


@dataclass(frozen=True)
class Anchor:
    """A checkpoint that somebody else kept, and where it was found."""

    name: str
    size: int
    root: bytes


class Anchors:
    """What others kept, in the order of its sizes."""

    def __init__(self, anchors: Iterable[Anchor], found: Findings) -> None:
        self._found = found
        self._by_size: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            self._by_size.setdefault(anchor.size, []).append(anchor)
        self._good = 0
        for size, same in sorted(self._by_size.items()):
            other = next((one for one in same if one.root != same[0].root), None)
            if other is not None:
                self._found.add(Kind.TWO_VERSIONS, size, until=size, about=f"{same[0].name}, {other.name}")

    def between(self, first: int, until: int) -> set[int]:
        """The sizes above one and up to another at which something was kept."""
        return {size for size in self._by_size if first < size <= until}

    def at(self, size: int, root: bytes) -> None:
        """Hold what was kept at this size beside the root of the leaves."""
        for anchor in self._by_size.get(size, ()):
            if anchor.root == root:
                self._good = size
            else:
                self._found.add(Kind.FORKED, self._good, until=size, about=anchor.name)

    def before(self, connection: Connection, size: int, root: bytes) -> None:
        """Hold what was kept of a journal no larger beside a root that was signed, without its entries."""
        for kept in sorted(kept for kept in self._by_size if kept <= size):
            proof = tiles.consistency(connection, kept, size)
            for anchor in self._by_size[kept]:
                if tree.verify_consistency(kept, size, anchor.root, root, proof):
                    self._good = kept
                else:
                    self._found.add(Kind.FORKED, self._good, until=kept, about=anchor.name)

    def end(self, size: int) -> None:
        """What was kept of a larger journal."""
        for kept in sorted(self._by_size):
            if kept > size:
                self._found.add(Kind.ROLLED_BACK, size, until=kept, about=self._by_size[kept][0].name)


def kept_in(folder: Path, trusted: Trusted, found: Findings) -> list[Anchor]:
    """The checkpoints in the files of a folder: notes, receipts, what witnesses remember, any text with one.

    A file without any that this log signed is a finding: it may be of before the key was replaced.
    """
    anchors = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        signed = list(_signed(path.read_text(encoding="utf-8", errors="replace"), trusted))
        if not signed:
            found.add(Kind.ANCHOR_FALSE, about=name)
        anchors += [Anchor(name, one.size, one.root) for one in signed]
    return anchors


def _signed(said: str, trusted: Trusted) -> Iterator[Checkpoint]:
    if said.startswith("["):  # what a witness remembers: size, root, and the note that it confirmed
        try:
            said = str(json.loads(said)[2])
        except (ValueError, LookupError, TypeError):
            return
    for note in NOTE.findall(said.replace("\r\n", "\n")):
        try:
            yield trusted.checkpoint(note)
        except (Unreadable, Unsigned):
            continue
