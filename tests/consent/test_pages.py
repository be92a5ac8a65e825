"""The pages of grounds and consents: what they ask, what they refuse, and that nothing filled in is lost."""

import re
from uuid import uuid4

import pytest

from tests.cast import House, Someone
from tests.consent.acting import count, entries, org, reads
from tests.consent.matters import LONG
from tests.consent.sending import BSN, faults, ground_form, word_form
from wijkaanpak.consent.proposal import CRITERIA
from wijkaanpak.consent.voice import FREE


@pytest.fixture
def consultant(house: House) -> Someone:
    return house.sign_in("U-WC2")


def test_a_ground_is_recorded_and_leads_back_to_the_case(house: House, consultant: Someone) -> None:
    url = house.url("S-04")
    answer = consultant.post(f"{url}/grondslagen/nieuw", ground_form(house))
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")


def test_a_ground_on_a_signal_leads_back_to_the_signal(house: House) -> None:
    url = house.url("S-06")
    to_town = {"recipients": [str(org(house, "ORG-GEM"))], "categories": ["G_NAW", "G_WOONFEIT"]}
    answer = house.sign_in("U-WC1").post(f"{url}/grondslagen/nieuw", ground_form(house, **to_town))
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    assert "G_NAW" in reads(house, "U-TR1", "S-06")


def test_it_asks_which_ground_and_offers_only_those_of_the_own_kind_consent_last(house: House) -> None:
    """R3, trap 1."""
    offered = {}
    for who, matter in (("U-WC2", "S-04"), ("U-CR1", "S-12"), ("U-ZP1", "S-05")):
        page = house.sign_in(who).get(f"{house.url(matter)}/grondslagen/nieuw").text
        offered[who] = re.findall(r'name="basis" value="(\w+)"', page)
    assert offered["U-WC2"] == ["A6_1B", "A6_1C", "A6_1F", "A6_1A"]
    assert offered["U-CR1"] == ["A6_1E", "A6_1A"]
    assert offered["U-ZP1"] == ["A6_1B", "A6_1D", "A6_1E", "A6_1A"]


def test_a_municipality_that_sends_legitimate_interest_all_the_same_is_refused_with_its_code(
    house: House,
) -> None:
    """R3."""
    answer = house.sign_in("U-CR1").post(f"{house.url('S-12')}/grondslagen/nieuw", ground_form(house))
    assert answer.status_code == 400
    assert "GRONDSLAG_NIET_TOEGESTAAN" in answer.text
    assert "basis" in faults(answer.text)


def test_nothing_is_ticked_beforehand_and_sending_nothing_stores_nothing(
    house: House, consultant: Someone
) -> None:
    """R49."""
    before = count(house, "app.consent")
    url = f"{house.url('S-04')}/toestemming"
    assert not re.search(r'type="(checkbox|radio)"[^>]*\schecked', consultant.get(url).text)
    answer = consultant.post(url)
    assert answer.status_code == 400
    assert {"recipients", "categories", "result"} <= faults(answer.text)
    assert count(house, "app.consent") == before


def test_from_a_cell_the_form_knows_for_whom_and_what(house: House, consultant: Someone) -> None:
    """Renewing is the same form; ids and codes in the address, and unknown ones are left alone."""
    wel = org(house, "ORG-WEL")
    url = (
        f"{house.url('S-04')}/toestemming?organisatie={wel}&categorie=G_ADVIES&categorie=ONZIN&organisatie=x"
    )
    page = consultant.get(url).text
    ticked = re.findall(r'<input type="checkbox"[^>]*name="(\w+)" value="([\w-]+)" checked', page)
    assert set(ticked) == {("recipients", str(wel)), ("categories", "G_ADVIES")}


