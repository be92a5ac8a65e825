"""A meeting from planning to minutes: everybody on their own ground, and who is red by no door (R83, R84)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.cases.test_lists import counted
from tests.meetings.table import FIRST, SEVEN, Table
from tests.scenario.conftest import said, zaak


def words(page: str) -> str:
    class Answer:
        text = page

    return said(Answer())  # type: ignore[arg-type]


def test_the_chair_sees_who_may_sit_where_and_what_would_make_it_lawful(table: Table) -> None:
    """R83: green or red for this item, with the reason and the remedy, at planning as at the table."""
    answer = table.of("U-CR1").get(f"{table.house.url('S-02')}/agenderen")
    assert "geen overleg" in said(answer)  # it is on this agenda already
    table.come_in("U-CR1", "U-WC2", "U-WW1", "U-ZP2")
    assert table.go(table.items()[1]).status_code == 303
    seen = words(table.page("U-CR1"))
    assert "Mogen erbij: 3" in seen
    assert "Mogen er niet bij: 1" in seen
    assert "Amina Osman" in seen.split("Mogen er niet bij")[1]
    assert "Zo mag het wel" in seen
    assert "Er is geen grondslag voor Thuiszorg Kamille." in seen.split("Mogen er niet bij")[1]


def test_who_is_red_gets_nothing_of_the_item_by_no_door(table: Table) -> None:
    """R83: not on the meeting's page, its fragments, the dossier, the minutes, or as a row."""
    table.come_in(*SEVEN)
    table.go(table.items()[1])
    assert table.write("Mevrouw vragen of zij weer naar de koffie wil.").status_code == 303
    secret = (*zaak("S-04").everything, "koffie wil", "Merelhof")
    for who in ("U-ZP2", "U-ZP1", "U-WB1"):
        for fragment in (None, "overleg", "punt"):
            page = table.page(who, fragment=fragment)
            assert not [word for word in secret if word in page], (who, fragment)
        assert "Dit punt is zonder jou" in words(table.page(who))
        assert table.of(who).get(table.house.url("S-04")).status_code in (403, 404)
        minutes = table.of(who).get(f"{table.url}/verslag").text
        assert not [word for word in secret if word in minutes]
        paper = table.of(who).get(f"{table.url}/verslag/{table.items()[1]}.pdf")
        if who != "U-ZP2":
            assert paper.status_code == 404
        with table.of(who).unit() as unit:
            count = "select count(*) from app.resolution"
            assert unit.session.connection().exec_driver_sql(count).scalar() == 0
    for who in ("U-CR1", "U-WC2", "U-WW1"):
        assert "koffie wil" in table.page(who)


def test_what_somebody_keeps_away_from_is_told_to_nobody_at_the_table(table: Table) -> None:
    """R66: who declared to know the resident is red without a reason, and sees nothing of the item."""
    person = table.house.person("P-04")
    table.house.truth(
        "insert into app.conflict (id, staff_id, person_id, declared_at) "
        "values (gen_random_uuid(), :w, :p, now() - interval '1 minute')",
        w=table.house.staff["U-WW1"], p=person,
    )  # fmt: skip
    table.come_in("U-CR1", "U-WW1")
    table.go(table.items()[1])
    seen = words(table.page("U-CR1")).split("Mogen er niet bij")[1]
    assert "Joost Kramer Welzijn Samenspel. Waarom niet Kan niet bij dit punt zitten." in seen
    assert "Ouderenadviseur" not in table.page("U-WW1")


def test_nobody_reads_a_case_by_being_asked_to_the_table(table: Table) -> None:
    """Planning tells of places and minutes alone; a stranger does not find the meeting at all."""
    seen = words(table.page("U-WB1"))
    assert "Een punt zonder jou" in seen
    assert "WA-" in seen  # their own item, by its number
    for address in (table.url, f"{table.url}/verslag", f"{table.url}/agenda.ics"):
        assert table.house.sign_in("U-WB3").get(address).status_code == 404
    for act in ("binnen", "punt", "pen", "regel", "verslag"):
        assert table.house.sign_in("U-WB3").post(f"{table.url}/{act}").status_code == 404, act


def test_attendance_is_of_who_came_in_and_may_sit_there(table: Table) -> None:
    """Row 5 of 4.2: present is who was at the item lawfully; red and absent people never are."""
    table.come_in("U-CR1", "U-WC2", "U-ZP2")
    table.go(table.items()[1])
    table.come_in("U-WW1")  # comes in while the item is at hand
    rows = table.house.truth(
        "select s.reference from app.invitation i join app.staff s on s.id = i.staff_id "
        "where i.present and i.item_id = :i", i=table.items()[1],
    )  # fmt: skip
    assert {row[0] for row in rows} == {"U-CR1", "U-WC2", "U-WW1"}


