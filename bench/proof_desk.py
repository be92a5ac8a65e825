"""Months of ordinary work through the journal and the rounds of the desk: what they flag, and who is caught.

PROOF_MONTHS (3) makes the run shorter; PROOF_SEED begins elsewhere.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Row, TextClause, create_engine, text

from bench import ordinary_journal
from bench.ordinary_people import settle, working_days
from bench.ordinary_work import Month, month
from bench.proof_worlds import house, tell
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review.rounds import Rounds

MONTHS = int(os.environ.get("PROOF_MONTHS", "3"))
SEED = int(os.environ.get("PROOF_SEED", "2026"))
FEWER_THAN = 25  # false flags in a month, in all queues
BY_DESIGN = ("Q8", "Q9", "Q10")  # looked at whole or by chance, whatever happened
CAUGHT = {"neighbour": "Q2", "browser": "Q4", "reader": "Q5"}
BUSY = 300  # acts of a busy minute
BACK = text(f"update app.round set next_number = (select max(number) - {BUSY} from journal.number)")
FOUND = text("select queue, staff_id from app.finding where queue <> all(:apart)")


def run() -> int:
    """Each month in a database of its own; returns how many things were not as they should be."""
    of, wrong = datetime.now(UTC).date().replace(day=1), 0
    with tempfile.TemporaryDirectory(prefix="wijk-proof-") as folder:
        Path(folder).chmod(0o711)
        for number in range(MONTHS):
            of = (of - timedelta(days=1)).replace(day=1)
            with house(Path(folder) / f"month{number}") as addresses:
                wrong += _month(addresses, Path(folder), of, SEED + number)
    return wrong


def _month(addresses: Addresses, folder: Path, of: date, seed: int) -> int:
    chance, days = Random(seed), working_days(of)
    town = settle(chance, days)
    work = month(chance, town, of)
    secret = Settings(home=folder / "home").secret
    ordinary_journal.keep(addresses.admin, secret, town, work.done)
    database = Database(addresses, secret, pool=3)
    Notary(database.notary).follow_once()
    rounds, began = Rounds(database), time.monotonic()
    looked = rounds.once()
    seconds, began = time.monotonic() - began, time.monotonic()
    _ask(addresses, BACK)
    rounds.once()
    again = time.monotonic() - began
    rounds.end()
    database.close()
    false, missed = _flags(addresses, work)
    tell(
        "desk_month", seed=seed, month=f"{of:%Y-%m}", people=len(town.people), working_days=len(days),
        acts=len(work.done), looked_at=looked, seconds=round(seconds, 1),
        one_round=round(again, 2), false_flags=sum(false.values()),
        fewer_than=FEWER_THAN, by_queue=dict(sorted(false.items())), missed=missed,
    )  # fmt: skip
    return len(missed) + (sum(false.values()) >= FEWER_THAN)


def _flags(addresses: Addresses, work: Month) -> tuple[Counter[str], list[str]]:
    """The flags on people of whom nothing was planted, and which of the planted nobody found."""
    rows = _ask(addresses, FOUND, apart=list(BY_DESIGN))
    planted = {who.id for who in work.planted.values()}
    false = Counter(row.queue for row in rows if row.staff_id not in planted)
    caught = {(row.queue, row.staff_id) for row in rows}
    return false, [name for name, who in work.planted.items() if (CAUGHT[name], who.id) not in caught]


def _ask(addresses: Addresses, statement: TextClause, **values: object) -> list[Row[Any]]:
    engine = create_engine(addresses.admin)
    with engine.begin() as connection:
        answer = connection.execute(statement, values)
        rows = list(answer.all()) if answer.returns_rows else []
    engine.dispose()
    return rows
