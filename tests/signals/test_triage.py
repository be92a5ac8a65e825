"""Joint triage: pseudonymous without a ground, one triagist at a time, five ways on (4.1, R76)."""

from datetime import timedelta

from tests.cast import House
from tests.signals.conftest import FEIT, Report, lay_ground, organisation, second_triagist

QUESTION = {"question": "Brandt de kachel nog steeds?"}
ANSWER = {"feit": "De kachel stond uit toen ik weer keek."}


def test_the_queue_tells_what_and_where_and_never_who(house: House, handed_over: Report) -> None:
    signal = handed_over()
    page = house.sign_in("U-TR1").get("/triage").text
    assert signal.triage in page
    assert signal.triage in house.sign_in("U-TR1").get("/triage", fragment="rij").text
    for name in ("Kuiper", FEIT):
        assert name not in page


def test_without_a_ground_the_triagist_reads_of_resident_one(house: House, handed_over: Report) -> None:
    """R76, S-06: facts, category, complex, urgency; no name, number, view or advice; what is missing."""
    signal = handed_over(duiding="Bewoner schaamt zich.", number="1147")
    page = house.sign_in("U-TR1").get(signal.triage)
    assert page.status_code == 200
    assert FEIT in page.text
    for hidden in ("Kuiper", "1147", "schaamt"):
        assert hidden not in page.text, hidden
    assert 'class="ontbreekt"' in page.text
    (entry,) = signal.entries("triage.read")
    assert {item["type"] for item in entry.disclosed} == {"SIGNAAL", "ONDERDEEL"}


def test_a_ground_shows_the_name_in_the_next_statement(house: House, handed_over: Report) -> None:
    signal = handed_over()
    triagist = house.sign_in("U-TR1")
    assert "Kuiper" not in triagist.get(signal.triage).text
    lay_ground(house.sign_in("U-WC1"), signal, organisation(house, "ORG-GEM"), "G_NAW", "G_WOONFEIT")
    page = triagist.get(signal.triage).text
    assert "Kuiper" in page
    assert 'class="ontbreekt"' not in page


def test_only_a_triagist_comes_in(house: House, handed_over: Report) -> None:
    signal = handed_over()
    for who in ("U-WC1", "U-CR1", "U-WT1", "U-WW1"):
        someone = house.sign_in(who)
        assert someone.get("/triage").status_code == 403, who
        for step in ("claim", "terug", "doorzetten", "afwijzen"):
            assert someone.post(f"{signal.triage}/{step}").status_code in (403, 404), (who, step)
    assert signal.row().status == "IN_TRIAGE"


def test_what_is_about_a_place_is_decided_by_a_triagist_alone(house: House, handed_over: Report) -> None:
    """Rulings 5 opens reading to every partner, and nothing else."""
    signal = handed_over(category="VERVAL_COMPLEX", number="", resident="", discussed="nvt")
    for who in ("U-WB3", "U-WW1", "U-CR1"):
        answer = house.sign_in(who).post(f"{signal.triage}/afwijzen", {"reason": "GEEN_NOODZAAK"})
        assert answer.status_code in (403, 404), who
    assert signal.row().status == "IN_TRIAGE"
    assert (
        house.sign_in("U-TR1").post(f"{signal.triage}/afwijzen", {"reason": "GEEN_NOODZAAK"}).status_code
        == 303
    )


def test_whoever_comes_second_hears_who_has_it(house: House, handed_over: Report) -> None:
    """4.1: a lock of half an hour, which runs out by itself."""
    signal = handed_over()
    first, second = house.sign_in("U-TR1"), second_triagist(house)
    assert first.post(f"{signal.triage}/claim").status_code == 303
    for step, fields in (("claim", {}), ("terug", QUESTION), ("afwijzen", {"reason": "GEEN_NOODZAAK"})):
        answer = second.post(f"{signal.triage}/{step}", fields)
        assert answer.status_code == 409, step
        assert "Bram Smeets" in answer.text
    page = second.get(signal.triage).text
    assert "Bram Smeets" in page
    assert f"{signal.triage}/terug" not in page
    house.move_clock(timedelta(minutes=31))
    assert house.sign_in("U-TR2").post(f"{signal.triage}/claim").status_code == 303
    assert signal.row().claimed_by == house.staff["U-TR2"]


