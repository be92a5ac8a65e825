"""One question to who acted, ten days to answer, on Today and at an address of its own (R101)."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.review.conftest import Desk
from tests.review.footprints import journal
from tests.review.standing_out import stands_out, table
from tests.review.test_reviewing import PLACE, said
from wijkaanpak.foundation.working_days import local

QUESTION = "Wat was hiervoor de aanleiding, die avond?"
ANSWER = "De bewoner belde mij op."
NUMBER = "123456782"  # passes the eleven test; nobody's


def asked(desk: Desk, who: str = "ww") -> UUID:
    """A question that was put to this colleague; its id."""
    found = stands_out(desk, who)
    answer = desk.send(
        f"fg_{'wel' if who == 'ww' else 'rie'}", f"{PLACE}/bevindingen/{found}/vraag", question=QUESTION
    )
    assert answer.status_code == 303
    [row] = [row for row in table(desk, "question") if row["finding_id"] == str(found)]
    return UUID(row["id"])


def test_a_question_goes_to_who_acted_and_comes_back_as_an_answer(desk: Desk) -> None:
    """From the desk to the colleague's Today, to their own page, and back beside what stood out."""
    question = asked(desk)
    [row] = [row for row in table(desk, "question") if row["id"] == str(question)]
    assert row["staff_id"] == str(desk.world.staff["ww"])
    asked_on = local(datetime.fromisoformat(row["asked_at"])).date()
    assert date.fromisoformat(row["due_on"]) == asked_on + timedelta(days=10)
    today = desk.get("ww", "/").text
    assert f'href="/vragen/{question}"' in today
    assert "Collega fg_wel vraagt iets over" in today
    page = said(desk.get("ww", f"/vragen/{question}").text)
    assert QUESTION in page
    assert "(gelezen)" in page
    assert desk.send("ww", f"/vragen/{question}", answer=ANSWER).status_code == 303
    assert "Je antwoord" in said(desk.get("ww", f"/vragen/{question}").text)
    assert f"/vragen/{question}" not in desk.get("ww", "/").text
    back = said(desk.get("fg_wel", f"{PLACE}/bevindingen/{row['finding_id']}").text)
    assert QUESTION in back
    assert ANSWER in back


def test_asking_and_answering_leave_one_entry_each_and_ring_for_the_other(desk: Desk) -> None:
    """The words stay in the record: no entry holds them."""
    question = asked(desk)
    desk.send("ww", f"/vragen/{question}", answer=ANSWER)
    entries = journal(
        desk, "select name, ring_refs, ring_kind, matter_id, canonical from journal.entry "
        "where name in ('finding.asked', 'question.answered') and ring_refs && :both order by place",
        both=[desk.world.staff["ww"], desk.world.staff["fg_wel"]],
    )  # fmt: skip
    assert [entry[:4] for entry in entries] == [
        ("finding.asked", [desk.world.staff["ww"]], "work.changed", None),
        ("question.answered", [desk.world.staff["fg_wel"]], "work.changed", None),
    ]
    assert not [entry for entry in entries if QUESTION in str(entry[4]) or ANSWER in str(entry[4])]


def test_answering_at_night_is_no_reading_of_residents(desk: Desk) -> None:
    """Else the question itself would stand out next, with the colleague at home."""
    question = asked(desk)
    desk.get("ww", f"/vragen/{question}")
    desk.send("ww", f"/vragen/{question}", answer=ANSWER)
    told = journal(
        desk, "select distinct sensitivity, subjects from journal.entry where object_id = :q", q=question
    )
    assert {(sensitivity, tuple(residents)) for sensitivity, residents in told} <= {("K0", ()), (None, ())}  # type: ignore[arg-type]


def test_there_is_one_question_and_one_answer(desk: Desk) -> None:
    question = asked(desk)
    [row] = [row for row in table(desk, "question") if row["id"] == str(question)]
    again = desk.send("fg_wel", f"{PLACE}/bevindingen/{row['finding_id']}/vraag", question=QUESTION)
    assert again.status_code == 409
    assert "Er kan één vraag worden gesteld" in again.text
    desk.send("ww", f"/vragen/{question}", answer=ANSWER)
    other = desk.send("ww", f"/vragen/{question}", answer="Toch anders, denk ik.")
    assert other.status_code == 409
    [row] = [row for row in table(desk, "question") if row["id"] == str(question)]
    assert row["answer"] == ANSWER


