"""What the platform itself writes down: the rules it decides by, and its clock (R94)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from wijkaanpak.access import roles
from wijkaanpak.foundation.database import SECRET, Database
from wijkaanpak.journal import clock as module
from wijkaanpak.journal.clock import Clock
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.record import record
from wijkaanpak.journal.upkeep import install_policy

Write = Callable[..., UUID]
TOLD = text("select event, particulars, actor_id, acr, access_point, nature from journal.entry "
            "where name = :name order by recorded_at")  # fmt: skip


def told(database: Database, name: str) -> list[dict[str, object]]:
    """The particulars of the platform's entries with this name."""
    with database.notary.connect() as connection:
        rows = connection.execute(TOLD, {"name": name}).all()
    for row in rows:
        assert (row.actor_id, row.acr, row.access_point, row.nature) == (None, "SYSTEEM", "JOB", "SYSTEEM")
    return [row.particulars for row in rows]


def ahead(database: Database, span: timedelta) -> None:
    """An entry that was dated by a clock which has since been set back by so much."""
    secret = database.app.get_execution_options()[SECRET]
    admin = create_engine(str(database.addresses.admin), execution_options={SECRET: secret})
    with admin.begin() as connection:
        then = connection.execute(text("select transaction_timestamp()")).scalar_one() + span
        footprint = Footprint("LEZEN", "case.read", "R", Thing("CASUS"), "test")
        record(connection, Who(), Point(), footprint, clock=then, occurred=then)
    admin.dispose()
    Notary(database.notary).follow_once()


def test_the_rules_are_registered_once_and_again_when_they_change(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X23: every entry carries a version of the rules, and that version stands in the journal before it."""
    now = roles.policy_version()
    assert install_policy(database.notary)
    assert not install_policy(database.notary)
    monkeypatch.setattr(roles, "policy_version", lambda: "matrix@sha256:0123456789abcdef")
    assert install_policy(database.notary)
    monkeypatch.undo()
    assert install_policy(database.notary), "back to the rules of before"
    expected = [{"digest": version} for version in (now, "matrix@sha256:0123456789abcdef", now)]
    assert told(database, "policy.installed") == expected


def test_a_clock_that_is_right_is_not_told(database: Database, write: Write) -> None:
    with database.app.begin() as connection:
        write(connection)
    Notary(database.notary).follow_once()
    Clock(database.notary).round()
    assert told(database, "clock.moved") == []


def test_a_clock_that_was_set_back_is_told_once(database: Database) -> None:
    """R94: the newest entry lies in what is now the future; at most one entry a minute says so."""
    clock = Clock(database.notary)
    ahead(database, timedelta(milliseconds=700))
    clock.round()
    assert told(database, "clock.moved") == []
    ahead(database, timedelta(hours=1))
    for _ in range(3):
        clock.round()
        Notary(database.notary).follow_once()
    Clock(database.notary).round()
    (said,) = told(database, "clock.moved")
    assert 3_590_000 < int(str(said["behind_ms"])) <= 3_600_000
    assert abs(int(str(said["beside_ms"]))) < 1_000


def test_a_clock_beside_that_of_the_process_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R94: more than a second; not again while it stays so, and once more when it is right again."""
    clock, real = Clock(database.notary), module.time.time
    monkeypatch.setattr(module, "APART", timedelta())
    for shift, count in ((0.5, 0), (-5, 1), (-5.3, 1), (90, 2), (0, 3)):
        monkeypatch.setattr(module.time, "time", lambda shift=shift: real() + shift)
        clock.round()
        assert len(told(database, "clock.moved")) == count
    beside = [round(int(str(said["beside_ms"])) / 1000) for said in told(database, "clock.moved")]
    assert beside == [5, -90, 0]
