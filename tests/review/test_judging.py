"""Judging: once, in words, by somebody else; what is unlawful starts 72 hours (R65, R100, R102)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from psycopg.errors import InsufficientPrivilege

from tests.review.conftest import Desk
from tests.review.footprints import journal
from tests.review.standing_out import stands_out, table
from tests.review.test_reviewing import PLACE, said
from wijkaanpak.door import unit_of
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.entries import Point

WHY = "De bewoner belde en het hoorde bij het werk."
LAWFUL = {"verdict": "RECHTMATIG", "explanation": WHY, "follow_up": "GEEN"}
UNLAWFUL = {"verdict": "ONRECHTMATIG", "explanation": WHY, "follow_up": "LEIDINGGEVENDE"}


def judged(desk: Desk, found: UUID, who: str = "fg_wel", **fields: str) -> int:
    """The status of the answer."""
    return desk.send(who, f"{PLACE}/bevindingen/{found}/oordeel", **fields).status_code


def verdict_of(desk: Desk, found: UUID) -> dict[str, object]:
    [row] = [row for row in table(desk, "verdict") if row["finding_id"] == str(found)]
    return row


def breaches(desk: Desk, found: UUID) -> list[dict[str, object]]:
    mine = [row["id"] for row in table(desk, "verdict") if row["finding_id"] == str(found)]
    return [row for row in table(desk, "breach") if row["verdict_id"] in mine]


@pytest.mark.parametrize("verdict", ["RECHTMATIG", "VALS_ALARM", "ONVOLDOENDE_ONDERBOUWD"])
def test_a_verdict_is_a_record_of_its_own_and_the_thing_is_done(desk: Desk, verdict: str) -> None:
    found = stands_out(desk)
    assert judged(desk, found, **LAWFUL | {"verdict": verdict}) == 303
    row = verdict_of(desk, found)
    assert (row["verdict"], row["explanation"], row["follow_up"]) == (verdict, WHY, "GEEN")
    assert row["reviewer_id"] == str(desk.world.staff["fg_wel"])
    assert breaches(desk, found) == []
    assert str(found) not in desk.get("fg_wel", PLACE).text
    assert WHY in said(desk.get("fg_wel", f"{PLACE}/bevindingen/{found}").text)


def test_the_events_stay_untouched_and_the_verdict_leaves_one_entry_without_its_words(desk: Desk) -> None:
    """R100: the review is beside the events."""
    found = stands_out(desk, times=2)
    all_of_it = (
        "select id, canonical, encode(leaf, 'hex') from journal.entry where place <= :p order by place"
    )
    [(last,)] = journal(desk, "select max(place) from journal.entry")
    before = journal(desk, all_of_it, p=last)
    judged(desk, found, **LAWFUL)
    assert journal(desk, all_of_it, p=last) == before
    told = journal(
        desk, "select particulars, canonical, matter_id from journal.entry "
        "where name = 'finding.judged' and object_id = :f", f=found,
    )  # fmt: skip
    [(particulars, canonical, matter)] = told
    assert particulars == {"queue": "Q5", "outcome": "RECHTMATIG", "follow_up": "GEEN", "breach": None}
    assert WHY not in str(canonical)
    assert matter is None  # else it would stand on the case's timeline, before the whole team


def test_what_is_unlawful_opens_a_breach_whose_clock_began_with_the_verdict(desk: Desk) -> None:
    """R102: 72 hours of the clock, not of work; the desk counts them down in words."""
    found = stands_out(desk)
    assert judged(desk, found, **UNLAWFUL) == 303
    [breach] = breaches(desk, found)
    aware, due = (datetime.fromisoformat(str(breach[name])) for name in ("aware_at", "due_at"))
    assert aware == datetime.fromisoformat(str(verdict_of(desk, found)["judged_at"]))
    assert due - aware == timedelta(hours=72)
    page = said(desk.get("fg_wel", PLACE).text)
    assert "Een datalek moet beoordeeld worden: nog 2 dagen en 23 uur." in page


def test_an_earlier_moment_of_awareness_begins_the_clock_earlier(desk: Desk) -> None:
    found = stands_out(desk)
    since = datetime.now(UTC) - timedelta(hours=80)
    statement = "update app.finding set occurred_at = :s where id = :f"
    desk.world.end(statement, s=since - timedelta(1), f=found)
    typed = local(since).strftime("%Y-%m-%dT%H:%M")
    assert judged(desk, found, **UNLAWFUL, aware_at=typed) == 303
    [breach] = breaches(desk, found)
    assert datetime.fromisoformat(str(breach["aware_at"])) == since.replace(second=0, microsecond=0)
    assert "8 uur over tijd." in said(desk.get("fg_wel", PLACE).text)


def test_the_moment_counts_for_what_is_unlawful_only(desk: Desk) -> None:
    found = stands_out(desk)
    assert judged(desk, found, **LAWFUL, aware_at="gisteren") == 303
    assert verdict_of(desk, found)["aware_at"] is None


def test_a_breach_can_be_assessed_whatever_the_verdict(desk: Desk) -> None:
    """A follow-up that says so must open one: else nothing would follow from it."""
    found = stands_out(desk)
    fields = LAWFUL | {"verdict": "ONVOLDOENDE_ONDERBOUWD", "follow_up": "DATALEKBEOORDELING"}
    assert judged(desk, found, **fields) == 303
    assert len(breaches(desk, found)) == 1


def test_every_fault_is_told_at_once_and_what_was_filled_in_is_kept(desk: Desk) -> None:
    found = stands_out(desk)
    place = f"{PLACE}/bevindingen/{found}/oordeel"
    answer = desk.send("fg_wel", place, verdict="SCHULDIG", explanation="Ja.", follow_up="ONTSLAG")
    assert answer.status_code == 400
    assert "3 dingen kloppen nog niet." in said(answer.text)
    assert "Ja.</textarea>" in answer.text
    wrong = UNLAWFUL | {"explanation": "123456782 was het.", "aware_at": "2999-01-01T10:00"}
    answer = desk.send("fg_wel", place, **wrong)
    assert answer.status_code == 400
    assert "burgerservicenummer" in answer.text
    assert 'value="2999-01-01T10:00"' in answer.text
    assert not [row for row in table(desk, "verdict") if row["finding_id"] == str(found)]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2999-01-01T10:00", "moet nog komen"),
        ("2001-01-01T10:00", "voordat het gebeurde"),
        ("toen", "Schrijf een datum en tijd"),
    ],
)
def test_a_moment_that_cannot_be_is_told(desk: Desk, typed: str, told: str) -> None:
    found = stands_out(desk)
    answer = desk.send("fg_wel", f"{PLACE}/bevindingen/{found}/oordeel", **UNLAWFUL, aware_at=typed)
    assert answer.status_code == 400
    assert told in said(answer.text)
    assert breaches(desk, found) == []


def test_it_is_judged_once(desk: Desk) -> None:
    found = stands_out(desk)
    judged(desk, found, **LAWFUL)
    assert judged(desk, found, **UNLAWFUL) == 409
    assert verdict_of(desk, found)["verdict"] == "RECHTMATIG"
    assert (
        desk.send("fg_wel", f"{PLACE}/bevindingen/{found}/vraag", question="Waarom deed je dit?").status_code
        == 409
    )


def test_nobody_judges_or_asks_about_what_they_did_themselves(desk: Desk) -> None:
    """R65: it is a 404, as for what another organisation's officer would judge."""
    own, foreign = stands_out(desk, "fg_wel"), stands_out(desk, "wc")
    for found in (own, foreign):
        assert judged(desk, found, **LAWFUL) == 404
        asked = desk.send("fg_wel", f"{PLACE}/bevindingen/{found}/vraag", question="Waarom deed je dit?")
        assert asked.status_code == 404
    assert not [row for row in table(desk, "verdict") if row["finding_id"] in (str(own), str(foreign))]


