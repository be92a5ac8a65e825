"""A house that stands for all tests of a module: for tests that only look, or are refused all they try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.cast import House, Loaded
from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database


@pytest.fixture(scope="module")
def standing(
    clone: Callable[..., AbstractContextManager[Addresses]],
    oeverdrecht: tuple[str, Loaded],
    settings: Settings,
) -> Iterator[House]:
    """Oeverdrecht as it was loaded; what a test changes, the next one finds changed."""
    name, loaded = oeverdrecht
    with clone(template=name) as addresses:
        database = Database(addresses, settings.secret, pool=3)
        try:
            yield House(create_app(settings, database, testing=True), database, settings, addresses, loaded)
        finally:
            database.close()
