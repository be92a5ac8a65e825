"""Acting as somebody at work within the administrator's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.access.proof import Connection, one, secret_of
from tests.access.town import Row

NOBODY = "reset role; select set_config('wijk.context', '', true)"


@contextmanager
def acting(house: Connection, worker: Row) -> Iterator[Connection]:
    """As this person, in the role of the application, until the context ends."""
    house.execute("set local role wijk_app")
    one(house, "select app.begin(%s)", secret_of(worker))
    yield house
    house.execute(NOBODY)


def refused(house: Connection, worker: Row, statement: str, values: Any, error: type[psycopg.Error]) -> None:
    """This statement of this person is refused, and nothing else is lost by it."""
    with pytest.raises(error), house.transaction(), acting(house, worker):
        house.execute(statement, values)
    house.execute(NOBODY)
