"""Loading any valid world file, whole or not at all (rulings 13, 24, 25)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import NullPool, create_engine, text

from tests.cast import House
from tests.demo.towns import Town, written
from wijkaanpak.access import rows
from wijkaanpak.demo import loading
from wijkaanpak.demo.loading import NotLoaded, is_empty, load, today
from wijkaanpak.demo.loading_directory import AMSTERDAM
from wijkaanpak.demo.world import OEVERDRECHT, WorldFaults, read_world
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import CannotStart, Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.errors import SignedOut
from wijkaanpak.journal.entries import Point
from wijkaanpak.sign_in.sessions import open_session
from wijkaanpak.sign_in.subjects import COMMANDER, LOADER, acting_as

TABLES = (
    "organisation staff role_assignment complex district covenant matter part ground consent world_reference"
)
NOTHING = [1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]


@pytest.fixture
def empty(addresses: Addresses, settings: Settings) -> Iterator[Database]:
    """A migrated database with nobody in it."""
    database = Database(addresses, settings.secret)
    yield database
    database.close()


def truth(database: Database, sql: str) -> list[Any]:
    engine = create_engine(str(database.addresses.admin), poolclass=NullPool)
    with engine.connect() as connection:
        return list(connection.execute(text(sql)).all())


def count(database: Database) -> list[int]:
    """How many rows stand in the tables that a world fills; the house's own subjects are two of them."""
    return [truth(database, f"select count(*) from app.{table}")[0][0] for table in TABLES.split()]


def load_file(database: Database, path: Path) -> loading.Loaded:
    return load(database, read_world(path, today(database.app)))


def test_a_world_is_loaded_once(house: House) -> None:
    before = count(house.database)
    with pytest.raises(NotLoaded, match=r"Deze ids zijn er al: .*Er is niets geladen"):
        load_file(house.database, OEVERDRECHT)
    assert count(house.database) == before


KINDS = ["organisaties", "gebruikers", "complexen", "convenanten", "zaken", "betrokkenen", "grondslagen"]


@pytest.mark.parametrize("kind", KINDS)
def test_one_id_that_is_here_already_stops_the_whole_world(
    empty: Database, tmp_path: Path, kind: str
) -> None:
    first, second = Town(5, 6).plain(), renamed(Town(6, 6).plain())
    load_file(empty, written(tmp_path / "first.yaml", first))
    before = count(empty)
    if kind in ("betrokkenen", "grondslagen"):
        taken = next(matter[kind][0]["id"] for matter in first["zaken"] if matter[kind])
        one = dict(next(matter[kind][0] for matter in second["zaken"] if matter[kind]), id=taken)
        one.pop("betrokkene", None)
        plain = dict.fromkeys(("feiten", "toestemming", "betrokkenen", "grondslagen"))
        second["zaken"][0] |= plain | {kind: [one]}
    else:
        taken = first[kind][0]["id"]
        one = dict(second[kind][0], id=taken)
        second[kind].append(one | ({"grondslagen": []} if kind == "zaken" else {}))
    with pytest.raises(NotLoaded, match=rf"\b{taken}\b"):
        load_file(empty, written(tmp_path / "second.yaml", second))
    assert count(empty) == before


def renamed(world: dict[str, Any]) -> dict[str, Any]:
    """The same world with other ids, as a second town would have."""
    return yaml.safe_load(re.sub(r"\b([OCUVZPG])(\d+(?:-\d+)?)\b", r"N\1\2", yaml.safe_dump(world)))


def test_a_second_world_in_the_same_district_is_welcome(empty: Database, tmp_path: Path) -> None:
    load_file(empty, written(tmp_path / "first.yaml", Town(5, 3).plain()))
    load_file(empty, written(tmp_path / "second.yaml", renamed(Town(6, 3).plain())))
    assert truth(empty, "select count(*) from app.matter")[0][0] == 6
    assert truth(empty, "select count(*) from app.district")[0][0] == 2


def test_a_dangling_reference_is_named_with_its_line_and_nothing_is_loaded(
    empty: Database, tmp_path: Path
) -> None:
    path = written(tmp_path / "town.yaml", Town(1, 3).plain())
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if "verantwoordelijke" in line)
    at = next(i for i, line in enumerate(lines) if line.startswith("  org: O"))
    lines[at] = "  org: O999"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(WorldFaults) as wrong:
        load_file(empty, path)
    assert number != at
    assert [fault.line for fault in wrong.value.faults] == [at + 1]
    assert "O999" in str(wrong.value.faults[0])
    assert count(empty) == NOTHING