def test_today_of_the_officer_tells_what_waits_and_what_was_answered(desk: Desk) -> None:
    """A count and a day, without a name; nothing of what one did oneself (R65)."""
    question = asked(desk)
    desk.send("ww", f"/vragen/{question}", answer=ANSWER)
    stands_out(desk, "fg_wel")
    today = said(desk.get("fg_wel", "/").text)
    assert "Er valt één ding op Op één vraag van jou is antwoord." in today
    assert "Collega ww" not in today


def test_the_same_form_sent_twice_asks_once_and_says_nothing_is_wrong(desk: Desk) -> None:
    """A double tap on the desk's own role of the database: the first answer again."""
    found, once = stands_out(desk), str(uuid4())
    for _ in range(2):
        answer = desk.send("fg_wel", f"{PLACE}/bevindingen/{found}/vraag", question=QUESTION, eenmalig=once)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/controle?rij=Q5&klaar=vraag")


def test_a_question_of_another_does_not_exist(desk: Desk) -> None:
    """Neither for a colleague, nor for who leads, nor for the officer at this address."""
    question = asked(desk)
    for who in ("wc", "cr", "fg_wel", "fg_rie"):
        there, absent = desk.get(who, f"/vragen/{question}"), desk.get(who, f"/vragen/{uuid4()}")
        assert (there.status_code, there.data) == (404, absent.data), who
        assert desk.send(who, f"/vragen/{question}", answer=ANSWER).status_code == 404
    assert desk.get("wc", "/").text.count("/vragen/") == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Schrijf je vraag."),
        ("Waarom?", "minstens 10"),
        (f"Was dit nummer {NUMBER} van jou?", "burgerservicenummer"),
    ],
)
def test_a_faulty_question_is_told_and_kept(desk: Desk, typed: str, told: str) -> None:
    """R11, R188: nothing is sent, what was typed is still there, and the number goes nowhere."""
    found = stands_out(desk)
    before = len(table(desk, "question"))
    answer = desk.send("fg_wel", f"{PLACE}/bevindingen/{found}/vraag", question=typed)
    assert answer.status_code == 400
    assert told in said(answer.text)
    assert f">\r\n{typed}</textarea>" in answer.text or f">{typed}</textarea>" in answer.text.replace(
        "\r\n", ""
    )
    assert len(table(desk, "question")) == before
    assert not journal(desk, "select 1 from journal.entry where canonical like :n", n=f"%{NUMBER}%")


def test_a_faulty_answer_is_told_and_kept(desk: Desk) -> None:
    question = asked(desk)
    answer = desk.send("ww", f"/vragen/{question}", answer=f"Het was {NUMBER}.")
    assert answer.status_code == 400
    assert "burgerservicenummer" in answer.text
    assert f"Het was {NUMBER}." in answer.text
    assert desk.send("ww", f"/vragen/{question}", answer="").status_code == 400


def test_after_the_term_one_can_still_answer_and_the_desk_says_that_it_was_due(desk: Desk) -> None:
    question = asked(desk)
    desk.world.end("update app.question set due_on = due_on - 20 where id = :q", q=question)
    [row] = [row for row in table(desk, "question") if row["id"] == str(question)]
    assert "Dat had er uiterlijk" in said(desk.get("fg_wel", f"{PLACE}/bevindingen/{row['finding_id']}").text)
    assert "Je kunt nog antwoorden." in said(desk.get("ww", f"/vragen/{question}").text)
    assert desk.send("ww", f"/vragen/{question}", answer=ANSWER).status_code == 303


def test_what_waits_for_an_answer_stands_behind_what_can_be_judged(desk: Desk) -> None:
    first, second = stands_out(desk, due=3), stands_out(desk, due=5)
    desk.send("fg_wel", f"{PLACE}/bevindingen/{first}/vraag", question=QUESTION)
    assert f"/bevindingen/{second}/oordeel" in desk.get("fg_wel", f"{PLACE}?rij=Q5").text
