"""Finding one resident by two keys, in the database itself (R66, R75, R105)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.access.acting import NOBODY, acting
from tests.access.proof import Connection, one
from tests.access.street import Street
from tests.access.town import Row

pytestmark = pytest.mark.postgres

CONFLICT = """
    insert into app.conflict (id, staff_id, person_id, declared_at, ended_at)
    values (gen_random_uuid(), %s, %s, app.now(), %s)
"""
FIND = "select name, mine from app.find_people(%s, %s, %s, %s)"


class TestFinding:
    """R75: two keys at least; what is shielded or kept away is not found."""

    KEYS = ("ann", "1950-01-02", None)

    def found(self, house: Connection, worker: Row, scope: str) -> list[Any]:
        with acting(house, worker):
            return house.execute(FIND, [*self.KEYS, scope]).fetchall()

    @pytest.mark.parametrize("keys", [("ann", None, None), (None, "1950-01-02", None), (None, None, None)])
    def test_fewer_than_two_keys_are_refused(self, street: Street, house: Connection, keys: Any) -> None:
        for call in (FIND, "select app.emergency_person(%s, %s, %s)"):
            with pytest.raises(psycopg.Error) as caught, house.transaction(), acting(house, street.director):
                house.execute(call, [*keys, "A"] if call == FIND else [*keys])
            assert caught.value.sqlstate == "WA004"
            house.execute(NOBODY)

    def test_one_finds_whom_one_sees_and_with_the_cell_a_the_own_residents(
        self, street: Street, house: Connection
    ) -> None:
        assert self.found(house, street.adviser, "A") == [("Ann", True)]
        assert self.found(house, street.director, "A") == [("Ann", True)]  # by a ground
        assert self.found(house, street.nurse, "A") == []  # no ground, and the cell O
        colleague = self.another_adviser(street, house)
        assert self.found(house, colleague, "A") == [("Ann", False)]
        assert self.found(house, colleague, "O") == []

    def another_adviser(self, street: Street, house: Connection) -> Row:
        """Somebody of the landlord with the same role, who is not in the team."""
        given = {"me": street.adviser["id"], "matter": street.matter_of_case["id"]}
        house.execute("update app.member set until = app.now() where staff_id = %(me)s", given)
        return street.adviser

    @pytest.mark.parametrize("hides", ["secret = true", "blocked_at = app.now()"])
    def test_what_is_shielded_or_restricted_is_not_found(
        self, street: Street, house: Connection, hides: str
    ) -> None:
        """Rulings.md 6."""
        colleague = self.another_adviser(street, house)
        house.execute(f"update app.matter set {hides} where id = %s", [street.matter_of_case["id"]])
        assert self.found(house, colleague, "A") == []
        with acting(house, street.stranger):
            assert one(house, "select app.emergency_person(%s, %s, %s)", *self.KEYS) is None

    def test_whom_one_must_not_see_one_does_not_find(self, street: Street, house: Connection) -> None:
        """R66."""
        for who in (street.adviser, street.stranger):
            house.execute(CONFLICT, [who["id"], street.matter_of_case["resident"], None])
        assert self.found(house, street.adviser, "A") == []
        with acting(house, street.stranger):
            assert one(house, "select app.emergency_person(%s, %s, %s)", *self.KEYS) is None

    def test_an_emergency_finds_the_one_resident_anywhere(self, street: Street, house: Connection) -> None:
        """R105; two who match are nobody, and neither is one whose case is closed."""
        person, matter = street.matter_of_case["resident"], street.matter_of_case["id"]
        asked = "select app.emergency_person(%s, %s, %s)"
        with acting(house, street.stranger):
            assert one(house, asked, *self.KEYS) == person
        with acting(house, street.caretaker):
            assert one(house, asked, *self.KEYS) is None
        house.execute("update app.case_file set status = 'AFGESLOTEN' where matter_id = %s", [matter])
        with acting(house, street.stranger):
            assert one(house, asked, *self.KEYS) is None
        house.execute("update app.case_file set status = 'REGIE' where matter_id = %s", [matter])
        twin = "update app.person set name_key = 'ann', born = '1950-01-02' where id = %s"
        house.execute(twin, [street.in_triage["resident"]])
        with acting(house, street.stranger):
            assert one(house, asked, *self.KEYS) is None
