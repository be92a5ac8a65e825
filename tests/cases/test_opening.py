"""A case comes from a signal in joint triage, or is opened directly (4.2, row 1)."""

from html import unescape

from tests.cases.conftest import GOAL, QUESTION, case_of, entries, named, row, triage_form
from tests.cast import House
from tests.scenario.conftest import hides, said, shows
from tests.signals.conftest import FEIT, Report, form, organisation

PLACE = {"urgency": "REGULIER", "question": "Hoe wordt deze flat weer prettig om in te wonen?",
         "feit": "De verlichting in de hal is al drie weken stuk en niemand meldt het."}  # fmt: skip


def test_a_case_needs_at_least_two_organisations(house: House, handed_over: Report) -> None:
    signal, triagist = named(house, handed_over()), house.sign_in("U-TR1")
    alone = triage_form(house, needed=[str(organisation(house, "ORG-RIE"))])
    answer = triagist.post(f"{signal.url}/casus", alone)
    assert answer.status_code == 400
    assert shows(answer, "Een casus is voor minstens twee organisaties.")
    assert QUESTION in answer.text
    assert signal.row().status == "IN_TRIAGE"


def test_a_case_needs_a_ground_to_know_whom_it_is_about(house: House, handed_over: Report) -> None:
    signal, triagist = handed_over(), house.sign_in("U-TR1")
    answer = triagist.post(f"{signal.url}/casus", triage_form(house))
    assert answer.status_code == 400
    assert shows(answer, "Er is nog geen grondslag om te weten over wie dit gaat.")
    assert hides(answer, "Kuiper")
    assert signal.row().status == "IN_TRIAGE"
    named(house, signal)
    case_of(triagist.post(f"{signal.url}/casus", triage_form(house)))


def test_a_signal_about_a_place_needs_no_ground(house: House, handed_over: Report) -> None:
    signal = handed_over(category="VERVAL_COMPLEX", number="", resident="", discussed="nvt")
    address = case_of(house.sign_in("U-TR1").post(f"{signal.url}/casus", triage_form(house)))
    page = house.sign_in("U-ZP2").get(address)
    assert shows(page, FEIT, "Deze casus gaat over een plek, niet over mensen.")


def test_the_director_who_was_chosen_finds_it_and_the_reporter_hears_no_more_than_that(
    house: House, opened: str
) -> None:
    director = house.sign_in("U-CR1")
    assert opened in director.get("/casussen").text
    assert opened in director.get("/").text
    assert shows(director.get("/"), "Een casus zonder procesregisseur")
    page = director.get(opened)
    assert shows(page, FEIT, "Dhr. H. Kuiper", QUESTION, GOAL)
    signal = house.truth("select id from app.signal where matter_id = :m", m=row(house, opened).matter_id)[0]
    way = house.sign_in("U-WB1").get(f"/signalen/{signal.id}")
    assert way.status_code == 200
    assert hides(way, FEIT, QUESTION, "Kuiper")
    assert house.sign_in("U-WB1").get(opened).status_code in (403, 404)


def test_a_signal_becomes_a_case_once(house: House, handed_over: Report) -> None:
    signal, triagist = named(house, handed_over()), house.sign_in("U-TR1")
    case_of(triagist.post(f"{signal.url}/casus", triage_form(house)))
    again = triagist.post(f"{signal.url}/casus", triage_form(house))
    assert again.status_code in (403, 404, 409)
    found = house.truth("select 1 from app.case_file where matter_id = :m", m=signal.row().matter_id)
    assert len(found) == 1
    assert signal.way() == ["INGEDIEND", "IN_TRIAGE", "OMGEZET_NAAR_CASUS"]


def test_everything_wrong_at_once_is_told_at_once_and_kept(house: House, handed_over: Report) -> None:
    """R188: also what only the rules of a case could find."""
    signal = named(house, handed_over())
    wrong = {"question": "Kort", "goal": "Ook", "needed": [str(organisation(house, "ORG-RIE"))], "why": "nee",
             "director": str(house.staff["U-WB1"])}  # fmt: skip
    answer = house.sign_in("U-TR1").post(f"{signal.url}/casus", wrong)
    assert answer.status_code == 400
    for fault in ("id=\"question-fout\"", "id=\"goal-fout\"", "id=\"needed-fout\"", "id=\"why-fout\"",
                  "id=\"director-fout\""):  # fmt: skip
        assert fault in answer.text, fault
    for kept in ('value="Kort"', 'value="Ook"', ">\r\nnee</textarea>"):
        assert kept in answer.text, kept


