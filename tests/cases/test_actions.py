"""Actions of a plan: a person, an organisation and a working day; no promise gets lost (row 6, R67, R87)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.cases.conftest import entries
from tests.cases.plans import (
    DOES,
    a_free_day,
    a_working_day,
    act,
    action_form,
    end_grounds,
    invite,
    promise,
    set_goal,
    stored,
    today,
)
from tests.cast import House
from tests.scenario.conftest import hides, shows
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import actions, meeting_record, moving
from wijkaanpak.cases.guards import GUARDS
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.foundation.working_days import on_or_after
from wijkaanpak.web.frame import weekday


def test_an_action_has_a_person_an_organisation_and_a_day(house: House) -> None:
    """Row 6: the organisation follows from the person, and the owner reads it."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    goal = set_goal(director, case)
    action = stored(house, promise(director, case, goal=str(goal)))
    assert (action.owner_id, action.due_on, action.status) == (house.staff["U-WC1"], a_working_day(), "OPEN")
    works_for = house.truth("select organisation_id from app.staff where id = :w", w=action.owner_id)[0][0]
    assert (action.organisation_id, action.goal_id, action.carried) == (works_for, goal, 0)
    with house.app.test_request_context():
        said = weekday(a_working_day())
    for who in ("U-WC1", "U-CR1", "U-ZP1"):
        assert shows(house.sign_in(who).get(case), DOES, "Sanne de Wit, Woonstichting De Rietgors", said), who
    (made,) = [entry for entry in entries(house, director) if entry.name == "action.made"]
    assert made.particulars["owner"] == str(action.owner_id)
    assert action.owner_id in made.ring_refs
    assert DOES not in str(made)