def test_an_item_opens_when_the_chair_comes_to_it_and_closes_when_they_go_on(table: Table) -> None:
    """Before and after it no item gives anybody a way in (D-agenda of the matrix)."""
    first, second = table.items()
    open_now = "opens_at <= app.now() and closes_at > app.now()"
    held = f"select count(*) from app.agenda_item where {open_now} and id = :i"
    assert table.house.truth(held, i=first)[0][0] == 0
    table.come_in("U-CR1")
    table.go(first)
    assert table.house.truth(held, i=first)[0][0] == 1
    table.go(second)
    assert [table.house.truth(held, i=i)[0][0] for i in (first, second)] == [0, 1]
    table.go(None)
    assert [table.house.truth(held, i=i)[0][0] for i in (first, second)] == [0, 0]
    assert table.row().status == "AFGELOPEN"


def test_a_line_becomes_a_dated_action_of_somebody_there_or_a_decision(table: Table) -> None:
    """R84: "@Samenspel belt mevrouw, vrijdag"; the words are the case's, and only who sits there has them."""
    table.come_in("U-CR1", "U-WC2", "U-WW1")
    table.go(table.items()[1])
    assert table.write("@Samenspel belt mw. Schipper, over 2 weken").status_code == 303
    assert table.write("Petra loopt elke week langs.").status_code == 303
    action = table.house.truth(
        "select s.reference, o.reference, p.text, p.kind, a.status, a.item_id from app.action a "
        "join app.staff s on s.id = a.owner_id join app.organisation o on o.id = a.organisation_id "
        "join app.part p on p.id = a.part_id"
    )[0]
    assert tuple(action) == (
        "U-WW1", "ORG-WEL", "Belt mw. Schipper", "actie", "OPEN", table.items()[1]
    )  # fmt: skip
    decided = table.house.truth("select p.text from app.resolution r join app.part p on p.id = r.part_id")
    assert [row[0] for row in decided] == ["Petra loopt elke week langs."]
    assert "Belt mw. Schipper" in table.page("U-WW1")


def test_an_action_for_who_does_not_sit_there_is_said_and_not_guessed(table: Table) -> None:
    """Bad input: an organisation that is not in the case; what was typed stays."""
    table.come_in("U-CR1", "U-WC2")
    table.go(table.items()[1])
    for name in ("Kamille", "Rietgors", "Niemand"):
        answer = table.write(f"@{name} doet iets, vrijdag")
        assert answer.status_code == 400
        assert f"Niemand bij dit punt heet “{name}”." in said(answer)
        assert f"@{name} doet iets, vrijdag" in answer.text
    assert table.house.truth("select count(*) from app.action")[0][0] == 0


def test_only_who_holds_the_pen_writes_and_it_goes_from_hand_to_hand(table: Table) -> None:
    table.come_in("U-CR1", "U-WC2", "U-WW1")
    table.go(table.items()[1])
    assert table.write("Iets van een ander.", "U-WC2").status_code == 403
    handed = table.of("U-CR1").post(f"{table.url}/pen", {"aan": str(table.house.staff["U-WC2"])})
    assert handed.status_code == 303
    assert "Marloes van Dijk heeft de pen" in words(table.page("U-CR1"))
    assert table.write("Iets van de ander.", "U-WC2").status_code == 303
    assert table.write("Iets van de voorzitter.").status_code == 403
    stolen = table.of("U-WW1").post(f"{table.url}/pen", {"aan": str(table.house.staff["U-WW1"])})
    assert stolen.status_code == 403
    absent = table.of("U-CR1").post(f"{table.url}/pen", {"aan": str(table.house.staff["U-ZP1"])})
    assert (absent.status_code, "Kies iemand die aan tafel zit" in said(absent)) == (400, True)


def test_after_the_meeting_nothing_is_decided_any_more(table: Table) -> None:
    """Bad input: a decision after adjournment is 409, and so is one about an item that is not at hand."""
    table.come_in("U-CR1", "U-WC2")
    first, second = table.items()
    table.go(second)
    assert table.write("Over het andere punt.", item=first).status_code == 409
    table.go(None)
    late = table.write("Nog iets.", item=second)
    assert (late.status_code, "Dit punt is gesloten" in said(late)) == (409, True)
    assert table.house.truth("select count(*) from app.resolution")[0][0] == 0
    assert table.go(first).status_code == 409
    assert table.of("U-WW1").post(f"{table.url}/binnen").status_code == 409


