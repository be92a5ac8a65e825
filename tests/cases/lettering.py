"""Letters as the cast makes them: of a case that is open, and at the end of one."""

from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from tests.cast import House
from wijkaanpak.web.frame import day

OPEN, CLOSED, SECRET = "S-02", "S-11", "S-07"
DONE = "We spraken met jou en met je buur.\nDe ruit is gemaakt en de was heeft een vaste plek."


def today(house: House) -> date:
    found: date = house.truth("select (app.now() at time zone 'Europe/Amsterdam')::date as d")[0].d
    return found


def form(house: House, case: str = OPEN, person: str = "P-02", **changed: Any) -> dict[str, Any]:
    """A letter to the resident, on paper and in Dutch."""
    filled = {
        "kind": "AFSLUITEN" if case == CLOSED else "INFORMEREN", "person": str(house.person(person)),
        "done": DONE, "spoken": "nl", "channel": "GEGEVEN", "given_on": today(house).isoformat(),
        "form": "txt",
    }  # fmt: skip
    return filled | changed


def make(house: House, who: str, case: str = OPEN, person: str = "P-02", **changed: Any) -> TestResponse:
    return house.sign_in(who).post(f"{house.url(case)}/brieven", form(house, case, person, **changed))


def farewell(house: House, **changed: Any) -> TestResponse:
    """The letter at the end of S-11, from the organisation that brought it."""
    sent = form(house, CLOSED, "P-11") | changed
    return house.sign_in("U-WC2").post(f"{house.url(CLOSED)}/brieven", sent)


def letters(house: House) -> list[Any]:
    return house.truth("select * from app.letter order by made_at")


def day_of(house: House, moment: Any) -> str:
    with house.app.test_request_context():
        return day(moment)
