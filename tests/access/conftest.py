"""A street to try rows in, by the administrator's connection in a transaction of which nothing stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.access.proof import ENTRY, Connection, connect
from tests.access.street import Street, live_in
from wijkaanpak.foundation.addresses import Addresses


@pytest.fixture(scope="module")
def lived_in(
    clone: Callable[..., AbstractContextManager[Addresses]],
) -> Iterator[tuple[Street, Connection]]:
    with clone() as addresses:
        admin = connect(addresses.admin)
        street = live_in(admin)
        with admin.transaction():
            told = "update app.person set name = 'Ann', name_key = 'ann', born = '1950-01-02' where id = %s"
            admin.execute(told, [street.matter_of_case["resident"]])
            admin.execute(ENTRY)
        yield street, admin
        admin.close()


@pytest.fixture
def street(lived_in: tuple[Street, Connection]) -> Street:
    return lived_in[0]


@pytest.fixture
def house(lived_in: tuple[Street, Connection]) -> Iterator[Connection]:
    """The administrator's connection, in one transaction of which nothing stays."""
    with lived_in[1].transaction(force_rollback=True):
        yield lived_in[1]
