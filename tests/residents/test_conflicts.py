"""Whom and what one must not see: it closes at once and whole, says so kindly, and is recorded (R66)."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.cast import House, Someone
from tests.residents.looking import answer, entries, known, look, proof, words

KIND_SENTENCE = "Je hebt gemeld dat je deze persoon of dit adres persoonlijk kent."


def declare_home(someone: Someone, house: House, reference: str) -> TestResponse:
    """Declare where this resident lives."""
    person = known(house, reference)
    return someone.post("/afstand", {"place": str(person.place), "number": person.bag})


def declare(someone: Someone, house: House, reference: str, shown: str = "") -> TestResponse:
    """Press "Ik ken deze bewoner"."""
    return someone.post("/afstand/bewoner", {"bewoner": str(house.person(reference)), "bewijs": shown})


def own(house: House, someone: Someone) -> list[str]:
    """The ids of one's own declarations, newest first."""
    query = "select id from app.conflict where staff_id = :s order by declared_at desc"
    return [str(ident) for (ident,) in house.truth(query, s=someone.id)]


@pytest.mark.parametrize("way", ["home", "resident"])
def test_what_one_declares_closes_whole_and_at_once(house: House, way: str) -> None:
    """403 with the reason for who was in the team, gone from lists and from search; others notice nothing."""
    sanne, hanneke, case = house.sign_in("U-WC1"), house.sign_in("U-CR1"), house.url("S-02")
    assert sanne.get(case).status_code == 200
    done = declare_home(sanne, house, "P-02") if way == "home" else declare(sanne, house, "P-02")
    assert done.status_code == 303
    refused = sanne.get(case)
    assert refused.status_code == 403
    assert KIND_SENTENCE in words(refused.text)
    assert "BELANGENCONFLICT" in refused.text
    person = known(house, "P-02")
    assert person.name not in refused.text
    for page in ("/", "/casussen", "/signalen"):
        assert case not in sanne.get(page).text
    assert "Niets gevonden" in answer(look(sanne, name=person.name, born=person.born))
    assert sanne.get(f"/bewoners/{person.id}").status_code == 404
    assert hanneke.get(case).status_code == 200
    assert hanneke.get(f"/bewoners/{person.id}").status_code == 200


@pytest.mark.parametrize("path", ["notities", "trekken-in", "leiding"])
def test_nothing_can_be_written_about_it_either(house: House, path: str) -> None:
    """R66: unreadable, and out of reach for every other act."""
    hanneke = house.sign_in("U-CR1")
    declare(hanneke, house, "P-02")
    answered = hanneke.post(
        f"{house.url('S-02')}/{path}", {"feit": "Er is iets gezien.", "category": "G_WOONFEIT"}
    )
    assert answered.status_code in (403, 404)
    assert "Er is iets gezien." not in str(house.truth("select text from app.part"))


def test_who_was_not_in_the_team_gets_what_nobody_would_get(house: House) -> None:
    """S-03 is a signal of Sanne's organisation, in whose team she is not: 404, flagged all the same."""
    sanne = house.sign_in("U-WC1")
    assert sanne.get(house.url("S-03")).status_code == 200
    declare(sanne, house, "P-03")
    there, nowhere = sanne.get(house.url("S-03")), sanne.get(f"/signalen/{uuid4()}")
    assert (there.status_code, there.data) == (nowhere.status_code, nowhere.data) == (404, nowhere.data)
    assert entries(house, sanne, "signal.read")[-2].reason_code == "BELANGENCONFLICT"


def test_an_attempt_stands_in_the_journal_with_its_reason(house: House) -> None:
    """R66: on the case, and on the page of the resident, declared by name or by address."""
    for who, act in (("U-WC1", declare), ("U-CR1", declare_home)):
        someone = house.sign_in(who)
        act(someone, house, "P-02")
        someone.get(house.url("S-02"))
        someone.get(f"/bewoners/{house.person('P-02')}")
        for name in ("case.read", "person.read"):
            last = entries(house, someone, name)[-1]
            assert (last.outcome, last.reason_code) == ("GEWEIGERD", "BELANGENCONFLICT"), name


def test_declaring_and_ending_leave_an_entry_and_ring_for_oneself_alone(house: House) -> None:
    """The team is not told that somebody stepped back; who declared it sees open pages close."""
    sanne = house.sign_in("U-WC1")
    declare(sanne, house, "P-02")
    sanne.post(f"/afstand/{own(house, sanne)[0]}/einde", {"reason": "Hij is verhuisd, het was een ander."})
    (declared,), (ended,) = (entries(house, sanne, f"conflict.{word}") for word in ("declared", "ended"))
    for entry in (declared, ended):
        assert (entry.event, entry.outcome) == ("CONFIG_GEWIJZIGD", "GESLAAGD")
        assert (entry.ring_refs, entry.ring_kind) == ([sanne.id], "access.changed")
        assert str(entry.object_id) == own(house, sanne)[0]
        assert "verhuisd" not in entry.canonical
    assert house.persons(declared.id) == [house.person("P-02")]
    desk = words(house.sign_in("U-FG2").get("/controle/sporen").text)
    assert "meldde een bewoner of een adres persoonlijk te kennen" in desk


