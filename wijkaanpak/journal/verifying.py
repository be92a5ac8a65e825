"""Going through the whole journal: `wijk verify`, and the desk where officers do it themselves (R91, R92).

Everything is worked out anew from what each entry says, in the order of the numbers and in one pass: entries
are held beside their columns and seals, leaves beside the tree, and the tree beside what was signed and what
others kept.
"""

from __future__ import annotations

import sys
import time
from binascii import unhexlify
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from wijkaanpak.foundation.config import Settings
from wijkaanpak.journal import checkpoints, witnesses
from wijkaanpak.journal.explained import explained
from wijkaanpak.journal.findings import BROKEN, ELSEWHERE, Findings, Kind, Outcome
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.upkeep import tell_break
from wijkaanpak.journal.verifying_anchors import Anchors, kept_in
from wijkaanpak.journal.verifying_columns import NULL
from wijkaanpak.journal.verifying_entries import Entries
from wijkaanpak.journal.verifying_gone import Gone
from wijkaanpak.journal.verifying_signed import Signed, Trusted
from wijkaanpak.journal.verifying_tree import Growing

BATCH = 10_000  # numbers of one statement
BREATH = 256  # entries between two moments at which others may go on, where one process does everything

WRITTEN = ("set local timezone = 'UTC'", "set local datestyle = 'ISO'")  # how moments are asked for
BOUNDS = text("""
    select count(*) as count, min(number) as first, max(number) as last,
           min(due) filter (where number <> due) as gap, min(recorded_at) as early, max(recorded_at) as late,
           min(entry_id::text collate "C") as low, max(entry_id::text collate "C") as high
    from (select number, entry_id, recorded_at, row_number() over (order by number) - 1 + :first as due
          from journal.number where number >= :first order by number limit :most) b
""")
LINES = """
    copy (select {asked} from journal.number n
          left join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
               and e.id between %(low)s and %(high)s and e.recorded_at between %(early)s and %(late)s
          left join journal.personal p on p.entry_id = n.entry_id and p.recorded_at = n.recorded_at
               and p.entry_id between %(low)s and %(high)s and p.recorded_at between %(early)s and %(late)s
          where n.number between %(first)s and %(last)s order by n.number) to stdout
"""


def trusted(settings: Settings) -> Trusted:
    """The keys that this house has by itself: its own, and those of the witnesses that it asks."""
    known = tuple(partner.key for partner in witnesses.partners(settings.home))
    return Trusted(checkpoints.signer(settings).verifier, known, keys_from(settings.secret))


def run(
    engine: Engine,
    trust: Trusted,
    *,
    since: int = 0,
    anchors: Path | None = None,
    seconds: float | None = None,
) -> Outcome:
    """Go through the journal as it is now, as wijk_notary, and put a break on record (R91).

    `since` is the size of a checkpoint before which nothing is looked at again; `seconds` is when to stop.
    """
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.begin() as connection:
        outcome = verify(connection, trust, since=since, anchors=anchors, seconds=seconds)
    if outcome.exit in (BROKEN, ELSEWHERE):
        tell_break(engine, outcome.kind.code, outcome.first)
    return outcome


def verify(
    connection: Connection, trust: Trusted, *, since: int = 0, anchors: Path | None = None,
    seconds: float | None = None,
) -> Outcome:  # fmt: skip
    """Go through the journal in the transaction of this connection; ValueError for an unknown `since`."""
    ends = None if seconds is None else time.monotonic() + seconds
    for setting in WRITTEN:
        connection.exec_driver_sql(setting)
    going = _Going(connection, trust, since, anchors)
    while going.on():
        if ends is not None and time.monotonic() >= ends:
            return going.broken_off()
    return going.ended()


class _Going:
    """One pass, number by number; `next` is the number that is due."""

    def __init__(self, connection: Connection, trust: Trusted, since: int, folder: Path | None) -> None:
        self._connection = connection
        self._since = self._next = since
        self._shared = "gevent.monkey" in sys.modules
        self._found = found = Findings()
        known = explained(connection, found)
        self._clock = len(known.clocks)
        self._tree = Growing(connection, since, found)
        self._signed = Signed(connection, trust, self._tree, found)
        self._anchors = Anchors(kept_in(folder, trust, found) if folder else (), found)
        self._gone = Gone(connection, since, known, found)
        self._entries = Entries(connection, since, trust.keys, known, found)
        if since:
            self._resume()

    def on(self) -> bool:
        """Go through the next numbers; False when there are none."""
        asked = {"first": self._next, "most": BATCH}
        bounds = self._connection.execute(BOUNDS, asked).mappings().one()
        if not bounds["count"]:
            return False
        if bounds["gap"] == self._next:
            self._found.add(Kind.NUMBER_GONE, self._next)
            self._signed.broken, self._next = True, bounds["first"]
            return True
        last = bounds["last"] if bounds["gap"] is None else bounds["gap"] - 1
        leaves = list(self._leaves({**bounds, "last": last}))
        self._entries.examine()
        first, until = self._tree.size, self._tree.size + len(leaves)
        stops = self._signed.between(first, until) | self._anchors.between(first, until)
        self._tree.grow(leaves, sorted(stops), self._at)
        return True

    def ended(self) -> Outcome:
        """The outcome, once there are no more numbers."""
        self._gone.end()
        self._tree.end()
        self._signed.end(self._since, self._next)
        self._anchors.end(self._next)
        self._gone.waiting(self._next, self._signed.newest)
        return self._outcome()

    def broken_off(self) -> Outcome:
        """The outcome, where time was up; the next pass goes on at `signed`."""
        self._gone.end()
        self._found.add(Kind.UNFINISHED)
        return self._outcome()

    def _leaves(self, bounds: dict[str, object]) -> Iterator[bytes]:
        """The leaves of these numbers; their entries are looked at in passing."""
        columns = self._entries.columns
        said = LINES.format(asked=columns.asked)
        with self._connection.connection.cursor().copy(said, bounds) as lines:
            for line in map(bytes, lines):
                fields = line.split(b"\t")
                number, leaf = int(fields[columns.number]), unhexlify(fields[columns.numbered])
                if number < self._next:
                    self._found.add(Kind.ENTRY_TWICE, number)
                    continue
                if fields[columns.ident] == NULL:
                    self._gone.lose(number, fields[columns.dated][:7].decode(), leaf)
                else:
                    self._entries.check(number, leaf, line, fields)
                if self._shared and number % BREATH == 0:
                    time.sleep(0)
                self._next = number + 1
                yield leaf

    def _at(self, size: int, root: bytes) -> None:
        self._signed.at(size, root)
        self._anchors.at(size, root)

    def _resume(self) -> None:
        """What comes before is taken from the tree as it is kept, if that gives the root that was signed."""
        if not self._signed.between(self._since - 1, self._since):
            raise ValueError(f"there is no checkpoint at {self._since} entries")
        root = self._tree.root()
        self._signed.at(self._since, root)
        self._anchors.before(self._connection, self._since, root)

    def _outcome(self) -> Outcome:
        return self._found.judged(
            checked=self._next - self._since, size=self._next, signed=self._signed.good,
            erased=self._entries.erased, retired=self._gone.retired, clock=self._clock,
        )  # fmt: skip
