"""The way: its reporter sees how far it is and when, never what is in it (R86)."""

from tests.cast import House
from tests.signals.conftest import FEIT, Report


def test_the_reporter_sees_the_way_and_never_the_content(house: House, report: Report) -> None:
    signal = report()
    page = house.sign_in("U-WB1").get(signal.url)
    assert page.status_code == 200
    assert "De Karekiet" in page.text
    for content in (FEIT, "Kuiper", "101", "houden", "doorgeven"):
        assert content not in page.text, content


def test_every_step_appears_with_its_date(house: House, handed_over: Report) -> None:
    signal = handed_over()
    assert signal.way() == ["INGEDIEND", "IN_TRIAGE"]
    page = house.sign_in("U-WB1").get(signal.url, fragment="weg").text
    assert page.count("<small>") == 2
    assert "<html" not in page


def test_reading_the_way_is_one_entry_of_its_own_kind(house: House, report: Report) -> None:
    signal = report()
    house.sign_in("U-WB1").get(signal.url)
    (entry,) = signal.entries("signal.follow")
    assert entry.event == "LEZEN"
    assert [item["type"] for item in entry.disclosed] == ["SIGNAAL"]
    assert entry.subjects == []


def test_the_reporter_still_follows_it_when_it_became_a_case(house: House) -> None:
    """S-02 was reported by U-WB1, who left its team; the way goes on, the case does not open."""
    house.truth("update app.member set until = now() where staff_id = :who", who=house.staff["U-WB1"])
    case = house.thing("S-02")
    signal = house.truth(
        "select s.id from app.signal s join app.case_file c on c.matter_id = s.matter_id where c.id = :c",
        c=case,
    )[0].id
    page = house.sign_in("U-WB1").get(f"/signalen/{signal}")
    assert page.status_code == 200
    assert str(case) not in page.text
    assert "kranten" not in page.text


def test_who_has_a_place_in_the_case_goes_on_to_it(house: House) -> None:
    case = house.thing("S-02")
    signal = house.truth(
        "select s.id from app.signal s join app.case_file c on c.matter_id = s.matter_id where c.id = :c",
        c=case,
    )[0].id
    answer = house.sign_in("U-WC1").get(f"/signalen/{signal}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/casussen/{case}")
    assert str(case) in house.sign_in("U-WB1").get(f"/signalen/{signal}").text


def test_someone_elses_signal_is_not_there(house: House, report: Report) -> None:
    """Forbidden equals absent (rulings 8), byte for byte, and both are on record."""
    signal = report()
    for who in ("U-WB3", "U-WB2", "U-TR1", "U-WW1", "U-HI1"):
        someone = house.sign_in(who)
        there = someone.get(signal.url)
        absent = someone.get("/signalen/00000000-0000-4000-8000-000000000000")
        assert there.status_code == absent.status_code == 404, who
        assert there.data == absent.data, who
        drop = {"Date"}
        assert {k: v for k, v in there.headers if k not in drop} == {
            k: v for k, v in absent.headers if k not in drop
        }


def test_only_its_own_id_is_the_address_of_a_signal(house: House, report: Report) -> None:
    signal = report()
    for who in ("U-WB1", "U-WC1"):
        assert house.sign_in(who).get(f"/signalen/{signal.row().matter_id}").status_code == 404
        assert house.sign_in(who).post(f"/signalen/{signal.row().matter_id}/houden").status_code in (403, 404)
    assert house.sign_in("U-TR1").get(f"/triage/{house.thing('S-02')}").status_code == 404


def test_my_list_tells_where_and_how_far_without_what(house: House, report: Report) -> None:
    signal = report()
    page = house.sign_in("U-WB1").get("/signalen").text
    assert str(signal.id) in page
    assert "Kuiper" not in page
    other = house.sign_in("U-WB3").get("/signalen").text
    assert str(signal.id) not in other
