"""Following up: what was asked and judged stays in sight until it is done (R100, R101)."""

from uuid import UUID

from tests.review.conftest import Desk
from tests.review.standing_out import stands_out, table
from tests.review.test_asking import ANSWER, QUESTION
from tests.review.test_judging import LAWFUL, UNLAWFUL, judged
from tests.review.test_reviewing import PLACE, said

LIST = f"{PLACE}/opvolging"


def parts(desk: Desk, who: str = "fg_wel") -> dict[str, str]:
    """The list by the ids of its sections."""
    sections = desk.get(who, LIST).text.split('<section class="groep" aria-labelledby="')[1:]
    return {part.partition('"')[0]: part.partition("</section>")[0] for part in sections}


def test_a_question_an_answer_and_what_follows_stand_there_each_in_its_place(desk: Desk) -> None:
    waits, answered, to_do, done = (stands_out(desk) for _ in range(4))
    for found in (waits, answered):
        desk.send("fg_wel", f"{PLACE}/bevindingen/{found}/vraag", question=QUESTION)
    [row] = [row for row in table(desk, "question") if row["finding_id"] == str(answered)]
    desk.send("ww", f"/vragen/{row['id']}", answer=ANSWER)
    judged(desk, to_do, **LAWFUL | {"verdict": "ONVOLDOENDE_ONDERBOUWD", "follow_up": "NAVRAAG"})
    judged(desk, done, **LAWFUL)
    stood = parts(desk)
    for found, place in ((waits, "gevraagd"), (answered, "beantwoord"), (to_do, "te-doen"), (done, "klaar")):
        assert [name for name, part in stood.items() if str(found) in part] == [place]
    assert ANSWER in stood["beantwoord"]


def test_what_followed_is_done_once_and_then_stands_under_done(desk: Desk) -> None:
    found = stands_out(desk)
    judged(desk, found, **UNLAWFUL)
    assert "nog 2 dagen en 23 uur" in parts(desk)["te-doen"]
    close = f"{PLACE}/bevindingen/{found}/klaar"
    assert desk.send("fg_wel", close).status_code == 303
    [row] = [row for row in table(desk, "verdict") if row["finding_id"] == str(found)]
    assert row["closed_by"] == str(desk.world.staff["fg_wel"])
    assert str(found) in parts(desk)["klaar"]
    assert "Een datalek moet beoordeeld worden" not in desk.get("fg_wel", PLACE).text
    assert desk.send("fg_wel", close).status_code == 409


def test_nothing_to_do_cannot_be_done(desk: Desk) -> None:
    open_one, lawful = stands_out(desk), stands_out(desk)
    judged(desk, lawful, **LAWFUL)
    for found in (open_one, lawful):
        assert desk.send("fg_wel", f"{PLACE}/bevindingen/{found}/klaar").status_code == 409


def test_another_organisation_follows_nothing_here(desk: Desk) -> None:
    found = stands_out(desk)
    judged(desk, found, **UNLAWFUL)
    assert str(found) not in desk.get("fg_rie", LIST).text
    assert desk.send("fg_rie", f"{PLACE}/bevindingen/{found}/klaar").status_code == 404
    assert said(desk.get("fg_gem", LIST).text).count("Er staat niets open.") == 1


def test_the_entry_lists_what_was_shown(desk: Desk) -> None:
    """R88."""
    from tests.review.footprints import journal

    found = stands_out(desk)
    judged(desk, found, **LAWFUL)
    desk.get("fg_wel", LIST)
    [(shown,)] = journal(
        desk, "select disclosed from journal.entry where name = 'finding.follow' and actor_id = :w",
        w=desk.world.staff["fg_wel"],
    )  # fmt: skip
    assert UUID(shown[0]["id"]) == found  # type: ignore[index]
