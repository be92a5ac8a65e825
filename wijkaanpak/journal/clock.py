"""The clock by which entries are dated: that it goes back, or beside our own, stands in the journal (R94)."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Row, text
from structlog import get_logger

from wijkaanpak.journal.upkeep import ALONE, LOG, NOTARY, ClockMoved, tell

EVERY = 1.0  # seconds between two looks
LARGEST = timedelta(seconds=1)  # that the clock may stand behind what it dated, or beside the process's
APART = timedelta(minutes=1)  # between two entries about it, at least

# The newest moment since the last entry about the clock: what came before that is told already.
STANDS = text("""
    with told as (
        select max(n.number) as number, max(e.recorded_at) as at
        from journal.entry e left join journal.number n on n.entry_id = e.id
        where e.name = :name and e.actor_role = :role
    ), newest as (
        select n.recorded_at from journal.number n, told
        where n.number > coalesce(told.number, -1) order by n.number desc limit 1000
    )
    select clock_timestamp() as now, (select max(recorded_at) from newest) as newest, told.at as told
    from told
""")


class Clock:
    """Looks at the clock of the database beside the numbering; `engine` connects as wijk_notary."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._told = timedelta()

    def round(self) -> None:
        """Tell when the clock stands behind its newest entry, or further beside ours than was told."""
        with self._engine.begin() as connection:
            connection.execute(ALONE)
            began = time.time()
            stands = connection.execute(STANDS, {"name": ClockMoved.name, "role": NOTARY.role}).one()
            beside = _beside(stands.now.timestamp(), began, time.time())
            behind = stands.newest - stands.now if stands.newest else timedelta()
            if not _just_told(stands) and (behind > LARGEST or abs(beside - self._told) > LARGEST):
                _tell(connection, max(behind, timedelta()), beside)
                self._told = beside


def _beside(theirs: float, began: float, ended: float) -> timedelta:
    """How far the database's clock is ahead of ours; what asking took is not counted as a difference."""
    ahead = theirs - ended if theirs > ended else min(0.0, theirs - began)
    return timedelta(seconds=ahead)


def _just_told(stands: Row[tuple[datetime, datetime | None, datetime | None]]) -> bool:
    """Within a minute, unless that entry lies in what has become the future."""
    return stands.told is not None and stands.told <= stands.now < stands.told + APART


def _tell(connection: Connection, behind: timedelta, beside: timedelta) -> None:
    told = ClockMoved(thing=LOG, behind_ms=_ms(behind), beside_ms=_ms(beside))
    tell(connection, told)
    get_logger().warning("a clock is wrong", behind_ms=told.behind_ms, beside_ms=told.beside_ms)


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
