"""Putting a meeting on record: who was there and what was agreed, for who may read the plan (R84, row 5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import House
from tests.scenario.conftest import said

CASE = "S-02"
AGREED = "Wij maken samen de vluchtroute vrij.\nDe kachel gaat morgen weg."


def record(house: House, who: str = "U-CR1", **changed: Any) -> Any:
    """Put a meeting of three on record."""
    present = [str(house.staff[one]) for one in ("U-CR1", "U-WC1", "U-ZP1")]
    form = {"present": present, "agreed": AGREED} | changed
    return house.sign_in(who).post(f"{house.url(CASE)}/overleg", form)


def resolutions(house: House) -> list[Any]:
    return house.truth(
        "select p.text, p.kind, p.category, o.reference from app.resolution r "
        "join app.part p on p.id = r.part_id "
        "join app.organisation o on o.id = p.provider_id order by p.text desc"
    )


def test_each_line_is_a_decision_of_the_case_and_who_came_is_kept(house: House) -> None:
    """ADR 0022: the words belong to who brought the case, in a kind of data that reaches who writes them."""
    assert record(house).status_code == 303
    assert [tuple(one) for one in resolutions(house)] == [
        ("Wij maken samen de vluchtroute vrij.", "besluit", "G_WOONFEIT", "ORG-RIE"),
        ("De kachel gaat morgen weg.", "besluit", "G_WOONFEIT", "ORG-RIE"),
    ]
    came = house.truth(
        "select s.reference from app.invitation i join app.staff s on s.id = i.staff_id where present"
    )
    assert {one[0] for one in came} == {"U-CR1", "U-WC1", "U-ZP1"}


def test_what_was_agreed_reaches_who_a_ground_carries_it_to_and_nobody_else(house: House) -> None:
    """S-02: the care organisation has it by way of the lead; the one whose ground ends has it no more."""
    record(house)
    count = "select count(*) from app.resolution"
    for who, sees in (("U-CR1", 2), ("U-WC1", 2), ("U-WB1", 2), ("U-ZP1", 2), ("U-WB3", 0), ("U-WW2", 0)):
        with house.sign_in(who).unit() as unit:
            assert unit.session.connection().exec_driver_sql(count).scalar() == sees, who
    house.truth("update app.ground_line set valid_until = now() where recipient_id = "
                "(select id from app.organisation where reference = 'ORG-GGZ')")  # fmt: skip
    with house.sign_in("U-ZP1").unit() as unit:
        assert unit.session.connection().exec_driver_sql(count).scalar() == 0
    assert "vluchtroute vrij" not in house.sign_in("U-ZP1").get(house.url(CASE)).text


def test_a_decision_is_no_note_on_the_timeline(house: House) -> None:
    record(house)
    page = house.sign_in("U-CR1").get(house.url(CASE)).text
    assert "legde een overleg vast" in page
    assert "deel--besluit" not in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"present": []}, "Kies wie er waren."),
        ({"agreed": " "}, "Schrijf op wat is afgesproken, één besluit per regel."),
        ({"agreed": "Ja\nNee"}, "Schrijf op wat is afgesproken, één besluit per regel."),
        ({"agreed": "Zijn nummer is 111222333."}, "lijkt een burgerservicenummer"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_kept(
    house: House, changed: dict[str, Any], sentence: str
) -> None:
    answer = record(house, **changed)
    assert (answer.status_code, sentence in said(answer)) == (400, True), said(answer)
    assert resolutions(house) == []
    assert house.truth("select count(*) from app.agenda_item where opens_at = closes_at")[0][0] == 0


def test_one_alone_is_no_meeting_and_who_writes_it_was_there(house: House) -> None:
    for present in (["U-CR1"], ["U-WC1", "U-ZP1"]):
        answer = record(house, present=[str(house.staff[one]) for one in present])
        assert "Een overleg is jijzelf met minstens één ander" in said(answer)


def test_only_while_the_case_is_at_the_meeting_and_only_by_who_moves_it(house: House) -> None:
    assert record(house, "U-WC1").status_code == 403
    assert record(house, "U-WB3").status_code == 404
    house.truth("update app.case_file set status = 'REGIE' where id = :i", i=house.thing(CASE))
    assert record(house).status_code == 409


def test_a_meeting_on_record_opens_nothing_to_who_was_there(house: House) -> None:
    """It is over when it is written: no item of an agenda stands open for anybody."""
    record(house)
    place = "select count(*) from app.matter_access where via = 'agenda' and since < until"
    assert (
        house.truth(place)[0][0]
        == house.truth(
            "select count(*) from app.invitation i join app.agenda_item g on g.id = i.item_id "
            "where g.opens_at < g.closes_at"
        )[0][0]
    )
