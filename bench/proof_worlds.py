"""Random worlds by the thousand, and faults planted in policy and rows, each of which must die (R58, R60).

PROOF_WORLDS (20000) and PROOF_SEEDS (5) make a run smaller; PROOF_FIRST begins at another world.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.access import faults, faults_beside
from tests.access.fault import Fault, planted_in
from tests.access.four import Four, Visitor
from tests.access.mutants import MUTANTS
from tests.access.proof import connect
from tests.access.telling import told
from tests.access.test_mutants_die import killer
from wijkaanpak.access import rows
from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import Addresses, cluster_addresses, make_roles_and_database
from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.migrating import upgrade

WORLDS = int(os.environ.get("PROOF_WORLDS", "20000"))
FIRST = int(os.environ.get("PROOF_FIRST", "0"))
SEEDS = int(os.environ.get("PROOF_SEEDS", "5"))
APART, WITHIN = 1000, 200  # worlds between two seeds, and how many of them a fault may live
EVERY, SHARE = 10, 0.5  # pages are opened in one world of ten: half of them, so that it is 1 decision in 20
BATCH = 250  # worlds that stay in one database together
AGREED = 500  # worlds a line


def run(only: set[str]) -> int:
    """Each part that was asked for; returns how many things were found wrong."""
    parts: dict[str, Callable[[Path], int]] = {
        "worlds": worlds,
        "pages": pages,
        "policy": policy_faults,
        "rows": row_faults,
    }
    with tempfile.TemporaryDirectory(prefix="wijk-proof-") as folder:
        Path(folder).chmod(0o711)
        return sum(part(Path(folder)) for name, part in parts.items() if not only or name in only)


def worlds(folder: Path) -> int:
    """Reference, policy and rows in every world."""
    wrong, begun = 0, time.monotonic()
    with house(folder / "worlds") as addresses:
        prover = Four(addresses.admin)
        for seed in range(FIRST, FIRST + WORLDS):
            for difference in prover.differences(seed)[:1]:
                wrong += 1
                tell("four_answers", seed=seed, difference=told(prover, seed, difference))
            if (seed - FIRST + 1) % AGREED == 0:
                said(f"{seed - FIRST + 1} worlds")
        prover.connection.close()
    tell(
        "four_answers", worlds=WORLDS, first=FIRST, rows=prover.decisions, questions=prover.questions,
        allowed=prover.allowed, differences=wrong, seconds=round(time.monotonic() - begun, 1),
    )  # fmt: skip
    return wrong


def pages(folder: Path) -> int:
    """The reference and the pages of the house, in one world of ten; worlds come in batches that stay."""
    chosen = range(FIRST, FIRST + WORLDS, EVERY)
    wrong = opened = decided = 0
    begun = time.monotonic()
    for start in range(0, len(chosen), BATCH):
        with house(folder / f"pages{start}") as addresses:
            settings = Settings(home=folder / "home", mode="demo")
            database = Database(addresses, settings.secret, pool=3)
            admin = connect(addresses.admin)
            visitor = Visitor(create_app(settings, database, testing=True), database, admin)
            for seed in chosen[start : start + BATCH]:
                for complaint in visitor.differences(visitor.settle(seed), SHARE):
                    wrong += 1
                    tell("four_answers_pages", seed=seed, difference=complaint)
            opened, decided = opened + visitor.pages, decided + visitor.decisions
            admin.close()
            database.close()
    tell(
        "four_answers_pages", worlds=len(chosen), pages=opened, decisions=decided, differences=wrong,
        seconds=round(time.monotonic() - begun, 1),
    )  # fmt: skip
    return wrong


def policy_faults(folder: Path) -> int:
    """Every fault in the policy function, beside the reference."""
    alive = 0
    for mutant in MUTANTS:
        deaths = [killer(mutant, seed) for seed in range(SEEDS)]
        alive += None in deaths
        tell("policy_fault", fault=mutant.name, worlds=deaths, alive=None in deaths)
    tell("policy_faults", faults=len(MUTANTS), seeds=SEEDS, alive=alive)
    return alive


def row_faults(folder: Path) -> int:
    """Every fault in row-level security, beside the policy."""
    planted: list[Fault] = [*faults.FAULTS, *faults_beside.FAULTS]
    alive = 0
    with house(folder / "rows") as addresses:
        prover = Four(addresses.admin)
        for fault in planted:
            with planted_in(prover.connection, fault):
                deaths = [_died(prover, seed) for seed in range(SEEDS)]
            alive += None in deaths
            tell("row_fault", fault=fault.name, worlds=deaths, alive=None in deaths)
        prover.connection.close()
    tell("row_faults", faults=len(planted), seeds=SEEDS, alive=alive)
    return alive


def _died(prover: Four, seed: int) -> int | None:
    first = seed * APART
    return next((n for n in range(WITHIN) if prover.by_rows(first + n)), None)


@contextmanager
def house(home: Path) -> Iterator[Addresses]:
    """A database of its own, as the application has it."""
    home.mkdir(mode=0o711)
    hasty = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    with Cluster(home, options=hasty) as cluster:
        make_roles_and_database(cluster)
        addresses = cluster_addresses(cluster)
        upgrade(addresses.owner)
        rows.install(addresses.owner)
        yield addresses


def tell(name: str, **more: Any) -> None:
    """Print one row of the proof."""
    sys.stdout.write(json.dumps({"name": name, **more}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def said(sentence: str) -> None:
    """Tell who waits, on standard error."""
    sys.stderr.write(sentence + "\n")