def test_a_question_goes_back_to_the_reporter_and_the_answer_to_triage(
    house: House, handed_over: Report
) -> None:
    """4.1, R86"""
    signal = handed_over()
    triagist, reporter = house.sign_in("U-TR1"), house.sign_in("U-WB1")
    assert triagist.post(f"{signal.triage}/terug", {"question": "Hoezo?"}).status_code == 400
    assert triagist.post(f"{signal.triage}/terug", QUESTION).status_code == 303
    assert triagist.get(signal.triage).status_code == 404  # it left the queue
    page = reporter.get(signal.url).text
    assert QUESTION["question"] in page
    assert FEIT not in page
    (entry,) = signal.entries("triage.sent_back")
    assert house.staff["U-WB1"] in entry.ring_refs
    assert QUESTION["question"] not in str(entry)
    assert reporter.post(f"{signal.url}/aanvullen", {"feit": "Nee."}).status_code == 400
    assert reporter.post(f"{signal.url}/aanvullen", ANSWER).status_code == 303
    assert signal.way() == ["INGEDIEND", "IN_TRIAGE", "TERUG_NAAR_MELDER", "IN_TRIAGE"]
    assert ANSWER["feit"] in triagist.get(signal.triage).text
    (answered,) = signal.entries("signal.supplemented")
    assert organisation(house, "ORG-GEM") in answered.ring_refs


def test_an_answer_holds_no_citizen_service_number(house: House, handed_over: Report) -> None:
    """R11"""
    signal = handed_over()
    house.sign_in("U-TR1").post(f"{signal.triage}/terug", QUESTION)
    answer = house.sign_in("U-WB1").post(f"{signal.url}/aanvullen", {"feit": "Het nummer is 123456782."})
    assert answer.status_code == 400
    assert signal.row().status == "TERUG_NAAR_MELDER"


def test_it_is_sent_back_twice_and_no_more(house: House, handed_over: Report) -> None:
    signal = handed_over()
    triagist, reporter = house.sign_in("U-TR1"), house.sign_in("U-WB1")
    for _round in range(2):
        assert triagist.post(f"{signal.triage}/terug", QUESTION).status_code == 303
        assert reporter.post(f"{signal.url}/aanvullen", ANSWER).status_code == 303
    assert f"{signal.triage}/terug" not in triagist.get(signal.triage).text
    assert triagist.post(f"{signal.triage}/terug", QUESTION).status_code == 409


def test_it_can_be_left_to_the_organisation_that_reported_it(house: House, handed_over: Report) -> None:
    signal = handed_over()
    home = organisation(house, "ORG-RIE")
    assert house.sign_in("U-TR1").post(f"{signal.triage}/doorzetten", {"to": str(home)}).status_code == 303
    assert (signal.row().status, signal.row().passed_to) == ("ENKELVOUDIG_DOORGEZET", home)
    assert house.sign_in("U-WC1").get(signal.url).status_code == 200


def test_it_can_be_left_to_a_partner_who_reads_only_on_a_ground(house: House, handed_over: Report) -> None:
    """4.1: nothing is shared beyond it; rulings 8: who was asked gets the reason, not the content."""
    signal = handed_over()
    partner = f"{organisation(house, 'ORG-WEL')} {house.staff['U-WW1']}"
    assert house.sign_in("U-TR1").post(f"{signal.triage}/doorzetten", {"to": partner}).status_code == 303
    answer = house.sign_in("U-WW1").get(signal.url)
    assert answer.status_code == 403
    assert "GRONDSLAG_ONTBREEKT" in answer.text
    lay_ground(house.sign_in("U-WC1"), signal, organisation(house, "ORG-WEL"), "G_WOONFEIT")
    page = house.sign_in("U-WW1").get(signal.url)
    assert FEIT in page.text
    assert "Kuiper" not in page.text


def test_a_rejection_in_joint_triage_closes_it(house: House, handed_over: Report) -> None:
    signal = handed_over()
    triagist = house.sign_in("U-TR1")
    assert triagist.post(f"{signal.triage}/afwijzen").status_code == 400
    assert triagist.post(f"{signal.triage}/afwijzen", {"reason": "ONVOLDOENDE_FEITEN"}).status_code == 303
    assert signal.row().status == "AFGEWEZEN"
    assert triagist.get(signal.triage).status_code == 404
    assert house.sign_in("U-WB1").get(signal.url).status_code == 200


def test_the_page_offers_a_case_and_a_merge(house: House, handed_over: Report) -> None:
    signal = handed_over()
    page = house.sign_in("U-TR1").get(signal.triage).text
    assert f"{signal.url}/casus" in page
    assert f"{signal.url}/samenvoegen" in page
