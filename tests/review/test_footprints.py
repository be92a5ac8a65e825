"""All footprints: an officer sees them as sentences, and never a dossier (R74, R88, rulings.md 6)."""

import re
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.live.world import CANARY, NAME_CANARY
from tests.review.conftest import Desk
from tests.review.footprints import journal, others, pseudonym, reads, sentences
from wijkaanpak.door import unit_of
from wijkaanpak.journal.entries import Point


def test_an_officer_sees_colleagues_and_the_own_data_and_nothing_else(desk: Desk) -> None:
    """R74: theirs is who acted or who answers for the data; a third organisation's officer sees nothing."""
    reads(desk, "ww", grounds=(desk.world.ground,), via="team")
    reads(desk, "wc", via="own")
    assert [s.split(",")[0] for s in others(desk.get("fg_rie"))] == ["Collega wc", "Collega ww"]
    assert [s.split(",")[0] for s in others(desk.get("fg_wel"))] == ["Collega ww"]
    assert others(desk.get("fg_gem")) == []


def test_who_is_no_officer_reads_nothing_here(desk: Desk) -> None:
    """A privacy officer neither, until a request or a breach asks for it; and the refusal is an entry."""
    for who in ("po", "wc", "tr"):
        answer = desk.get(who)
        assert answer.status_code == 403
        assert "ROL_ONVOLDOENDE" in answer.text
        assert desk.post(who, zaak=desk.world.number).status_code == 403
        mine = "event = 'LOG_GELEZEN' and outcome = 'GEWEIGERD' and actor_id = :who"
        assert journal(
            desk, f"select count(*) from journal.entry where {mine}", who=desk.world.staff[who]
        ) == [(2,)]
    nobody = desk.app.test_client().get("/controle/sporen")
    assert (nobody.status_code, nobody.headers["Location"]) == (303, "/aanmelden")


@pytest.mark.parametrize(
    "table",
    [
        "part",
        "person",
        "subject",
        "matter",
        "signal",
        "consent",
        "ground",
        "ground_line",
        "household",
        "member",
    ],
)
def test_the_desks_own_role_cannot_open_a_dossier(desk: Desk, table: str) -> None:
    """Rule 8's twin in the database: no code of the desk, however wrong, finds a word of a case."""
    secret = desk.world.cookie("fg_rie").encode()
    with (
        unit_of(desk.database.desk, secret, Point()) as unit,
        pytest.raises(ProgrammingError, match="permission"),
    ):
        unit.session.execute(text(f"select * from app.{table}"))


def test_without_an_officers_session_the_role_sees_no_entry(desk: Desk) -> None:
    reads(desk, "ww")
    count = text("select count(*) from journal.entry")
    with desk.database.desk.connect() as connection:
        assert connection.scalar(count) == 0
    with unit_of(desk.database.desk, desk.world.cookie("wc").encode(), Point()) as unit:
        assert unit.session.scalar(count) == 0
        known = text("select count(*) from journal.outside_of(:all)")
        assert unit.session.scalar(known, {"all": [desk.world.matter]}) == 0


def test_one_sentence_says_who_did_what_of_whom_on_which_ground(desk: Desk) -> None:
    world = desk.world
    reads(desk, "ww", grounds=(world.ground,), via="team")
    [sentence] = others(desk.get("fg_rie"))
    assert sentence.startswith(
        "Collega ww, welzijnswerker bij Organisatie wel, las een casus. Te zien was: waargenomen feiten "
        "over wonen en gedrag, van één bewoner. De grondslag daarvoor was: toestemming, geldig tot "
    )
    page = desk.get("fg_rie").text
    assert f"casus {world.number}" in page
    assert "matrix@test" in page


def test_a_refusal_says_why_in_words(desk: Desk) -> None:
    reads(desk, "ww", outcome="GEWEIGERD", reason_code="GRONDSLAG_VERVALLEN")
    answer = desk.get("fg_rie")
    assert others(answer) == [
        "Collega ww, welzijnswerker bij Organisatie wel, wilde een casus lezen. "
        "Dat is geweigerd: grondslag niet meer geldig."
    ]
    assert "Geweigerd</span>" in answer.text
    assert "GRONDSLAG_VERVALLEN" in answer.text


def test_no_page_of_the_desk_holds_a_word_of_a_dossier(desk: Desk) -> None:
    """Canary: the fact and the resident's name stand in the database, and nowhere here."""
    world = desk.world
    reads(desk, "ww", grounds=(world.ground,), via="team")
    reads(desk, "wc", via="own")
    for who in ("fg_rie", "fg_wel", "fg_gem"):
        for path in (
            "/controle/sporen",
            f"/controle/sporen?zaak={world.matter}",
            f"/controle/sporen?bewoner={world.person}",
        ):
            page = desk.get(who, path)
            assert page.status_code == 200
            assert CANARY not in page.text
            assert NAME_CANARY not in page.text


def test_looking_is_itself_an_entry_with_all_that_it_showed(desk: Desk) -> None:
    """R88: log reads are logged; a list is one entry with n references (rulings.md 16)."""
    reads(desk, "ww")
    reads(desk, "wc")
    desk.get("fg_rie", f"/controle/sporen?bewoner={desk.world.person}")
    [(outcome, persons, shown)] = journal(
        desk,
        "select outcome, subjects, jsonb_array_length(disclosed) from journal.entry "
        "where event = 'LOG_GELEZEN' and actor_id = :who",
        who=desk.world.staff["fg_rie"],
    )
    rie = desk.world.organisations["rie"]
    assert (outcome, persons, shown) == ("GESLAAGD", [f"{rie}/{pseudonym(desk, 'rie')}"], 2)
    assert "las het logboek" in " ".join(sentences(desk.get("fg_rie")))


def test_live_listening_is_shown_on_request(desk: Desk) -> None:
    """Every open page joins; refused joins are always shown."""
    joined = {"event": "KAMER_BETREDEN", "name": "room.join"}
    reads(desk, "ww", **joined)
    assert others(desk.get("fg_rie")) == []
    assert len(others(desk.get("fg_rie", "/controle/sporen?meekijken=ja"))) == 1
    reads(desk, "ww", **joined, outcome="GEWEIGERD", reason_code="NIET_BETROKKEN")
    assert len(others(desk.get("fg_rie"))) == 1
    assert desk.post("fg_rie", meekijken="1").headers["Location"] == "/controle/sporen?meekijken=ja"


def test_older_footprints_follow_page_by_page_none_twice(desk: Desk) -> None:
    world = desk.world
    for _ in range(60):
        reads(desk, "ww")
    first = desk.get("fg_rie", f"/controle/sporen?collega={world.staff['ww']}")
    address = unescape(re.findall(r'rel="next" href="([^"]+)"', first.text)[0])
    second = desk.get("fg_rie", address)
    keys = [
        UUID(hex=h) for page in (first, second) for h in re.findall(r'data-key="([0-9a-f-]{36})"', page.text)
    ]
    assert (len(sentences(first)), len(sentences(second))) == (50, 10)
    assert len(set(keys)) == 60
    assert 'rel="prev"' in second.text


def test_what_was_taken_over_is_said(desk: Desk) -> None:
    """Rulings.md 13: loaded entries are shown as taken over."""
    reads(desk, "ww")
    desk.world.run(
        "update journal.entry set occurred_at = occurred_at - interval '20 minutes' where name = 'case.read'"
    )
    assert "overgenomen" in desk.get("fg_wel").text