def test_a_fault_halfway_leaves_nothing_behind(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction for all of it."""

    def broken(*_words: object) -> None:
        raise RuntimeError("the last step fails")

    monkeypatch.setattr(loading, "load_history", broken)
    with pytest.raises(RuntimeError):
        load_file(empty, OEVERDRECHT)
    assert count(empty) == NOTHING
    assert is_empty(empty.gate)
    assert truth(empty, "select count(*) from sealed.session where ended_at is null")[0][0] == 0


def test_production_refuses_to_load_in_the_database_itself(empty: Database) -> None:
    """Rulings 13, 25: not only the command line, the database refuses the loader a session."""
    rows.install(empty.addresses.owner, "productie")
    with pytest.raises(NotLoaded, match="productie"):
        load_file(empty, OEVERDRECHT)
    with pytest.raises(SignedOut):
        open_session(empty.gate, LOADER, 2, Point("JOB"))
    assert count(empty) == NOTHING
    with pytest.raises(CannotStart, match="in production"):
        rows.install(empty.addresses.owner, "demo")  # a forgotten setting does not make it a demo again
    with acting_as(COMMANDER, empty) as unit:
        assert unit.actor.system == "systeem:opdracht"
        assert not unit.taking_over


def test_entries_that_would_lie_in_the_future_move_back_by_whole_days(
    empty: Database, tmp_path: Path
) -> None:
    """Rulings 13."""
    town = Town(3, 4).plain()
    done = {"user": "U0", "event": "LEZEN", "uitkomst": "GESLAAGD"}
    moments = ("2026-11-16T23:59:59+01:00", "2026-11-19T00:00:00+01:00")
    town["audit_scenario"] = [{"op": moment, **done} for moment in moments]
    load_file(empty, written(tmp_path / "town.yaml", town))
    left = truth(empty, "select occurred_at, recorded_at from journal.entry where event = 'LEZEN'")
    for occurred, recorded in left:
        assert timedelta() <= recorded - occurred <= timedelta(days=1)
    local = [occurred.astimezone(AMSTERDAM) for occurred, _recorded in left]
    assert sorted(moment.strftime("%H:%M:%S") for moment in local) == ["00:00:00", "23:59:59"]


@pytest.mark.parametrize("seed", range(4))
def test_a_world_made_at_random_loads(empty: Database, tmp_path: Path, seed: int) -> None:
    town = Town(seed, 25).plain()
    loaded = load_file(empty, written(tmp_path / "town.yaml", town))
    assert list(loaded.matters) == [matter["id"] for matter in town["zaken"]]
    assert truth(empty, "select count(*) from app.matter")[0][0] == 25
    assert truth(empty, "select count(*) from app.matter_access")[0][0] > 0
    ordinals = truth(empty, "select array_agg(ordinal order by ordinal) from app.subject group by matter_id")
    assert all(row[0] == list(range(1, len(row[0]) + 1)) for row in ordinals)


ABSENT = {
    "scenario_nu": "",
    "convenanten": "",
    "audit_scenario": "",
    "zaken": "audit_scenario",
    "gebruikers": "zaken audit_scenario",
    "complexen": "gebruikers zaken audit_scenario",
    "wijken": "complexen gebruikers zaken audit_scenario",
    "organisaties": "wijken complexen gebruikers convenanten zaken audit_scenario",
}  # and what names something of it


@pytest.mark.parametrize("absent", ABSENT)
def test_every_list_may_be_absent(empty: Database, tmp_path: Path, absent: str) -> None:
    town = Town(11, 3).plain()
    for name in (absent, *ABSENT[absent].split()):
        town.pop(name)
    load_file(empty, written(tmp_path / "town.yaml", town))
    assert truth(empty, "select count(*) from journal.entry where name = 'world.taken_over'")[0][0] == 1


def test_every_list_may_be_empty(empty: Database, tmp_path: Path) -> None:
    nothing = {name: [] for name in Town(11, 0).plain() if name != "scenario_nu"}
    loaded = load_file(empty, written(tmp_path / "town.yaml", nothing))
    assert loaded.plain() == {"zaken": {}, "personen": {}}
    assert count(empty) == NOTHING


def test_a_hundred_cases_load(empty: Database, tmp_path: Path) -> None:
    """How long that takes is told, and guards nothing: a busy machine is no fault."""
    path = written(tmp_path / "town.yaml", Town(42, 100).plain())
    began = time.monotonic()
    loaded = load_file(empty, path)
    print(f"100 cases loaded in {time.monotonic() - began:.1f} s")
    assert len(loaded.matters) == 100


def test_an_empty_house_knows_that_it_is_empty(empty: Database, house: House) -> None:
    assert is_empty(empty.gate)
    assert not is_empty(house.database.gate)
