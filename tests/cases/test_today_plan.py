"""What waits of plans on Today: numbers and places, no names, nothing for somebody else (R80, R81)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cases.conftest import entries, row
from tests.cases.plans import DOES, act, promise, stored, today
from tests.cast import House
from tests.scenario.conftest import hides, shows, zaak

LATE, DUE = "Een actie van jou is over tijd", "Een actie van jou moet bijna klaar zijn"
EVALUATE, SILENT = "Een casus van jou wacht op de evaluatie", "Er gebeurde 90 dagen niets"
LONG, OFFERED = "Een casus duurt langer dan een jaar", "Een collega wil je een casus overdragen"


def move(house: House, action: Any, days: int) -> None:
    """Let an action be due so many days from now; its form takes working days alone."""
    house.truth("update app.action set due_on = :d where id = :a", d=today() + timedelta(days=days), a=action)


def led(house: House, reference: str = "S-02", **since: int) -> None:
    """Let U-CR1 lead a case in coordination, with moments so many days from now."""
    columns = {"status_since": -1, "evaluate_on": 30, "opened_at": -2} | since
    house.truth(
        "update app.case_file set status = 'REGIE', lead_id = :w, "
        + ", ".join(f"{name} = app.now() + make_interval(days => {days})" for name, days in columns.items())
        + " where id = :c",
        w=house.staff["U-CR1"], c=house.thing(reference),
    )  # fmt: skip


def quiet(house: House, days: int, reference: str = "S-02") -> None:
    """Let nothing have happened in a case for so many days."""
    house.truth(
        "update app.matter set changed_at = app.now() - make_interval(days => :d) "
        "where id = (select matter_id from app.case_file where id = :c)",
        d=days, c=house.thing(reference),
    )  # fmt: skip


def others(house: House) -> None:
    """Let the other cases of the world not wait for anything."""
    house.truth("update app.case_file set status = 'PLAN' where id <> :c", c=house.thing("S-02"))


def test_my_actions_that_are_late_or_due_within_two_days_wait_for_me(house: House) -> None:
    """Row 6: one tap leads to the action; the case by number and place, without a word of it."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action = promise(director, case)
    for days, title in ((3, None), (2, DUE), (0, DUE), (-1, LATE), (-30, LATE)):
        move(house, action, days)
        page = house.sign_in("U-WC1").get("/")
        assert shows(page, *([title] if title else [])), days
        assert hides(page, *{LATE, DUE} - {title}), days
        assert (f"{case}/acties/{action}" in page.text) == (title is not None), days
    assert shows(page, row(house, case).number, "Over tijd")
    assert hides(page, DOES, *zaak("S-02").everything)
    for other in ("U-CR1", "U-ZP1", "U-WB1", "U-TL1"):
        assert hides(house.sign_in(other).get("/"), LATE), other


