"""Goals of a plan: the resident's words, an area of life only with a reason, and how each stands (R15)."""

from uuid import uuid4

import pytest

from tests.cases.conftest import entries
from tests.cases.plans import WANTS, end_grounds, goal_form, invite, set_goal
from tests.cast import House
from tests.scenario.conftest import hides, shows

WHY = "De keukendeur kan niet open."


def test_a_goal_stands_in_the_dossier_of_whom_a_ground_brings_it(house: House) -> None:
    """R15, ADR 0022: the words are the case's; a partner without a ground does not have them."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    goal = set_goal(director, case)
    guest = invite(house, case, "U-WW2")
    for who in ("U-CR1", "U-WC1", "U-WB1", "U-ZP1"):
        assert shows(house.sign_in(who).get(case), WANTS, "Loopt"), who
    assert hides(guest.get(case), WANTS)
    assert guest.get(f"{case}/doelen/{goal}").status_code == 404
    for stranger in ("U-CR2", "U-WW1", "U-TL2"):
        assert house.sign_in(stranger).get(case).status_code == 404
    (part,) = house.truth("select * from app.part where kind = 'doel'")
    assert (
        part.provider_id
        == house.truth("select provider_id from app.matter where id = :m", m=part.matter_id)[0][0]
    )


def test_setting_a_goal_leaves_one_entry_without_its_words(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    goal = set_goal(director, case, domain="WONEN", why=WHY)
    (made,) = [entry for entry in entries(house, director) if entry.name == "goal.set"]
    assert (made.particulars["goal"], made.particulars["domain"]) == (str(goal), "WONEN")
    assert made.ring_kind == "case.changed"
    assert not any(word in str(made) for word in (WANTS, WHY))


def test_an_area_of_life_comes_only_with_a_line_on_why(house: House) -> None:
    """R15: none is chosen beforehand, and nothing of what was filled in is lost."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    form = director.get(f"{case}/doelen/nieuw").text
    assert "selected" not in form.split('name="domain"', 1)[1].split("</select>", 1)[0].replace(
        '<option selected value=""', ""
    )
    for why in ("", "   ", "te kort"):
        answer = director.post(f"{case}/doelen/nieuw", goal_form(domain="WONEN", why=why))
        assert answer.status_code == 400
        assert shows(answer, "Zeg in één regel waarom dit leefgebied hier telt")
        assert WANTS in answer.text
    lonely = director.post(f"{case}/doelen/nieuw", goal_form(why=WHY))
    assert (lonely.status_code, shows(lonely, "Kies het leefgebied")) == (400, True)
    assert director.post(f"{case}/doelen/nieuw", goal_form(domain="GELUK", why=WHY)).status_code == 400
    assert house.truth("select 1 from app.goal") == []
    set_goal(director, case, domain="WONEN", why=WHY)
    assert shows(director.get(case), "Wonen", WHY, WANTS)


def test_a_goal_without_words_is_refused(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    for words in ("", "  ", "ja"):
        assert director.post(f"{case}/doelen/nieuw", goal_form(words=words)).status_code == 400
    number = director.post(f"{case}/doelen/nieuw", goal_form(words="Zijn nummer is 111222333."))
    assert number.status_code == 400
    assert house.truth("select 1 from app.goal") == []


def test_a_second_line_of_words_does_not_pass_for_a_reason(house: House) -> None:
    """R15: the reason stands on a line of its own, so words are one line."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    set_goal(director, case, words="Ik wil koken.\nOmdat het kan.")
    assert (
        house.truth("select text from app.part where kind = 'doel'")[0][0] == "Ik wil koken. Omdat het kan."
    )


def test_a_goal_is_reached_let_go_or_goes_on_again(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    goal = set_goal(director, case)
    address = f"{case}/doelen/{goal}"
    assert shows(director.get(address), WANTS, "Het is bereikt", "We laten het los")
    for version, state in enumerate(("BEREIKT", "LOOPT", "LOSGELATEN", "LOOPT"), 1):
        assert director.post(address, {"state": state, "version": version}).status_code == 303
        assert house.truth("select status from app.goal")[0][0] == state
    assert director.post(address, {"state": "LOOPT", "version": 5}).status_code == 409
    assert director.post(address, {"state": "WEG", "version": 5}).status_code == 400
    said = [entry for entry in entries(house, director) if entry.name == "goal.changed"]
    assert [(e.particulars["before"], e.particulars["after"]) for e in said][:2] == [
        ("LOOPT", "BEREIKT"), ("BEREIKT", "LOOPT"),
    ]  # fmt: skip


def test_who_leads_without_a_ground_sees_that_there_is_a_goal_and_no_word_of_it(house: House) -> None:
    """Rulings 1: a case can always be ended by its lead, without reading it."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    goal = set_goal(director, case)
    end_grounds(house)
    page = director.get(case)
    assert shows(page, "Wat er staat mag je niet lezen")
    assert hides(page, WANTS)
    answer = director.post(f"{case}/doelen/{goal}", {"state": "LOSGELATEN", "version": 1})
    assert answer.status_code == 303
    refused = director.post(f"{case}/doelen/nieuw", goal_form())
    assert (refused.status_code, "GRONDSLAG_ONTBREEKT" in refused.text) == (409, True)


@pytest.mark.parametrize("who", ["U-CR2", "U-WW1", "U-PO2"])
def test_a_stranger_cannot_tell_a_goal_from_none(house: House, who: str) -> None:
    case = house.url("S-02")
    goal = set_goal(house.sign_in("U-CR1"), case)
    stranger = house.sign_in(who)
    answers = {stranger.get(f"{case}/doelen/{one}").data for one in (goal, uuid4())}
    assert len(answers) == 1
    assert stranger.post(f"{case}/doelen/{goal}", {"state": "BEREIKT", "version": 1}).status_code == 404
    assert house.truth("select status from app.goal")[0][0] == "LOOPT"


def test_a_goal_of_another_case_is_not_found_here(house: House) -> None:
    goal = set_goal(house.sign_in("U-CR1"), house.url("S-02"))
    director = house.sign_in("U-CR1")
    other = next(
        house.url(z)
        for z in ("S-05", "S-10", "S-04", "S-12")
        if director.get(house.url(z)).status_code == 200
    )
    assert director.get(f"{other}/doelen/{goal}").status_code == 404
    assert director.post(f"{other}/doelen/{goal}", {"state": "BEREIKT", "version": 1}).status_code == 404


def test_before_it_is_sent_a_form_says_who_reads_it(house: House) -> None:
    """ADR 0022: the organisation that brought the case reads the whole plan."""
    page = house.sign_in("U-CR1").get(f"{house.url('S-02')}/doelen/nieuw")
    assert shows(page, "Dit lezen:", "De Rietgors", "Gemeente Oeverdrecht")
    assert hides(page, "Samenspel")
