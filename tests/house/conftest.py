"""The application as the house's tests look at it: built, and connected to nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.opening import unconnected
from tools.events_page import import_rooms
from wijkaanpak.application import create_app
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database


@pytest.fixture
def database() -> Iterator[Database]:
    """Engines that never connect: nothing here asks them anything."""
    engines = unconnected()
    yield engines
    engines.close()


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    return create_app(settings, database)


@pytest.fixture(scope="session")
def rooms() -> None:
    """Every module of every room is imported: all verbs are bound, all events known."""
    import_rooms()
