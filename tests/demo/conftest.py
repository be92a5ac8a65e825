"""Oeverdrecht as it is written."""

import pytest

from tests.demo.small_town import WRITTEN_FOR
from wijkaanpak.demo.world import OEVERDRECHT, World, read_world


@pytest.fixture
def world() -> World:
    return read_world(OEVERDRECHT, WRITTEN_FOR)
