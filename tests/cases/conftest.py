"""Cases as they come about: from a signal in joint triage, and by hand."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row
from werkzeug.test import TestResponse

from tests.cast import House, Someone
from tests.scenario.standing import standing as standing
from tests.signals.conftest import Report, Reported, lay_ground, organisation
from tests.signals.conftest import handed_over as handed_over
from tests.signals.conftest import report as report

QUESTION = "Wat is nodig om hier veilig te wonen?"
GOAL = "De vluchtroute is vrij en iemand komt er wekelijks."


def triage_form(house: House, **changed: Any) -> dict[str, Any]:
    """What a triagist fills in to make a case of a signal."""
    filled: dict[str, Any] = {
        "question": QUESTION, "goal": GOAL, "why": "Zij kennen dit huishouden al.",
        "needed": [str(organisation(house, "ORG-RIE")), str(organisation(house, "ORG-GEM"))],
        "director": str(house.staff["U-CR1"]),
    }  # fmt: skip
    return filled | changed


def named(house: House, signal: Reported) -> Reported:
    """The same signal, with a ground by which the municipality may know whom it is about."""
    lay_ground(house.sign_in("U-WC1"), signal, organisation(house, "ORG-GEM"), "G_NAW", "G_WOONFEIT")
    return signal


def case_of(answer: TestResponse) -> str:
    """The address of the case that an answer leads to."""
    assert answer.status_code == 303, answer.text
    address: str = answer.headers["Location"]
    assert address.startswith("/casussen/")
    return address


@pytest.fixture
def opened(house: House, handed_over: Report) -> str:
    """The address of a case that U-TR1 made of a signal, with U-CR1 asked to lead it."""
    signal = named(house, handed_over())
    return case_of(house.sign_in("U-TR1").post(f"{signal.url}/casus", triage_form(house)))


def row(house: House, address: str) -> Row[Any]:
    """The row of a case."""
    return house.truth("select * from app.case_file where id = :i", i=UUID(address.rsplit("/", 1)[1]))[0]


def status_and_words(answer: TestResponse, code: str) -> tuple[int, bool]:
    """The status of an answer, and whether it tells this reason code."""
    return answer.status_code, code in answer.text


def entries(house: House, who: Someone | str, *, denied: bool = False) -> list[Row[Any]]:
    """What one person left in the journal, besides signing in, in order."""
    ident = house.staff[who] if isinstance(who, str) else who.id
    return house.truth(
        "select * from journal.entry where actor_id = :w and event not in ('AANMELDEN', 'AFMELDEN') "
        "and outcome = :o and recorded_at - occurred_at < interval '1 hour' order by txid, place",
        w=ident, o="GEWEIGERD" if denied else "GESLAAGD",
    )  # fmt: skip