def test_what_is_done_or_handed_on_waits_no_more(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action = promise(director, case)
    move(house, action, -1)
    act(director, case, action, "geef", owner=str(house.staff["U-ZP1"]))
    assert hides(house.sign_in("U-WC1").get("/"), LATE)
    assert shows(house.sign_in("U-ZP1").get("/"), LATE)
    act(director, case, action, "klaar")
    assert hides(house.sign_in("U-ZP1").get("/"), LATE)


def test_an_action_whose_words_do_not_reach_me_any_more_is_not_there(house: House) -> None:
    """A withdrawal takes the plan along in the next statement (ADR 0022)."""
    case = house.url("S-02")
    action = promise(house.sign_in("U-CR1"), case, "U-ZP1")
    move(house, action, -1)
    assert shows(house.sign_in("U-ZP1").get("/"), LATE)
    house.truth("update app.ground_line set status = 'VERVALLEN'")
    assert hides(house.sign_in("U-ZP1").get("/"), LATE)


def test_each_thing_that_waits_is_on_record(house: House) -> None:
    action = promise(house.sign_in("U-CR1"), house.url("S-02"))
    move(house, action, -1)
    owner = house.sign_in("U-WC1")
    owner.get("/")
    read = [entry for entry in entries(house, owner) if entry.name == "work.read"][-1]
    told = {("ACTIE", str(action)), ("CASUS", str(house.thing("S-02")))}
    assert told <= {(one["type"], one["id"]) for one in read.disclosed}


@pytest.mark.parametrize(
    ("since", "waits"),
    [
        ({"status_since": -41, "evaluate_on": 1}, False),
        ({"status_since": -43, "evaluate_on": 60}, True),
        ({"status_since": -10, "evaluate_on": -1}, True),
        ({"status_since": -10, "evaluate_on": 5}, False),
    ],
)
def test_a_case_in_coordination_waits_for_its_evaluation(
    house: House, since: dict[str, int], waits: bool
) -> None:
    """R80: after 42 days, or once the day of the evaluation is past; for who leads it alone."""
    led(house, **since)
    others(house)
    page = house.sign_in("U-CR1").get("/")
    assert (EVALUATE in page.text) == waits
    assert (f"{house.url('S-02')}/stappen" in page.text) == waits
    assert hides(page, *zaak("S-02").everything)
    assert hides(house.sign_in("U-WC1").get("/"), EVALUATE)
    house.truth("update app.case_file set status = 'PLAN'")
    assert hides(house.sign_in("U-CR1").get("/"), EVALUATE)


@pytest.mark.parametrize(("days", "waits"), [(89, False), (91, True)])
def test_ninety_silent_days_propose_to_step_down(house: House, days: int, waits: bool) -> None:
    """R80: what happened last counts, a step of the case or a change of its plan as well."""
    led(house, status_since=-200)
    others(house)
    quiet(house, days)
    page = house.sign_in("U-CR1").get("/")
    assert (SILENT in page.text) == waits
    assert (f"{house.url('S-02')}/stappen/schaal_af" in page.text) == waits
    promise(house.sign_in("U-CR1"), house.url("S-02"))
    quiet(house, days)
    assert hides(house.sign_in("U-CR1").get("/"), SILENT)


def test_a_hand_over_waits_for_who_is_asked(house: House) -> None:
    """R79: until it is answered."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    director.post(
        f"{case}/team", {"staff": str(house.staff["U-CR2"]), "reason": "Neemt straks de regie over."}
    )
    offered = {"kind": "REGIE", "staff": str(house.staff["U-CR2"])}
    assert hides(house.sign_in("U-CR2").get("/"), OFFERED)
    assert director.post(f"{case}/overdragen", offered).status_code == 303
    page = house.sign_in("U-CR2").get("/")
    assert shows(page, OFFERED, row(house, case).number)
    assert hides(director.get("/"), OFFERED)
    offer = house.truth("select id from app.offer")[0][0]
    assert house.sign_in("U-CR2").post(f"{case}/overdragen/{offer}/nee").status_code == 303
    assert hides(house.sign_in("U-CR2").get("/"), OFFERED)


def test_a_case_of_a_year_waits_for_the_officer_of_who_brought_it(house: House) -> None:
    """R81: by number and place; and once looked at, not again for half a year."""
    case = house.url("S-02")
    assert hides(house.sign_in("U-PO2").get("/"), LONG)
    led(house, opened_at=-360)
    assert hides(house.sign_in("U-PO2").get("/"), LONG)
    led(house, opened_at=-370)
    officer = house.sign_in("U-PO2")
    page = officer.get("/")
    assert shows(page, LONG, row(house, case).number)
    assert hides(page, *zaak("S-02").everything)
    for who in ("U-PO1", "U-PO3", "U-PO5", "U-FG2", "U-CR1", "U-WC1"):
        assert hides(house.sign_in(who).get("/"), LONG), who
    assert officer.get(f"{case}/opschorten").status_code == 200
    assert hides(officer.get("/"), LONG)
    house.move_clock(timedelta(days=30))
    led(house, opened_at=-600)  # a year and a half were over before that look
    assert hides(house.sign_in("U-PO2").get("/"), LONG)
    led(house, opened_at=-555)  # and here after it
    assert shows(house.sign_in("U-PO2").get("/"), LONG)


@pytest.mark.parametrize("why", ["secret", "closed", "kept"])
def test_what_is_shielded_closed_or_kept_from_the_officer_does_not_wait(house: House, why: str) -> None:
    """R66, R81: of what stays away from an officer, not even the number."""
    led(house, opened_at=-800)
    case = house.thing("S-02")
    assert shows(house.sign_in("U-PO2").get("/"), LONG)
    if why == "secret":
        house.truth("update app.matter set secret = true "
                    "where id = (select matter_id from app.case_file where id = :c)", c=case)  # fmt: skip
    elif why == "closed":
        house.truth(
            "update app.case_file set status = 'AFGESLOTEN', closed_at = app.now() where id = :c", c=case
        )
    else:
        house.truth("insert into app.conflict (id, staff_id, person_id, declared_at) "
                    "values (:i, :w, :p, app.now())", i=uuid4(), w=house.staff["U-PO2"],
                    p=house.person("P-02"))  # fmt: skip
    assert hides(house.sign_in("U-PO2").get("/"), LONG)


def test_an_action_of_a_closed_case_does_not_wait(house: House) -> None:
    action = promise(house.sign_in("U-CR1"), house.url("S-02"))
    move(house, action, -1)
    house.truth("update app.case_file set closed_at = app.now() where id = :c", c=house.thing("S-02"))
    assert hides(house.sign_in("U-WC1").get("/"), LATE)
    assert stored(house, action).status == "OPEN"
