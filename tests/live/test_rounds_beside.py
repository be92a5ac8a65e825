"""A house that serves goes its rounds by itself: who looks where they have no part is soon found (T01)."""

import time
import urllib.error
import urllib.request
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.live.conftest import open_house
from tests.live.world import World

PATIENCE = 30.0


def flagged(world: World) -> list[str]:
    """In which queues something about the caretaker stands."""
    engine = world.engine()
    with engine.connect() as connection:
        found = connection.scalars(
            text("select queue from app.finding where staff_id = :who"), {"who": world.staff["wb"]}
        ).all()
    engine.dispose()
    return list(found)


def test_a_neighbour_who_tries_one_case_after_another_is_found_while_the_house_serves(
    world: World, tmp_path: Path
) -> None:
    with open_house(world.addresses, tmp_path / "home", minute=1.0) as (url, process):
        cookie = world.cookie("wb")
        for _ in range(3):
            asked = urllib.request.Request(
                f"{url}/casussen/{uuid4()}", headers={"Cookie": f"__Host-sid={cookie}"}
            )
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(asked, timeout=10)
        end = time.monotonic() + PATIENCE
        while not flagged(world) and time.monotonic() < end:
            time.sleep(0.2)
        assert flagged(world) == ["Q2"]
        process.terminate()
        assert process.wait(10) == 0
        assert process.stdout is not None
        assert "skipped" not in process.stdout.read()
