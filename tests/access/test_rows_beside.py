"""Conflicts, emergency access and restriction in the database itself (R51, R66, R105)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.access.acting import NOBODY, acting, refused
from tests.access.proof import Connection, one
from tests.access.street import Street
from tests.access.town import Row

pytestmark = pytest.mark.postgres

CONFLICT = """
    insert into app.conflict (id, staff_id, person_id, declared_at, ended_at)
    values (gen_random_uuid(), %s, %s, app.now(), %s)
"""
HELP = """
    insert into app.break_glass (id, staff_id, organisation_id, person_id, reason_code, reason_text,
                                 since, until, repeated, review_due_on)
    values (%(id)s, %(staff)s, %(org)s, %(person)s, 'ACUUT_GEVAAR', %(why)s, app.now(),
            app.now() + %(hours)s * interval '1 hour', false, app.now()::date + 5)
"""
JUDGE = """
    update app.break_glass
    set reviewed_by = %s, reviewed_at = app.now(), verdict = %s, verdict_text = 'ok' where id = %s
"""
WITHDRAWAL = """
    insert into app.consent (id, matter_id, person_id, purpose, provider_id, recipient_id, category, result,
        said_at, explicit, interpreter, free_no_effect, free_alternative, free_no_pressure, free_understood,
        free_not_decider, recorded_by, recorded_at, taken_over)
    values (gen_random_uuid(), %s, %s, 'P_ZORG', %s, %s, 'G_WOONFEIT', %s, app.now(),
            false, false, true, true, true, true, true, %s, app.now(), false)
