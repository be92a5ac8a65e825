"""A form changes what it declares and nothing else, whatever is sent along with it (T22)."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Request
from sqlalchemy import NullPool, create_engine, text
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from tests.canary.crawler import READS, rules, verb_of
from tests.canary.writing import every_form
from tests.cast import FreshHouse, House

COLUMNS = """select column_name as name, min(data_type) as kind from information_schema.columns
             where table_schema = 'app' group by column_name"""
TABLES = "select relname as name from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'"
BESIDE = ("submission",)  # the tokens of forms
OWN = ("number",)  # drawn anew for every case
SESSIONS = "sign_in."  # signing in and out, and the language: they write no table of the application
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT")
Change = Counter[str]


class Listening(ImmutableMultiDict[str, str]):
    """Fields of a form that remember which of them the house asked for."""

    asked: set[str] = set()  # noqa: RUF012  # one for the whole run: what any form asked for since it was cleared

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, *more: Any, **how: Any) -> Any:
        self.asked.add(key)
        return super().get(key, *more, **how)

    def getlist(self, key: str, *more: Any) -> list[Any]:
        self.asked.add(key)
        return super().getlist(key, *more)


class Asked(Request):
    parameter_storage_class = Listening


class Run:
    """All forms sent once in a house of its own, with `extra` fields for each endpoint."""

    def __init__(self, house: House, extra: dict[str, dict[str, str]]) -> None:
        self.house, self.extra = house, extra
        self.tables = [row.name for row in house.truth(TABLES) if row.name not in BESIDE]
        self.engine = create_engine(str(house.addresses.admin), poolclass=NullPool)
        self.known = set(ID.findall("".join(self.rows())))
        self.asked: defaultdict[str, set[str]] = defaultdict(set)
        self.came_of: list[tuple[str, int, Change]] = []

    def rows(self) -> Counter[str]:
        """Every row there is, as text with its table."""
        every = " union all ".join(f"select '{t} ' || to_jsonb(x)::text from app.{t} x" for t in self.tables)
        with self.engine.connect() as connection:
            return Counter(connection.scalars(text(every)))

    def send(self, endpoint: str, who: str, path: str, fields: dict[str, Any]) -> TestResponse:
        """Send one form, and keep what it changed."""
        before = self.rows()
        Listening.asked.clear()
        answer = self.house.sign_in(who).post(path, self.extra.get(endpoint, {}) | fields)
        self.asked[endpoint] |= Listening.asked | fields.keys()
        after = self.rows()
        change = Counter({f"+{self._plain(row)}": n for row, n in (after - before).items()})
        change.update({f"-{self._plain(row)}": n for row, n in (before - after).items()})
        self.came_of.append((endpoint, answer.status_code, change))
        return answer

    def _plain(self, row: str) -> str:
        """A row without what is new in every run: its own ids, the time of the day, drawn numbers."""
        table, _space, said = row.partition(" ")
        values = {name: value for name, value in json.loads(said).items() if name not in OWN}
        for name, value in values.items():
            if isinstance(value, str) and MOMENT.match(value):
                values[name] = value[:10]
        plain = ID.sub(lambda found: found[0] if found[0] in self.known else "new", json.dumps(values))
        return f"{table} {plain}"


@contextmanager
def listening(fresh_house: FreshHouse) -> Iterator[House]:
    """A fresh house whose forms remember what they were asked for."""
    with fresh_house() as house:
        house.app.request_class = Asked
        yield house


@pytest.fixture(scope="module")
def runs(fresh_house: FreshHouse) -> tuple[Run, Run]:
    """The forms as they are, and with every column of the database sent along."""
    with listening(fresh_house) as house:
        plain = Run(house, {})
        every_form(house, plain.send)
        poison = columns(house)
    extra = {
        endpoint: {name: value for name, value in poison.items() if name not in asked}
        for endpoint, asked in plain.asked.items()
    }
    with listening(fresh_house) as house:
        poisoned = Run(house, extra)
        every_form(house, poisoned.send)
    return plain, poisoned


def columns(house: House) -> dict[str, str]:
    """Every column of the application with something that would fit and that nobody chose."""
    police = str(house.truth("select id from app.organisation where reference = 'ORG-POL'")[0].id)
    by_kind = {
        "uuid": police,
        "ARRAY": police,
        "boolean": "true",
        "integer": "77",
        "numeric": "77",
        "jsonb": "{}",
    }
    found = {row.name: by_kind.get(row.kind, "K0") for row in house.truth(COLUMNS)}
    times = {row.name for row in house.truth(COLUMNS) if row.kind.startswith(("timestamp", "date"))}
    return found | dict.fromkeys(times, "1999-01-01")


def test_every_form_that_writes_was_sent_and_did_its_work(runs: tuple[Run, Run]) -> None:
    """A new form stops here until tests/canary/writing.py knows how it is filled in."""
    plain, _poisoned = runs
    house = plain.house
    writing = {
        rule.endpoint
        for rule in rules(type("W", (), {"house": house})(), "POST")
        if not rule.endpoint.startswith(SESSIONS) and not _only_reads(house, rule)
    }
    assert {endpoint for endpoint, _status, _change in plain.came_of} == writing
    failed = [(e, status) for e, status, change in plain.came_of if status != 303 or not change]
    assert failed == []


def _only_reads(house: House, rule: Any) -> bool:
    verb = verb_of(type("W", (), {"house": house})(), rule)
    return verb is None or verb.event in READS


def test_what_no_form_declares_changes_nothing(runs: tuple[Run, Run]) -> None:
    plain, poisoned = runs
    assert all(len(extra) > 80 for extra in poisoned.extra.values())
    for one, other in zip(plain.came_of, poisoned.came_of, strict=True):
        assert other == one, one[0]


def test_a_form_that_takes_what_it_is_given_is_told(
    fresh_house: FreshHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison bites: a note that takes its class from the form would be found."""
    from flask import request

    from wijkaanpak.matters import recording

    note = {"feit": "De gang is leeg.", "category": "G_WOONFEIT"}
    with listening(fresh_house) as house:
        found = []
        for extra in ({}, {"data_class": "K0"}):
            run = Run(house, {"cases.note": extra})
            if extra:
                monkeypatch.setattr(recording, "class_of", lambda _category: request.form["data_class"])
            run.send("cases.note", "U-WC1", f"{house.url('S-02')}/notities", note)
            found.append(run.came_of[0])
    assert found[0] != found[1]