def test_a_declaration_about_something_shielded_is_shielded(house: House) -> None:
    """Rulings 6: S-07 is known to its named team alone, also at the desk."""
    sanne, person = house.sign_in("U-WC1"), house.person("P-07")
    declare(sanne, house, "P-07")
    assert entries(house, sanne, "conflict.declared")[0].sensitivity == "K7"
    assert sanne.get(house.url("S-07")).status_code == 403
    assert str(person) not in house.sign_in("U-FG2").get("/controle/sporen").text


def test_one_reads_ones_own_declarations_and_nobody_elses(house: House) -> None:
    sanne, youssef = house.sign_in("U-WC1"), house.sign_in("U-WB1")
    declare(sanne, house, "P-02")
    declare_home(sanne, house, "P-06")
    page = sanne.get("/afstand").text
    assert "Een bewoner die je kent" in page
    assert f"Lisdodde, BAG {known(house, 'P-06').bag}" in page
    assert known(house, "P-02").name not in page
    assert known(house, "P-06").name not in page
    assert "Nu niets." in youssef.get("/afstand").text


def test_it_ends_with_a_reason_and_opens_again(house: House) -> None:
    sanne = house.sign_in("U-WC1")
    declare(sanne, house, "P-02")
    path = f"/afstand/{own(house, sanne)[0]}/einde"
    without = sanne.post(path, {"reason": "Zomaar"})
    assert without.status_code == 400
    assert ">Zomaar</textarea>" in without.text.replace("\r\n", "")
    assert sanne.get(house.url("S-02")).status_code == 403
    number = sanne.post(path, {"reason": "Hij had een ander nummer: 123456782."})
    assert number.status_code == 400
    assert sanne.post(path, {"reason": "Het bleek een naamgenoot te zijn."}).status_code == 303
    assert sanne.get(house.url("S-02")).status_code == 200
    assert "Het bleek een naamgenoot te zijn." in sanne.get("/afstand").text
    assert sanne.post(path, {"reason": "Het bleek een naamgenoot te zijn."}).status_code == 409


def test_nobody_ends_a_declaration_of_somebody_else(house: House) -> None:
    """404, as for one that does not exist."""
    sanne, ineke = house.sign_in("U-WC1"), house.sign_in("U-TL1")
    declare(sanne, house, "P-02")
    told = {"reason": "Dat klopt volgens mij niet."}
    there = ineke.post(f"/afstand/{own(house, sanne)[0]}/einde", told)
    nowhere = ineke.post(f"/afstand/{uuid4()}/einde", told)
    assert (there.status_code, there.data) == (404, nowhere.data)
    assert sanne.get(house.url("S-02")).status_code == 403


def test_whom_a_search_showed_can_be_declared_and_nobody_else(house: House) -> None:
    """Bram's hit is no row of his; without having been shown, an id says nothing about who is on record."""
    bram, ilse, person = house.sign_in("U-TR1"), house.sign_in("U-CR2"), known(house, "P-12")
    shown = proof(look(bram, name=person.name, born=person.born), person.id)
    guessed, nobody = declare(ilse, house, "P-12"), ilse.post("/afstand/bewoner", {"bewoner": str(uuid4())})
    assert (guessed.status_code, guessed.data) == (404, nobody.data)
    assert declare(ilse, house, "P-12", shown).status_code == 404, "what another session was shown"
    assert declare(bram, house, "P-12", shown).status_code == 303
    assert "Niets gevonden" in answer(look(bram, name=person.name, born=person.born))
    assert person.name in answer(look(ilse, name=person.name, born=person.born))
    assert ilse.post("/afstand/bewoner", {"bewoner": "niemand"}).status_code == 404


def test_an_address_where_nobody_is_known_is_kept_for_who_comes(house: House) -> None:
    """The own block: who is recorded there later is kept from the start, and nobody learns who is known."""
    sanne, hanneke = house.sign_in("U-WC1"), house.sign_in("U-CR1")
    place = known(house, "P-02").place
    assert sanne.post("/afstand", {"place": str(place), "number": "77 b"}).status_code == 303
    assert "De Karekiet, nummer 77B" in sanne.get("/afstand").text
    house.truth(
        "update app.person set dwelling_id = (select id from app.dwelling where house_number = '77B') "
        "where id = :p",
        p=house.person("P-02"),
    )
    assert sanne.get(house.url("S-02")).status_code == 403
    assert hanneke.get(house.url("S-02")).status_code == 200


def test_what_is_missing_or_said_twice_is_said(house: House) -> None:
    sanne, person = house.sign_in("U-WC1"), known(house, "P-02")
    nothing = sanne.post("/afstand", {"place": "", "number": ""})
    assert nothing.status_code == 400
    assert "Kies een complex." in nothing.text
    assert "Vul het huisnummer in." in nothing.text
    odd = sanne.post("/afstand", {"place": str(person.place), "number": "de hoek"})
    assert odd.status_code == 400
    assert 'value="de hoek"' in odd.text
    declare_home(sanne, house, "P-02")
    again = declare_home(sanne, house, "P-02")
    assert again.status_code == 400
    assert "Je hebt dit al gemeld." in again.text
    assert len(own(house, sanne)) == 1


def test_the_page_of_a_resident_offers_it(house: House) -> None:
    page = house.sign_in("U-WC1").get(f"/bewoners/{house.person('P-02')}").text
    assert re.search(r'<form method="post" action="/afstand/bewoner">', page)
    assert f'name="bewoner" value="{house.person("P-02")}"' in page
