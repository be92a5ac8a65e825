"""The application over a database: built once a process, and each database gets a twin of it."""

from __future__ import annotations

from copy import copy
from functools import cache

from flask import Flask

from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.web.house import House

NOWHERE = "postgresql+psycopg:///nowhere"


def application(settings: Settings, database: Database, *, testing: bool = True) -> Flask:
    """The application as `create_app` builds it, over this database.

    Its addresses, pages and compiled templates are shared with every other of these settings: they depend on
    nothing else, and reading them anew costs a test more than its questions. What a test alters of an
    application it alters on one from `create_app` itself.
    """
    twin = copy(_built(settings, testing))
    twin.extensions = twin.extensions | {"house": House(settings, database)}
    return twin


@cache
def _built(settings: Settings, testing: bool) -> Flask:
    return create_app(settings, unconnected(), testing=testing)


def unconnected() -> Database:
    """Engines that never connect, for who asks them nothing."""
    return Database(Addresses(NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE), b"not a secret")
