"""Administration: who works here, in which role; what is ended ends at once (R61, R65, R67)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.cast import House, Someone
from wijkaanpak.foundation.working_days import local
from wijkaanpak.organisations import staffing

TODAY = local(datetime.now(UTC)).date()


def roles_of(house: House, who: str) -> list[Any]:
    return house.truth(
        "select id, role, ended_at, granted_by, areas, valid_from, valid_until from app.role_assignment "
        "where staff_id = :who order by valid_from",
        who=house.staff[who],
    )


def new_role(house: House, who: str, **changed: Any) -> dict[str, Any]:
    return {
        "role": "AF",
        "areas": [
            str(house.truth("select organisation_id from app.staff where id = :w", w=house.staff[who])[0][0])
        ],
        "first_day": str(TODAY + timedelta(days=1)),
        "last_day": str(TODAY + timedelta(days=100)),
        **changed,
    }


def give(house: House, giver: Someone, who: str, **changed: Any) -> Any:
    return giver.post(f"/beheer/{house.staff[who]}/rollen", new_role(house, who, **changed))


def test_an_administrator_of_the_platform_finds_the_people_of_every_organisation(house: House) -> None:
    stefan = house.sign_in("U-FB1")
    page = stefan.get("/beheer").text
    assert "Gemeente Oeverdrecht" in page
    assert "Bram Smeets" in page
    assert "Youssef Amrani" not in page
    rietgors = house.truth("select id from app.organisation where reference = 'ORG-RIE'")[0][0]
    page = stefan.get(f"/beheer?organisatie={rietgors}").text
    assert "Youssef Amrani" in page
    assert "wijkbeheerder" in page
    assert "Overname" not in page  # the house's own subjects are nobody's colleague


def test_looking_at_colleagues_leaves_a_footprint(house: House) -> None:
    """R88."""
    stefan = house.sign_in("U-FB1")
    stefan.get("/beheer")
    stefan.get(f"/beheer/{house.staff['U-WB1']}")
    left = house.truth(
        "select name from journal.entry where actor_id = :who and name like 'staff.%'", who=stefan.id
    )
    assert [row.name for row in left] == ["staff.list", "staff.read"]


def test_nobody_else_administers(house: House) -> None:
    """R59: an administrator's cell, and no other."""
    youssef = house.sign_in("U-WB1")
    before = roles_of(house, "U-WB3")
    refused = youssef.get("/beheer")
    assert refused.status_code == 403
    assert "ROL_ONVOLDOENDE" in refused.text
    gerda = f"/beheer/{house.staff['U-WB3']}"
    for path in (f"{gerda}/schorsing", f"{gerda}/toelating", f"{gerda}/rollen/{before[0].id}/einde"):
        assert youssef.post(path).status_code == 403
    assert give(house, youssef, "U-WB3").status_code == 403
    assert roles_of(house, "U-WB3") == before
    denied = house.truth(
        "select count(*) from journal.entry where outcome = 'GEWEIGERD' and actor_id = :w", w=youssef.id
    )
    assert denied[0][0] == 5


def test_an_administrator_of_one_organisation_does_not_know_the_others(house: House) -> None:
    """R60: absent and out of reach are the same answer."""
    own = house.truth("select organisation_id from app.staff where id = :w", w=house.staff["U-FB1"])[0][0]
    house.truth(
        "update app.role_assignment set areas = array[:own] where staff_id = :w",
        own=str(own),
        w=house.staff["U-FB1"],
    )
    stefan = house.sign_in("U-FB1")
    there, nowhere = stefan.get(f"/beheer/{house.staff['U-WB1']}"), stefan.get(f"/beheer/{uuid4()}")
    assert there.status_code == nowhere.status_code == 404
    assert there.data == nowhere.data
    assert stefan.post(f"/beheer/{house.staff['U-WB1']}/schorsing").status_code == 404
    rietgors = house.truth("select id from app.organisation where reference = 'ORG-RIE'")[0][0]
    assert stefan.get(f"/beheer?organisatie={rietgors}").status_code == 404
    assert stefan.get(f"/beheer/{house.staff['U-TR1']}").status_code == 200


