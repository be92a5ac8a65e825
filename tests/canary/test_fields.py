"""Every form, line and piece of work without a person leaves its entry, with every required field (R88)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.canary import fields
from tests.canary.writing import every_form
from tests.cast import FreshHouse, House
from wijkaanpak.door import unit_of
from wijkaanpak.foundation.errors import Refusal
from wijkaanpak.journal.entries import Point
from wijkaanpak.journal.findings import Kind
from wijkaanpak.journal.record import COLUMNS
from wijkaanpak.live.rooms import listen
from wijkaanpak.review.proving import proven
from wijkaanpak.sign_in.local import record_failure
from wijkaanpak.sign_in.sessions import end_session

OF = "select count(*) from journal.entry where actor_id = :w and event not in ('AANMELDEN', 'AFMELDEN')"


@pytest.fixture(scope="module")
def worked(fresh_house: FreshHouse) -> Iterator[tuple[House, list[str]]]:
    """A house in which everything was done once, and the forms that left no entry."""
    with fresh_house() as house:
        silent: list[str] = []

        def send(endpoint: str, who: str, path: str, said: dict[str, Any]) -> TestResponse:
            before = house.truth(OF, w=house.staff[who])[0][0]
            answer = house.sign_in(who).post(path, said)
            if house.truth(OF, w=house.staff[who])[0][0] == before:
                silent.append(endpoint)
            return answer

        every_form(house, send)
        yield house, silent


def test_every_form_leaves_an_entry(worked: tuple[House, list[str]]) -> None:
    """R88; that it is every form there is, and that each does its work, test_mass_assignment.py says."""
    assert worked[1] == []


def test_every_entry_has_every_required_field(worked: tuple[House, list[str]]) -> None:
    """The loader of worlds, sockets, sign-in and the command line beside the forms."""
    house, _silent = worked
    cookie = house.sign_in("U-WC1").cookie.encode()
    case, nothing = (
        house.truth("select matter_id from app.case_file where id = :c", c=house.thing("S-02")),
        uuid4(),
    )
    for ref in (case[0].matter_id, nothing):
        with unit_of(house.database.app, cookie, Point("SOCKET")) as unit:
            try:
                listen(unit, ref, lambda: None)
                unit.close()
            except Refusal:
                assert ref == nothing
    with house.database.gate.begin() as connection:
        record_failure(connection, Point(address="192.0.2.1"))
    end_session(house.database.gate, cookie, Point())
    outcome = proven(house.database, house.settings, 0, None)
    assert outcome.kind == Kind.SOUND, outcome.plain()
    assert sorted(set(fields.lacking(house))) == []
    points = {row.access_point for row in house.truth("select distinct access_point from journal.entry")}
    assert points == {"WEB", "SOCKET", "JOB"}
    shown = house.truth("select count(*) from journal.entry e where not exists "
                        "(select from journal.personal p where p.entry_id = e.id)")  # fmt: skip
    assert shown[0][0] == 0


def test_the_page_has_each_of_the_fields_and_names_only_what_there_is() -> None:
    """requirements.md 5.2: thirty-four of them."""
    rows = fields.rows()
    assert list(rows) == list(range(1, 35))
    named = {name for _need, where in rows.values() for name in where}
    beside = {"v", "ring_refs", "ring_kind"}  # of the form itself, and of the bell
    assert set(COLUMNS) - beside <= named
    assert named - set(COLUMNS) == {"leaf"}


def test_the_page_has_each_kind_that_can_be_found() -> None:
    assert fields.kinds() == [(kind.code, kind.exit) for kind in Kind]


def test_a_field_that_is_empty_is_told(worked: tuple[House, list[str]]) -> None:
    """It bites."""
    house, _silent = worked
    house.truth("update journal.entry set policy = '' where id = (select id from journal.entry limit 1)")
    assert [said.rsplit(" ", 1)[1] for said in fields.lacking(house)] == ["policy"]
