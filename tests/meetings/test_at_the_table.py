"""At the table nobody learns more of the others, nor does more, than their own place gives (R83, R84)."""

from __future__ import annotations

from tests.meetings.table import Table, plan
from tests.meetings.test_meeting import words
from tests.scenario.conftest import said


def test_others_at_the_table_do_not_learn_on_what_ground_a_partner_sits(table: Table) -> None:
    """What a resident allowed one organisation is told to nobody but the chair, and who brings the case."""
    table.come_in("U-CR1", "U-WC2", "U-WW1")
    table.go(table.items()[1])
    seen = {who: words(table.page(who)).split("Mogen erbij")[1] for who in ("U-CR1", "U-WC2", "U-WW1")}
    for who in ("U-CR1", "U-WC2"):
        assert "Gemeente Oeverdrecht, voorzitter toestemming" in seen[who]
        assert "Zo mag het wel" in seen[who]
    assert "Welzijn Samenspel toestemming" in seen["U-WW1"]  # their own
    assert "Gemeente Oeverdrecht, voorzitter Joost" in seen["U-WW1"]
    assert "Amina Osman Thuiszorg Kamille" in seen["U-WW1"]
    assert "Waarom niet" not in seen["U-WW1"]
    assert "Zo mag het wel" not in seen["U-WW1"]


def test_a_correction_is_a_decision_whatever_it_says_and_nothing_else_is_added(table: Table) -> None:
    """R84: with an @ in it too; no action and no line about an item that never opened."""
    table.come_in("U-CR1", "U-WC2", "U-WW1")
    first, second = table.items()
    table.go(second)
    table.write("Samenspel gaat er donderdag langs.")
    table.go(None)
    wrong = str(table.house.truth("select id from app.resolution")[0][0])
    assert table.write("@Samenspel gaat er vrijdag langs.", item=second, herstelt=wrong).status_code == 303
    assert table.house.truth("select count(*) from app.action")[0][0] == 0
    assert table.house.truth("select count(*) from app.resolution where corrects_id is not null")[0][0] == 1
    for item, corrects in ((first, wrong), (second, str(table.id))):
        assert table.write("Iets anders.", item=item, herstelt=corrects).status_code == 409


def test_nobody_comes_in_days_before_and_no_item_of_another_meeting_opens(table: Table) -> None:
    """Who comes in is on record as present; a forged item is 409 and no broken page."""
    later = plan(table.house, starts_at="2027-03-15T09:30")
    other = Table(table.house, later.headers["Location"], table.people)
    early = other.of("U-CR1").post(f"{other.url}/binnen")
    assert (early.status_code, "een uur voor het begin" in said(early)) == (409, True)
    table.come_in("U-CR1")
    assert other.go(table.items()[0]).status_code == 409
    far = plan(table.house, starts_at="9999-12-31T09:30", again="4x6")
    assert (far.status_code, "Plan hooguit twee jaar vooruit." in said(far)) == (400, True)


def test_who_works_for_a_suspended_organisation_sits_nowhere(table: Table) -> None:
    table.come_in("U-CR1", "U-WC2", "U-WW1")
    table.house.truth("update app.organisation set suspended_at = now() where reference = 'ORG-WEL'")
    table.go(table.items()[1])
    assert "Joost Kramer" in words(table.page("U-CR1")).split("Mogen er niet bij")[1]
    assert table.write("@Joost belt mevrouw, vrijdag").status_code == 400