def test_a_director_opens_a_case_and_leads_it(house: House) -> None:
    director = house.sign_in("U-CR1")
    sent = PLACE | {"place": form(house)["place"], "category": "EENZAAMHEID", "resident": "Mw. T. Testman",
                    "duiding": "Zij trekt zich terug.", "advies": "Eerst bellen."}  # fmt: skip
    address = case_of(director.post("/casussen/nieuw", sent))
    found = row(house, address)
    assert (found.lead_id, found.status) == (director.id, "GRONDSLAGTOETS")
    assert shows(director.get(address), PLACE["question"], PLACE["feit"], "Mw. T. Testman", "Eerst bellen.")
    (made,) = [entry for entry in entries(house, director) if entry.name == "case.opened"]
    assert made.matter_id == found.matter_id
    for who in ("U-WC1", "U-ZP1", "U-CR2", "U-PO1"):
        assert house.sign_in(who).get(address).status_code == 404, who


def test_a_case_about_a_place_that_a_director_opens_is_open_to_partners(house: House) -> None:
    sent = PLACE | {"place": form(house)["place"], "category": "VERVAL_COMPLEX"}
    address = case_of(house.sign_in("U-CR1").post("/casussen/nieuw", sent))
    assert shows(house.sign_in("U-WW1").get(address), PLACE["feit"])


def test_a_case_about_a_place_takes_no_resident_and_loses_nothing_of_what_was_filled_in(house: House) -> None:
    """R13, R188: what is about a building is open to partners, so a name may not stand in it."""
    sent = PLACE | {"place": form(house)["place"], "category": "VERVAL_COMPLEX", "resident": "Mw. V. Vergist"}
    cases = len(house.truth("select 1 from app.case_file"))
    answer = house.sign_in("U-CR1").post("/casussen/nieuw", sent)
    assert answer.status_code == 400
    assert shows(answer, "In zo'n casus staan geen bewoners.")
    for kept in ("Mw. V. Vergist", PLACE["feit"], PLACE["question"]):
        assert kept in unescape(answer.text)
    assert 'selected value="VERVAL_COMPLEX"' in answer.text
    assert len(house.truth("select 1 from app.case_file")) == cases
    assert house.truth("select 1 from app.person where name = 'Mw. V. Vergist'") == []


def test_nobody_else_opens_a_case_directly(standing: House) -> None:
    before = len(standing.truth("select 1 from app.case_file"))
    for who in ("U-TR1", "U-WB1", "U-WC1", "U-ZP1", "U-WW1", "U-PO1", "U-FG1", "U-FB1", "U-WA1"):
        someone = standing.sign_in(who)
        assert someone.get("/casussen/nieuw").status_code == 403, who
        assert someone.post("/casussen/nieuw", PLACE).status_code == 403, who
    assert len(standing.truth("select 1 from app.case_file")) == before


def test_merging_takes_the_same_purpose_and_a_case_that_one_may_read(
    house: House, handed_over: Report, opened: str
) -> None:
    """An unknown number answers as a forbidden one: numbers cannot be tried out (R60)."""
    triagist, number = house.sign_in("U-TR1"), row(house, opened).number
    secret = house.truth("select number from app.case_file where id = :i", i=house.thing("S-07"))[0].number
    foreign = house.truth("select number from app.case_file where id = :i", i=house.thing("S-04"))[0].number
    other = handed_over(category="EENZAAMHEID")
    numbers = ("WA-2026-9999", secret, foreign)
    answers = [triagist.post(f"{other.url}/samenvoegen", {"number": tried}) for tried in numbers]
    tried = {said(answer).replace(n, "") for answer, n in zip(answers, numbers, strict=True)}
    assert {answer.status_code for answer in answers} == {400}
    assert len(tried) == 1
    answer = triagist.post(f"{other.url}/samenvoegen", {"number": number})
    assert (answer.status_code, shows(answer, "een ander doel")) == (409, True)
    assert other.row().merged_into is None
    same = handed_over()
    assert triagist.post(f"{same.url}/samenvoegen", {"number": number.lower()}).status_code == 303
    assert (same.row().status, same.row().merged_into) == ("SAMENGEVOEGD", row(house, opened).matter_id)
    assert triagist.post(f"{same.url}/samenvoegen", {"number": number}).status_code in (403, 404, 409)


def test_nothing_is_joined_to_a_closed_case(house: House, handed_over: Report, opened: str) -> None:
    house.truth("update app.case_file set status = 'AFGESLOTEN' where id = :i", i=row(house, opened).id)
    same, number = handed_over(), row(house, opened).number
    answer = house.sign_in("U-TR1").post(f"{same.url}/samenvoegen", {"number": number})
    assert answer.status_code == 400
    assert same.row().merged_into is None
