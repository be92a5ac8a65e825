"""The desk: queues with their terms, one thing as a sentence, never what one did oneself (R65, R74)."""

import re
from html import unescape

import pytest

from tests.live.world import CANARY, NAME_CANARY
from tests.review.conftest import Desk
from tests.review.footprints import journal, pseudonym
from tests.review.standing_out import stands_out
from wijkaanpak.journal.events import Thing

PLACE = "/controle"


def said(page: str) -> str:
    """The words of the main part of a page, without its markup."""
    main = page.split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def test_queues_are_cards_by_their_nearest_term_and_the_empty_ones_one_line(desk: Desk) -> None:
    """Screens.md 6: each with its count and nearest deadline; what is late is said so."""
    stands_out(desk, queue="Q5", due=9)
    stands_out(desk, queue="Q5", due=12)
    stands_out(desk, queue="Q8", due=-1)
    page = desk.get("fg_wel", PLACE).text
    cards = re.findall(r'<a class="rij" href="([^"]+)".*?<b>(\d+)</b>', page, re.DOTALL)
    assert [(href.partition("rij=")[2], n) for href, n in cards] == [("Q8#geval", "1"), ("Q5#geval", "2")]
    words = said(page)
    assert "3 dingen om te bekijken; het eerste had" in words
    assert "over tijd sinds" in words
    assert "Niets te bekijken: noodprocedure gebruikt," in words


def test_one_thing_reads_as_who_when_from_where_what_of_whom_on_which_ground_by_which_rule(
    desk: Desk,
) -> None:
    stands_out(desk)
    words = said(desk.get("fg_wel", PLACE).text)
    mark = pseudonym(desk, "wel").hex[:8].upper()
    assert "Collega ww , welzijnswerker bij Organisatie wel, las een casus op" in words
    assert "via een pagina in de browser. Te zien was: waargenomen feiten over wonen en gedrag" in words
    assert f"van één bewoner (kenmerk {mark})" in words
    assert "De grondslag daarvoor was: toestemming , geldig tot" in words
    assert "Zo staat het in stap 9 van het toegangsbeleid, versie" in words
    assert "Waarom dit opvalt" in words
    assert "Wat er gewoon aan is" in words


def test_a_refusal_names_its_reason_and_the_step_of_the_policy(desk: Desk) -> None:
    stands_out(desk, outcome="GEWEIGERD", reason_code="GRONDSLAG_VERVALLEN")
    words = said(desk.get("fg_wel", PLACE).text)
    assert "wilde een casus lezen op" in words
    assert "Dat is geweigerd: grondslag niet meer geldig . Zo staat het in stap 9" in words


def test_of_several_lines_the_first_is_told_and_the_others_are_folded(desk: Desk) -> None:
    stands_out(desk, times=4)
    page = desk.get("fg_wel", PLACE).text
    folded = page.split('<details class="meer">')[1].split("</details>")[0]
    assert "Nog 3 regels" in folded
    assert folded.count("<li") == 3


def test_the_chosen_queue_opens_its_first_and_one_can_step_on(desk: Desk) -> None:
    """What can be judged comes before what waits for an answer, and what is urgent before the rest."""
    late, soon, first = (
        stands_out(desk, queue="Q2", due=8), stands_out(desk, queue="Q2", due=3),
        stands_out(desk, queue="Q2", due=9, urgent=True),
    )  # fmt: skip
    stands_out(desk, queue="Q5", due=1)
    page = desk.get("fg_wel", f"{PLACE}?rij=Q2").text
    assert f"/bevindingen/{first}/oordeel" in page
    assert "1 van 3" in said(page)
    assert re.findall(r'rel="next" href="/controle/bevindingen/([0-9a-f-]+)#geval"', page) == [str(soon)]
    last = desk.get("fg_wel", f"{PLACE}/bevindingen/{late}").text
    assert "3 van 3" in said(last)
    assert 'rel="next"' not in last
    assert f"/bevindingen/{late}/oordeel" in last


@pytest.mark.parametrize("asked", ["Q5", "Q99", "", "%00", "'"])
def test_a_queue_that_is_not_there_is_the_first_one(desk: Desk, asked: str) -> None:
    answer = desk.get("fg_rie", f"{PLACE}?rij={asked}")
    assert answer.status_code == (400 if asked == "%00" else 200)


def test_what_one_did_oneself_does_not_exist_and_the_deputy_sees_it(desk: Desk) -> None:
    """R65: the reviewer is never the subject. Rulings.md 12: another judges it, here a partner's officer."""
    world = desk.world
    own = stands_out(desk, "fg_rie")
    mine = desk.get("fg_rie", PLACE)
    assert "Er is niets te bekijken." in said(mine.text)
    assert str(own) not in mine.text
    assert desk.get("fg_rie", f"{PLACE}/bevindingen/{own}").status_code == 404
    assert desk.get("fg_gem", f"{PLACE}/bevindingen/{own}").status_code == 404
    world.end(
        "insert into app.deputy (id, organisation_id, role, staff_id) values (:i, :o, 'FG', :s)", i=own,
        o=world.organisations["rie"], s=world.staff["fg_gem"],
    )  # fmt: skip
    page = desk.get("fg_gem", f"{PLACE}/bevindingen/{own}")
    assert "Collega fg_rie , functionaris gegevensbescherming bij Organisatie rie, las een casus" in said(
        page.text
    )


