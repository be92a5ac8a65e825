"""Who is told: the colleagues whom it concerns and who may know, and nobody else (R202, R60, R66)."""

from __future__ import annotations

import pytest

from tests.cases.conftest import named, triage_form
from tests.cast import House
from tests.consent.acting import record, withdraw
from tests.consent.matters import LONG
from tests.consent.test_approving import soon
from tests.notices.telling import matter_of, notices, number_of, reads, tell, told, write
from tests.scenario.standing import standing as standing
from tests.signals.conftest import Report
from tests.signals.conftest import handed_over as handed_over
from tests.signals.conftest import report as report
from wijkaanpak.journal.events import REGISTRY
from wijkaanpak.notices.audience import RULES, actor_of
from wijkaanpak.notices.models import KINDS
from wijkaanpak.notices.reading import SENTENCES
from wijkaanpak.notices.rounds import Rounds

WHY = "Nodig voor het huisbezoek van volgende week."


def test_what_may_be_told_is_a_closed_list_of_events_that_exist(standing: House) -> None:
    """A name that is misspelt would tell nobody, for ever."""
    assert set(RULES) - set(REGISTRY) == set()
    assert {rule.kind for rules in RULES.values() for rule in rules} == set(KINDS) == set(SENTENCES)


def test_a_loaded_world_tells_nobody_anything(house: House) -> None:
    assert tell(house) == 0


def test_a_note_is_told_to_the_rest_of_the_team_and_never_to_its_writer(house: House) -> None:
    tell(house)
    write(house, "U-WC1", "S-02")
    assert tell(house) == 3
    assert told(house) == {who: ["VERANDERD"] for who in ("U-CR1", "U-WB1", "U-ZP1")}
    sentence = f"Er is iets veranderd in casus {number_of(house, 'S-02')}."
    for who in ("U-CR1", "U-WB1", "U-ZP1"):
        assert reads(house.sign_in(who)) == [sentence], who
    for who in ("U-WC1", "U-CR2", "U-FB1"):
        assert reads(house.sign_in(who)) == [], who


def test_who_is_in_the_team_and_may_read_nothing_is_not_told(house: House) -> None:
    """R60: a member without a ground does not find the case in a list, and hears of no note in it."""
    guest = house.sign_in("U-WW1")
    sent = {"staff": str(guest.id), "reason": WHY}
    assert house.sign_in("U-CR1").post(f"{house.url('S-02')}/team", sent).status_code == 303
    write(house, "U-WC1", "S-02")
    tell(house)
    assert told(house)["U-WW1"] == ["TEAM"]
    assert reads(guest) == ["Je staat nu in een team."]


def test_what_is_secret_is_told_to_its_team_without_a_number(house: House) -> None:
    """K7: not even the number of the case leaves, and nobody outside the team is told (rulings.md 6)."""
    write(house, "U-AF1", "S-07", category="G_VEILIG")
    tell(house)
    assert told(house) == {who: ["VERANDERD"] for who in ("U-CR1", "U-WC1")}
    page = house.sign_in("U-CR1").get("/berichten").text
    assert "Er is iets veranderd in een zaak waar je aan werkt." in page
    assert number_of(house, "S-07") not in page


def test_who_declared_to_know_somebody_is_told_nothing_and_finds_nothing(house: House) -> None:
    """R66: what is kept from somebody is kept whole, also what was told before."""
    write(house, "U-WC1", "S-02")
    tell(house)
    person = house.truth("select person_id from app.subject where matter_id = :m", m=matter_of(house, "S-02"))
    house.truth(
        "insert into app.conflict (id, staff_id, person_id, declared_at) "
        "values (gen_random_uuid(), :who, :person, now() - interval '1 second')",
        who=house.staff["U-CR1"], person=person[0].person_id,
    )  # fmt: skip
    assert reads(house.sign_in("U-CR1")) == []
    write(house, "U-WC1", "S-02")
    tell(house)
    assert len(notices(house, "U-CR1")) == 1
    assert len(notices(house, "U-ZP1")) == 2


def test_an_end_is_not_told_to_who_must_not_know_whom_it_was_about(house: House) -> None:
    """R66: also that access ended would say that there was something."""
    person = house.truth("select person_id from app.subject where matter_id = :m", m=matter_of(house, "S-02"))
    house.truth(
        "insert into app.conflict (id, staff_id, person_id, declared_at) "
        "values (gen_random_uuid(), :who, :person, now() - interval '1 second')",
        who=house.staff["U-ZP1"], person=person[0].person_id,
    )  # fmt: skip
    for who in ("U-ZP1", "U-WB1"):
        ended = house.sign_in("U-CR1").post(f"{house.url('S-02')}/team/{house.staff[who]}/einde")
        assert ended.status_code == 303
    tell(house)
    assert told(house) == {"U-WB1": ["BEEINDIGD"]}