def test_every_fault_is_told_at_once_and_nothing_is_lost(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    empty = director.post(f"{case}/acties/nieuw", {"words": "", "owner": "", "due": ""})
    assert empty.status_code == 400
    assert shows(
        empty,
        "Schrijf op wat er gebeurt",
        "Kies wie van het team het doet",
        "Vul in op welke dag het klaar is",
    )
    past = director.post(f"{case}/acties/nieuw", action_form(house, due=str(today() - timedelta(days=1))))
    assert (past.status_code, shows(past, "Deze dag is voorbij"), DOES in past.text) == (400, True, True)
    assert house.truth("select 1 from app.action") == []


def test_on_a_free_day_the_next_working_day_is_offered(house: House) -> None:
    """R87: Monday to Friday without the public holidays of the Netherlands, kept by a library."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    saturday = today() + timedelta(days=(5 - today().weekday()) % 7 or 7)
    for free in (saturday, a_free_day()):
        answer = director.post(f"{case}/acties/nieuw", action_form(house, due=str(free)))
        with house.app.test_request_context():
            offered = weekday(on_or_after(free))
        assert (answer.status_code, shows(answer, f"De volgende werkdag is {offered}")) == (400, True)
    assert house.truth("select 1 from app.action") == []
    promise(director, case, due=str(on_or_after(a_free_day())))


@pytest.mark.parametrize("who", ["U-CR2", "U-WW1", "U-FB1"])
def test_only_who_is_in_the_team_can_do_it(house: House, who: str) -> None:
    case = house.url("S-02")
    answer = house.sign_in("U-CR1").post(f"{case}/acties/nieuw", action_form(house, who))
    assert answer.status_code == 400
    assert house.truth("select 1 from app.action") == []


def test_who_is_suspended_is_given_nothing_to_do(house: House) -> None:
    case = house.url("S-02")
    house.truth("update app.staff set suspended_at = now() where id = :w", w=house.staff["U-WC1"])
    answer = house.sign_in("U-CR1").post(f"{case}/acties/nieuw", action_form(house, "U-WC1"))
    assert answer.status_code == 400
    assert house.truth("select 1 from app.action") == []


def test_an_action_must_reach_who_does_it(house: House) -> None:
    """ADR 0022: the form says it beforehand, and refuses it with everything still there."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    invite(house, case, "U-WW2")
    page = director.get(f"{case}/acties/nieuw")
    assert shows(
        page, "voor Welzijn Samenspel: dat kan nog niet", "voor Woonstichting De Rietgors: dan lezen"
    )
    answer = director.post(f"{case}/acties/nieuw", action_form(house, "U-WW2"))
    assert answer.status_code == 409
    assert shows(answer, "Er is geen grondslag waarmee de organisatie")
    assert DOES in answer.text
    assert house.truth("select 1 from app.action") == []
    assert house.truth("select 1 from app.part where kind = 'actie'") == []
    action = promise(director, case)
    handed = act(director, case, action, "geef", owner=str(house.staff["U-WW2"]))
    assert handed.status_code == 409
    assert stored(house, action).owner_id == house.staff["U-WC1"]


def test_a_goal_of_another_case_is_no_goal_of_this_action(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    assert director.post(f"{case}/acties/nieuw", action_form(house, goal=str(uuid4()))).status_code == 400
    with director.unit() as unit:
        facts, _raw = case_at(unit, Verb.ACTION_MAKE, house.thing("S-02"))
        found = pytest.raises(actions.Invalid)
        with found as told:
            actions.agree(unit, facts, DOES, house.staff["U-WC1"], a_working_day(), uuid4())
        assert set(told.value.faults) == {"goal"}


def test_an_action_is_taken_up_finished_or_dropped(house: House) -> None:
    case, director, owner = house.url("S-02"), house.sign_in("U-CR1"), house.sign_in("U-WC1")
    ways = (("neem", "OPGEPAKT"), ("klaar", "GEDAAN"), ("niet", "NIET_GELUKT"), ("schrap", "VERVALLEN"))
    for what, status in ways:
        action = promise(director, case)
        assert act(owner, case, action, what).status_code == 303
        assert (stored(house, action).status, stored(house, action).version) == (status, 2)
        assert act(owner, case, action, what).status_code == 409
    assert [e.particulars["act"] for e in entries(house, owner) if e.name == "action.changed"] == [
        what for what, _status in ways
    ]
    assert shows(director.get(case), "Wat klaar is (3)")


def test_carrying_over_is_counted(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action = promise(director, case)
    for times, later in enumerate((10, 20), 1):
        assert act(director, case, action, "verzet", due=str(a_working_day(later))).status_code == 303
        assert (stored(house, action).carried, stored(house, action).due_on) == (times, a_working_day(later))
    same = act(director, case, action, "verzet", due=str(a_working_day(20)))
    free = act(director, case, action, "verzet", due=str(a_free_day()))
    none = act(director, case, action, "verzet", due="")
    assert [same.status_code, free.status_code, none.status_code] == [400, 400, 400]
    assert stored(house, action).carried == 2
    assert shows(director.get(case), "2 keer doorgeschoven.")
    act(director, case, action, "niet")
    assert act(director, case, action, "verzet", due=str(a_working_day(30))).status_code == 303
    assert stored(house, action).status == "OPEN"


def test_an_action_is_handed_to_another_of_the_team(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action = promise(director, case)
    act(house.sign_in("U-WC1"), case, action, "neem")
    assert act(director, case, action, "geef", owner=str(house.staff["U-ZP1"])).status_code == 303
    now = stored(house, action)
    care = house.truth("select organisation_id from app.staff where id = :w", w=house.staff["U-ZP1"])[0][0]
    assert (now.owner_id, now.organisation_id, now.status) == (house.staff["U-ZP1"], care, "OPEN")
    for nobody in (str(house.staff["U-ZP1"]), str(house.staff["U-CR2"]), ""):
        assert act(director, case, action, "geef", owner=nobody).status_code == 400
    (handed,) = [e for e in entries(house, director) if e.name == "action.changed"]
    assert {house.staff["U-ZP1"], house.staff["U-WC1"]} <= set(handed.ring_refs)


def test_what_is_over_time_is_said_in_words(house: House) -> None:
    case = house.url("S-02")
    promise(house.sign_in("U-CR1"), case)
    assert hides(house.sign_in("U-CR1").get(case), "Over tijd")
    house.move_clock(timedelta(days=9))
    assert shows(house.sign_in("U-CR1").get(case), "Over tijd")


def test_who_leads_without_a_ground_can_end_an_action_without_reading_it(house: House) -> None:
    """Rulings 1: of whom and when, without a word; and so no case stays open for ever."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action = promise(director, case)
    end_grounds(house)
    for page in (director.get(case), director.get(f"{case}/acties/{action}")):
        assert shows(page, "Sanne de Wit", "Wat er staat mag je niet lezen")
        assert hides(page, DOES)
    assert act(director, case, action, "geef", owner=str(house.staff["U-ZP1"])).status_code == 409
    assert act(director, case, action, "schrap").status_code == 303
    care = house.sign_in("U-ZP1")
    assert hides(care.get(case), DOES, "Sanne de Wit, Woonstichting")


@pytest.mark.parametrize("who", ["U-CR2", "U-WW1", "U-PO2", "U-TL1"])
def test_a_stranger_cannot_tell_an_action_from_none(house: House, who: str) -> None:
    case, stranger = house.url("S-02"), house.sign_in(who)
    action = promise(house.sign_in("U-CR1"), case)
    answers = {stranger.get(f"{case}/acties/{one}").data for one in (action, uuid4())}
    assert len(answers) == 1
    assert act(stranger, case, action, "klaar").status_code in (403, 404)
    assert stored(house, action).status == "OPEN"


def test_the_plan_comes_with_the_dossier_and_as_a_piece_of_its_own(house: House) -> None:
    """The bell fetches it again through the same gate; each row that is shown is on record."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action, goal = promise(director, case), set_goal(director, case)
    piece = director.get(case, fragment="plan")
    assert shows(piece, DOES)
    assert hides(piece, "Tijdlijn")
    read = [entry for entry in entries(house, director) if entry.name == "case.read"][-1]
    told = {(one["type"], one["id"]) for one in read.disclosed}
    assert {("ACTIE", str(action)), ("DOEL", str(goal))} <= told
    assert 'data-fragment="' + case + '?fragment=plan"' in director.get(case).text


def test_a_meeting_puts_down_an_action_as_its_own_step(house: House) -> None:
    """The shared step for the room of meetings: the action knows at which item it was promised."""
    director = house.sign_in("U-CR1")
    with director.unit() as unit:
        thing = house.thing("S-02")
        facts, _raw = case_at(unit, Verb.CASE_TABLE, thing)
        here = [director.id, house.staff["U-WC1"]]
        met = meeting_record.record_meeting(
            unit, facts, thing, here, ["We spreken af wie de gang vrijmaakt."]
        )
        made, about = actions.agree(unit, facts, DOES, here[1], a_working_day(), item_id=met.item)
        assert (about.kind, about.id) == ("ACTIE", made.id)
        unit.close()
    assert stored(house, made.id).item_id == met.item


def suspend(house: House, who: str) -> None:
    """Shut somebody out, as who keeps people and roles does."""
    answer = house.sign_in("U-FB1").post(f"/beheer/{house.staff[who]}/schorsing")
    assert answer.status_code == 303, answer.text


def strays(house: House) -> bool:
    """Whether the step to coordination waits for an action that nobody can do."""
    with house.sign_in("U-CR1").unit() as unit:
        facts, _raw = case_at(unit, Verb.CASE_STEPS, house.thing("S-02"))
        seen, _steps = moving.look(unit, facts, house.thing("S-02"))
        return not GUARDS["actions_whole"].holds(seen, {})


def join(house: House, who: str) -> UUID:
    """Somebody of the house that brought the case has a place in the team."""
    return invite(house, house.url("S-02"), who).id


def test_what_a_suspended_colleague_promised_goes_to_the_team_leader(house: House) -> None:
    """R67, ADR 0023: in the same transaction, where the leader stands in the team already."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    leader = join(house, "U-TL1")
    still, done, others = (promise(director, case) for _n in range(3))
    act(house.sign_in("U-WC1"), case, still, "neem")
    act(director, case, done, "klaar")
    act(director, case, others, "geef", owner=str(house.staff["U-WB1"]))
    suspend(house, "U-WC1")
    assert (stored(house, still).owner_id, stored(house, still).status) == (leader, "OPEN")
    assert stored(house, still).version == 3
    assert stored(house, done).owner_id == house.staff["U-WC1"]
    assert stored(house, others).owner_id == house.staff["U-WB1"]
    assert not strays(house)


def test_without_a_team_leader_in_the_team_nobody_gets_a_place(house: House) -> None:
    """R67, ADR 0023: it stays behind as a stray, which the lead sees and the next step waits for."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action = promise(director, case)
    assert not strays(house)
    suspend(house, "U-WC1")
    assert stored(house, action).owner_id == house.staff["U-WC1"]
    assert house.sign_in("U-TL1").get(case).status_code == 404
    assert strays(house)
    assert shows(director.get(case), "Deze collega kan het niet meer doen")
    assert act(director, case, action, "geef", owner=str(house.staff["U-ZP1"])).status_code == 303
    assert not strays(house)


def test_a_leader_of_another_organisation_or_one_who_stays_away_gets_nothing(house: House) -> None:
    """R66, R67: what is kept from somebody does not come to them by a suspension."""
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action = promise(director, case)
    join(house, "U-TL2")
    leader = join(house, "U-TL1")
    house.truth(
        "insert into app.conflict (id, staff_id, person_id, declared_at) values (:i, :w, :p, now())",
        i=uuid4(), w=leader, p=house.person("P-02"),
    )  # fmt: skip
    suspend(house, "U-WC1")
    assert stored(house, action).owner_id == house.staff["U-WC1"]