"""
WHY = "somebody calls for help in the hall"


def help_for(worker: Row, person: UUID, **change: Any) -> dict[str, Any]:
    given = {"id": uuid4(), "staff": worker["id"], "org": worker["organisation_id"], "person": person}
    return {**given, "why": WHY, "hours": 4, **change}


class TestConflicts:
    """R66."""

    def test_one_declares_for_oneself_and_from_now_on(self, street: Street, house: Connection) -> None:
        person, other = street.matter_of_case["resident"], street.nurse["id"]
        refused(house, street.director, CONFLICT, [other, person, None], InsufficientPrivilege)
        with acting(house, street.director):
            house.execute(CONFLICT, [street.director["id"], person, None])
            assert one(house, "select count(*) from app.conflict") == 1
        with acting(house, street.nurse):
            assert one(house, "select count(*) from app.conflict") == 0

    def test_what_is_declared_is_gone_whole(self, street: Street, house: Connection) -> None:
        """Case, parts, timeline, the own place in the team, writing and judging."""
        matter, person = street.matter_of_case["id"], street.matter_of_case["resident"]
        looks = [
            "select count(*) from app.case_file where matter_id = %s",
            "select count(*) from app.part where matter_id = %s",
            "select count(*) from app.member where matter_id = %s",
            "select count(*) from app.ground where matter_id = %s",
            "select app.here(%s)::int",
            "select app.may_withdraw(%s)::int",
        ]
        with acting(house, street.director):
            assert all(one(house, look, matter) for look in looks)
        with acting(house, street.officer):
            assert one(house, "select app.may_judge(%s, %s)", street.landlord["id"], matter)
        for who in (street.director, street.officer):
            house.execute(CONFLICT, [who["id"], person, None])
        with acting(house, street.director):
            assert not any(one(house, look, matter) for look in looks)
        with acting(house, street.officer):
            assert not one(house, "select app.may_judge(%s, %s)", street.landlord["id"], matter)
            assert not one(house, "select app.officer_of(%s)", matter)

    def test_it_ends_once_and_by_oneself(self, street: Street, house: Connection) -> None:
        house.execute(CONFLICT, [street.director["id"], street.matter_of_case["resident"], None])
        ending = "update app.conflict set ended_at = app.now(), ended_reason = 'moved away'"
        with acting(house, street.nurse):
            assert house.execute(ending).rowcount == 0
        with acting(house, street.director):
            assert house.execute(ending).rowcount == 1
            assert house.execute(ending).rowcount == 0


class TestEmergencyAccess:
    """R105."""

    @pytest.mark.parametrize(
        "change",
        [{"hours": 5}, {"why": "too short"}, {"why": " " * 30}, {"staff": uuid4()}, {"org": uuid4()}],
        ids=["longer", "shorter a reason", "a reason of spaces", "for somebody else", "of another house"],
    )
    def test_it_begins_now_for_oneself_for_four_hours_with_a_reason(
        self, street: Street, house: Connection, change: dict[str, Any]
    ) -> None:
        person = street.in_triage["resident"]
        refused(
            house, street.stranger, HELP, help_for(street.stranger, person, **change), InsufficientPrivilege
        )

    def test_roles_without_the_cell_cannot(self, street: Street, house: Connection) -> None:
        """R72: a caretaker and a privacy officer."""
        for who in (street.caretaker, street.officer):
            given = help_for(who, street.in_triage["resident"])
            refused(house, who, HELP, given, InsufficientPrivilege)

    def test_one_at_a_time_and_it_reads_and_never_writes(self, street: Street, house: Connection) -> None:
        signal, person = street.in_triage["id"], street.in_triage["resident"]
        with acting(house, street.stranger):
            assert not one(house, "select count(*) from app.part where matter_id = %s", signal)
            house.execute(HELP, help_for(street.stranger, person))
        again = help_for(street.stranger, street.matter_of_case["resident"])
        with pytest.raises(psycopg.Error) as caught, house.transaction(), acting(house, street.stranger):
            house.execute(HELP, again)
        assert caught.value.sqlstate == "WA003"
        house.execute(NOBODY)
        with acting(house, street.stranger):
            assert one(house, "select count(*) from app.part where matter_id = %s", signal) == 1
            assert one(house, "select name from app.person where id = %s", person) == "Resident"
            assert not one(house, "select app.here(%s)", signal)
            assert (
                house.execute("update app.matter set urgency = 'ACUUT' where id = %s", [signal]).rowcount == 0
            )
            house.execute("update app.break_glass set ended_at = app.now()")
        with acting(house, street.stranger):
            assert not one(house, "select count(*) from app.part where matter_id = %s", signal)

    def test_somebody_else_with_the_role_judges_once(self, street: Street, house: Connection) -> None:
        """R65, R105."""
        given = help_for(street.adviser, street.in_triage["resident"])
        house.execute(HELP, given)
        for who in (street.director, street.triagist, street.nurse):
            with acting(house, who):
                assert one(house, "select count(*) from app.break_glass") == 0
        with (
            pytest.raises(psycopg.Error),
            house.transaction(),
            acting(house, street.adviser),
        ):
            house.execute(JUDGE, [street.adviser["id"], "TERECHT", given["id"]])
        house.execute(NOBODY)
        with acting(house, street.officer):
            assert house.execute(JUDGE, [street.officer["id"], "TERECHT", given["id"]]).rowcount == 1
        with pytest.raises(psycopg.Error) as caught, house.transaction(), acting(house, street.officer):
            house.execute(JUDGE, [street.officer["id"], "ONTERECHT", given["id"]])
        assert caught.value.sqlstate == "WA002"

    def test_who_must_not_see_the_resident_does_not_judge(self, street: Street, house: Connection) -> None:
        """R66."""
        given = help_for(street.adviser, street.in_triage["resident"])
        house.execute(HELP, given)
        house.execute(CONFLICT, [street.officer["id"], street.in_triage["resident"], None])
        with acting(house, street.officer):
            assert one(house, "select count(*) from app.break_glass") == 0


@pytest.mark.parametrize("status", ["OPGESCHORT", "AFGESLOTEN", "GEARCHIVEERD"])
def test_the_rows_take_a_withdrawal_whatever_the_state_of_the_case(
    street: Street, house: Connection, status: str
) -> None:
    """R51: and no other word of a resident where there is no such place."""
    matter, person = street.matter_of_case["id"], street.matter_of_case["resident"]
    house.execute("update app.case_file set status = %s where matter_id = %s", [status, matter])
    given = [matter, person, street.landlord["id"], street.town["id"]]
    for who in (street.director, street.adviser, street.nurse, street.officer):
        with acting(house, who):
            assert house.execute(WITHDRAWAL, [*given, "INGETROKKEN", who["id"]]).rowcount == 1
    refused(
        house, street.officer, WITHDRAWAL, [*given, "GEGEVEN", street.officer["id"]], InsufficientPrivilege
    )
    outsider = [*given, "INGETROKKEN", street.stranger["id"]]
    refused(house, street.stranger, WITHDRAWAL, outsider, InsufficientPrivilege)


def test_a_restricted_matter_shows_to_nobody_and_still_takes_a_withdrawal(
    street: Street, house: Connection
) -> None:
    """Art. 18; R51."""
    matter, person = street.matter_of_case["id"], street.matter_of_case["resident"]
    house.execute("update app.matter set blocked_at = app.now() where id = %s", [matter])
    for who in (street.director, street.adviser, street.nurse, street.caretaker):
        with acting(house, who):
            for table in ("part", "subject", "consent", "ground"):
                assert one(house, f"select count(*) from app.{table} where matter_id = %s", matter) == 0
    given = [matter, person, street.landlord["id"], street.town["id"], "INGETROKKEN", street.adviser["id"]]
    with acting(house, street.adviser):
        assert house.execute(WITHDRAWAL, given).rowcount == 1
