"""A browser that is nobody yet, and what stands in the database around it."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import House
from tests.scenario.standing import standing as standing
from tests.signals.conftest import report as report


def count(house: House, table: str) -> int:
    """How many rows a table has, whoever may see them."""
    found: int = house.truth(f"select count(*) as n from {table}")[0].n
    return found


def knock(house: House, client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Send a form as somebody who is not signed in."""
    return client.post(path, data=fields, headers={"Origin": house.settings.url})


def cookies(answer: TestResponse) -> dict[str, str]:
    """What an answer asks the browser to keep: name -> the whole header."""
    return {said.partition("=")[0]: said for said in answer.headers.getlist("Set-Cookie")}
