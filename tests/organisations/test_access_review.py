"""The review of access: due dates, what nobody looked at, and who may let a role stay (R62)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.cast import House, Someone
from wijkaanpak.matters.models import Part
from wijkaanpak.organisations.models import GRACE, QUARTER, SPECIAL, YEAR
from wijkaanpak.organisations.people import RoleLine

DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def role_of(house: House, who: str) -> Any:
    return house.truth(
        "select id, role, reviewed_at, reviewed_by, held_until, ended_at, valid_until "
        "from app.role_assignment where staff_id = :who order by valid_from",
        who=house.staff[who],
    )[0]


def last_seen(house: House, who: str, ago: timedelta) -> None:
    house.truth(
        "update app.role_assignment set reviewed_at = app.now() - cast(:ago as interval) "
        "where staff_id = :who",
        ago=ago,
        who=house.staff[who],
    )


def stay(house: House, who: Someone, whose: str) -> Any:
    return who.post(f"/beheer/{house.staff[whose]}/rollen/{role_of(house, whose).id}/blijft")


def page_about(house: House, who: Someone, whose: str) -> str:
    home = house.truth("select organisation_id from app.staff where id = :w", w=house.staff[whose])[0][0]
    return str(who.get(f"/beheer?organisatie={home}").text)


def test_nothing_waits_on_the_day_of_loading(house: House) -> None:
    """R62: what was taken over counts as looked at then."""
    assert "Toegang nalopen" not in page_about(house, house.sign_in("U-FB1"), "U-PO1")


@pytest.mark.parametrize("role", [*SPECIAL, "WC"])
def test_the_list_begins_thirty_days_before_a_role_is_due(role: str) -> None:
    """R62: special rights every quarter, the others every year."""
    seen, days = datetime(2027, 1, 1, tzinfo=UTC), QUARTER if role in SPECIAL else YEAR
    line = RoleLine(
        uuid4(), role, (), seen, seen + 500 * DAY, None, None, False, seen, seen + (days + GRACE) * DAY
    )
    assert line.due == seen + days * DAY
    assert not line.to_review(line.due - GRACE * DAY - TICK)
    assert line.to_review(line.due - GRACE * DAY)
    assert line.state(line.due + GRACE * DAY - TICK) == "now"
    assert line.state(line.due + GRACE * DAY) == "unseen"
    assert line.to_review(line.due + 100 * DAY)


def test_special_rights_wait_in_the_list_before_the_quarter_is_over(house: House) -> None:
    """R62: a privacy officer's after two months, a tenancy manager's not."""
    house.move_clock((QUARTER - GRACE + 1) * DAY)
    page = page_about(house, house.sign_in("U-FB1"), "U-PO1")
    assert "Toegang nalopen" in page
    assert f"/beheer/{house.staff['U-PO1']}/rollen/{role_of(house, 'U-PO1').id}/blijft" in page
    assert f"/beheer/{house.staff['U-WC1']}/rollen/{role_of(house, 'U-WC1').id}/blijft" not in page


def test_what_nobody_looked_at_opens_nothing_after_thirty_days(house: House) -> None:
    """R62: at the very moment, on the page and in the database's rows."""
    sanne = house.sign_in("U-WC1")
    last_seen(house, "U-WC1", (YEAR + GRACE) * DAY - timedelta(minutes=5))
    assert sanne.get(house.url("S-02")).status_code == 200
    with sanne.unit() as unit:
        assert unit.session.query(Part).count() > 0
    last_seen(house, "U-WC1", (YEAR + GRACE) * DAY)
    refused = sanne.get(house.url("S-02"))
    assert refused.status_code == 403
    assert "ROL_ONVOLDOENDE" in refused.text
    with sanne.unit() as unit:
        assert unit.session.query(Part).count() == 0


