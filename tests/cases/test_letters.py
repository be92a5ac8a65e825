"""R42, R85: who makes a letter to a resident, for whom, and the record that they were told."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.cases.conftest import entries
from tests.cases.lettering import CLOSED, DONE, OPEN, SECRET, farewell, letters, make, today
from tests.cast import House
from tests.consent.acting import org, refused_by_database
from tests.scenario.conftest import shows
from wijkaanpak.cases.letters import Asked, content
from wijkaanpak.foundation.errors import Invalid


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
