"""What concerns one colleague: an offer, a question, a signal left to them, an emergency (R79, R101)."""

from __future__ import annotations

from tests.canary.writing import standing_out
from tests.cast import House, Someone
from tests.matters.emergencies import form as emergency
from tests.notices.telling import notices, number_of, reads, tell, told
from tests.signals.conftest import Report
from tests.signals.conftest import handed_over as handed_over
from tests.signals.conftest import report as report
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import handing_over
from wijkaanpak.door import find


def leads_to(someone: Someone, house: House, who: str) -> str:
    """Where the newest notice of this colleague leads."""
    return someone.post(f"/berichten/{notices(house, who)[-1].id}").headers["Location"]


def test_an_offer_is_told_to_whom_it_is_made_and_its_answer_to_who_made_it(house: House) -> None:
    """R79: nothing changes before the other accepts, so the other must hear of it."""
    case, lead = house.url("S-02"), house.sign_in("U-CR1")
    guest = {"staff": str(house.staff["U-CR2"]), "reason": "Nodig voor de overdracht."}
    assert lead.post(f"{case}/team", guest).status_code == 303
    with lead.unit() as unit:
        facts, _raw = find(unit, Verb.CASE_OFFER, house.thing("S-02"))
        handing_over.offer(unit, facts, house.thing("S-02"), "REGIE", house.staff["U-CR2"])
        unit.close()
    tell(house)
    assert told(house) == {"U-CR2": ["TEAM", "AANBOD"]}
    other, number = house.sign_in("U-CR2"), number_of(house, "S-02")
    assert reads(other)[0] == f"Iemand wil casus {number} aan je overdragen."
    assert leads_to(other, house, "U-CR2") == case
    offer = house.truth("select id from app.offer where answered_at is null")[0].id
    with other.unit() as unit:
        facts, _raw = find(unit, Verb.CASE_ANSWER, house.thing("S-02"))
        handing_over.answer(unit, facts, house.thing("S-02"), offer, accept=True)
        unit.close()
    tell(house)
    assert told(house)["U-CR1"] == ["ANTWOORD"]
    assert reads(lead) == [f"Er is antwoord op je voorstel om casus {number} over te dragen."]


def test_a_question_of_the_privacy_officer_leads_to_where_it_is_answered(house: House) -> None:
    """R101: and the answer is told to who asked."""
    found = standing_out(house, "U-SH1", "LEZEN")
    officer, asked = house.sign_in("U-FG1"), house.sign_in("U-SH1")
    question = {"question": "Wat was hiervoor de aanleiding?"}
    assert officer.post(f"/controle/bevindingen/{found}/vraag", question).status_code == 303
    tell(house)
    assert told(house) == {"U-SH1": ["VRAAG"]}
    there = leads_to(asked, house, "U-SH1")
    assert there == f"/vragen/{house.truth('select id from app.question')[0].id}"
    assert asked.post(there, {"answer": "De bewoner belde mij op."}).status_code == 303
    tell(house)
    assert told(house)["U-FG1"] == ["REACTIE"]
    assert leads_to(officer, house, "U-FG1") == "/controle"


def test_an_emergency_is_told_to_who_leads_and_who_judges_without_the_resident(house: House) -> None:
    """R105, R202: that it happened; who it was about stands nowhere."""
    assert house.sign_in("U-TR1").post("/noodprocedure", emergency(house, "P-02")).status_code == 303
    tell(house)
    assert {kind for kinds in told(house).values() for kind in kinds} == {"NOODPROCEDURE"}
    assert {"U-PO1", "U-FG1"} & set(told(house))
    assert "U-TR1" not in told(house)
    assert {"U-WB1", "U-CR1", "U-PO3"} & set(told(house)) == set()
    one = next(iter(told(house)))
    page = house.sign_in(one).get("/berichten").text
    assert "Een collega gebruikte een noodprocedure." in page
    assert "Kuiper" not in page


def test_a_colleague_who_is_asked_to_look_hears_of_it(house: House, report: Report) -> None:
    signal = report()
    why = {"colleague": str(house.staff["U-TL1"]), "why": "Kijk jij mee?"}
    assert house.sign_in("U-WC1").post(f"{signal.url}/vragen", why).status_code == 303
    tell(house)
    assert told(house)["U-TL1"][-1] == "MEEKIJKEN"
    assert leads_to(house.sign_in("U-TL1"), house, "U-TL1") == signal.url


def test_who_takes_a_signal_on_at_a_partner_hears_of_it(house: House, handed_over: Report) -> None:
    signal = handed_over()
    partner = house.truth("select organisation_id from app.staff where id = :i", i=house.staff["U-WW1"])[0][0]
    left = {"to": f"{partner} {house.staff['U-WW1']}"}
    assert house.sign_in("U-TR1").post(f"{signal.triage}/doorzetten", left).status_code == 303
    tell(house)
    assert told(house)["U-WW1"] == ["OVERGELATEN"]
    assert reads(house.sign_in("U-WW1")) == ["Er is een signaal aan jou overgelaten."]
