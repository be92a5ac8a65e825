"""Sending each organisation the rows of its own log of processing: at least once, and in order (R99)."""

from __future__ import annotations

import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, text
from sqlalchemy.exc import SQLAlchemyError
from structlog import get_logger

from wijkaanpak.exchange import collectors, otlp
from wijkaanpak.exchange.collectors import Collector
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import trace
from wijkaanpak.journal.operations import OF_THE_HOUSE, Operation, operations

ROUND = 10.0  # seconds between two looks
MOST = 1_000  # numbers of one request
PATIENCE = 10.0  # seconds that a collector may take
DELIVERED, REFUSED, SILENT = "AFGELEVERD", "GEWEIGERD", "ONBEREIKBAAR"

STATE = text("select number from journal.export_state where organisation_id = :home")
NEWEST = text("select coalesce(max(number), -1) from journal.number")
ENTRIES = text("""
    select e.trace_id, e.span_id, e.parent_span_id, e.event, e.outcome, e.occurred_at, e.activity, e.subjects,
           e.matter_id, e.sensitivity
    from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
    where n.number >= :first and n.number < :end and e.event <> all (:house)
      and (e.actor_organisation_id = :home or e.controller_ids @> array[cast(:home as uuid)])
    order by n.number
""")
SHIELDED = text("select journal.shielded_among(:matters)")
KEEP = text("""
    insert into journal.export_state (organisation_id, number, outcome, said)
    values (:home, :number, :outcome, :said)
    on conflict (organisation_id) do update
    set number = excluded.number, outcome = excluded.outcome, said = excluded.said, at = clock_timestamp()
""")


@dataclass(frozen=True)
class Sent:
    """What one request came to: its rows, and how the collector answered."""

    rows: int
    outcome: str
    said: str = ""


class Exporter:
    """Follows the numbers of the journal for each collector; `engine` connects as wijk_notary."""

    def __init__(self, engine: Engine, collectors: Sequence[Collector]) -> None:
        self._engine = engine
        self._collectors = collectors
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """One thread a collector, so that a slow one keeps nobody waiting."""
        for one in self._collectors:
            thread = threading.Thread(target=self._run, args=(one,), name="exporter", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Finish what is under way, and go."""
        self._ended.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _run(self, collector: Collector) -> None:
        while not self._ended.is_set():
            try:
                while not self._ended.is_set() and export(self._engine, collector):
                    pass
            except SQLAlchemyError as error:
                get_logger().warning("an export was skipped", kind=type(error).__name__)
            self._ended.wait(ROUND)


@contextmanager
def exporting(database: Database, settings: Settings) -> Iterator[None]:
    """Send while the house serves; raises CannotStart for a file of collectors that is not understood."""
    exporter = Exporter(database.notary, collectors.read(settings.home, production=settings.production))
    exporter.start()
    try:
        yield
    finally:
        exporter.stop()


def export(engine: Engine, collector: Collector) -> bool:
    """Send what is next; True when it arrived and there is more. No connection waits for the other side."""
    home = collector.organisation
    with engine.connect() as connection:
        first = connection.scalar(STATE, {"home": home}) or 0
        newest = int(connection.scalar(NEWEST) or 0)
        end = min(first + MOST, newest + 1)
        rows = _rows(connection, home, first, end)
    if end <= first:
        return False
    sent = send(collector, rows) if rows else Sent(0, DELIVERED)
    arrived = sent.outcome == DELIVERED
    with engine.begin() as connection:
        kept = {"home": home, "number": end if arrived else first, "outcome": sent.outcome, "said": sent.said}
        connection.execute(KEEP, kept)
    return arrived and end <= newest


def _rows(connection: Connection, home: UUID, first: int, end: int) -> list[Operation]:
    asked = {"first": first, "end": end, "home": home, "house": list(OF_THE_HOUSE)}
    entries: Sequence[Row[Any]] = connection.execute(ENTRIES, asked).all()
    matters = list({entry.matter_id for entry in entries if entry.matter_id})
    shielded = set(connection.scalars(SHIELDED, {"matters": matters})) if matters else set()
    return [
        row
        for entry in entries
        for row in operations(entry, home, veiled=entry.sensitivity == "K7" or entry.matter_id in shielded)
    ]


def send(collector: Collector, rows: Sequence[Operation]) -> Sent:
    """One request; whatever goes wrong is an outcome, and the rows are sent again."""
    headers = {
        "Content-Type": otlp.CONTENT_TYPE,
        trace.HEADER: trace.written(secrets.token_hex(16), secrets.token_hex(8)),
    }
    if collector.token:
        headers["Authorization"] = f"Bearer {collector.token}"
    asked = urllib.request.Request(collector.url, otlp.request(rows), headers, method="POST")  # noqa: S310
    try:
        with OPENER.open(asked, timeout=PATIENCE) as answer:
            return Sent(len(rows), DELIVERED if answer.status == 200 else REFUSED, str(answer.status))
    except urllib.error.HTTPError as error:
        return Sent(len(rows), REFUSED, str(error.code))
    except (OSError, ValueError) as error:
        return Sent(len(rows), SILENT, type(error).__name__)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A collector that sends us elsewhere would take residents' pseudonyms to where nobody agreed to."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


OPENER = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
