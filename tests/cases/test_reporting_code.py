"""R30-R34: the reporting code in its five steps, for the named team alone."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.cases.conftest import entries
from tests.cast import House
from tests.consent.acting import org, refused_by_database
from tests.consent.acting import record as record_ground
from tests.scenario.conftest import hides, last_refusal, shows
from wijkaanpak.access import codes
from wijkaanpak.cases.standing import Standing
from wijkaanpak.cases.standing import standing as standing_of_case
from wijkaanpak.consent import approving
from wijkaanpak.foundation.errors import Conflict, Forbidden, Invalid, NotFound

CASE, PLAIN = "S-07", "S-02"
TEAM = ("U-WC1", "U-AF1", "U-CR1")
CAME = "Mevrouw wil eerst met haar zus praten; wij bellen haar op haar werk."
WHY = "Haar huisarts meldt vandaag zelf, wij sluiten daarbij aan."
ANSWERS = {4: {"unsafe": "nee"}, 5: {"report": "ja", "help": "ja"}}


def today(house: House) -> date:
    found: date = house.truth("select (app.now() at time zone 'Europe/Amsterdam')::date as d")[0].d
    return found


def step(house: House, who: str, number: int, case: str = CASE, **changed: Any) -> TestResponse:
    """Fill in one step."""
    sent = {"done": "gedaan", "done_on": today(house).isoformat(), "words": CAME} | ANSWERS.get(number, {})
    return house.sign_in(who).post(f"{house.url(case)}/meldcode/{number}", sent | changed)


def page(house: House, who: str, case: str = CASE) -> TestResponse:
    return house.sign_in(who).get(f"{house.url(case)}/meldcode")


def rows(house: House) -> list[Any]:
    return house.truth(
        "select r.*, p.text, p.kind, p.category, p.data_class, p.provider_id from app.reporting_step r "
        "join app.part p on p.id = r.part_id order by r.recorded_at, r.number"
    )


def stands(house: House) -> Standing:
    """The case as the guards of its steps see it."""
    with house.sign_in("U-CR1").unit() as unit:
        found = unit.facts(house.thing(CASE))
        assert found is not None
        return standing_of_case(unit, found[0], house.thing(CASE))


def begun(house: House) -> int:
    return len(rows(house))


def test_five_steps_each_with_its_day_who_and_outcome_or_why_it_was_skipped(standing: House) -> None:
    """R30: as the scenario has them, with its dates moved."""
    answer = page(standing, "U-WC1")
    assert answer.status_code == 200
    assert shows(answer, *(codes.label("meldcodestappen", str(n), "nl") for n in range(1, 6)))
    assert shows(answer, "Overgeslagen, omdat: onveilig", "Gemeld bij Veilig Thuis.", "Sanne de Wit")
    first, *_rest, last = rows(standing)
    assert (first.number, first.skipped, last.number, last.report) == (1, False, 5, True)
    assert (today(standing) - last.done_on).days < 60
    assert "2026" not in last.text


def test_a_step_is_added_to_and_what_stood_is_never_changed(house: House) -> None:
    """R30: the order is free, and each time is a row of its own."""
    before = rows(house)
    assert step(house, "U-WC1", 3).status_code == 303
    assert step(house, "U-WC1", 1, words="Ook de buren hoorden het, op drie avonden.").status_code == 303
    after = rows(house)
    assert [r.id for r in before] == [r.id for r in after[: len(before)]]
    assert [(r.number, r.text, r.skipped) for r in after[len(before) :]] == [
        (3, CAME, False), (1, "Ook de buren hoorden het, op drie avonden.", False),
    ]  # fmt: skip
    assert shows(page(house, "U-WC1"), CAME, "onveilig")
    refusal = refused_by_database(house, "U-WC1", "update app.reporting_step set report = false")
    assert refusal is not None


def test_the_words_are_a_part_of_who_wrote_them_in_the_class_of_safety_at_home(house: House) -> None:
    """R33: the municipality reads them on its ground for that, and what it writes itself does not go back."""
    step(house, "U-WC1", 3)
    words = rows(house)[-1]
    assert (words.kind, words.category, words.data_class) == ("meldcode", "G_VEILIG", "K7")
    assert shows(page(house, "U-CR1"), CAME)
    assert shows(page(house, "U-AF1"), CAME)
    own = "De aandachtsfunctionaris sprak met de school van het kind."
    assert step(house, "U-AF1", 2, words=own).status_code == 303
    assert hides(page(house, "U-WC1"), own)
    assert hides(house.sign_in("U-WC1").get(house.url(CASE)), own, CAME)  # beside the timeline


def test_a_step_that_only_others_may_read_is_told_as_recorded(house: House) -> None:
    """R30: who may read nothing of it still knows how far it is."""
    house.truth("delete from app.reporting_step")
    step(house, "U-AF1", 2, words="Overlegd met de gedragswetenschapper van het team.")
    answer = page(house, "U-WC1")
    assert shows(answer, "Een andere organisatie legde deze stap vast")
    assert hides(answer, "gedragswetenschapper")


def test_it_leaves_one_entry_with_codes_alone_and_rings(house: House) -> None:
    """R30, R88: no word of it in the journal."""
    step(house, "U-WC1", 5, report="nee", help="ja")
    entry = entries(house, "U-WC1")[-1]
    assert (entry.event, entry.name, entry.ring_kind) == ("TOEVOEGEN", "reporting.recorded", "case.changed")
    assert entry.particulars == {
        "number": 5, "skipped": False, "unsafe": None, "report": False, "help": True,
    }  # fmt: skip
    assert CAME not in str(entry._mapping)
    page(house, "U-CR1")
    read = entries(house, "U-CR1")[-1]
    assert (read.event, read.name, read.sensitivity) == ("LEZEN", "reporting.read", "K7")


def test_where_it_is_unsafe_the_fifth_step_begins_at_a_report(house: House) -> None:
    """R31: with the number to call; and nothing is chosen where it is not."""
    address = f"{house.url(CASE)}/meldcode/5"
    assert " checked" not in house.sign_in("U-WC1").get(address).text
    assert step(house, "U-WC1", 4, unsafe="ja").status_code == 303
    answer = house.sign_in("U-WC1").get(address)
    assert 'value="ja" checked' in answer.text
    assert answer.text.count(" checked") == 1
    assert shows(answer, "0800-2000", "112")


@pytest.mark.parametrize("changed", [{"report": "nee"}, {"done": "overgeslagen"}])
def test_deciding_otherwise_there_needs_thirty_characters(house: House, changed: dict[str, str]) -> None:
    """R31: also skipping the step; one character fewer is refused, and nothing filled in is lost."""
    step(house, "U-WC1", 4, unsafe="ja")
    before, few = begun(house), "x" * 29
    refused = step(house, "U-CR1", 5, words=few, **changed)
    assert refused.status_code == 400
    assert few in refused.text
    assert begun(house) == before
    assert step(house, "U-CR1", 5, words=few + "x", **changed).status_code == 303


def test_ten_are_enough_to_report_or_where_it_is_not_unsafe(house: House) -> None:
    """R31: the newest judgement counts."""
    step(house, "U-WC1", 4, unsafe="ja")
    assert step(house, "U-WC1", 5, words="x" * 10).status_code == 303
    assert step(house, "U-WC1", 4, unsafe="nee").status_code == 303
    assert step(house, "U-WC1", 5, words="x" * 10, report="nee").status_code == 303


def test_unsafe_and_not_reported_is_said_on_the_page(house: House) -> None:
    """R31: also when the judgement came after the decision."""
    house.truth("delete from app.reporting_step")
    step(house, "U-WC1", 5, report="nee")
    assert hides(page(house, "U-WC1"), "Stap 5 begint dan")
    step(house, "U-WC1", 4, unsafe="ja")
    assert shows(page(house, "U-WC1"), "Stap 5 begint dan", "0800-2000")


def test_every_fault_is_told_at_once(house: House) -> None:
    """R30: a step says its day and its outcome, and the fifth its two decisions."""
    late = (today(house) + timedelta(days=1)).isoformat()
    answer = step(house, "U-WC1", 5, done="", done_on=late, words="kort", report="", help="")
    assert answer.status_code == 400
    for field in ("done", "done_on", "words", "report", "help"):
        assert f'id="{field}-fout"' in answer.text, field
    assert 'id="unsafe-fout"' in step(house, "U-WC1", 4, unsafe="").text
    assert step(house, "U-WC1", 4, unsafe="misschien").status_code == 400
    assert step(house, "U-WC1", 6).status_code == 404
    assert step(house, "U-WC1", 1, done_on="gisteren").status_code == 400


def test_a_step_that_was_skipped_decides_nothing(house: House) -> None:
    """R30: only why; the answers beside it do not count."""
    assert step(house, "U-WC1", 5, done="overgeslagen", report="ja", words=WHY).status_code == 303
    last = rows(house)[-1]
    assert (last.skipped, last.report, last.help) == (True, None, None)


def test_a_citizen_service_number_is_kept_nowhere(house: House) -> None:
    """R11"""
    before = begun(house)
    assert step(house, "U-WC1", 1, words="Haar nummer is 111222333, zei zij.").status_code == 400
    assert begun(house) == before


def test_for_another_case_the_address_says_what_it_is_for(standing: House) -> None:
    """R30: 409, and its dossier has no way to it."""
    for answer in (page(standing, "U-CR1", PLAIN), step(standing, "U-CR1", 1, PLAIN)):
        assert answer.status_code == 409
        assert "geweld in huis" in answer.text
    assert "/meldcode" not in standing.sign_in("U-CR1").get(standing.url(PLAIN)).text
    assert f"{standing.url(CASE)}/meldcode" in standing.sign_in("U-CR1").get(standing.url(CASE)).text


def test_people_of_a_housing_association_hear_that_it_does_not_oblige_them(standing: House) -> None:
    """R32: and that they may always ask advice, without a name."""
    assert shows(page(standing, "U-WC1"), "De meldcode verplicht je niet", "zonder een naam te noemen")
    others = page(standing, "U-CR1")
    assert hides(others, "verplicht je niet")
    assert shows(others, "Volg de meldcode")


def test_for_everyone_outside_the_team_it_is_not_there(standing: House) -> None:
    """R33: 404, the same as for a case that does not exist, for reading and for recording."""
    absent = "/casussen/00000000-0000-4000-8000-000000000000/meldcode"
    everyone = set(standing.staff) - set(TEAM)
    assert {"U-TL1", "U-WB1", "U-PO2", "U-FG1", "U-TR1", "U-ZP1", "U-WA1", "U-SH1"} <= everyone
    for who in sorted(everyone):
        someone = standing.sign_in(who)
        there, nothing = someone.get(f"{standing.url(CASE)}/meldcode"), someone.get(absent)
        assert (there.status_code, there.data) == (404, nothing.data), who
        assert someone.post(f"{standing.url(CASE)}/meldcode/1", {"words": CAME}).status_code == 404, who


def test_somebody_who_left_the_team_reads_it_no_more(house: House) -> None:
    """R33: at once."""
    house.sign_in("U-CR1").post(f"{house.url(CASE)}/team/{house.staff['U-WC1']}/einde")
    assert page(house, "U-WC1").status_code in (403, 404)
    assert last_refusal(house, "U-WC1").reason_code == "NIET_BETROKKEN"


def test_closed_it_is_read_by_who_wrote_it_and_nothing_is_added(house: House) -> None:
    """R30: what was decided stays to be read."""
    house.truth(
        "update app.case_file set status = 'AFGESLOTEN', closed_at = app.now() where id = :c",
        c=house.thing(CASE),
    )
    answer = page(house, "U-WC1")
    assert answer.status_code == 200
    assert shows(answer, "onveilig")
    assert f"{house.url(CASE)}/meldcode/1" not in answer.text
    assert step(house, "U-WC1", 1).status_code in (403, 409)


def test_what_a_guard_asks_of_the_code_follows_from_its_steps(house: House) -> None:
    """R30, R77: the code is begun with its first two steps."""
    house.truth("delete from app.reporting_step")

    assert stands(house).code == set()
    step(house, "U-WC1", 1)
    step(house, "U-WC1", 2, done="overgeslagen", words="Er was geen tijd; het kind was in gevaar.")
    assert stands(house).code == {1, 2}


WAIT = "Wie haar slaat, zou dan horen dat zij erover praatte."


def deferred(house: House, days: int) -> UUID:
    """A ground of S-07 to the municipality on which telling waits so many days; U-WC1 decides on it."""
    again = house.truth("select app.now() + make_interval(days => :d) as moment", d=days)[0].moment
    made = record_ground(
        house, "U-WC1", CASE, recipients=(org(house, "ORG-GEM"),), categories=("G_ADVIES",),
        informed="UITGESTELD", informed_on=None, informed_reason=WAIT, review_on=again,
    )  # fmt: skip
    return made.ground


def test_telling_a_possible_perpetrator_can_wait_thirty_days_with_a_reason_and_a_second(house: House) -> None:
    """R34: only a privacy officer agrees, and until then the ground carries nothing."""
    with pytest.raises(Invalid) as refused:
        deferred(house, 31)
    assert set(refused.value.faults) == {"review_on"}
    ground = deferred(house, 29)
    (kept,) = house.truth("select * from app.ground where id = :g", g=ground)
    assert (kept.status, kept.informed_reason) == ("TER_BEOORDELING", WAIT)
    with house.sign_in("U-PO2").unit() as unit:
        approving.judge(unit, ground, agrees=True)
        unit.close()
    (kept,) = house.truth("select * from app.ground where id = :g", g=ground)
    assert (kept.status, kept.second_by) == ("ACTIEF", house.staff["U-PO2"])


def test_who_decided_to_wait_is_not_the_one_who_agrees(house: House) -> None:
    """R34, R65"""
    ground = deferred(house, 29)
    with pytest.raises((Conflict, Forbidden, NotFound)), house.sign_in("U-WC1").unit() as unit:
        approving.judge(unit, ground, agrees=True)
    assert house.truth("select status from app.ground where id = :g", g=ground)[0].status == "TER_BEOORDELING"


def test_once_the_day_to_look_again_has_passed_the_resident_counts_as_untold(house: House) -> None:
    """R34, R40: the scenario's own ground waits until its day, and then its lead is told so."""
    (known,) = house.truth("select * from app.ground where reference = 'GR-071'")
    assert (known.informed, known.second_by) == ("UITGESTELD", house.staff["U-PO2"])
    house.truth("update app.ground set taken_over = false where matter_id = :m", m=known.matter_id)
    assert stands(house).uninformed == 0
    house.move_clock(known.review_on - house.truth("select app.now() as now")[0].now + timedelta(hours=1))
    assert stands(house).uninformed == 1
