"""The notary: follows what was committed, gives every entry its number and rings the bell."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, text
from sqlalchemy.exc import SQLAlchemyError
from structlog import get_logger

from wijkaanpak.journal import tiles
from wijkaanpak.journal.bell import CHANNEL

POLL = 0.1  # seconds between two looks when nobody wakes it
PATIENCE = 0.5  # seconds before a lost connection, or another notary's place, is tried again
MOST = 5_000  # entries of one round; a transaction with more is taken whole
SUCCEEDED = "GESLAAGD"
TOLD = 20  # numbers that one warning names at most

# Whose sockets may have to close, and who may no longer hear a reference, by event (requirements.md 5.3).
ENDS_OF_STAFF = ("ROL_INGETROKKEN", "CONFIG_GEWIJZIGD")
ENDS_OF_SESSION = ("AFMELDEN",)
CHANGES_ACCESS = ("STATUS", "SAMENVOEGEN", "GRONDSLAG_", "TOESTEMMING_", "WIJZIGEN", "NOODPROCEDURE_")

LEAD = text("select pg_try_advisory_lock(hashtext('wijkaanpak notary'))")
# Below xmin nobody writes any more, so nothing can appear there later; a cursor on ids alone loses entries.
NEWS = text("""
    select exists (select from journal.entry e where e.txid >= w.seen_below and e.txid < w.xmin)
           or w.seen_below > w.xmax
    from (select seen_below, pg_snapshot_xmin(s) xmin, pg_snapshot_xmax(s) xmax
          from journal.watermark, pg_current_snapshot() s) w
""")
TAKE = text("select seen_below::text, next_number from journal.watermark for update")
SPAN = text("""
    select pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text,
           (select txid::text from journal.entry
            where txid >= cast(:low as xid8) and txid < pg_snapshot_xmin(s)
            order by txid offset :most limit 1)
    from pg_current_snapshot() s
""")
NUMBER = text("""
    with fresh as (
        select row_number() over (order by e.txid, e.place) - 1 + :next as number,
               e.id, e.recorded_at, e.leaf,
               e.leaf = sha256('\\x00'::bytea || convert_to(e.canonical, 'UTF8')) as holds
        from journal.entry e
        where (e.txid >= cast(:low as xid8) and e.txid < cast(:high as xid8)
               or e.txid >= cast(:relics as xid8))
          and not exists (select from journal.number n where n.entry_id = e.id)
    ), numbered as (
        insert into journal.number (number, entry_id, recorded_at, leaf)
        select number, id, recorded_at, leaf from fresh returning number
    )
    select (select count(*) from numbered), coalesce(array_agg(number) filter (where not holds), '{}')
    from fresh
""")
RING = text("""
    with rings as (
        select r.ref, e.ring_kind as kind, e.id, n.number,
               row_number() over (partition by r.ref order by n.number) as nth
        from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
             cross join lateral (select distinct ref from unnest(e.ring_refs) ref) r
        where n.number >= :next and e.ring_kind is not null and e.outcome = :succeeded
    )
    insert into journal.bell (ref, n, kind, entry_id)
    select ref, coalesce((select max(n) from journal.bell b where b.ref = rings.ref), 0) + nth, kind, id
    from rings order by number
    returning ref, n, kind
""")
ASIDE = text("""
    select e.event, e.session_id, e.object_id, e.ring_refs, e.ring_kind
    from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
    where n.number >= :next and e.outcome = :succeeded and e.action <> 'R' and e.event ~ :events
    order by n.number
""")
TELL = text("""
    select pg_notify(:channel, told)
    from unnest(cast(:told as text[])) with ordinality t (told, nth) order by nth