def test_two_who_press_next_at_once_skip_nothing(table: Table) -> None:
    """Two windows of the chair at the same moment: one goes on, the other hears that it did."""
    table.come_in("U-CR1", "U-WC1")
    first, second = table.items()
    table.go(first)
    other = table.house.sign_in("U-CR1")
    form = {"van": str(first), "naar": str(second)}
    for _round in range(3):
        with ThreadPoolExecutor(2) as both:
            pressed = [both.submit(who.post, f"{table.url}/punt", form) for who in (other, table.of("U-CR1"))]
            answers = [press.result().status_code for press in pressed]
        assert sorted(answers) == [303, 409]
        assert table.row().item_id == second
        form = {"van": form["naar"], "naar": form["van"]}
        first, second = second, first
    assert table.go(first, by="U-WC1").status_code == 403


def test_a_withdrawal_in_mid_item_takes_the_seat_and_the_chair_is_told_in_one_sentence(table: Table) -> None:
    """The next request of who lost it has nothing of the item; the others go on."""
    table.come_in("U-CR1", "U-WC2", "U-WW1")
    table.go(table.items()[1])
    assert "Ouderenadviseur belt" in table.page("U-WW1")
    welfare = table.house.truth("select id from app.organisation where reference = 'ORG-WEL'")[0][0]
    gone = table.of("U-WC2").post(f"{table.house.url('S-04')}/intrekken", {"recipient": str(welfare)})
    assert gone.status_code == 303
    for fragment in (None, "overleg", "punt"):
        page = table.page("U-WW1", fragment=fragment)
        assert not [word for word in zaak("S-04").everything if word in page], fragment
    assert "Joost Kramer mag er niet meer bij:" in words(table.page("U-CR1"))
    assert "Joost Kramer mag er niet meer bij:" not in words(table.page("U-WC2"))
    assert "Ouderenadviseur belt" in table.page("U-WC2")


def test_minutes_are_there_when_the_meeting_ends_are_confirmed_and_corrected_by_addition(
    table: Table,
) -> None:
    """R84: for the participants of an item; what was wrong stays, marked, beside what is right."""
    table.come_in("U-CR1", "U-WC1", "U-ZP1")
    first = table.items()[0]
    table.go(first)
    table.write("De kachel gaat woensdag weg.")
    early = table.of("U-CR1").post(f"{table.url}/verslag")
    assert early.status_code == 409
    table.go(None)
    for who in FIRST[:3]:
        seen = said(table.of(who).get(f"{table.url}/verslag"))
        assert "De kachel gaat woensdag weg." in seen
        assert "Aan tafel: " in seen
    wrong = table.house.truth("select id from app.resolution")[0][0]
    right = table.write("De kachel gaat donderdag weg.", item=first, herstelt=str(wrong))
    assert right.status_code == 303, said(right)
    seen = said(table.of("U-WC1").get(f"{table.url}/verslag"))
    assert "De kachel gaat woensdag weg. (hersteld)" in seen
    assert table.of("U-WC1").post(f"{table.url}/verslag").status_code == 403
    assert table.of("U-CR1").post(f"{table.url}/verslag").status_code == 303
    assert table.row().status == "BEVESTIGD"
    assert table.of("U-CR1").post(f"{table.url}/verslag").status_code == 409
    assert table.write("Toch vrijdag.", item=first, herstelt=str(wrong)).status_code == 409


def test_the_minutes_of_an_item_as_a_paper_without_a_name_in_its_title(table: Table) -> None:
    table.come_in("U-CR1", "U-WC1")
    first = table.items()[0]
    table.go(first)
    table.write("De kachel gaat weg.")
    paper = table.of("U-WC1").get(f"{table.url}/verslag/{first}.pdf")
    assert paper.status_code == 200
    assert paper.data.startswith(b"%PDF")
    assert 'filename="verslag.pdf"' in paper.headers["Content-Disposition"]
    assert b"Kuiper" not in paper.data
    printed = table.house.truth(
        "select count(*) from journal.entry where event = 'AFDRUK_EXPORT' and name = 'minutes.print'"
    )
    assert printed[0][0] == 1


def test_a_case_is_put_on_an_agenda_once_and_by_who_manages_its_team(table: Table) -> None:
    again = table.put("S-02", FIRST)
    assert again.status_code in (200, 409)
    assert len(table.items()) == 2
    assert table.put("S-02", FIRST, by="U-WC1").status_code == 403
    assert table.put("S-12", FIRST, by="U-WB3").status_code == 404


def test_a_meeting_asks_the_database_at_most_eight_questions(table: Table) -> None:
    """A table of seven or of seventy: no question a person, an item, or a line that was written down."""
    table.come_in(*SEVEN)
    table.go(table.items()[1])
    for number in range(3):
        table.write(f"Besluit nummer {number}.")
    for who in ("U-CR1", "U-WW1", "U-ZP2"):
        with counted(table.house) as asked:
            table.page(who, fragment="overleg")
        assert len(asked) <= 8, "\n".join(asked)
