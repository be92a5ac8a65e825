"""The cast of the tests: the people of Oeverdrecht, each with a browser of their own (rulings 27)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import NullPool, Row, create_engine, text
from werkzeug.test import TestResponse

from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.entries import Point
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.personal import unseal
from wijkaanpak.journal.subjects import pid
from wijkaanpak.sign_in.sessions import open_session

COOKIE = "__Host-sid"
Clone = Callable[..., AbstractContextManager[Addresses]]
FreshHouse = Callable[..., AbstractContextManager["House"]]


@dataclass
class Someone:
    """One person with one session: get and post as a browser would, cookie, Origin and token included."""

    id: UUID
    cookie: str
    house: House
    client: FlaskClient

    @property
    def csrf(self) -> str:
        """The token of this session, as the pages carry it."""
        secret = self.house.settings.secret
        return hmac.new(secret, b"csrf" + self.cookie.encode(), hashlib.sha256).hexdigest()

    def get(self, path: str, *, fragment: str | None = None, **options: Any) -> TestResponse:
        """Open a page, or one fragment of it as the bell asks for it."""
        headers = {"Cookie": f"{COOKIE}={self.cookie}", **options.pop("headers", {})}
        if fragment:
            headers["X-Fragment"] = fragment
            path = f"{path}{'&' if '?' in path else '?'}fragment={fragment}"
        return self.client.get(path, headers=headers, **options)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, once: str | None = None, **options: Any
    ) -> TestResponse:
        """Send a form; `once` sends the same form a second time, otherwise each is a new one."""
        headers = {
            "Cookie": f"{COOKIE}={self.cookie}",
            "Origin": self.house.settings.url,
            **options.pop("headers", {}),
        }
        fields = {"csrf": self.csrf, "eenmalig": once or str(uuid4()), **(data or {})}
        return self.client.post(path, data=fields, headers=headers, **options)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """A unit of this person, for asking a room directly; `unit.close()` commits with its footprint."""
        with unit_of(self.house.database.app, self.cookie.encode(), Point()) as unit:
            yield unit


@dataclass(frozen=True)
class Loaded:
    """Addresses of what a world brought, by the ids of its file."""

    matters: dict[str, str]
    persons: dict[str, str]


@dataclass
class House:
    """A running house over a database of its own, with the world of Oeverdrecht in it."""

    app: Flask
    database: Database
    settings: Settings
    addresses: Addresses
    loaded: Loaded
    staff: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.database.gate.connect() as connection:
            cast = connection.execute(text("select reference, id from sealed.cast_of_the_demo()"))
            self.staff = dict(cast.all())

    def sign_in(self, reference: str, factors: int = 2) -> Someone:
        """A fresh session of one of the cast, e.g. U-WB1."""
        who = self.staff[reference]
        cookie = open_session(self.database.gate, who, factors, Point())
        return Someone(who, cookie, self, self.app.test_client(use_cookies=False))

    def nobody(self) -> FlaskClient:
        """A browser in which nobody is signed in."""
        return self.app.test_client()

    def url(self, reference: str) -> str:
        """The address of a loaded signal or case, e.g. S-02."""
        return self.loaded.matters[reference]

    def thing(self, reference: str) -> UUID:
        """The id in the address of a loaded signal or case."""
        return UUID(self.url(reference).rsplit("/", 1)[1])

    def person(self, reference: str) -> UUID:
        """The id of a loaded resident, e.g. P-02."""
        return UUID(self.loaded.persons[reference].rsplit("/", 1)[1])

    def truth(self, sql: str, **values: Any) -> list[Row[Any]]:
        """What really stands in the database, read or altered by its administrator past every policy."""
        engine = create_engine(str(self.addresses.admin), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("set local session_replication_role = replica"))
            answer = connection.execute(text(sql), values)
            return list(answer.all()) if answer.returns_rows else []

    def pseudonym(self, person: UUID, who: UUID) -> UUID:
        """What the log of the organisation where this colleague works calls a resident."""
        works_for = self.truth("select organisation_id from app.staff where id = :w", w=who)[0][0]
        return pid(keys_from(self.settings.secret), person, works_for)

    def sealed_part(self, entry: UUID) -> dict[str, Any]:
        """What stands in the part of an entry that can be erased."""
        rows = self.truth("select nonce, sealed from journal.personal where entry_id = :e", e=entry)
        return unseal(keys_from(self.settings.secret), entry, bytes(rows[0].nonce), bytes(rows[0].sealed))[0]

    def persons(self, entry: UUID) -> list[UUID]:
        """The residents that an entry is about, as only its sealed part names them."""
        return [UUID(person) for person in self.sealed_part(entry).get("persons", [])]

    def move_clock(self, shift: timedelta) -> None:
        """Move the one clock; hours and days may be negative (rulings 17)."""
        self.truth("delete from sealed.clock")
        self.truth("insert into sealed.clock values (:shift)", shift=shift)