""")
KEEP = text("update journal.watermark set seen_below = cast(:high as xid8), next_number = :next")
EVENTS = "^(" + "|".join(ENDS_OF_STAFF + ENDS_OF_SESSION + CHANGES_ACCESS) + ")"


class Notary:
    """Numbers the journal from 0 without a gap, in the order of commit; one at a time in the whole house.

    Writers never wait for it. `engine` connects as wijk_notary.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._awake = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Look now: something was just committed."""
        self._awake.set()

    def start(self) -> None:
        """Follow until `stop`, beside everything else this process does."""
        self._thread = threading.Thread(target=self._run, name="notary", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the round and leave the place to another."""
        self._ended.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join()

    def follow_once(self) -> int:
        """Number and ring everything that is committed now; returns how many entries that were."""
        with self._engine.connect() as connection:
            return sum(iter(lambda: follow(connection), 0))

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with self._engine.connect() as connection:
                    self._lead(connection)
            except SQLAlchemyError as error:
                get_logger().warning("the notary lost its connection", kind=type(error).__name__)
            self._ended.wait(PATIENCE)

    def _lead(self, connection: Connection) -> None:
        """Take the place of the one notary, which lasts as long as this connection, and follow."""
        try:
            while not self._ended.is_set():
                with connection.begin():
                    leads = connection.scalar(LEAD)
                if leads:
                    break
                self._ended.wait(PATIENCE)
            while not self._ended.is_set():
                self._awake.clear()
                if follow(connection) == 0:
                    self._awake.wait(POLL)
        finally:
            connection.invalidate()  # closes it, and with it the place ends


def follow(connection: Connection) -> int:
    """One round: number what is below the oldest running transaction, ring, remember; returns how many."""
    with connection.begin():
        if not connection.scalar(NEWS):
            return 0
    with connection.begin():
        seen_below, start = connection.execute(TAKE).one()
        low, high, relics = _span(connection, seen_below)
        asked = {"low": low, "high": high, "relics": relics, "next": start}
        count, false = connection.execute(NUMBER, asked).one()
        told = list(_news(connection, start)) if count else []
        if told:
            connection.execute(TELL, {"channel": CHANNEL, "told": told})
        _grow(connection, start, start + count, false)
        connection.execute(KEEP, {"high": high, "next": start + count})
    return count


def _grow(connection: Connection, start: int, end: int, false: list[int]) -> None:
    """Let the tree grow with what was numbered; what is wrong is told, and never stops the numbering."""
    if false:
        get_logger().warning("entries carry another leaf than that of their text", numbers=false[:TOLD])
    if start >> tiles.HEIGHT == end >> tiles.HEIGHT:
        return
    try:
        tiles.grow(connection, end)
    except tiles.Incomplete as gap:
        get_logger().warning("the tree over the journal does not grow", gap=str(gap))


def _span(connection: Connection, low: str) -> tuple[str, str, str]:
    """From which transaction to which this round goes, and from which on entries are another server's.

    A dump keeps the transaction numbers of the server it came from, which mean nothing here: after a restore
    everything without a number is taken once, and the new server's own numbers count from then on.
    """
    oldest, newest, enough = connection.execute(SPAN, {"low": low, "most": MOST}).one()
    if int(low) > int(newest):
        return "0", oldest, newest
    return low, str(int(enough) + 1) if enough else oldest, str(2**63)


def _news(connection: Connection, start: int) -> Iterator[str]:
    """What the listeners are told, one short message each, far below the 8,000 bytes that NOTIFY carries."""
    for bell in connection.execute(RING, {"next": start, "succeeded": SUCCEEDED}).all():
        yield _said(ref=bell.ref, n=bell.n, kind=bell.kind)
    for entry in connection.execute(ASIDE, {"next": start, "succeeded": SUCCEEDED, "events": EVENTS}):
        yield from _aside(entry)


def _aside(entry: Row[Any]) -> Iterator[str]:
    if entry.event in ENDS_OF_SESSION + ENDS_OF_STAFF:
        ended = entry.session_id if entry.event in ENDS_OF_SESSION else entry.object_id
        if ended is not None:
            yield _said(ended=ended)
    elif entry.ring_kind not in (None, "access.changed"):  # that kind says it itself
        for ref in dict.fromkeys(entry.ring_refs):
            yield _said(check=ref)


def _said(**what: UUID | int | str) -> str:
    return json.dumps(what, default=str, separators=(",", ":"))
