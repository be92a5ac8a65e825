"""A small world with footprints in it, and the house that shows them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.live.building import build
from tests.live.world import World
from tests.opening import application
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database


@dataclass
class Desk:
    """The house over a small world; `get` and `post` as one of its people."""

    app: Flask
    database: Database
    world: World
    settings: Settings

    def get(self, who: str, path: str = "/controle/sporen", **options: str) -> TestResponse:
        client = self.app.test_client(use_cookies=False)
        cookie = f"__Host-sid={self.world.cookie(who)}"
        return client.get(path, headers={"Cookie": cookie, **options})

    def post(self, who: str, **fields: str) -> TestResponse:
        """Send the filters as the page does."""
        return self.send(who, "/controle/sporen", **fields)

    def send(self, who: str, path: str, **fields: str) -> TestResponse:
        """Send a form of a page."""
        secret = self.world.cookie(who)
        with self.app.test_request_context(headers={"Cookie": f"__Host-sid={secret}"}):
            token = self.app.jinja_env.globals["csrf_token"]()  # type: ignore[operator]
        headers = {"Cookie": f"__Host-sid={secret}", "Origin": self.settings.url}
        client = self.app.test_client(use_cookies=False)
        return client.post(path, data={"csrf": token, **fields}, headers=headers)


@pytest.fixture
def world(addresses: Addresses, settings: Settings) -> World:
    return build(addresses, settings.secret)


@pytest.fixture
def database(addresses: Addresses, settings: Settings) -> Iterator[Database]:
    opened = Database(addresses, settings.secret, pool=2)
    yield opened
    opened.close()


@pytest.fixture
def desk(world: World, database: Database, settings: Settings) -> Desk:
    return Desk(application(settings, database), database, world, settings)


@pytest.fixture(scope="module")
def addresses(clone: Callable[..., AbstractContextManager[Addresses]]) -> Iterator[Addresses]:
    """One database for the tests of a file; each has a world of its own in it."""
    with clone() as fresh:
        yield fresh
