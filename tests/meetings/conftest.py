"""What the tests of meetings stand on."""

import pytest

from tests.cast import House
from tests.meetings.table import Table, laid
from tests.scenario.standing import standing as standing


@pytest.fixture
def table(house: House) -> Table:
    """Seven people, two items, and nobody in yet."""
    return laid(house)
