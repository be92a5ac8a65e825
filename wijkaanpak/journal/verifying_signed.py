"""What was signed and confirmed, held beside the roots that the leaves give."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from wijkaanpak.journal import notes
from wijkaanpak.journal.findings import Findings, Kind
from wijkaanpak.journal.keys import Keys
from wijkaanpak.journal.notes import Checkpoint, Unreadable, Unsigned, Verifier
from wijkaanpak.journal.verifying_tree import Growing

SIGNED = text("""
    select size, root, note from journal.checkpoint where size > :first and size <= :until order by size
""")
CONFIRMED = text("""
    select size, witness, line from journal.cosignature where size > :first and size <= :until
    order by size, witness
""")
WITHOUT = text("""
    select o.size, coalesce((select max(c.size) from journal.checkpoint c where c.size < o.size), 0) as before
    from journal.cosignature o
    where o.size > :first and o.size <= :until
      and not exists (select from journal.checkpoint c where c.size = o.size)
    order by o.size limit 1
""")
SEEN = text("""
    select coalesce(max(size), 0) from (select size from journal.checkpoint union all
        select size from journal.cosignature union all select size from journal.witness_state) seen
""")


@dataclass(frozen=True)
class Trusted:
    """What going through rests on: the key below each checkpoint, those of witnesses, what opens seals."""

    log: Verifier
    witnesses: tuple[Verifier, ...] = ()
    keys: Keys | None = None  # without it sealed parts are not opened

    def checkpoint(self, note: str) -> Checkpoint:
        """What this note says; raises Unreadable, or Unsigned unless this log's key stands below it."""
        found = Checkpoint.read(notes.opened(note, [self.log]).text)
        if found.origin != self.log.name:
            raise Unsigned("this is another journal's")
        return found


class Signed:
    """Checkpoints and confirmations of the database, in the order of their sizes."""

    def __init__(self, connection: Connection, trusted: Trusted, growing: Growing, found: Findings) -> None:
        self._connection = connection
        self._trusted = trusted
        self._growing = growing
        self._found = found
        self._witnesses = {(key.name, key.id): key for key in trusted.witnesses}
        self.good = 0  # the largest size of which a signed root came out
        self.newest = 0
        self.broken = False  # from here on no root can come out
        self._rows: dict[int, tuple[bytes, str]] = {}
        self._lines: dict[int, list[tuple[str, str]]] = {}

    def between(self, first: int, until: int) -> set[int]:
        """Look up the checkpoints above one size and up to another; their sizes."""
        span = {"first": first, "until": until}
        self._lines = {}
        for size, witness, line in self._connection.execute(CONFIRMED, span):
            self._lines.setdefault(size, []).append((witness, line))
        rows = self._connection.execute(SIGNED, span)
        self._rows = {row.size: (bytes(row.root), row.note) for row in rows}
        return set(self._rows)

    def at(self, size: int, root: bytes) -> None:
        """Hold the checkpoint at this size, if there is one, beside the root of the leaves."""
        if size not in self._rows:
            return
        kept, note = self._rows[size]
        self.newest = size
        try:
            signed = self._trusted.checkpoint(note)
        except (Unreadable, Unsigned):
            self._found.add(Kind.CHECKPOINT_FALSE, self.good, until=size)
            return
        if (signed.size, signed.root) != (size, kept):
            self._found.add(Kind.CHECKPOINT_FALSE, self.good, until=size)
        elif not self.broken:
            self._compare(size, root == signed.root)
        for witness, line in self._lines.get(size, ()):
            self._confirmed(size, note, witness, line)

    def end(self, first: int, size: int) -> None:
        """Nothing that was signed or confirmed may be gone, and no end may be cut off."""
        if self._connection.execute(SEEN).scalar_one() > size:
            self._found.add(Kind.END_GONE, size)
        gone = self._connection.execute(WITHOUT, {"first": first, "until": size}).one_or_none()
        if gone is not None:
            self._found.add(Kind.CHECKPOINT_GONE, gone.before, until=gone.size)
        if self._growing.suspect is not None and not self.broken:
            self._found.add(Kind.TILE_CHANGED, self._growing.suspect)

    def _compare(self, size: int, same: bool) -> None:
        suspect = self._growing.suspect
        if same:
            if suspect is not None:
                self._found.add(Kind.TILE_CHANGED, suspect)
            self._growing.suspect, self.good = None, size
        else:
            self.broken = True
            self._found.add(Kind.REWRITTEN, max(self.good, suspect or 0), until=size)

    def _confirmed(self, size: int, note: str, witness: str, line: str) -> None:
        """A line of a witness that is known must be its own; of another nothing can be said."""
        try:
            name, signed = notes.signature(line)
            key = self._witnesses.get((name, signed[:4]))
            if key is not None:
                notes.opened(note + line, [key])
            wrong = name != witness
        except (Unreadable, Unsigned):
            wrong = True
        if wrong:
            self._found.add(Kind.CONFIRMATION_FALSE, self.good, until=size, about=witness)
