"""The sample as the rounds draw it: when a month is over, of what was read in it, the same by its seed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row, text

from tests.review.conftest import Desk
from tests.review.footprints import reads
from tests.review.rounding import again, at_the_desk, go_round, silently, truth
from wijkaanpak.foundation.working_days import HERE, local
from wijkaanpak.journal.events import Thing
from wijkaanpak.review import sampling
from wijkaanpak.review.queues import QUEUES
from wijkaanpak.review.rounds import Rounds

DRAWN = """
    select f.*, x.entry_id, e.actor_role, e.occurred_at as at from app.finding f
    join app.finding_entry x on x.finding_id = f.id join journal.entry e on e.id = x.entry_id
    where f.queue = 'Q10' and f.organisation_id = :home order by f.key
"""


def last_month() -> date:
    today: date = local(datetime.now(HERE)).date()
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def month(desk: Desk) -> date:
    """Last month: 40 readings in one role, 4 in another, and what is no reading of residents."""
    begun = datetime.combine(last_month(), time(), HERE)
    reads(desk, "wc")
    again(desk, 39)
    reads(desk, "wb")
    again(desk, 3)
    reads(desk, "wc", thing=Thing("WORK", None, None, (), (), None, "K1"), event="LIJST", name="work.read")
    reads(desk, "wc", outcome="GEWEIGERD", reason_code="NIET_BETROKKEN")
    reads(desk, "wc", event="AANMAKEN", name="note.written", action="C")
    silently(
        desk, "update journal.entry set occurred_at = :day where actor_id = any(:people)",
        day=begun + timedelta(days=9), people=[desk.world.staff["wc"], desk.world.staff["wb"]],
    )  # fmt: skip
    reads(desk, "wc")  # of this month, which is not over
    return last_month()


def drawn(desk: Desk) -> list[Row[Any]]:
    return truth(desk, DRAWN, home=desk.world.organisations["rie"])


def test_twenty_of_a_month_are_drawn_of_each_role_some(desk: Desk, month: date) -> None:
    go_round(desk)
    rows = drawn(desk)
    assert len(rows) == 20
    assert Counter(row.actor_role for row in rows) == {"WC": 18, "WB": 2}
    assert {row.staff_id for row in rows} == {desk.world.staff["wc"], desk.world.staff["wb"]}
    for row in rows:
        assert local(row.at).date().replace(day=1) == month
        assert row.due_on == QUEUES["Q10"].due_on(row.at)
        of_role = {"WC": {"readings": 40, "drawn": 18}, "WB": {"readings": 4, "drawn": 2}}
        assert ["OF_ROLE", of_role[row.actor_role]] in row.facts["ordinary"]


def test_the_seed_is_kept_and_draws_the_same_again(desk: Desk, month: date) -> None:
    """R103: and what was drawn tells its seed."""
    go_round(desk)
    rows = drawn(desk)
    [kept] = truth(
        desk, "select seed, readings, drawn from app.sample where organisation_id = :home and month = :month",
        home=desk.world.organisations["rie"], month=month,
    )  # fmt: skip
    assert (kept.readings, kept.drawn) == (44, 20)
    assert all(row.facts["stands_out"][0][1]["seed"] == kept.seed for row in rows)
    due = sampling.Due(desk.world.organisations["rie"], month)
    assert ids(desk, due, kept.seed) == {row.entry_id for row in rows}
    assert ids(desk, due, "another") != ids(desk, due, kept.seed)


def ids(desk: Desk, due: sampling.Due, seed: str) -> set[UUID]:
    rounds = Rounds(desk.database)
    with rounds._unit() as unit:
        return {reading.id for reading in sampling.select(unit, due, seed)[0]}


def test_a_month_is_drawn_from_once(desk: Desk, month: date) -> None:
    go_round(desk)
    before = drawn(desk)
    reads(desk, "wc")
    go_round(desk)
    assert drawn(desk) == before
    assert all(
        row.at < datetime.combine(local(datetime.now(HERE)).date().replace(day=1), time(), HERE)
        for row in before
    )


def test_an_officer_sees_the_samples_of_their_own_organisation(desk: Desk, month: date) -> None:
    go_round(desk)
    for who, home in (("fg_rie", "rie"), ("fg_wel", "wel")):
        with at_the_desk(desk, who) as unit:
            homes = set(unit.session.scalars(text("select organisation_id from app.sample")))
            assert homes == {desk.world.organisations[home]}