@pytest.mark.parametrize(
    "statement",
    [
        "update app.verdict set verdict = 'RECHTMATIG' where finding_id = %(f)s",
        "update app.verdict set explanation = 'Anders.' where finding_id = %(f)s",
        "delete from app.verdict where finding_id = %(f)s",
        "update app.breach set due_at = now() + interval '1 year' where true or %(f)s is null",
        "update app.finding set facts = '{}' where id = %(f)s",
    ],
)
def test_what_was_judged_stays_as_it_was_judged(desk: Desk, statement: str) -> None:
    """No code of the desk, however wrong, changes a verdict, its clock or what it is about."""
    found = stands_out(desk)
    judged(desk, found, **UNLAWFUL)
    before = (table(desk, "verdict"), table(desk, "breach"), table(desk, "finding"))
    officer = unit_of(desk.database.desk, desk.world.cookie("fg_wel").encode(), Point())
    with suppress(InsufficientPrivilege), officer as unit:  # most are not even granted
        connection = unit.session.connection().connection
        assert connection.cursor().execute(statement, {"f": found}).rowcount == 0
        unit.session.commit()
    assert (table(desk, "verdict"), table(desk, "breach"), table(desk, "finding")) == before


@pytest.mark.parametrize(
    "statement",
    [
        # a clock that began later than the verdict says
        "insert into app.breach select gen_random_uuid(), id, %(home)s, app.now() + interval '1 day', "
        "app.now() + interval '4 days' from app.verdict where finding_id = %(f)s",
        # a second opinion in another's name
        "insert into app.verdict (id, finding_id, reviewer_id, verdict, explanation, follow_up, judged_at) "
        "values (gen_random_uuid(), %(other)s, %(wc)s, 'RECHTMATIG', '-', 'GEEN', app.now())",
        # a verdict about oneself
        "insert into app.verdict (id, finding_id, reviewer_id, verdict, explanation, follow_up, judged_at) "
        "values (gen_random_uuid(), %(own)s, %(me)s, 'RECHTMATIG', '-', 'GEEN', app.now())",
        # a question to somebody who did not act
        "insert into app.question (id, finding_id, staff_id, asked_by, asked_at, text, due_on, happened_on, "
        "kind) values (gen_random_uuid(), %(other)s, %(wc)s, %(me)s, app.now(), '-', current_date, "
        "current_date, 'LEZEN')",
    ],
)
def test_the_database_refuses_what_no_command_does(desk: Desk, statement: str) -> None:
    """R65, R101, R102: the rules hold below the code."""
    found, other, own = stands_out(desk), stands_out(desk), stands_out(desk, "fg_wel")
    judged(desk, found, **UNLAWFUL)
    desk.world.end("delete from app.breach")
    people = desk.world.staff
    values = {
        "f": found, "other": other, "own": own, "me": people["fg_wel"], "wc": people["wc"],
        "home": desk.world.organisations["wel"],
    }  # fmt: skip
    with unit_of(desk.database.desk, desk.world.cookie("fg_wel").encode(), Point()) as unit:
        cursor = unit.session.connection().connection.cursor()
        with pytest.raises(InsufficientPrivilege):
            cursor.execute(statement, values)
