"""Who hears of emergency access, and who judges it (R65, R105, R202, queue Q1)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cast import House
from tests.matters.emergencies import SAID, begin, entries, form, rows, words
from wijkaanpak.foundation.working_days import working_days_later
from wijkaanpak.matters import emergency
from wijkaanpak.matters.emergency_review import VERDICTS

DESK = "/controle/noodprocedures"
WHY = "Er was gevaar en dit was de kortste weg."
NOTICE = "Een collega gebruikte de noodprocedure"


def verdict(house: House, who: str, use: object, **changed: str):
    """Send a verdict as the desk does."""
    ident = use.id  # type: ignore[attr-defined]
    prefix = f"n{ident.hex[:8]}"
    sent = {"verdict": "RECHTMATIG", "text": WHY, **changed}
    return house.sign_in(who).post(
        f"{DESK}/{ident}/oordeel", {f"{prefix}-{name}": value for name, value in sent.items()}
    )


def ended(house: House, who: str = "U-WC1", reference: str = "P-05"):
    """A use that is over, and its row."""
    begin(house, who, reference).post("/noodprocedure/einde")
    return rows(house)[-1]


def test_who_leads_and_who_judges_hear_of_it_at_once_and_without_the_resident(house: House) -> None:
    """R105, R202: the bell is in the entry itself; other organisations hear nothing."""
    before = {
        who: words(house.sign_in(who).get("/")) for who in ("U-TL1", "U-PO2", "U-FG2", "U-TL2", "U-PO3")
    }
    sanne = begin(house, "U-WC1")
    started = entries(house, sanne)[0]
    told = {house.staff[who] for who in ("U-TL1", "U-PO2", "U-FG2")}
    assert set(started.ring_refs) == told
    assert started.ring_kind == "work.changed"
    for who in ("U-TL1", "U-PO2", "U-FG2"):
        page = words(house.sign_in(who).get("/"))
        assert all(said in page for said in (NOTICE, "Sanne de Wit")), who
        assert not any(hidden in page for hidden in ("Demir", SAID)), who
    for who in ("U-TL2", "U-PO3"):
        assert words(house.sign_in(who).get("/")) == before[who], who
    for who in ("U-WC1", "U-CR1", "U-WB1"):
        assert NOTICE not in words(house.sign_in(who).get("/")), who


def test_who_leads_sees_no_resident_and_no_desk(house: House) -> None:
    """R105: metadata only."""
    begin(house, "U-WC1")
    ineke = house.sign_in("U-TL1")
    assert str(house.person("P-05")) not in ineke.get("/").text
    assert ineke.get(DESK).status_code == 403


def test_nothing_is_begun_when_it_cannot_be_recorded(house: House) -> None:
    """R89, R105: access, entry and notice are of one transaction; without one there is none of them."""
    house.truth("revoke insert on journal.entry from wijk_app")
    assert house.sign_in("U-WC1").post("/noodprocedure", form(house)).status_code == 503
    assert rows(house) == []


def test_the_use_of_the_scenario_waits_at_the_desk_of_its_organisation(house: House) -> None:
    """S-05: in Q1 up to and including five working days later; of De Haven, and of nobody else."""
    row = house.truth("select since, review_due_on from app.break_glass")[0]
    assert row.review_due_on == working_days_later(row.since.date(), 5)
    for who in ("U-PO3", "U-FG3"):
        page = words(house.sign_in(who).get(DESK))
        for said in ("Petra Hoekstra", "Bewoner in portiek in paniek, contactpersoon nodig",
                     "Contactpersoon dringend nodig"):  # fmt: skip
            assert said in page, (who, said)
        assert "Demir" not in page
    for who in ("U-PO2", "U-FG2", "U-PO1"):
        assert "Petra Hoekstra" not in words(house.sign_in(who).get(DESK)), who


def test_five_working_days_step_over_a_weekend() -> None:
    """Q1: begun in the night of a Saturday, judged before the end of the Friday after."""
    assert emergency.due_on(datetime.fromisoformat("2026-11-14T02:18:00+01:00")) == date(2026, 11, 20)
    assert emergency.due_on(datetime.fromisoformat("2026-11-16T23:30:00+00:00")) == date(2026, 11, 24)


@pytest.mark.parametrize("code", VERDICTS)
def test_an_officer_judges_with_a_word_and_an_explanation(house: House, code: str) -> None:
    """R100: it leaves the list of what waits; the entry holds the verdict, the record the words."""
    use = ended(house)
    assert verdict(house, "U-PO2", use, verdict=code).status_code == 303
    row = rows(house)[0]
    assert (row.verdict, row.verdict_text, row.reviewed_by) == (code, WHY, house.staff["U-PO2"])
    wouter = house.truth("select * from journal.entry where actor_id = :w and name = 'break_glass.judged'",
                         w=house.staff["U-PO2"])[0]  # fmt: skip
    assert wouter.particulars["outcome"] == code
    assert WHY not in str(tuple(wouter))
    assert NOTICE not in words(house.sign_in("U-PO2").get("/"))
    again = verdict(house, "U-FG2", use)
    assert (again.status_code, "al beoordeeld" in words(again)) == (409, True)


@pytest.mark.parametrize(
    ("name", "value"), [("verdict", ""), ("verdict", "PRIMA"), ("text", ""), ("text", "Goed.")]
)
def test_a_verdict_without_a_word_of_the_list_or_an_explanation_is_refused(
    house: House, name: str, value: str
) -> None:
    """What was filled in stays (R188)."""
    use = ended(house)
    answer = verdict(house, "U-PO2", use, **{name: value})
    assert answer.status_code == 400
    assert rows(house)[0].verdict is None
    kept = WHY if name == "verdict" else 'value="RECHTMATIG" checked'
    assert kept in answer.text


def test_nobody_judges_their_own_use(house: House) -> None:
    """R65: also who is a privacy officer as well; the database refuses it too."""
    house.truth(
        "insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over, "
        "reviewed_at) select gen_random_uuid(), staff_id, 'PO', areas,"
        " valid_from, valid_until, true, reviewed_at "
        "from app.role_assignment where staff_id = :w", w=house.staff["U-WC1"],
    )  # fmt: skip
    use = ended(house)
    page = house.sign_in("U-WC1").get(DESK)
    assert "Je hebt dit zelf gebruikt. Iemand anders moet het beoordelen." in words(page)
    assert f"{use.id}/oordeel" not in page.text
    assert verdict(house, "U-WC1", use).status_code == 409
    assert rows(house)[0].verdict is None


def test_what_still_runs_is_judged_when_it_is_over(house: House) -> None:
    begin(house, "U-WC1")
    assert verdict(house, "U-PO2", rows(house)[0]).status_code == 409
    house.move_clock(timedelta(hours=4, minutes=1))
    assert verdict(house, "U-PO2", rows(house)[0]).status_code == 303


def test_who_has_no_place_at_the_desk_cannot_judge(house: House) -> None:
    """Forbidden equals absent for an officer of another organisation (rulings 8)."""
    use = ended(house)
    for who in ("U-TL1", "U-CR1", "U-WC2"):
        assert verdict(house, who, use).status_code == 403, who
    there = verdict(house, "U-PO3", use)
    use_elsewhere = type("Nowhere", (), {"id": uuid4()})
    nowhere = verdict(house, "U-PO3", use_elsewhere)
    assert (there.status_code, there.data) == (nowhere.status_code, nowhere.data) == (404, there.data)


def test_a_second_use_on_the_same_resident_within_thirty_days_comes_first(house: House) -> None:
    """R105: by the same user; marked, and on top whatever its term."""
    ended(house)
    house.move_clock(timedelta(days=29))
    other = ended(house, "U-WC1", "P-04")
    again = ended(house, "U-WC1", "P-05")
    assert [row.repeated for row in rows(house)] == [False, False, True]
    page = house.sign_in("U-PO2").get(DESK)
    shown = re.findall(r'class="gebruik" data-key="([\w-]+)"', page.text)
    assert shown[0] == str(again.id)
    assert shown.index(str(other.id)) > 0
    assert "opnieuw binnen 30 dagen bij dezelfde bewoner" in words(page)
    assert "Opnieuw binnen 30 dagen bij dezelfde bewoner." in words(house.sign_in("U-PO2").get("/"))


def test_after_thirty_days_or_by_another_it_is_no_second_use(house: House) -> None:
    """R105."""
    ended(house)
    ended(house, "U-WT1")
    house.move_clock(timedelta(days=30, minutes=1))
    ended(house)
    assert [row.repeated for row in rows(house)] == [False, False, False]


def test_what_is_over_time_is_said(house: House) -> None:
    """Q1: five working days."""
    ended(house)
    house.move_clock(timedelta(days=12))
    assert "te laat" in words(house.sign_in("U-PO2").get(DESK))


def test_the_desk_of_an_officer_leads_there(house: House) -> None:
    """From /controle for who reads the journal, from the menu for who does not."""
    assert f'href="{DESK}"' in house.sign_in("U-FG2").get("/controle").text
    assert f'href="{DESK}"' in house.sign_in("U-PO2").get("/").text
