"""What is not there: entries whose number stands alone, entries without a number, the end of the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection, text

from wijkaanpak.journal.explained import Explained
from wijkaanpak.journal.findings import MOST, Findings, Kind
from wijkaanpak.journal.tree import Frontier

DESTROYED = "destroyed"
TERM = timedelta(minutes=1)  # within which an entry has its number, and is signed (docs/journal.md)
LEFT = text("""
    select exists (select from journal.entry where recorded_at >= cast(:day as timestamptz)
                   and recorded_at < cast(:day as timestamptz) + interval '1 month')
""")
WAITING = text("""
    select e.txid < w.seen_below as passed, clock_timestamp() - e.recorded_at > :term as late,
           (select min(n.number) from journal.number n where n.entry_id = e.id) as twice,
           (select min(n.number) from journal.number n where n.recorded_at > e.recorded_at) as before
    from journal.entry e, journal.watermark w
    where e.recorded_at >= coalesce((select n.recorded_at from journal.number n where n.number = :since),
                                    '-infinity')
      and not exists (select from journal.number n where n.entry_id = e.id and n.recorded_at = e.recorded_at)
    order by e.recorded_at limit :most
""")
UNSIGNED = text("select clock_timestamp() - numbered_at > :term from journal.number where number = :number")
NEXT = text("select next_number from journal.watermark")


@dataclass
class _Lost:
    """Numbers that stand alone, with the tree over their leaves."""

    first: int
    numbers: list[int] = field(default_factory=list)
    count: int = 0
    tree: Frontier = field(default_factory=Frontier)


class Gone:
    """Gathers numbers without an entry, and at the end asks what explains them."""

    def __init__(self, connection: Connection, since: int, known: Explained, found: Findings) -> None:
        self._connection = connection
        self._since = since
        self._known = known.retired
        self._found = found
        self._months: dict[str, _Lost] = {}

    def lose(self, number: int, month: str, leaf: bytes) -> None:
        """This number of that month (2021-10) stands alone."""
        explained = self._known is not None and month <= self._known.month
        lost = self._months.setdefault(DESTROYED if explained else month, _Lost(number))
        lost.count += 1
        lost.tree.push(leaf)
        if lost.count <= MOST:
            lost.numbers.append(number)

    @property
    def retired(self) -> int:
        """How many of them went with their month, as an entry says."""
        return self._months[DESTROYED].count if DESTROYED in self._months else 0

    def end(self) -> None:
        """A month goes whole and by an entry that says so, or somebody took what is gone."""
        for month, lost in self._months.items():
            if month == DESTROYED:
                told = self._known
                same = told is not None and (lost.count, lost.tree.root()) == (told.total, told.root)
                if not same and self._since == 0:
                    self._found.add(Kind.MONTH_DIFFERS, lost.first)
            elif self._connection.execute(LEFT, {"day": f"{month}-01T00:00:00Z"}).scalar_one():
                for number in lost.numbers:
                    self._found.add(Kind.ENTRY_GONE, number)
            else:
                self._found.add(Kind.MONTH_GONE, lost.first)

    def waiting(self, size: int, signed: int) -> None:
        """Entries without a number, numbers without a signature, and an end that was there before."""
        if self._connection.execute(NEXT).scalar_one() > size:
            self._found.add(Kind.END_GONE, size)
        asked = {"term": TERM, "since": self._since, "most": MOST}
        for row in self._connection.execute(WAITING, asked):
            if row.twice is not None:
                self._found.add(Kind.ENTRY_TWICE, row.twice)
            elif row.passed:
                self._found.add(Kind.ENTRY_SLIPPED_IN, size if row.before is None else row.before)
            elif row.late:
                self._found.add(Kind.UNNUMBERED)
        if self._connection.execute(UNSIGNED, {"term": TERM, "number": signed}).scalar():
            self._found.add(Kind.UNSIGNED, signed)