def test_shutting_someone_out_ends_every_session_at_once(house: House) -> None:
    """R67, and a session cookie that was kept opens nothing any more."""
    on_phone, on_desk = house.sign_in("U-WC1"), house.sign_in("U-WC1")
    colleague = house.sign_in("U-WB1")
    assert on_phone.get("/casussen").status_code == 200
    done = house.sign_in("U-FB1").post(f"/beheer/{house.staff['U-WC1']}/schorsing")
    assert done.status_code == 303
    for kept in (on_phone, on_desk):
        answer = kept.get("/casussen")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/aanmelden"
    assert colleague.get("/casussen").status_code == 200
    assert house.nobody().post("/aanmelden/demo", data={"persoon": str(house.staff["U-WC1"])},
                               headers={"Origin": house.settings.url}).status_code == 404  # fmt: skip
    event = house.truth("select event, actor_id, object_id from journal.entry where name = 'staff.suspended'")
    assert event == [("CONFIG_GEWIJZIGD", house.staff["U-FB1"], house.staff["U-WC1"])]


def test_who_was_shut_out_can_be_let_in_again(house: House) -> None:
    stefan, path = house.sign_in("U-FB1"), f"/beheer/{house.staff['U-WC1']}"
    stefan.post(f"{path}/schorsing")
    page = stefan.get(path).text
    assert "<h1>Sanne de Wit</h1>" in page
    assert "Buitengesloten sinds" in page
    again = stefan.post(f"{path}/schorsing")
    assert again.status_code == 409
    assert stefan.post(f"{path}/toelating").status_code == 303
    assert house.sign_in("U-WC1").get("/casussen").status_code == 200


def test_ending_a_role_ends_sessions_and_what_it_opened(house: House) -> None:
    """R61: an ended assignment gives no access the same minute."""
    sanne = house.sign_in("U-WC1")
    assert sanne.get(house.url("S-02")).status_code == 200
    role = roles_of(house, "U-WC1")[0]
    done = house.sign_in("U-FB1").post(f"/beheer/{house.staff['U-WC1']}/rollen/{role.id}/einde")
    assert done.status_code == 303
    assert sanne.get(house.url("S-02")).status_code == 303
    refused = house.sign_in("U-WC1").get(house.url("S-02"))
    assert refused.status_code == 403
    assert "ROL_ONVOLDOENDE" in refused.text
    again = house.sign_in("U-FB1").post(f"/beheer/{house.staff['U-WC1']}/rollen/{role.id}/einde")
    assert again.status_code == 409


def test_a_role_that_runs_out_gives_no_access_the_same_minute(house: House) -> None:
    """R61."""
    until = roles_of(house, "U-WC1")[0].valid_until
    house.move_clock(until - datetime.now(UTC) - timedelta(minutes=1))
    assert "ROL_ONVOLDOENDE" not in house.sign_in("U-WC1").get("/casussen").text
    house.move_clock(until - datetime.now(UTC) + timedelta(seconds=1))
    assert "ROL_ONVOLDOENDE" in house.sign_in("U-WC1").get("/casussen").text


def test_a_role_is_given_with_its_areas_its_dates_and_the_name_of_the_giver(house: House) -> None:
    """R61."""
    stefan = house.sign_in("U-FB1")
    complex_ = house.truth("select id from app.complex where reference = 'C-101'")[0][0]
    assert give(house, stefan, "U-WC1", role="TL", areas=[str(complex_), "BU99010102"]).status_code == 303
    row = roles_of(house, "U-WC1")[-1]
    assert (row.role, sorted(row.areas), row.granted_by) == (
        "TL",
        sorted([str(complex_), "BU99010102"]),
        stefan.id,
    )
    local = [moment.astimezone(staffing.HERE) for moment in (row.valid_from, row.valid_until)]
    assert [moment.date() for moment in local] == [TODAY + timedelta(days=1), TODAY + timedelta(days=101)]
    assert all((moment.hour, moment.minute) == (0, 0) for moment in local)
    page = stefan.get(f"/beheer/{house.staff['U-WC1']}").text
    assert "Complex De Karekiet" in page
    assert "Gegeven door Stefan Groen" in page


def test_every_fault_of_a_role_is_told_at_once_and_nothing_is_lost(house: House) -> None:
    answer = give(
        house, house.sign_in("U-FB1"), "U-WC1", role="QQ", areas=[], first_day="gisteren", last_day=""
    )
    assert answer.status_code == 400
    assert answer.text.count('class="fout"') == 4
    assert "gisteren" in answer.text
    assert len(roles_of(house, "U-WC1")) == 1