def test_another_organisation_s_things_are_not_here(desk: Desk) -> None:
    found = stands_out(desk, "ww")
    assert str(found) in desk.get("fg_wel", PLACE).text
    for other in ("fg_rie", "fg_gem"):
        assert str(found) not in desk.get(other, PLACE).text
        absent = desk.get(other, f"{PLACE}/bevindingen/{desk.world.matter}")
        there = desk.get(other, f"{PLACE}/bevindingen/{found}")
        assert (there.status_code, there.data) == (404, absent.data)


@pytest.mark.parametrize("who", ["po", "wc", "tr"])
def test_who_is_no_officer_has_no_desk(desk: Desk, who: str) -> None:
    found = stands_out(desk, "cr")
    for path in (PLACE, f"{PLACE}/opvolging", f"{PLACE}/nareken", f"{PLACE}/bevindingen/{found}"):
        assert desk.get(who, path).status_code == 403, path
    for step in ("vraag", "oordeel", "klaar"):
        assert desk.send(who, f"{PLACE}/bevindingen/{found}/{step}").status_code == 403, step


def test_looking_leaves_one_entry_with_exactly_what_was_shown(desk: Desk) -> None:
    """R88: the finding, its lines and the counts of the queues; nothing else (rulings.md 16)."""
    found = stands_out(desk, times=3)
    stands_out(desk, queue="Q8", due=20)
    desk.get("fg_wel", PLACE)
    [(name, thing, shown, told)] = journal(
        desk, "select name, object_id, disclosed, particulars from journal.entry "
        "where event = 'LOG_GELEZEN' and actor_id = :w", w=desk.world.staff["fg_wel"],
    )  # fmt: skip
    lines = journal(desk, "select entry_id::text from app.finding_entry where finding_id = :f", f=found)
    assert (name, thing) == ("finding.read", found)
    assert {item["id"] for item in shown} == {str(found)} | {line for (line,) in lines}  # type: ignore[attr-defined]
    assert told == {"Q5": 1, "Q8": 1, "Q1": 0}


def test_what_is_shielded_stays_a_reference_here_too(desk: Desk) -> None:
    """Rulings.md 6: of what is secret no number, no kind of data, no resident."""
    world = desk.world
    home, who = (world.organisations["wel"],), (world.person,)
    secret = Thing("CASUS", None, world.secret, home, who, "P_VEILIG", "K7", ("G_VEILIG",))
    stands_out(desk, thing=secret)
    page = desk.get("fg_wel", PLACE).text
    words = said(page)
    assert "liet een spoor na bij iets dat is afgeschermd: gelezen op" in words
    assert "Wat het was, is afgeschermd, ook hier." in words
    hidden = (f"{world.number}S", "eiligheid in huis", str(pseudonym(desk, "wel"))[:8].upper(), "P_VEILIG")
    assert not [one for one in hidden if one in words]


def test_no_page_of_the_desk_holds_a_word_of_a_dossier(desk: Desk) -> None:
    found = stands_out(desk)
    for path in (PLACE, f"{PLACE}?rij=Q5", f"{PLACE}/bevindingen/{found}", f"{PLACE}/opvolging"):
        page = desk.get("fg_wel", path)
        assert page.status_code == 200
        assert not [word for word in (CANARY, NAME_CANARY) if word in page.text]


def test_the_reason_that_was_given_stands_beside_it_until_it_is_erased(desk: Desk) -> None:
    """Field 31: who judges an export asks for it first; it is sealed, and never shown of what is shielded."""
    why = "Stukken voor het overleg van donderdag."
    found = stands_out(desk, queue="Q8", because=why)
    place = f"{PLACE}/bevindingen/{found}"
    assert f"De opgegeven reden: “{why}”." in said(desk.get("fg_wel", place).text)
    shown = journal(
        desk, "select x ->> 'type' from journal.entry e, jsonb_array_elements(e.disclosed) x "
        "where e.name = 'finding.read' and e.actor_id = :w", w=desk.world.staff["fg_wel"],
    )  # fmt: skip
    assert ("LOG_TERZIJDE",) in shown
    desk.world.end(
        "delete from journal.personal where entry_id in "
        "(select entry_id from app.finding_entry where finding_id = :f)", f=found,
    )  # fmt: skip
    page = desk.get("fg_wel", place)
    assert page.status_code == 200
    assert why not in page.text
    secret = Thing("CASUS", None, desk.world.secret, (desk.world.organisations["wel"],), (), None, "K7")
    shielded = stands_out(desk, queue="Q8", because=why, thing=secret)
    assert why not in desk.get("fg_wel", f"{PLACE}/bevindingen/{shielded}").text
