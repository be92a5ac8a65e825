"""Four answers agree in random worlds round every edge: reference, policy, rows and pages (R58, R60)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access import reference
from tests.access.four import Four, Visitor
from tests.access.proof import connect
from tests.access.telling import told
from tests.cast import Clone
from tests.opening import application
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database

pytestmark = pytest.mark.postgres

WORLDS = int(os.environ.get("WORLDS", "500"))
FIRST = int(os.environ.get("FIRST_WORLD", "0"))
VISITED, SHARE = WORLDS // 10, 0.5  # pages are opened in a tenth of the worlds: half of them, 1 in 20 in all


@pytest.fixture(scope="module")
def prover(clone: Clone) -> Iterator[Four]:
    with clone() as addresses:
        made = Four(addresses.admin)
        yield made
        made.connection.close()


def test_the_reference_is_plain_short_and_on_its_own() -> None:
    """It can be read beside the text: at most 150 lines, and nothing of the house in it."""
    lines = Path(reference.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    assert not [line for line in lines if "import" in line and ("wijkaanpak" in line or "tests" in line)]


def test_what_the_policy_is_told_is_what_stands_in_the_rows(prover: Four) -> None:
    """The facts and the people that need no database are those of the reviewed functions."""
    for seed in range(FIRST, FIRST + 40):
        for sealed, plain in prover.actors(seed):
            assert sealed == plain, f"seed {seed}"


def test_the_reference_the_policy_and_the_rows_agree(prover: Four) -> None:
    """Part by part and name by name, for every person; seeds are printed. WORLDS=20000 for more."""
    begun = time.monotonic()
    for seed in range(FIRST, FIRST + WORLDS):
        for difference in prover.differences(seed)[:1]:
            pytest.fail(told(prover, seed, difference), pytrace=False)
    took = time.monotonic() - begun
    print(
        f"\nworlds {FIRST}-{FIRST + WORLDS - 1}: {prover.decisions} rows, {prover.questions} questions, "
        f"{prover.allowed} allowed, no difference, {took:.1f} s"
    )
    assert prover.allowed > prover.decisions * 0.05, "the worlds hardly open anything, so they prove little"


def test_the_pages_of_the_house_show_exactly_what_the_reference_allows(
    clone: Clone, settings: Settings
) -> None:
    """Status and every text: 200 with what may be read, else 403 for who knows of it, else 404 (ruling 8)."""
    with clone() as addresses:
        database = Database(addresses, settings.secret, pool=3)
        admin = connect(addresses.admin)
        visitor = Visitor(application(settings, database), database, admin)
        begun = time.monotonic()
        try:
            for seed in range(FIRST, FIRST + VISITED):
                complaints = list(visitor.differences(visitor.settle(seed), SHARE))
                assert not complaints, "\n".join(complaints)
        finally:
            admin.close()
            database.close()
    print(
        f"\nworlds {FIRST}-{FIRST + VISITED - 1}: {visitor.pages} pages, {visitor.decisions} decisions, "
        f"no difference, {time.monotonic() - begun:.1f} s"
    )
