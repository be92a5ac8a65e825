"""Statements smuggled into the unit of somebody at a table: the database keeps the meeting (R83, R84)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cast import Someone
from tests.meetings.table import SEVEN, Table

MEETING = """
    insert into app.meeting (id, organisation_id, chair_id, pen_id, starts_at, ends_at, status, planned_at)
    values (gen_random_uuid(), :o, :w, :w, app.now(), app.now() + interval '1 hour', 'GEPLAND', app.now())
"""
ITEM = """
    insert into app.agenda_item (id, matter_id, opens_at, closes_at, meeting_id, position, minutes)
    values (gen_random_uuid(), :m, app.now(), app.now(), :t, :n, 15)
"""
ASK = """
    insert into app.invitation (id, item_id, matter_id, staff_id, organisation_id, present)
    select gen_random_uuid(), :i, :m, s.id, s.organisation_id, :there from app.staff s where s.id = :s
"""
PART = """
    insert into app.part (id, matter_id, note_id, kind, category, data_class, provider_id, author_id, text,
                          about, whole, purpose, written_at, taken_over)
    values (:p, :m, gen_random_uuid(), 'besluit', 'G_ADVIES', 'K3', :o2, :w, 'x',
            '{}', true, '', app.now(), false)
"""
RESOLUTION = """
    insert into app.resolution (id, matter_id, item_id, part_id, made_at, made_by)
    values (gen_random_uuid(), :m, :i, :p, app.now(), :by)
"""
NO = ("42501", "WA002", "23505")  # not by these rows, not by this rule, not twice
STEP = "select app.meeting_step(:t, null, :i, cast(:seated as uuid[]))"
SIT = "select app.sit_down(:t, true)"
SAT = "select present from app.invitation where item_id = :i and staff_id = :w"


def forged(table: Table, name: str, *statements: str, **values: Any) -> Any:
    """Run these as the application in this person's own unit, then thrown away; what the last gave."""
    who: Someone = table.of(name)
    row = table.house.truth(
        "select c.matter_id as m, m.provider_id as o2 "
        "from app.case_file c join app.matter m on m.id = c.matter_id where c.id = :c",
        c=table.house.thing("S-04"),
    )[0]
    own = table.house.truth("select organisation_id from app.staff where id = :w", w=who.id)[0][0]
    given = {"w": who.id, "o": own, "t": table.id, "i": table.items()[-1]} | row._asdict() | values
    with who.unit() as unit:
        for statement in statements:
            found = unit.session.execute(text(statement), given)
        return found.scalar() if found.returns_rows else found.rowcount


def refused(table: Table, name: str, *statements: str, **values: Any) -> bool:
    """The database refuses it, or finds nothing to change."""
    try:
        return forged(table, name, *statements, **values) == 0
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in NO:
            raise
        return True


def test_only_who_keeps_teams_plans_a_meeting_and_its_agenda(table: Table) -> None:
    """R83: a red member of the team could open a case to others by a table of their own."""
    stranger = {"s": table.house.staff["U-WB3"], "there": False}
    for name in ("U-ZP2", "U-WW1"):
        assert refused(table, name, MEETING), name
        assert refused(table, name, ITEM, t=None, n=9), name
        assert refused(table, name, ASK, **stranger), name
    assert forged(table, "U-CR1", MEETING) == 1


def test_nobody_is_asked_who_is_not_at_the_table_nor_present_beforehand(table: Table) -> None:
    assert refused(table, "U-CR1", ASK, s=table.house.staff["U-WB3"], there=False)
    assert refused(table, "U-CR1", ASK, s=table.house.staff["U-WB1"], there=True)
    assert forged(table, "U-CR1", ASK, s=table.house.staff["U-WB1"], there=False) == 1


def test_a_case_stands_once_on_an_agenda_and_a_place_holds_one(table: Table) -> None:
    assert refused(table, "U-CR1", ITEM, n=9)
    table.house.truth("update app.agenda_item set meeting_id = null where id = :i", i=table.items()[1])
    assert refused(table, "U-CR1", ITEM, n=1)
    assert forged(table, "U-CR1", ITEM, n=2) == 1