def test_a_municipal_body_is_warned_and_led_to_another_ground_first(house: House) -> None:
    """R50: before the first question."""
    page = house.sign_in("U-CR1").get(f"{house.url('S-12')}/toestemming").text
    warning, first = page.index('id="gemeente"'), page.index('name="recipients"')
    assert warning < page.index("/grondslagen/nieuw") < first


def test_a_yes_and_its_ground_are_one_form(house: House, consultant: Someone) -> None:
    """Deliver 6: give."""
    answer = consultant.post(f"{house.url('S-04')}/toestemming", word_form(house, make_ground="1"))
    assert (answer.status_code, answer.headers["Location"]) == (303, house.url("S-04"))
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")


def test_a_yes_that_does_not_count_says_so(house: House, consultant: Someone) -> None:
    """R48."""
    answer = consultant.post(f"{house.url('S-04')}/toestemming", word_form(house, free=list(FREE[:4])))
    assert answer.status_code == 303
    assert "ongeldig" in answer.headers["Location"]
    assert consultant.get(answer.headers["Location"]).status_code == 200


def test_a_no_needs_nothing_but_itself(house: House, consultant: Someone) -> None:
    """Refusing takes no more than giving."""
    refused = {
        "recipients": [str(org(house, "ORG-WEL"))],
        "categories": ["G_WOONFEIT"],
        "result": "GEWEIGERD",
    }
    assert consultant.post(f"{house.url('S-04')}/toestemming", refused).status_code == 303


def test_a_form_does_not_tell_that_there_are_data_one_may_not_know_of(house: House) -> None:
    """R69: the ggz wrote about care in S-05; to the corporation that is as if it were not there."""
    page = house.sign_in("U-WC2").get(f"{house.url('S-05')}/grondslagen/nieuw").text
    noted = re.findall(r'name="categories" value="(\w+)"[^>]*><span>[^<]*<small>', page)
    assert {"G_ZORGINZET", "G_GEZOND", "G_JEUGD"} <= set(noted)
    assert "G_WOONFEIT" not in noted


