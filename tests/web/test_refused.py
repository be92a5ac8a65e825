"""What a refusal says to who knows the thing, and that it says nothing to anybody else (R195)."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

from werkzeug.test import TestResponse

from tests.cast import House, Someone
from wijkaanpak.access import codes, explaining


def words(answer: TestResponse) -> str:
    """What people read of an answer, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def english(someone: Someone, path: str) -> TestResponse:
    return someone.client.get(path, headers={"Cookie": f"__Host-sid={someone.cookie}; taal=en"})


def test_a_refusal_says_why_what_it_takes_whom_to_ask_and_the_way_back(standing: House) -> None:
    """R195: nobody gave a ground; the provider and who leads are named, as the reader is in the team."""
    answer = standing.sign_in("U-ZP2").get(standing.url("S-04"))
    said = words(answer)
    assert answer.status_code == 403
    assert codes.reason_sentence("GRONDSLAG_ONTBREEKT") in said
    assert "Woningcorporatie Havenlicht legt een grondslag vast om dit met Thuiszorg Kamille te delen" in said
    assert "Hanneke Postma" in said
    assert 'href="/noodprocedure"' in answer.text
    assert 'href="/casussen"' in answer.text
    assert 'href="/"' in answer.text


def test_who_reported_it_hears_why_and_not_who_works_on_it(house: House) -> None:
    """Rulings 7 to 9: a reporter who has no place in the team knows of the case, and not of its people."""
    house.truth("delete from app.member where staff_id = :w", w=house.staff["U-WB1"])
    house.truth("select app.take_part(m.id) from app.matter m")
    answer = house.sign_in("U-WB1").get(house.url("S-02"))
    assert answer.status_code == 403
    assert codes.reason_sentence("NIET_BETROKKEN") in words(answer)
    assert "Hanneke Postma" not in answer.text
    assert "procesregisseur" in words(answer)


def test_a_refusal_says_since_when_and_by_what(house: House) -> None:
    """R195: who left the team reads when that was, and how to come back; nothing of the case."""
    care = house.sign_in("U-ZP1")
    house.sign_in("U-CR1").post(f"{house.url('S-02')}/team/{care.id}/einde")
    said = words(care.get(house.url("S-02")))
    assert re.search(r"Je plek in het team eindigde op \w+dag \d+ \w+ \d{4}, \d\d\.\d\d", said)
    assert "Vraag Hanneke Postma om je bij het team te voegen" in said
    assert "grondslag" not in said


def test_a_refusal_in_english_holds_no_dutch_sentence(standing: House) -> None:
    """R191: the sentences of a refusal follow the switch of language."""
    said = words(english(standing.sign_in("U-ZP2"), standing.url("S-04")))
    assert codes.reason_sentence("GRONDSLAG_ONTBREEKT", "en") in said
    for row in explaining.sentences().values():
        assert row["zin"].split("{")[0][:40] not in said or len(row["zin"].split("{")[0]) < 12


def test_the_open_page_is_told_the_same_as_it_closes(house: House) -> None:
    """R198: the fragment that the bell asks for answers with the sentences of the closing page."""
    care = house.sign_in("U-ZP1")
    house.sign_in("U-CR1").post(f"{house.url('S-02')}/team/{care.id}/einde")
    answer = care.get(house.url("S-02"), fragment="ziet")
    assert answer.status_code == 403
    assert answer.text.lstrip().startswith('<div class="stilte')
    assert "<html" not in answer.text
    said = words(answer)
    assert "Je plek in het team eindigde op" in said
    assert "van dit scherm" in said
    assert "Hanneke Postma" in said


def test_what_may_not_be_known_is_one_text_whoever_asks_and_whatever_for(standing: House) -> None:
    """Rulings 8: the page, the fragment and the address of nothing are the same bytes, in each language."""
    someone = standing.sign_in("U-WB3")
    for fragment in (None, "ziet"):
        absent = someone.get(f"/casussen/{uuid4()}", fragment=fragment)
        hidden = someone.get(standing.url("S-07"), fragment=fragment)
        assert (hidden.status_code, hidden.data) == (absent.status_code, absent.data) == (404, absent.data)
    assert english(someone, standing.url("S-07")).data == english(someone, f"/casussen/{uuid4()}").data


def test_a_refusal_without_a_thing_says_what_to_do(standing: House) -> None:
    """R195: also where nothing was named, it says what to do."""
    answer = standing.sign_in("U-WB1").get("/casussen/nieuw")
    assert answer.status_code == 403
    assert codes.what_now("ROL_ONVOLDOENDE") in words(answer)
