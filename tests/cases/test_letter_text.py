"""R42, R85: what a letter to a resident says, in plain words, as paper and as text."""

import re
from datetime import UTC, date, datetime

from tests.cases.lettering import CLOSED, OPEN, day_of, farewell, letters, make
from tests.cast import House
from tests.review.reading_papers import of_itself, text_of
from tests.scenario.conftest import hides, shows
from wijkaanpak.cases import terms


def test_it_tells_who_work_together_what_for_what_they_know_and_what_one_may_do(standing: House) -> None:
    """R42: controllers, purpose, kinds of data, recipients, how long, rights, whom to ask, where from."""
    answer = make(standing, "U-CR1")
    assert answer.status_code == 200
    said = answer.text
    for words in (
        "Beste ", "Woonstichting De Rietgors", "Gemeente Oeverdrecht",
        "je naam en adres", "wat er is gezien over wonen en gedrag",
        "Na het einde duurt het 6 weken", "Uiterlijk 24 maanden na het einde wordt alles vernietigd",
        "Je mag zien welke gegevens", "laten verbeteren", "weg te halen", "niet mee eens",
        "Autoriteit Persoonsgegevens", "functionaris gegevensbescherming", "De gegevens komen van",
    ):  # fmt: skip
        assert words in said, words


def test_as_a_pdf_it_is_for_every_reader_and_its_name_tells_nothing(standing: House) -> None:
    """R42, R85: tagged, with its language and title, and no name of anybody in what it says of itself."""
    answer = make(standing, "U-CR1", form="pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    told = of_itself(answer.data)
    assert (told["/Lang"], told["/Marked"], told["/Title"]) == ("nl", "True", "Wij werken samen")
    assert "/Author" not in told
    assert b"pdfuaid" in answer.data
    text = text_of(answer.data)
    assert "Waarom krijg je deze brief?" in text
    assert "Versie van deze tekst: 1" in text


def test_the_letter_at_the_end_names_who_had_what_until_when_and_both_days(house: House) -> None:
    """R85: S-11 was closed on 30 October: to the archive on 11 December, destroyed two years later."""
    (case,) = house.truth("select closed_at from app.case_file where id = :c", c=house.thing(CLOSED))
    archived, destroyed = terms.archive_on(case.closed_at), terms.destroy_on(case.closed_at)
    said = farewell(house).text
    assert said.count(day_of(house, case.closed_at)) >= 3  # the end, and the last day of each recipient
    for organisation in ("Gemeente Oeverdrecht", "Samenspel"):
        line = next(line for line in said.splitlines() if line.startswith("- ") and organisation in line)
        assert "je naam en adres, wat er is gezien over wonen en gedrag" in line
        assert day_of(house, case.closed_at) in line
    assert f"Op {day_of(house, archived)} gaan je gegevens naar een archief" in said
    assert f"Op {day_of(house, destroyed)} wordt alles vernietigd" in said
    assert "De ruit is gemaakt" in said
    assert "Hoe het afliep: opgelost" in said
    (kept,) = letters(house)
    assert kept.content["destroy_on"] == destroyed.isoformat()
    assert "De ruit" not in str(kept)


def test_the_terms_are_six_weeks_and_two_years() -> None:
    """R85: of the scenario, of a leap day, and just after midnight here."""
    closed = datetime(2026, 10, 30, 12, tzinfo=UTC)
    assert terms.archive_on(closed) == date(2026, 12, 11)
    assert terms.destroy_on(closed) == date(2028, 10, 30)
    assert terms.destroy_on(datetime(2028, 2, 29, 12, tzinfo=UTC)) == date(2030, 2, 28)
    assert terms.destroy_on(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2029, 1, 1)


def test_the_dossier_of_a_closed_case_says_when_it_goes(standing: House) -> None:
    """R85"""
    (case,) = standing.truth("select closed_at from app.case_file where id = :c", c=standing.thing(CLOSED))
    page = standing.sign_in("U-WC2").get(standing.url(CLOSED))
    for moment in (case.closed_at, terms.archive_on(case.closed_at), terms.destroy_on(case.closed_at)):
        assert shows(page, day_of(standing, moment))
    assert hides(standing.sign_in("U-CR1").get(standing.url(OPEN)), "naar het archief")


def test_no_letter_names_a_law_or_another_resident(standing: House) -> None:
    """R42, R85: plain words, and about its reader alone."""
    said = farewell(standing).text + make(standing, "U-CR1").text
    assert not re.search(r"\b(art\.|artikel|AVG|UAVG|lid \d|grondslag|verwerk\w*|convenant)", said)
    other = standing.truth("select name from app.person where id = :p", p=standing.person("P-11B"))[0].name
    assert other not in said
    sentences = [one.rpartition(": ")[0] or one for one in re.split(r"(?<=[.?])\s+|\n", said)]
    assert [one for one in sentences if len(one.split()) > 20] == []


def test_what_somebody_said_no_to_ended_on_that_day(standing: House) -> None:
    """R42, R52: the municipality had it passed to De Rietgors until the resident of S-12 withdrew."""
    said = make(standing, "U-CR1", "S-12", "P-12").text
    lines = [line for line in said.splitlines() if line.startswith("- ")]
    assert not any("Rietgors" in line for line in lines)
    assert any("Samenspel" in line for line in lines)
    assert "Deze organisaties doen ook mee: " in said


def test_what_others_had_ended_with_the_case_and_not_with_a_ground_that_ran_on(house: House) -> None:
    """R85, row 12: the case was closed four days before its ground would have ended."""
    house.truth(
        "update app.case_file set closed_at = closed_at - interval '4 days' where id = :c",
        c=house.thing(CLOSED),
    )
    (case,) = house.truth("select closed_at from app.case_file where id = :c", c=house.thing(CLOSED))
    lines = [line for line in farewell(house).text.splitlines() if line.startswith("- ")]
    assert len(lines) == 2
    assert all(day_of(house, case.closed_at) in line for line in lines)


def test_a_ground_that_never_counted_gave_nobody_anything(house: House) -> None:
    """R85: one that waited for a second judgement, and one that was ended before its end."""
    house.truth(
        "update app.ground set status = 'TER_BEOORDELING' "
        "where matter_id = (select matter_id from app.case_file where id = :c)", c=house.thing(CLOSED),
    )  # fmt: skip
    said = farewell(house).text
    assert "Geen andere organisatie kreeg gegevens over jou." in said
    assert "Samenspel" not in said
