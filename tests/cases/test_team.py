"""Taking the lead, inviting, leaving: one lead at a time, and access ends in the next request (R79, R194)."""

from concurrent.futures import ThreadPoolExecutor

from tests.cases.conftest import entries, row, status_and_words
from tests.cast import House
from tests.scenario.conftest import hides, shows, zaak

WHY = "Nodig voor het huisbezoek van volgende week."


def test_whoever_comes_second_does_not_get_the_lead(house: House, opened: str) -> None:
    """4.2, row 2: with the lead the case goes to the test of its grounds."""
    first = house.sign_in("U-CR1")
    assert first.post(f"{opened}/regie").status_code == 303
    assert (row(house, opened).lead_id, row(house, opened).status) == (first.id, "GRONDSLAGTOETS")
    invited = {"staff": str(house.staff["U-CR2"]), "reason": WHY}
    assert first.post(f"{opened}/team", invited).status_code == 303
    for who in ("U-CR2", "U-CR1"):
        assert house.sign_in(who).post(f"{opened}/regie").status_code == 409, who
    assert row(house, opened).lead_id == first.id


def test_of_two_at_the_same_moment_one_gets_the_lead(house: House) -> None:
    case = house.url("S-02")
    first = house.sign_in("U-CR1")
    first.post(f"{case}/team", {"staff": str(house.staff["U-CR2"]), "reason": WHY})
    second = house.sign_in("U-CR2")
    for _round in range(3):
        house.truth("update app.case_file set lead_id = null where id = :i", i=house.thing("S-02"))
        with ThreadPoolExecutor(2) as both:
            answers = list(both.map(lambda who: who.post(f"{case}/regie").status_code, (first, second)))
        assert sorted(answers) == [303, 409]
        assert row(house, case).lead_id == (first, second)[answers.index(303)].id


def test_only_a_director_of_the_team_leads(house: House, opened: str) -> None:
    for who, status in (("U-TR1", 403), ("U-CR2", 404), ("U-WC1", 404), ("U-WB3", 404)):
        assert house.sign_in(who).post(f"{opened}/regie").status_code == status, who
    assert row(house, opened).lead_id is None


def test_nobody_is_invited_by_a_slip_of_the_hand(house: House) -> None:
    """R49: the list begins with no one, and sending it so says what is missing."""
    case, lead = house.url("S-02"), house.sign_in("U-CR1")
    page = lead.get(f"{case}/team").text
    first = page.split("<select", 1)[1].split("</option>", 1)[0]
    assert first.endswith('value="">Kies een collega')
    assert "<optgroup" in page
    answer = lead.post(f"{case}/team", {"staff": "", "reason": WHY})
    assert (answer.status_code, shows(answer, "Kies een collega.")) == (400, True)
    assert WHY in answer.text


def test_who_is_invited_knows_the_case_and_reads_only_on_a_ground(house: House) -> None:
    case, guest = house.url("S-02"), house.sign_in("U-WW1")
    assert guest.get(case).status_code == 404
    sent = {"staff": str(guest.id), "reason": WHY}
    assert house.sign_in("U-CR1").post(f"{case}/team", sent).status_code == 303
    answer = guest.get(case)
    assert status_and_words(answer, "GRONDSLAG_ONTBREEKT") == (403, True)
    assert hides(answer, *zaak("S-02").everything)
    assert case not in guest.get("/casussen").text
    (made,) = [entry for entry in entries(house, "U-CR1") if entry.name == "team.invited"]
    assert guest.id in made.ring_refs
    assert WHY not in str(made)
    again = house.sign_in("U-CR1").post(f"{case}/team", sent)
    assert again.status_code in (400, 409)


def test_who_is_outside_the_covenant_cannot_be_invited(house: House) -> None:
    before = len(house.truth("select 1 from app.member"))
    for staff in (str(house.staff["U-WA1"]), str(house.staff["U-FB1"]), "", "iemand"):
        answer = house.sign_in("U-CR1").post(f"{house.url('S-02')}/team", {"staff": staff, "reason": WHY})
        assert answer.status_code == 400, staff
        assert WHY in answer.text
    short = {"staff": str(house.staff["U-WW1"]), "reason": "nee"}
    answer = house.sign_in("U-CR1").post(f"{house.url('S-02')}/team", short)
    assert answer.status_code == 400
    assert 'id="reason-fout"' in answer.text
    assert 'value="nee"' in answer.text
    assert len(house.truth("select 1 from app.member")) == before


def test_only_who_leads_the_team_invites_and_ends(standing: House) -> None:
    case, before = standing.url("S-02"), len(standing.truth("select 1 from app.member where until is null"))
    for who, status in (("U-ZP1", 403), ("U-WB1", 403), ("U-CR2", 404), ("U-PO2", 404)):
        someone = standing.sign_in(who)
        sent = {"staff": str(standing.staff["U-WW1"]), "reason": WHY}
        assert someone.get(f"{case}/team").status_code == status, who
        assert someone.post(f"{case}/team", sent).status_code == status, who
        assert someone.post(f"{case}/team/{standing.staff['U-WC1']}/einde").status_code == status, who
    assert len(standing.truth("select 1 from app.member where until is null")) == before


def test_access_ends_in_the_next_request(house: House) -> None:
    """R194: the same session, the same open page; who was in the team hears that it ended."""
    case, care = house.url("S-02"), house.sign_in("U-ZP1")
    assert shows(care.get(case), zaak("S-02").feit)
    assert house.sign_in("U-CR1").post(f"{case}/team/{care.id}/einde").status_code == 303
    for path in (case, f"{case}?fragment=tijdlijn", f"{case}?fragment=ziet", f"{case}/notities"):
        answer = care.get(path)
        assert answer.status_code == 403, path
        assert hides(answer, *zaak("S-02").everything)
    assert case not in care.get("/casussen").text
    assert care.post(f"{case}/notities", {"advies": "Nog één ding."}).status_code == 403
    assert care.get(house.loaded.persons["P-02"]).status_code == 404
    assert house.sign_in("U-CR1").post(f"{case}/team/{care.id}/einde").status_code == 409
    (left,) = [entry for entry in entries(house, "U-CR1") if entry.name == "team.left"]
    assert care.id in left.ring_refs


def test_the_lead_cannot_leave(house: House) -> None:
    director = house.sign_in("U-CR1")
    assert director.post(f"{house.url('S-02')}/team/{director.id}/einde").status_code == 409
    assert director.get(house.url("S-02")).status_code == 200