def test_withdrawing_is_one_form_with_nothing_to_fill_in(house: House, consultant: Someone) -> None:
    """R51: the cell, and the button."""
    url = house.url("S-04")
    page = consultant.get(f"{url}?cel={org(house, 'ORG-WEL')}.G_ADVIES").text
    form = re.search(r'<form method="post" action="[^"]*/intrekken">.*?</form>', page, re.DOTALL)
    assert form
    assert "textarea" not in form[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    answer = consultant.post(f"{url}/intrekken", fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    assert reads(house, "U-WW1", "S-04") == {"G_NAW"}


def test_withdrawing_for_nobody_is_a_fault(house: House, consultant: Someone) -> None:
    for recipient in ("", "geen-id", str(uuid4())):
        answer = consultant.post(f"{house.url('S-04')}/intrekken", {"recipient": recipient})
        assert answer.status_code in (400, 409)
    assert "G_ADVIES" in reads(house, "U-WW1", "S-04")


def test_every_fault_at_once_and_nothing_lost(house: House, consultant: Someone) -> None:
    """Issue 2, bad input."""
    sent = ground_form(
        house,
        recipients=[],
        categories=["G_ONZIN"],
        basis="A6_1C",
        necessity="kort maar bewaard",
        informed="UITGESTELD",
        informed_reason="te kort",
        review_on="32-13-2026",
        valid_until="gisteren",
    )
    answer = consultant.post(f"{house.url('S-04')}/grondslagen/nieuw", sent)
    assert answer.status_code == 400
    wanted = {"recipients", "categories", "task", "necessity", "informed_reason", "review_on", "valid_until"}
    assert wanted <= faults(answer.text)
    assert "kort maar bewaard" in answer.text


GROUND_TEXTS = (
    "necessity",
    "proportionality",
    "subsidiarity",
    "after_refusal",
    "informed_reason",
    "consulted_colleague",
    *(f"criterion_{name}" for name in CRITERIA),
)


@pytest.mark.parametrize("field", GROUND_TEXTS)
def test_a_citizen_number_is_refused_in_every_text_of_a_ground(house: House, field: str) -> None:
    """R11: and the refusal is recorded without the number."""
    since = count(house)
    sent = ground_form(house, basis="A6_1E", **{field: f"{LONG} {BSN}"})
    answer = house.sign_in("U-CR1").post(f"{house.url('S-12')}/grondslagen/nieuw", sent)
    assert answer.status_code == 400
    refused = [e for e in entries(house, since) if e.reason_code == "BSN_GEDETECTEERD"]
    assert len(refused) == 1
    assert "111222333" not in refused[0].canonical


@pytest.mark.parametrize("field", ["summary", "evidence"])
def test_a_citizen_number_is_refused_in_every_text_of_a_word(
    house: House, consultant: Someone, field: str
) -> None:
    """R11."""
    before = count(house, "app.consent")
    answer = consultant.post(f"{house.url('S-04')}/toestemming", word_form(house, **{field: BSN}))
    assert answer.status_code == 400
    assert count(house, "app.consent") == before


def test_the_same_form_sent_twice_counts_once(house: House, consultant: Someone) -> None:
    """Issue 2, bad input."""
    url, once = f"{house.url('S-04')}/grondslagen/nieuw", str(uuid4())
    before = count(house, "app.ground")
    answers = [consultant.post(url, ground_form(house), once=once) for _time in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert count(house, "app.ground") == before + 1


@pytest.mark.parametrize("path", ["grondslagen/nieuw", "toestemming"])
def test_a_stranger_and_an_unknown_id_get_the_same_answer(house: House, path: str) -> None:
    """Rulings 8."""
    stranger = house.sign_in("U-WB3")
    there = stranger.get(f"{house.url('S-04')}/{path}")
    nowhere = stranger.get(f"/casussen/{uuid4()}/{path}")
    assert there.status_code == nowhere.status_code == 404
    assert there.data == nowhere.data


def test_who_may_not_record_is_told_why(house: House) -> None:
    """R195: a caretaker in the team knows the case."""
    answer = house.sign_in("U-WB2").get(f"{house.url('S-04')}/grondslagen/nieuw")
    assert answer.status_code == 403
    assert "ROL_ONVOLDOENDE" in answer.text


def test_opening_a_form_that_names_residents_is_recorded(house: House, consultant: Someone) -> None:
    """R88: what is shown was read; a form that only led to a change showed nothing."""
    since = count(house)
    consultant.get(f"{house.url('S-04')}/grondslagen/nieuw")
    read = entries(house, since)
    assert [(e.event, e.name, e.action) for e in read] == [("LEZEN", "ground.prepare", "R")]
    assert house.persons(read[0].id) == [house.person("P-04")]


def test_a_ground_is_ended_on_its_page(house: House, consultant: Someone) -> None:
    consultant.post(f"{house.url('S-04')}/grondslagen/nieuw", ground_form(house))
    ground = house.truth(
        "select id from app.ground where decided_by = :w and not taken_over", w=consultant.id
    )[0].id
    assert consultant.post(f"{house.url('S-04')}/grondslagen/{ground}/einde").status_code == 303
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")


@pytest.mark.parametrize(
    ("who", "case", "regime"),
    [
        ("U-ZP1", "S-05", "Medisch beroepsgeheim"),
        ("U-WT1", "S-12", "Geheimhouding Wmo"),
        ("U-WC2", "S-04", None),
    ],
)
def test_the_duty_of_secrecy_is_shown_to_who_is_about_to_share(
    house: House, who: str, case: str, regime: str | None
) -> None:
    """R26: the usual one of the own organisation stands there first."""
    page = house.sign_in(who).get(f"{house.url(case)}/grondslagen/nieuw").text
    if regime:
        assert regime in page
    else:
        assert "geen bijzondere geheimhouding" in page
        assert "secrecy_exception" not in page
