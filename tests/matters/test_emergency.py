"""Emergency access while it runs: what it asks, what it opens, to whom, and for how long (R105, T20)."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import House
from tests.matters.emergencies import HOURS, SAID, begin, entries, form, keys, on_duty, rows, words
from tests.scenario.conftest import zaak
from wijkaanpak.access import codes
from wijkaanpak.foundation.working_days import local

FACT = zaak("S-05").feit
NAME = "Dhr. M. Demir"
NOTE = {"feit": "Ik schrijf dit tijdens een noodprocedure op.", "category": "G_WOONFEIT"}


def test_it_opens_the_case_of_one_resident_to_who_has_no_part_in_it(house: House) -> None:
    """R105: steps 4 and 9 alone are replaced."""
    sanne = house.sign_in("U-WC1")
    assert sanne.get(house.url("S-05")).status_code == 404
    begin(house, sanne)
    page = sanne.get(house.url("S-05"))
    assert page.status_code == 200
    assert FACT in words(page)
    assert NAME in words(sanne.get(f"/bewoners/{house.person('P-05')}"))


def test_the_reason_comes_from_the_list_and_nothing_else(house: House) -> None:
    """R105."""
    sanne = house.sign_in("U-WC1")
    page = sanne.get("/noodprocedure").text
    offered = {code for code in codes.codes_of("noodredenen") if f'value="{code}"' in page}
    assert offered == codes.codes_of("noodredenen")
    for reason in ("", "NIEUWSGIERIG", "crisis_psychisch"):
        answer = sanne.post("/noodprocedure", form(house, reason=reason))
        assert answer.status_code == 400, reason
    assert rows(house) == []


@pytest.mark.parametrize(
    ("text", "status"), [("x" * 19, 400), ("  " + "x" * 19 + "  ", 400), ("x" * 20, 303)]
)
def test_the_words_are_at_least_twenty_characters(house: House, text: str, status: int) -> None:
    """R105."""
    assert house.sign_in("U-WC1").post("/noodprocedure", form(house, text=text)).status_code == status


def test_two_keys_are_needed_and_any_two_will_do(house: House) -> None:
    """R75: surname, birth date, address."""
    known, dwelling = keys(house, "P-05"), "9901010000000401"
    place = house.truth("select id from app.complex where reference = 'C-203'")[0].id
    address = {"place": str(place), "number": dwelling}
    sanne = house.sign_in("U-WC1")
    for few in ({"surname": known["surname"]}, {"born": known["born"]}, address, {"place": str(place)}):
        answer = sanne.post("/noodprocedure", form(house, None, **few))
        assert answer.status_code == 400, few
        assert "twee van deze drie" in words(answer), few
    for enough in ({"surname": known["surname"], **address}, {"born": known["born"], **address}):
        assert sanne.post("/noodprocedure", form(house, None, **enough)).status_code == 303, enough
        assert sanne.post("/noodprocedure/einde").status_code == 303


def test_everything_typed_stays_on_a_refused_form(house: House) -> None:
    """R188."""
    page = (
        house.sign_in("U-WC1").post("/noodprocedure", form(house, text="Te kort", surname="Demir-Groot")).text
    )
    for kept in ("Demir-Groot", "Te kort", keys(house, "P-05")["born"]):
        assert kept in page
    assert 'value="CRISIS_PSYCHISCH" checked' in page
    assert 'name="sure" value="1" checked' in page


def test_a_resident_from_the_list_of_hits_arrives_without_a_name_in_an_address(house: House) -> None:
    """Sent by POST with an id; the form then asks no keys any more."""
    sanne, person = house.sign_in("U-WC1"), str(house.person("P-05"))
    arrived = sanne.post("/noodprocedure", {"person": person})
    assert arrived.status_code == 200
    assert f'name="person" value="{person}"' in arrived.text
    assert 'name="surname"' not in arrived.text
    assert "is nog niet goed" not in words(arrived)
    answer = sanne.post("/noodprocedure", form(house, None, person=person))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/bewoners/{person}")


def test_the_list_of_hits_leads_there_by_post(house: House) -> None:
    """R75: for a resident of the own organisation whom one has no part in; nothing of it in an address."""
    bram, known = house.sign_in("U-TR1"), keys(house, "P-12")
    found = bram.post("/zoeken", {"name": known["surname"], "born": known["born"]})
    assert re.search(f'action="/noodprocedure".*?value="{house.person("P-12")}"', found.text, re.DOTALL)


def test_a_citizen_service_number_goes_nowhere(house: House) -> None:
    """R11."""
    sanne = house.sign_in("U-WC1")
    answer = sanne.post("/noodprocedure", form(house, text="Het nummer van hem is 111222333, bel snel."))
    assert answer.status_code == 400
    assert entries(house, sanne, "GEWEIGERD")[-1].reason_code == "BSN_GEDETECTEERD"
    assert rows(house) == []


def test_without_a_code_a_tick_confirms_it(house: House) -> None:
    """In the demo nobody has a one-time code."""
    answer = house.sign_in("U-WC1").post("/noodprocedure", form(house, sure=""))
    assert answer.status_code == 400
    assert rows(house) == []


def test_a_banner_stands_on_every_page_while_it_runs(house: House) -> None:
    """R105; on a page that says no it stands too."""
    sanne = begin(house, "U-WC1")
    until = local(rows(house)[0].until).strftime("%H.%M")
    said = f"Noodprocedure actief tot {until} uur · alleen lezen · elke blik wordt beoordeeld"
    for path in ("/", "/signalen", "/casussen", "/noodprocedure", house.url("S-05"), house.url("S-02")):
        page = sanne.get(path)
        assert said in words(page), path
        assert 'action="/noodprocedure/einde"' in page.text
    other = house.sign_in("U-WC2").get("/")
    assert "Noodprocedure actief" not in words(other)
    english = sanne.get("/", headers={"Cookie": f"__Host-sid={sanne.cookie}; taal=en"})
    assert "Emergency access active until" in words(english)


def test_it_only_reads(house: House) -> None:
    """T20: no form on the case, and what is sent all the same is refused in words, and stores nothing."""
    sanne, case = begin(house, "U-WC1"), house.url("S-05")
    page = sanne.get(case).text
    for act in ("notities", "team", "grondslagen", "toestemming", "regie", "bewoners"):
        assert f'action="{case}/{act}' not in page
        assert f'href="{case}/{act}' not in page
    before = house.truth("select count(*) from app.part")[0][0]
    answer = sanne.post(f"{case}/notities", NOTE)
    assert answer.status_code == 403
    assert "Tijdens een noodprocedure kun je alleen lezen. Er is niets opgeslagen." in words(answer)
    assert house.truth("select count(*) from app.part")[0][0] == before
    for act, sent in (("regie", {}), ("team", {"staff": str(sanne.id), "reason": "Ik wil erbij."}),
                      ("bewoners", {"name": "Dhr. X. Nieuw"})):  # fmt: skip
        assert sanne.post(f"{case}/{act}", sent).status_code in (403, 404), act


def test_done_ends_it_at_once_and_the_reason_is_told(house: House) -> None:
    """R105, rulings 8: who opened it knows that it exists, so gets 403 and not 404."""
    sanne = begin(house, "U-WC1")
    assert sanne.get(house.url("S-05")).status_code == 200
    assert sanne.post("/noodprocedure/einde").headers["Location"] == "/"
    for path in (house.url("S-05"), f"/bewoners/{house.person('P-05')}"):
        after = sanne.get(path)
        assert after.status_code == 403, path
        assert not any(gone in words(after) for gone in (FACT, NAME))
    assert sanne.get(house.url("S-05"), fragment="tijdlijn").status_code == 403
    assert "Noodprocedure actief" not in words(sanne.get("/"))
    assert [e.event for e in entries(house, sanne)].count("NOODPROCEDURE_EINDE") == 1
    assert sanne.post("/noodprocedure/einde").status_code == 303  # pressed twice: nothing more happens
    assert [e.event for e in entries(house, sanne)].count("NOODPROCEDURE_EINDE") == 1


def test_what_comes_after_it_is_not_known_by_it(house: House) -> None:
    """Rulings 8: what began about this resident when it was over, somebody who used it knows nothing of."""
    someone = begin(house, "U-TR1")
    someone.post("/noodprocedure/einde")
    house.truth(
        "insert into app.subject (id, matter_id, person_id, provider_id, ordinal, added_at) "
        "select gen_random_uuid(), c.matter_id, p.id, p.organisation_id, 9, clock_timestamp() "
        "from app.case_file c, app.person p where c.id = :c and p.id = :p",
        c=house.thing("S-02"), p=house.person("P-05"),
    )  # fmt: skip
    later, absent = someone.get(house.url("S-02")), someone.get(f"/casussen/{uuid4()}")
    assert (later.status_code, later.data) == (404, absent.data)
    assert someone.get(house.url("S-05")).status_code == 403


def test_after_four_hours_it_is_over_by_itself(house: House) -> None:
    """T20: until is excluded; one second before it still holds."""
    begin(house, "U-WC1")
    house.move_clock(HOURS - timedelta(minutes=1))
    sanne = house.sign_in("U-WC1")  # sessions end sooner than that when nobody touches them
    assert sanne.get(house.url("S-05")).status_code == 200
    house.move_clock(HOURS + timedelta(minutes=1))
    assert sanne.get(house.url("S-05")).status_code == 403
    assert "Noodprocedure actief" not in words(sanne.get("/"))
    row = rows(house)[0]
    assert row.until - row.since == HOURS


def test_one_resident_only(house: House) -> None:
    """T20: another resident of the same matter is not there, nor what is about both."""
    rachel, case = house.sign_in("U-WW2"), house.url("S-09")
    for person, seen in (("P-09", "De jongen slaapt in de kelderbox."), ("P-09O", "Moeder doet niet open.")):
        note = {"feit": seen, "category": "G_WOONFEIT", "about": [str(house.person(person))]}
        assert rachel.post(f"{case}/notities", note).status_code == 303
    sanne = begin(house, "U-WC1", "P-09")
    page = words(sanne.get(case))
    assert "De jongen slaapt in de kelderbox." in page
    assert "N. Haddad" in page
    for kept in ("Moeder doet niet open.", zaak("S-09").feit, "Mw. K. Haddad"):
        assert kept not in page, kept
    assert sanne.get(f"/bewoners/{house.person('P-09O')}").status_code == 404
    assert sanne.get(house.url("S-05")).status_code == 404


def test_one_at_a_time(house: House) -> None:
    """The second start says so and keeps the first."""
    sanne = begin(house, "U-WC1")
    answer = sanne.post("/noodprocedure", form(house, "P-04"))
    assert answer.status_code == 409
    assert "loopt" in words(answer)
    assert len(rows(house)) == 1
    assert sanne.post("/noodprocedure/einde").status_code == 303
    begin(house, sanne, "P-04")


@pytest.mark.parametrize(
    "who", ["U-WB1", "U-SH1", "U-WW1", "U-HI1", "U-TL1", "U-PO2", "U-FG2", "U-FB1", "U-WA1"]
)
def test_who_may_not_use_it_gets_no_form_and_begins_nothing(house: House, who: str) -> None:
    """R72: the row noodprocedure.gebruiken of the matrix."""
    someone = house.sign_in(who)
    assert someone.get("/noodprocedure").status_code == 403
    assert someone.post("/noodprocedure", form(house)).status_code == 403
    assert '"/noodprocedure"' not in someone.get("/").text
    assert rows(house) == []


def test_on_duty_is_from_acceptance_until_the_end_of_the_shift(house: House) -> None:
    """R138: D is during an accepted shift only."""
    on_duty(house, "U-DD2", accepted=False)
    sem = house.sign_in("U-DD2")
    answer = sem.post("/noodprocedure", form(house))
    assert (answer.status_code, "GEEN_DIENST" in answer.text) == (403, True)
    on_duty(house, "U-DD2")
    sem = house.sign_in("U-DD2")
    assert '"/noodprocedure"' in sem.get("/").text
    begin(house, sem)
    assert FACT in words(sem.get(house.url("S-05")))


def test_with_the_shift_ends_what_rests_on_it(house: House) -> None:
    """R138: handed over in between, the four hours do not run on."""
    on_duty(house, "U-DD2")
    sem = begin(house, "U-DD2")
    assert sem.get(house.url("S-05")).status_code == 200
    house.truth("update app.shift set handed_over_at = app.now() where staff_id = :w", w=sem.id)
    assert sem.get(house.url("S-05")).status_code == 403
    assert "Noodprocedure actief" not in words(sem.get("/"))


def test_every_reading_under_it_says_so(house: House) -> None:
    """R96: via emergency; the words stand in the record alone."""
    sanne = begin(house, "U-WC1")
    sanne.get(f"/bewoners/{house.person('P-05')}")
    sanne.get(house.url("S-05"))
    sanne.get(house.url("S-05"), fragment="tijdlijn")
    started, *readings = entries(house, sanne)
    assert started.event == "NOODPROCEDURE_START"
    assert house.persons(started.id) == [house.person("P-05")]
    assert started.particulars["reason"] == "CRISIS_PSYCHISCH"
    assert SAID not in str(tuple(started))
    assert [(e.name, e.via) for e in readings] == [
        ("person.read", "emergency"), ("case.read", "emergency"), ("case.read", "emergency")
    ]  # fmt: skip
    mine = house.sign_in("U-WC2")
    mine.get(house.url("S-05"))
    assert entries(house, mine)[-1].via != "emergency"


def test_the_same_form_sent_twice_begins_once(house: House) -> None:
    sanne, token = house.sign_in("U-WC1"), str(uuid4())
    sent = form(house)
    assert sanne.post("/noodprocedure", sent, once=token).status_code == 303
    assert sanne.post("/noodprocedure", sent, once=token).status_code == 303
    assert len(rows(house)) == 1
