"""Looking for a resident: two keys or a case number, ten hits, little of anyone, one entry (R75)."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest

from tests.cast import House
from tests.residents.looking import Known, answer, entries, known, links, look
from wijkaanpak.access import roles
from wijkaanpak.residents.searching import Wanted, digest


def case_number(house: House, reference: str) -> str:
    found: str = house.truth("select number from app.case_file where id = :c", c=house.thing(reference))[0][0]
    return found


def two_keys(person: Known, which: str) -> dict[str, object]:
    """The ways to ask for one resident."""
    name, home = {"name": person.name}, {"place": person.place, "number": person.bag}
    born = {"born": person.born}
    ways: dict[str, dict[str, object]] = {
        "name and birth date": {**name, **born}, "name and address": {**name, **home},
        "birth date and address": {**born, **home}, "all three": {**name, **born, **home},
    }  # fmt: skip
    return ways[which]


@pytest.mark.parametrize(
    "way", ["name and birth date", "name and address", "birth date and address", "all three"]
)
def test_two_keys_find_a_resident_of_the_own_work_with_the_case(house: House, way: str) -> None:
    """R75: own caseload, with a link to where one meets them."""
    person = known(house, "P-02")
    page = look(house.sign_in("U-WC1"), **two_keys(person, way))  # type: ignore[arg-type]
    assert page.status_code == 200
    assert "In je eigen werk" in answer(page)
    assert person.name in answer(page)
    assert f"{person.born:%d-%m-%Y}" in answer(page)
    assert house.url("S-02") in links(page)


@pytest.mark.parametrize("written", ["kuiper", "KUIPER", "Küiper", "H. Kuiper", "van Kuiper", "Kuiper, H."])
def test_a_name_is_found_however_it_is_written(house: House, written: str) -> None:
    person = known(house, "P-02")
    assert person.name in answer(look(house.sign_in("U-WC1"), name=written, born=person.born))


def test_one_key_wrong_finds_nobody_and_says_what_that_does_not_mean(house: House) -> None:
    person, sanne = known(house, "P-02"), house.sign_in("U-WC1")
    page = look(sanne, name="Bakker", born=person.born)
    assert page.status_code == 200
    assert person.name not in page.text
    assert "Niets gevonden dat je mag zien." in answer(page)
    assert "Dat zegt niet dat niemand deze bewoner of casus kent." in answer(page)
    at_the_neighbours = look(sanne, name=person.name, place=person.place, number="9999")
    assert "Niets gevonden dat je mag zien." in answer(at_the_neighbours)


def test_a_resident_of_a_colleague_is_found_with_whom_to_ask_and_nothing_more(house: House) -> None:
    """R75: K2 fields only; Bram weighs, and does not work on S-12 of his own municipality."""
    person, bram = known(house, "P-12"), house.sign_in("U-TR1")
    page = look(bram, name=person.name, born=person.born)
    said = answer(page)
    assert "Bekend bij Gemeente Oeverdrecht, maar niet in je eigen werk" in said
    assert person.name in said
    assert "Hanneke Postma (procesregisseur), Ilse Brandsma (procesregisseur)" in said
    assert links(page) == {"/noodprocedure"}
    assert case_number(house, "S-12") not in page.text
    assert "Casus" not in said


def test_whom_one_would_ask_does_not_tell_who_works_on_it(house: House) -> None:
    """Whoever works on it, the answer names the same colleagues."""
    ilse = house.sign_in("U-CR2")
    person = known(house, "P-12")
    assert "Vraag het een collega die dat mag zeggen: Hanneke Postma" in answer(
        look(ilse, name=person.name, born=person.born)
    )
    house.truth(
        "delete from app.member where matter_id = (select matter_id from app.case_file where id = :c)",
        c=house.thing("S-12"),
    )
    assert "Hanneke Postma" in answer(look(ilse, name=person.name, born=person.born))


def test_who_only_searches_the_own_work_finds_no_other(house: House) -> None:
    """The cell O: Linda finds whom she works with, and not the other residents of her partners."""
    linda = house.sign_in("U-ZP1")
    mine, other = known(house, "P-02"), known(house, "P-04")
    assert mine.name in answer(look(linda, name=mine.name, born=mine.born))
    assert other.name not in look(linda, name=other.name, born=other.born).text.split("<form")[0]
    assert "Niets gevonden" in answer(look(linda, name=other.name, born=other.born))


def test_fewer_than_two_keys_is_said_and_loses_nothing(house: House) -> None:
    """R75: one clear sentence, what was typed stands there, and nobody was searched."""
    sanne = house.sign_in("U-WC1")
    for asked in ({"name": "Kuiper"}, {"born": "1949-02-14"}, {}):
        page = look(sanne, **asked)  # type: ignore[arg-type]
        assert page.status_code == 400
        assert "Vul minstens twee van deze drie in: achternaam, geboortedatum, adres." in page.text
        assert all(f'value="{typed}"' in page.text for typed in asked.values())
    half = look(sanne, name="Kuiper", number="12")
    assert half.status_code == 400
    assert "Kies het complex waar dit nummer bij hoort." in half.text
    both = look(sanne, name="Kuiper", case="WA-2026-7KQ4")
    assert "Zoek een casus of een bewoner, niet allebei tegelijk." in both.text
    assert entries(house, sanne, "person.search") == []


def test_a_citizen_service_number_is_refused_and_goes_nowhere(house: House) -> None:
    """R11."""
    sanne = house.sign_in("U-WC1")
    page = look(sanne, name="Kuiper 123456782", born=known(house, "P-02").born)
    assert page.status_code == 400
    assert "Dit lijkt een burgerservicenummer" in page.text
    (left,) = entries(house, sanne, "person.search")
    assert (left.outcome, left.reason_code) == ("GEWEIGERD", "BSN_GEDETECTEERD")
    assert "123456782" not in left.canonical


def test_a_search_is_one_entry_with_a_digest_the_count_and_whom_it_showed(house: House) -> None:
    """R75: the question itself stands nowhere, and the same question can be recognised."""
    person, sanne = known(house, "P-02"), house.sign_in("U-WC1")
    look(sanne, name=person.name, born=person.born)
    look(sanne, name="KUIPER", born=person.born)
    look(sanne, name="Kuipers", born=person.born)
    one, same, other = entries(house, sanne, "person.search")
    assert one.event == "ZOEKEN"
    assert house.persons(one.id) == [person.id]
    assert {item["id"] for item in one.disclosed} == {str(house.pseudonym(person.id, sanne.id))}
    assert one.particulars["hits"] == 1
    assert one.particulars["keys"] == ["name", "born"]
    assert re.fullmatch(r"[0-9a-f]{64}", one.particulars["digest"])
    assert one.particulars["digest"] == same.particulars["digest"] != other.particulars["digest"]
    assert (other.subjects, other.particulars["hits"]) == ([], 0)
    for entry in (one, same, other):
        assert "uiper" not in entry.canonical.lower()
        assert str(person.born) not in entry.canonical


def test_without_the_secret_a_digest_tells_nothing() -> None:
    asked = Wanted(name="Kuiper", number="12", place=UUID(int=1))
    assert digest(asked, b"one house") != digest(asked, b"another house")


def test_a_search_that_met_something_shielded_leaves_a_shielded_entry(house: House) -> None:
    """Rulings 6: Sanne is in the named team of S-07; the desk does not learn whom she found."""
    person, sanne = known(house, "P-07"), house.sign_in("U-WC1")
    assert person.name in answer(look(sanne, name=person.name, born=person.born))
    assert entries(house, sanne, "person.search")[0].sensitivity == "K7"
    desk = house.sign_in("U-FG2").get("/controle/sporen").text
    assert str(person.id) not in desk
    assert "afgeschermd" in desk


def test_nothing_of_a_person_stands_in_an_address(house: House) -> None:
    """Asked by POST, answered on the spot; an address with fields in it is an empty form."""
    person, sanne = known(house, "P-02"), house.sign_in("U-WC1")
    page = look(sanne, name=person.name, born=person.born)
    assert "Location" not in page.headers
    assert not any(person.key in link.lower() for link in re.findall(r'(?:href|action)="([^"]*)"', page.text))
    asked = sanne.get(f"/zoeken?name={person.key}&born={person.born}")
    assert asked.status_code == 200
    assert answer(asked) == ""
    assert person.key not in asked.text


@pytest.mark.parametrize(("count", "refine"), [(10, False), (11, True), (40, True)])
def test_ten_are_shown_and_never_how_many_more(house: House, count: int, refine: bool) -> None:
    """R75: own work first; what goes beyond ten is said, not counted."""
    person = known(house, "P-02")
    for number in range(count - 1):
        ident = uuid4()
        house.truth(
            "insert into app.person (id, organisation_id, name, name_key, born, recorded_at) "
            "values (:i, :o, :n, 'kuiper', :b, now())",
            i=ident, o=person.organisation, n=f"A. Kuiper {number:02}", b=person.born,
        )  # fmt: skip
        house.truth(
            "insert into app.subject (id, matter_id, person_id, provider_id, ordinal, added_at) "
            "select gen_random_uuid(), m.id, :i, m.provider_id, 2, now() from app.matter m "
            "join app.case_file c on c.matter_id = m.id where c.id = :c",
            i=ident, c=house.thing("S-12"),
        )  # fmt: skip
    page = look(house.sign_in("U-WC1"), name="Kuiper", born=person.born)
    said = answer(page)
    assert len(re.findall(r'class="treffer__wie"', page.text)) == min(count, 10)
    assert ("Er zijn er meer dan tien." in said) is refine
    assert not re.search(rf"\b{count}\b", said.replace(f"{person.born:%d-%m-%Y}", "")) or count == 10
    assert said.index("In je eigen werk") < said.index(person.name) < said.index("Bekend bij")


def test_a_case_number_finds_what_one_may_read_however_it_is_typed(house: House) -> None:
    """R75."""
    number = case_number(house, "S-02")
    hanneke = house.sign_in("U-CR1")
    for typed in (number, number.lower(), number.replace("-", " "), f" {number} "):
        assert house.url("S-02") in links(look(hanneke, case=typed))
    (left, *_) = entries(house, hanneke, "person.search")
    assert [item["id"] for item in left.disclosed] == [str(house.thing("S-02"))]
    assert number not in left.canonical


@pytest.mark.parametrize("who", ["U-SH1", "U-ZP2", "U-TR1", "U-WW1"])
def test_a_case_one_may_not_read_is_no_case(house: House, who: str) -> None:
    """R60: byte for byte, but for what was typed."""
    number = case_number(house, "S-02")
    someone, none = house.sign_in(who), "WA-2026-0000"
    there, nowhere = look(someone, case=number), look(someone, case=none)
    assert there.data.replace(number.encode(), none.encode()) == nowhere.data


@pytest.mark.parametrize(
    "who", ["U-WB1", "U-DD2", "U-WC1", "U-HI1", "U-TL1", "U-WT1", "U-TR1", "U-CR1", "U-SH1", "U-ZP1", "U-WW1",
            "U-WA1", "U-AF1", "U-PO1", "U-FG1", "U-AN1", "U-FB1"],
)  # fmt: skip
def test_the_matrix_says_who_searches_and_the_menu_says_the_same(house: House, who: str) -> None:
    """R72: casus.zoeken_op_persoon; metadata (M) is no search."""
    someone = house.sign_in(who)
    held = house.truth("select role from app.role_assignment where staff_id = :s", s=someone.id)
    may = any(roles.grants("casus.zoeken_op_persoon", role) for (role,) in held)
    assert ('href="/zoeken"' in someone.get("/afstand").text) is may
    for page in (someone.get("/zoeken"), look(someone, name="Kuiper", born="1949-02-14")):
        assert page.status_code == (200 if may else 403)
