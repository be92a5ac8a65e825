"""The resident's own view: in four ways, on a day, before there is a plan (R82)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.conftest import entries
from tests.cases.plans import SAYS, end_grounds, invite, today
from tests.cast import House
from tests.scenario.conftest import hides, shows
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import moving
from wijkaanpak.cases.guards import GUARDS
from wijkaanpak.cases.routes.addresses import case_at


def form(**changed: Any) -> dict[str, Any]:
    """What somebody fills in about how the resident sees it."""
    return {"form": "GEVRAAGD", "said_on": str(today() - timedelta(days=2)), "words": SAYS} | changed


def lacks_voice(house: House) -> bool:
    """Whether the step to a plan still waits for the resident's own view."""
    with house.sign_in("U-CR1").unit() as unit:
        facts, _raw = case_at(unit, Verb.CASE_STEPS, house.thing("S-02"))
        _seen, steps = moving.look(unit, facts, house.thing("S-02"))
        (plan,) = [one for one in steps if one.step.code == "naar_plan"]
        return GUARDS["voice"] in plan.lacks


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("AANWEZIG", SAYS),
        ("VERTEGENWOORDIGD", SAYS),
        ("GEVRAAGD", SAYS),
        ("NIET_MOGELIJK", "Hij doet niet open."),
    ],
)
def test_each_of_four_ways_is_written_down(house: House, way: str, words: str) -> None:
    """R82: present, represented, asked beforehand, or not possible with why."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    assert director.post(f"{case}/stem", form(form=way, words=words)).status_code == 303
    (voice,) = house.truth("select * from app.voice")
    assert (voice.form, voice.recorded_by) == (way, director.id)
    assert shows(house.sign_in("U-WC1").get(case), words)
    (heard,) = [entry for entry in entries(house, director) if entry.name == "voice.recorded"]
    assert words not in str(heard)
    assert hides(invite(house, case, "U-WW2").get(case), words)


def test_the_dossier_says_that_it_is_missing_and_then_shows_the_newest(house: House) -> None:
    """R82: it stands on top of the plan, and the step to a plan asks for it."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    assert shows(director.get(case), "Dit staat er nog niet")
    assert lacks_voice(house)
    older, newer = "Laat mij maar met rust.", "Ik wil eerst de gang leeg."
    director.post(f"{case}/stem", form(words=newer, said_on=str(today())))
    director.post(f"{case}/stem", form(words=older, said_on=str(today() - timedelta(days=9))))
    page = director.get(case)
    assert shows(page, newer)
    assert hides(page, older, "Dit staat er nog niet")
    assert not lacks_voice(house)


def test_every_fault_is_told_at_once(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    answer = director.post(f"{case}/stem", form(form="", said_on="", words=""))
    assert answer.status_code == 400
    assert shows(answer, "Kies hoe je dit weet", "Vul de dag in", "Schrijf op wat de bewoner zegt")
    late = director.post(f"{case}/stem", form(said_on=str(today() + timedelta(days=1))))
    assert (late.status_code, shows(late, "Deze dag moet nog komen", SAYS)) == (400, True)
    short = director.post(f"{case}/stem", form(form="NIET_MOGELIJK", words="nee, nee"))
    assert (short.status_code, shows(short, "Zeg waarom het niet kon")) == (400, True)
    assert house.truth("select 1 from app.voice") == []


def test_where_no_ground_brings_it_nothing_is_written(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    end_grounds(house)
    answer = director.post(f"{case}/stem", form())
    assert (answer.status_code, "GRONDSLAG_ONTBREEKT" in answer.text) == (409, True)
    assert house.truth("select 1 from app.voice") == []


def test_a_case_about_a_place_has_no_resident_to_hear(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    (matter,) = house.truth("select matter_id from app.case_file where id = :c", c=house.thing("S-02"))[0]
    house.truth("update app.matter set bare = true where id = :m", m=matter)
    assert shows(director.get(f"{case}/stem"), "gaat over een plek")
    assert director.post(f"{case}/stem", form()).status_code == 409


@pytest.mark.parametrize("who", ["U-CR2", "U-WW1", "U-PO2"])
def test_a_stranger_hears_nothing(house: House, who: str) -> None:
    stranger, case = house.sign_in(who), house.url("S-02")
    assert stranger.get(f"{case}/stem").status_code == 404
    assert stranger.post(f"{case}/stem", form()).status_code == 404
    assert house.truth("select 1 from app.voice") == []
