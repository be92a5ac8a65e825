"""Promises, goals and meetings: told to whom they are for, in as few words (R202)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from tests.cases.plans import promise, set_goal
from tests.cast import House
from tests.notices.telling import notices, number_of, reads, tell, told
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import find
from wijkaanpak.meetings import agenda, planning


def meeting(house: House, *asked: str) -> UUID:
    """A meeting tomorrow, planned by U-CR1."""
    with house.sign_in("U-CR1").unit() as unit:
        made = planning.plan(
            unit, None, starts_at=unit.now + timedelta(days=1), minutes=60,
            asked=[house.staff[who] for who in asked],
        )  # fmt: skip
        unit.close()
    return made.meetings[0]


def test_who_promised_something_hears_of_it_and_the_rest_does_not(house: House) -> None:
    promise(house.sign_in("U-CR1"), house.url("S-02"), "U-WC1")
    tell(house)
    assert told(house) == {"U-WC1": ["ACTIE"]}
    someone = house.sign_in("U-WC1")
    assert reads(someone) == [f"Er is een actie voor jou in casus {number_of(house, 'S-02')}."]
    (notice,) = notices(house)
    assert someone.post(f"/berichten/{notice.id}").headers["Location"] == house.url("S-02")


def test_a_goal_is_told_to_the_rest_of_the_team(house: House) -> None:
    set_goal(house.sign_in("U-CR1"), house.url("S-02"))
    tell(house)
    assert set(told(house)) == {"U-WC1", "U-WB1", "U-ZP1"}
    assert {kind for kinds in told(house).values() for kind in kinds} == {"VERANDERD"}


def test_who_is_asked_for_a_meeting_goes_there_in_one_tap(house: House) -> None:
    made = meeting(house, "U-WC1", "U-ZP1")
    tell(house)
    assert told(house) == {"U-WC1": ["OVERLEG"], "U-ZP1": ["OVERLEG"]}
    someone, (notice,) = house.sign_in("U-ZP1"), notices(house, "U-ZP1")
    assert reads(someone) == ["Je bent gevraagd voor een overleg."]
    answer = someone.post(f"/berichten/{notice.id}")
    assert answer.headers["Location"] == f"/overleggen/{made}"
    assert someone.get(answer.headers["Location"]).status_code == 200


def test_a_case_on_an_agenda_is_told_without_its_number(house: House) -> None:
    """Who is asked for an item reads the case while the item is open, and not before (R83)."""
    made = meeting(house, "U-WC1", "U-ZP1")
    with house.sign_in("U-CR1").unit() as unit:
        facts, _raw = find(unit, Verb.MEETING_PROPOSE, house.thing("S-02"))
        agenda.propose(unit, facts, house.thing("S-02"), made, 15, [house.staff["U-ZP1"]])
        unit.close()
    tell(house)
    assert told(house)["U-ZP1"] == ["OVERLEG", "AGENDA"]
    assert "AGENDA" not in told(house)["U-WC1"]
    page = house.sign_in("U-ZP1").get("/berichten").text
    assert "Er staat een casus op de agenda van een overleg waarvoor je bent gevraagd." in page
    assert number_of(house, "S-02") not in page