def test_a_role_lasts_twelve_months_at_most(house: House) -> None:
    """R61, at the very day."""
    stefan, first = house.sign_in("U-FB1"), TODAY + timedelta(days=1)
    longest = staffing.months_later(first, 12)
    too_long = give(house, stefan, "U-WC1", first_day=str(first), last_day=str(longest))
    assert too_long.status_code == 400
    assert "twaalf maanden" in too_long.text
    assert (
        give(
            house, stefan, "U-WC1", first_day=str(first), last_day=str(longest - timedelta(days=1))
        ).status_code
        == 303
    )


def test_a_role_does_not_begin_in_the_past_nor_end_before_it_begins(house: House) -> None:
    stefan = house.sign_in("U-FB1")
    for days in (
        {"first_day": str(TODAY - timedelta(days=2))},
        {"last_day": str(TODAY)},
        {"first_day": "9999-12-31"},
    ):
        assert give(house, stefan, "U-WC1", **days).status_code == 400
    assert len(roles_of(house, "U-WC1")) == 1


def test_who_supervises_holds_no_other_role(house: House) -> None:
    """R25, R65: FG with anything, PO with FB."""
    stefan = house.sign_in("U-FB1")
    assert give(house, stefan, "U-FG2", role="WC").status_code == 400
    assert give(house, stefan, "U-WC1", role="FG").status_code == 400
    assert give(house, stefan, "U-PO1", role="FB").status_code == 400
    assert give(house, stefan, "U-CR1", role="PO").status_code == 303
    assert staffing.excludes("FB", "PO")
    assert not staffing.excludes("FG", "FG")


def test_what_excludes_counts_only_in_the_same_time(house: House) -> None:
    """R65: after one role ends the other may begin."""
    stefan = house.sign_in("U-FB1")
    after = roles_of(house, "U-WC1")[0].valid_until.astimezone(staffing.HERE).date()
    days = {"first_day": str(after), "last_day": str(after + timedelta(days=10))}
    assert give(house, stefan, "U-WC1", role="FG", **days).status_code == 303


def test_a_role_belongs_to_its_kind_of_organisation_and_is_not_given_twice(house: House) -> None:
    stefan = house.sign_in("U-FB1")
    assert give(house, stefan, "U-WC1", role="CR").status_code == 400
    assert give(house, stefan, "U-WC1", role="WC").status_code == 400
    assert give(house, stefan, "U-WC1", areas=["BU00000000"]).status_code == 400
    assert len(roles_of(house, "U-WC1")) == 1


def test_nobody_changes_their_own_access(house: House) -> None:
    """An administrator who could give themselves a role could read every case (R73)."""
    stefan = house.sign_in("U-FB1")
    path, role = f"/beheer/{stefan.id}", roles_of(house, "U-FB1")[0]
    assert give(house, stefan, "U-FB1", role="CR").status_code == 409
    assert stefan.post(f"{path}/schorsing").status_code == 409
    assert stefan.post(f"{path}/rollen/{role.id}/einde").status_code == 409
    assert "Nu buitensluiten" not in stefan.get(path).text
    assert [row.ended_at for row in roles_of(house, "U-FB1")] == [None]


def test_an_administrator_reads_no_case(house: House) -> None:
    """R73."""
    stefan = house.sign_in("U-FB1")
    assert stefan.get(house.url("S-02")).status_code == 404
    assert stefan.get(f"/bewoners/{house.person('P-02')}").status_code == 404


def test_the_same_form_sent_twice_gives_one_role(house: House) -> None:
    stefan, once = house.sign_in("U-FB1"), str(uuid4())
    path, form = f"/beheer/{house.staff['U-WC1']}/rollen", new_role(house, "U-WC1")
    assert stefan.post(path, form, once=once).status_code == 303
    assert stefan.post(path, form, once=once).status_code == 303
    assert len(roles_of(house, "U-WC1")) == 2


def test_months_end_on_the_last_day_of_shorter_ones() -> None:
    assert staffing.months_later(date(2027, 2, 28), 12) == date(2028, 2, 28)
    assert staffing.months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert staffing.months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