def test_a_chair_opens_no_case_in_whose_team_they_have_no_place(table: Table) -> None:
    """R83: chairing a table opens nothing."""
    table.come_in(*SEVEN)
    asked = {"seated": [str(table.house.staff["U-ZP2"])]}
    assert forged(table, "U-CR1", STEP, **asked) is True
    table.house.truth(
        "update app.member set until = now() - interval '1 minute' where staff_id = :w",
        w=table.house.staff["U-CR1"],
    )
    with pytest.raises(DBAPIError, match="no place in the team"):
        forged(table, "U-CR1", STEP, **asked)


def test_a_chair_who_is_kept_from_a_resident_does_not_open_the_case(table: Table) -> None:
    """R66: a conflict of interest stands above the chair."""
    table.come_in(*SEVEN)
    table.house.truth(
        "insert into app.conflict (id, staff_id, person_id, declared_at) "
        "values (gen_random_uuid(), :w, :p, now() - interval '1 hour')",
        w=table.house.staff["U-CR1"], p=table.house.person("P-04"),
    )  # fmt: skip
    with pytest.raises(DBAPIError, match="no place in the team"):
        forged(table, "U-CR1", STEP, seated=[])


@pytest.mark.parametrize("by", ["U-CR1", "U-WW1"])
def test_where_a_meeting_stands_is_not_simply_written(table: Table, by: str) -> None:
    """R84: minutes are confirmed once, by the chair, when it is over; and stay so."""
    table.come_in(*SEVEN)
    table.go(table.items()[1])
    assert (
        table.of("U-CR1").post(f"{table.url}/pen", {"aan": str(table.house.staff["U-WW1"])}).status_code
        == 303
    )
    confirm = "update app.meeting set status = 'BEVESTIGD', confirmed_at = app.now() where id = :t"
    assert refused(table, by, confirm)
    assert refused(table, by, "update app.meeting set status = 'AFGELOPEN' where id = :t")
    assert refused(table, by, "update app.meeting set confirmed_at = app.now() where id = :t")
    table.go(None)
    assert refused(table, by, "update app.meeting set status = 'BEZIG' where id = :t")
    assert refused(table, by, confirm) == (by != "U-CR1")
    assert table.of("U-CR1").post(f"{table.url}/verslag").status_code == 303
    assert refused(table, by, "update app.meeting set status = 'BEZIG', confirmed_at = null where id = :t")
    assert refused(
        table, by, "update app.meeting set confirmed_at = app.now() + interval '1 day' where id = :t"
    )


def test_the_pen_goes_to_somebody_who_came_in(table: Table) -> None:
    table.come_in("U-CR1", "U-WW1")
    hand = "update app.meeting set pen_id = :s where id = :t"
    for name in ("U-WB3", "U-WC2"):  # nobody of this table; asked, and not in yet
        assert refused(table, "U-CR1", hand, s=table.house.staff[name]), name
    assert forged(table, "U-CR1", hand, s=table.house.staff["U-WW1"]) == 1


def test_who_may_read_nothing_of_an_item_does_not_sit_at_it(table: Table) -> None:
    """R83, row 5: attendance stays what the check said, also by a statement of one's own."""
    table.come_in("U-CR1")
    table.go(table.items()[1])
    assert forged(table, "U-WW1", SIT, SAT) is True
    assert forged(table, "U-ZP2", SIT, SAT) is False


def test_a_decision_is_its_writers_own_about_its_own_item(table: Table) -> None:
    """R84: nobody writes minutes in another's name, in another case's, or without the pen."""
    table.come_in(*SEVEN)
    table.go(table.items()[1])
    chair = table.house.staff["U-CR1"]
    assert refused(table, "U-ZP2", PART, RESOLUTION, p=uuid4(), by=chair)
    assert refused(table, "U-ZP2", PART, RESOLUTION, p=uuid4(), by=table.house.staff["U-ZP2"])
    assert refused(table, "U-CR1", PART, RESOLUTION, p=uuid4(), by=table.house.staff["U-WW1"])
    assert refused(table, "U-CR1", PART, RESOLUTION, p=uuid4(), by=chair, i=table.items()[0])
    assert forged(table, "U-CR1", PART, RESOLUTION, p=uuid4(), by=chair) == 1
    table.go(None)
    assert table.of("U-CR1").post(f"{table.url}/verslag").status_code == 303
    assert refused(table, "U-CR1", PART, RESOLUTION, p=uuid4(), by=chair)