def test_special_rights_that_nobody_looked_at_stop_as_time_passes(house: House) -> None:
    """R62: by date alone, a quarter and thirty days after the last review."""
    until = role_of(house, "U-PO1").held_until
    assert until == role_of(house, "U-PO1").reviewed_at + (QUARTER + GRACE) * DAY
    house.move_clock(until - datetime.now(UTC) - timedelta(minutes=1))
    assert house.sign_in("U-PO1").get("/controle/noodprocedures").status_code == 200
    house.move_clock(until - datetime.now(UTC) + timedelta(seconds=1))
    assert house.sign_in("U-PO1").get("/controle/noodprocedures").status_code == 403
    assert house.sign_in("U-WC1").get("/casussen").status_code == 200


def test_a_role_that_stays_opens_again_what_it_opened(house: House) -> None:
    """R62: the name of who looked and the moment stand beside it."""
    sanne, stefan = house.sign_in("U-WC1"), house.sign_in("U-FB1")
    last_seen(house, "U-WC1", (YEAR + GRACE + 40) * DAY)
    assert sanne.get(house.url("S-02")).status_code == 403
    assert stay(house, stefan, "U-WC1").status_code == 303
    row = role_of(house, "U-WC1")
    assert row.reviewed_by == stefan.id
    assert datetime.now(UTC) - row.reviewed_at < timedelta(minutes=1)
    assert row.held_until == row.valid_until
    assert sanne.get(house.url("S-02")).status_code == 200
    noted = house.truth("select event, actor_id, object_id from journal.entry where name = 'role.reviewed'")
    assert noted == [("CONFIG_GEWIJZIGD", stefan.id, house.staff["U-WC1"])]


def test_a_suspended_role_is_told_and_can_be_ended(house: House) -> None:
    stefan = house.sign_in("U-FB1")
    last_seen(house, "U-AF1", (QUARTER + GRACE) * DAY)
    assert "Geschorst" in page_about(house, stefan, "U-AF1")
    assert "Geschorst" in stefan.get(f"/beheer/{house.staff['U-AF1']}").text
    ended = stefan.post(f"/beheer/{house.staff['U-AF1']}/rollen/{role_of(house, 'U-AF1').id}/einde")
    assert ended.status_code == 303
    assert stay(house, stefan, "U-AF1").status_code == 409
    assert str(role_of(house, "U-AF1").id) not in page_about(house, stefan, "U-AF1")


def test_nobody_reviews_their_own_role(house: House) -> None:
    """R62, R65: neither on the page nor in the rows, and nobody puts a review in the future."""
    stefan, before = house.sign_in("U-FB1"), role_of(house, "U-FB1")
    last_seen(house, "U-FB1", (QUARTER - 1) * DAY)
    page = page_about(house, stefan, "U-FB1")
    assert "Dit is je eigen rol" in page
    assert f"/rollen/{before.id}/blijft" not in page
    assert stay(house, stefan, "U-FB1").status_code == 409
    assert role_of(house, "U-FB1").reviewed_by is None
    with stefan.unit() as unit:
        mine = {"mine": before.id, "hers": role_of(house, "U-PO1").id}
        change = "update app.role_assignment set reviewed_at = app.now() where id = :mine"
        assert unit.session.execute(text(change), mine).rowcount == 0  # type: ignore[attr-defined]
        with pytest.raises(ProgrammingError, match="row-level security"):
            unit.session.execute(text("update app.role_assignment set reviewed_at = app.now() "
                                      "+ interval '1 day' where id = :hers"), mine)  # fmt: skip


def test_nobody_else_lets_a_role_stay(house: House) -> None:
    """R59, R60: an administrator's cell; who works elsewhere is as absent as nobody."""
    assert stay(house, house.sign_in("U-TL1"), "U-WC1").status_code == 403
    house.truth(
        "update app.role_assignment set areas = array[(select organisation_id::text from app.staff "
        "where id = :w)] where staff_id = :w",
        w=house.staff["U-FB1"],
    )
    assert stay(house, house.sign_in("U-FB1"), "U-WC1").status_code == 404


def test_the_head_of_the_page_names_who_reads_it(house: House) -> None:
    """A page that took a name of the frame once left it without anybody's."""
    page = house.sign_in("U-FB1").get("/beheer").text
    assert "Stefan Groen" in page[: page.index("<main")]
