"""A house that stands for all tests of a module: for tests that only look, or are refused all they try."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import FreshHouse, House


@pytest.fixture(scope="module")
def standing(fresh_house: FreshHouse) -> Iterator[House]:
    """Oeverdrecht as it was loaded; what a test changes, the next one finds changed."""
    with fresh_house() as house:
        yield house
