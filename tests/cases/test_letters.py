"""R42, R85: letters to a resident in plain words, and the record that they were told."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.cases.conftest import entries
from tests.cast import House
from tests.consent.acting import org, refused_by_database
from tests.review.reading_papers import of_itself, text_of
from tests.scenario.conftest import hides, shows
from wijkaanpak.cases import terms
from wijkaanpak.cases.letters import Asked, content
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.web.frame import day

OPEN, CLOSED, SECRET = "S-02", "S-11", "S-07"
DONE = "We spraken met jou en met je buur.\nDe ruit is gemaakt en de was heeft een vaste plek."


def today(house: House) -> date:
    found: date = house.truth("select (app.now() at time zone 'Europe/Amsterdam')::date as d")[0].d
    return found


def form(house: House, case: str = OPEN, person: str = "P-02", **changed: Any) -> dict[str, Any]:
    """A letter to the resident, on paper and in Dutch."""
    filled = {
        "kind": "AFSLUITEN" if case == CLOSED else "INFORMEREN", "person": str(house.person(person)),
        "done": DONE, "spoken": "nl", "channel": "GEGEVEN", "given_on": today(house).isoformat(),
        "form": "txt",
    }  # fmt: skip
    return filled | changed


def make(house: House, who: str, case: str = OPEN, person: str = "P-02", **changed: Any) -> TestResponse:
    return house.sign_in(who).post(f"{house.url(case)}/brieven", form(house, case, person, **changed))


def farewell(house: House, **changed: Any) -> TestResponse:
    """The letter at the end of S-11, from the organisation that brought it."""
    sent = form(house, CLOSED, "P-11") | changed
    return house.sign_in("U-WC2").post(f"{house.url(CLOSED)}/brieven", sent)


def letters(house: House) -> list[Any]:
    return house.truth("select * from app.letter order by made_at")


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


def test_what_it_told_of_is_on_record_in_codes_and_the_letter_itself_is_not(house: House) -> None:
    """R42: language, version of the text, channel, day, by whom."""
    given = today(house) + timedelta(days=3)
    said = make(house, "U-CR1", spoken="en", channel="POST", given_on=given.isoformat()).text
    assert "Dear " in said
    assert "You may see which data we have about you." in said
    (kept,) = letters(house)
    assert (kept.kind, kept.language, kept.version, kept.channel) == ("INFORMEREN", "en", "1", "POST")
    assert (kept.given_on, kept.made_by) == (given, house.staff["U-CR1"])
    assert (kept.person_id, kept.organisation_id) == (house.person("P-02"), org(house, "ORG-GEM"))
    told = kept.content
    assert str(org(house, "ORG-RIE")) in told["controllers"]
    assert {r["organisation"] for r in told["recipients"]} >= {str(org(house, "ORG-GEM"))}
    assert told["purposes"] == ["P_LEEF"] or told["purposes"] == ["P_ZORG"]
    assert {"categories", "sources", "rights", "officers_of", "contact", "kept_months"} <= told.keys()
    name = house.truth("select name from app.person where id = :p", p=house.person("P-02"))[0].name
    assert name in said
    assert name not in str(told)


def test_making_one_is_an_export_in_the_journal_with_codes_alone(house: House) -> None:
    """R42, R88"""
    make(house, "U-CR1")
    made = next(e for e in entries(house, "U-CR1") if e.name == "letter.made")
    assert (made.event, made.ring_kind, made.object_kind) == ("AFDRUK_EXPORT", "case.changed", "BRIEF")
    assert made.particulars["codes"] == ["nl", "GEGEVEN", "1"]
    assert house.persons(made.id) == [house.person("P-02")]
    read = next(e for e in entries(house, "U-CR1") if e.name == "letter.prepare")
    assert read.event == "LEZEN"


def test_looking_at_the_text_makes_nothing(house: House) -> None:
    """R42: only a letter that was made is one."""
    answer = make(house, "U-CR1", bekijken="1")
    assert answer.status_code == 200
    assert shows(answer, "Waarom krijg je deze brief?", "Wat mag jij?")
    assert letters(house) == []
    assert "letter.made" not in {e.name for e in entries(house, "U-CR1")}


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


def day_of(house: House, moment: Any) -> str:
    with house.app.test_request_context():
        return day(moment)


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


@pytest.mark.parametrize("who", ["U-WB1", "U-WC1", "U-ZP1"])
def test_of_an_open_case_only_who_leads_or_moves_it_makes_one(standing: House, who: str) -> None:
    """R42: the others of the team are told so."""
    assert make(standing, who).status_code == 403
    assert standing.sign_in(who).get(f"{standing.url(OPEN)}/brieven").status_code == 403
    assert "/brieven" not in standing.sign_in(who).get(standing.url(OPEN)).text


def test_for_who_is_not_in_the_team_it_is_not_there(standing: House) -> None:
    """R42: 404, like a case that does not exist."""
    before = len(letters(standing))
    for who in ("U-WB2", "U-TL1", "U-FG1", "U-WC2", "U-TR1"):
        assert standing.sign_in(who).get(f"{standing.url(OPEN)}/brieven").status_code == 404, who
        assert make(standing, who).status_code == 404, who
    assert len(letters(standing)) == before


def test_whose_name_one_may_not_know_gets_no_letter_from_there(house: House) -> None:
    """R85: the municipality led S-11, and what it knew went with the grounds; the association still knows."""
    page = house.sign_in("U-CR1").get(f"{house.url(CLOSED)}/brieven")
    assert page.status_code == 200
    assert shows(page, "Er is hier niemand aan wie je kunt schrijven")
    refused = make(house, "U-CR1", CLOSED, "P-11")
    assert refused.status_code == 400
    assert letters(house) == []
    assert make(house, "U-WW2", CLOSED, "P-11").status_code in (403, 404)


def test_for_what_is_shielded_there_is_never_a_letter(house: House) -> None:
    """R33: nothing to the address; and for who is not in its team, nothing at all."""
    for answer in (
        make(house, "U-CR1", SECRET, "P-07"), house.sign_in("U-CR1").get(f"{house.url(SECRET)}/brieven"),
    ):  # fmt: skip
        assert answer.status_code == 409
        assert "geen brief naar een adres" in answer.text
    assert "/brieven" not in house.sign_in("U-CR1").get(house.url(SECRET)).text
    assert make(house, "U-TL1", SECRET, "P-07").status_code == 404
    assert letters(house) == []


def test_while_telling_is_put_off_no_letter_tells(house: House) -> None:
    """R34, R40: until the day on which that is looked at again."""
    house.truth(
        "update app.ground set informed = 'UITGESTELD', review_on = app.now() + interval '9 days' "
        "where matter_id = (select matter_id from app.case_file where id = :c)", c=house.thing(OPEN),
    )  # fmt: skip
    assert make(house, "U-CR1").status_code == 409
    house.move_clock(timedelta(days=10))
    assert make(house, "U-CR1").status_code == 200


def test_whoever_is_no_resident_of_the_case_is_refused_also_beside_the_form(house: House) -> None:
    """R85: the form offers nobody else; the letter itself looks again."""
    case = house.thing(CLOSED)
    asked = Asked("AFSLUITEN", house.person("P-02"), "nl", "POST", today(house), DONE)
    with house.sign_in("U-WC2").unit() as unit:
        found = unit.facts(case)
        assert found is not None
        with pytest.raises(Invalid) as refused:
            content(unit, found[0], case, asked)
    assert set(refused.value.faults) == {"person"}


def test_every_fault_is_told_at_once_and_nothing_is_made(house: House) -> None:
    """R42: which, for whom, how, when."""
    answer = farewell(house, kind="INFORMEREN", person="", spoken="fr", channel="", given_on="", form="")
    assert answer.status_code == 400
    for field in ("kind", "person", "spoken", "channel", "given_on", "form"):
        assert f'id="{field}-fout"' in answer.text, field
    late = (today(house) + timedelta(days=15)).isoformat()
    both = farewell(house, done="Kort.", given_on=late)
    assert both.status_code == 400
    assert 'id="done-fout"' in both.text
    assert 'id="given_on-fout"' in both.text
    assert "Kort." in both.text
    assert farewell(house, person=str(house.person("P-02"))).status_code == 400
    assert farewell(house, done="Het nummer is 111222333, dat klopt.").status_code == 400
    assert letters(house) == []


def test_a_letter_that_does_not_fit_the_state_of_the_case_is_refused(house: House) -> None:
    """R85: at the end only, and when it was rejected not at all."""
    assert make(house, "U-CR1", kind="AFSLUITEN").status_code == 400
    set_status = "update app.case_file set status = :s where id = :c"
    house.truth(set_status, s="AFSCHALING", c=house.thing(OPEN))
    before = make(house, "U-CR1", kind="AFSLUITEN")
    assert before.status_code == 200
    assert "We stoppen daar binnenkort mee" in before.text
    assert "Uiterlijk 24 maanden na het einde wordt alles vernietigd" in before.text
    house.truth(set_status, s="GEARCHIVEERD", c=house.thing(CLOSED))
    assert farewell(house).status_code in (403, 409)


def test_a_place_has_no_resident_to_write_to(house: House) -> None:
    """R42: also for who leads its case."""
    lead = "update app.case_file set lead_id = :w where id = :c"
    house.truth(lead, w=house.staff["U-WB1"], c=house.thing("S-10"))
    answer = house.sign_in("U-WB1").get(f"{house.url('S-10')}/brieven")
    assert answer.status_code == 409
    assert "geen bewoner" in answer.text


def test_the_record_is_known_to_who_may_know_the_resident_and_never_changes(house: House) -> None:
    """R42: and nobody writes one in the name of another."""
    make(house, "U-CR1", channel="POST")
    assert shows(house.sign_in("U-CR1").get(f"{house.url(OPEN)}/brieven"), "Eerder gemaakt", "met de post")
    count = "select count(*) from app.letter"
    for who, sees in (("U-WC1", 1), ("U-WB1", 1), ("U-WB2", 0), ("U-TL1", 0), ("U-FB1", 0)):
        with house.sign_in(who).unit() as unit:
            assert unit.session.scalar(text(count)) == sees, who
    assert refused_by_database(house, "U-CR1", "update app.letter set channel = 'DIGITAAL'") is not None
    stolen = (
        "insert into app.letter select gen_random_uuid(), matter_id, person_id, organisation_id, kind, "
        "language, version, channel, given_on, content, app.now(), :other from app.letter"
    )
    assert refused_by_database(house, "U-CR1", stolen, other=house.staff["U-WC1"]) is not None


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