def test_who_is_suspended_is_told_nothing(house: House) -> None:
    house.truth("update app.staff set suspended_at = now() where id = :i", i=house.staff["U-CR1"])
    write(house, "U-WC1", "S-02")
    tell(house)
    assert "U-CR1" not in told(house)


def test_who_loses_sight_is_told_that_access_changed(house: House) -> None:
    """R52: an id-only notice; not of whom, not of what. Who may still read something hears of a change."""
    withdraw(house, "U-WC2", "S-04", "ORG-WEL", "G_ADVIES")
    tell(house)
    assert told(house)["U-WW1"] == ["VERANDERD"]
    withdraw(house, "U-WC2", "S-04", "ORG-WEL", "G_NAW")
    tell(house)
    assert told(house)["U-WW1"] == ["VERANDERD", "BEEINDIGD"]
    assert reads(house.sign_in("U-WW1")) == [
        "Je toegang tot iets is veranderd.", "Er is iets veranderd in een zaak waar je aan werkt.",
    ]  # fmt: skip


def test_a_signal_is_told_to_who_weighs_it_then_to_joint_triage_then_back(
    house: House, report: Report
) -> None:
    signal = report()
    tell(house)
    assert told(house)["U-WC1"] == ["WEGEN"]
    assert "U-WB1" not in told(house)
    assert not {"U-TR1", "U-CR1", "U-WB3"} & set(told(house))
    handed = {"consulted": "nee", "consulted_reason": "Er is brandgevaar."}
    assert house.sign_in("U-WC1").post(f"{signal.url}/doorgeven", handed).status_code == 303
    tell(house)
    assert told(house)["U-TR1"] == ["TRIAGE"]
    triagist = house.sign_in("U-TR1")
    triagist.post(f"{signal.triage}/claim", {})
    question = {"question": "Wanneer was je daar het laatst?"}
    assert triagist.post(f"{signal.triage}/terug", question).status_code == 303
    tell(house)
    assert told(house)["U-WB1"] == ["TERUG"]
    assert reads(house.sign_in("U-WB1")) == ["Er is een vraag over een signaal dat jij hebt doorgegeven."]


def test_a_secret_signal_is_told_to_who_was_named(house: House, report: Report) -> None:
    """R33: for everybody else it does not exist."""
    report(category="HUISELIJK_GEWELD", discussed="nee_niet_veilig", named=str(house.staff["U-WC1"]))
    tell(house)
    assert told(house) == {"U-WC1": ["WEGEN"]}


def test_a_new_case_is_told_to_its_team_and_not_to_who_opened_it(house: House, handed_over: Report) -> None:
    signal = named(house, handed_over())
    tell(house)
    before = {row.id for row in notices(house)}
    assert house.sign_in("U-TR1").post(f"{signal.url}/casus", triage_form(house)).status_code == 303
    tell(house)
    fresh = [row for row in notices(house) if row.id not in before]
    assert house.staff["U-CR1"] in {row.staff_id for row in fresh}
    assert house.staff["U-TR1"] not in {row.staff_id for row in fresh}


def test_a_ground_that_waits_is_told_to_who_judges(house: House) -> None:
    wait = {"informed": "UITGESTELD", "informed_reason": LONG, "review_on": soon(house)}
    record(house, "U-WC2", "S-04", **wait)
    tell(house)
    assert told(house) == {"U-PO3": ["GRONDSLAG"]}
    assert reads(house.sign_in("U-PO3")) == ["Er wacht een grondslag op jouw oordeel."]


@pytest.mark.parametrize("who", ["U-WB1", "U-CR1", "U-SH1", "U-FG1", "U-ZP1"])
def test_a_colleague_is_seen_as_they_are_when_they_sign_in_themselves(house: House, who: str) -> None:
    """The policy may not see somebody else in the one who delivers than in the one who asks at the door."""
    with house.sign_in(who).unit() as unit:
        own = unit.actor
    rounds = Rounds(house.database)
    with rounds._unit() as unit:
        seen = actor_of(unit, house.staff[who])
        unit.close()
    rounds.end()
    assert seen is not None
    assert {**vars(seen), "session_id": None} == {**vars(own), "session_id": None}


def test_only_the_subject_that_delivers_may_ask_who_somebody_is(house: House) -> None:
    for who in ("U-CR1", "U-FB1", "U-FG1"):
        with house.sign_in(who).unit() as unit:
            assert actor_of(unit, house.staff["U-WB1"]) is None, who
