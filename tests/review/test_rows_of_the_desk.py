"""Which findings, verdicts and questions exist for whom: the rows of the desk, whatever the code does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.review.conftest import Desk
from tests.review.rounding import at_the_desk, findings, go_round, seen, silently, tries, truth
from wijkaanpak.door import Unit, unit_of
from wijkaanpak.journal.entries import Footprint, Point
from wijkaanpak.journal.events import Thing

VERDICT = """
    insert into app.verdict (id, finding_id, reviewer_id, verdict, explanation, follow_up, judged_at)
    values (:id, :finding, :who, 'RECHTMATIG', 'Hoort bij het werk.', 'GEEN', app.now())
"""
QUESTION = """
    insert into app.question (id, finding_id, staff_id, asked_by, asked_at, text, due_on, happened_on, kind)
    values (:id, :finding, :of, :who, app.now(), 'Waarom?', '2026-12-01', '2026-11-16', 'LEZEN')
"""
DEPUTISE = "insert into app.deputy (id, organisation_id, role, staff_id) values (:id, :home, :role, :who)"


def found(desk: Desk, who: str) -> UUID:
    """A finding about this colleague."""
    tries(desk, who)
    go_round(desk)
    ident: UUID = findings(desk, who)[0].id
    return ident


def written(unit: Unit, statement: str, **values: object) -> None:
    """A row with its entry, committed."""
    unit.session.execute(text(statement), {"id": uuid4(), **values})
    unit.write(Footprint("WIJZIGEN", "test.changed", "U", Thing("TEST"), "test"))
    unit.close()


def test_a_finding_belongs_to_the_officer_of_who_acted(desk: Desk) -> None:
    finding = found(desk, "ww")
    assert seen(desk, "fg_wel") == [finding]
    assert seen(desk, "fg_rie") == seen(desk, "fg_gem") == seen(desk, "po") == seen(desk, "ww") == []


def test_nobody_sees_a_finding_about_themselves_and_who_stands_in_does(desk: Desk) -> None:
    """R65; rulings.md 12: an organisation names the officer of a partner."""
    finding = found(desk, "fg_wel")
    assert seen(desk, "fg_wel") == []
    home = desk.world.organisations["wel"]
    silently(desk, DEPUTISE, id=uuid4(), home=home, role="PO", who=desk.world.staff["fg_rie"])
    assert seen(desk, "fg_rie") == []
    silently(desk, DEPUTISE, id=uuid4(), home=home, role="FG", who=desk.world.staff["fg_gem"])
    assert seen(desk, "fg_gem") == [finding]
    silently(desk, "update app.deputy set staff_id = :po where role = 'FG'", po=desk.world.staff["po"])
    assert seen(desk, "po") == []  # named, but no officer


def test_what_is_kept_from_an_officer_is_kept_here_too(desk: Desk) -> None:
    """R66."""
    tries(desk, "ww", desk.world.matter, reason="GRONDSLAG_VERVALLEN")
    go_round(desk)
    assert len(seen(desk, "fg_wel")) == 1
    silently(
        desk, "insert into app.conflict (id, staff_id, person_id, declared_at) values (:id, :who, :p, now())",
        id=uuid4(), who=desk.world.staff["fg_wel"], p=desk.world.person,
    )  # fmt: skip
    assert seen(desk, "fg_wel") == []


def test_an_officer_judges_what_they_see_in_their_own_name_and_once(desk: Desk) -> None:
    """R100: a record of its own; the entries stay as they are."""
    finding, officer = found(desk, "ww"), desk.world.staff["fg_wel"]
    with at_the_desk(desk, "fg_gem") as unit, pytest.raises(ProgrammingError, match="row-level"):
        unit.session.execute(
            text(VERDICT), {"id": uuid4(), "finding": finding, "who": desk.world.staff["fg_gem"]}
        )
    with at_the_desk(desk, "fg_wel") as unit, pytest.raises(ProgrammingError, match="row-level"):
        unit.session.execute(
            text(VERDICT), {"id": uuid4(), "finding": finding, "who": desk.world.staff["po"]}
        )
    with at_the_desk(desk, "fg_wel") as unit:
        written(unit, VERDICT, finding=finding, who=officer)
    assert len(seen(desk, "fg_wel", "verdict")) == 1
    assert seen(desk, "fg_gem", "verdict") == []
    with at_the_desk(desk, "fg_wel") as unit, pytest.raises(ProgrammingError, match="permission"):
        unit.session.execute(text("update app.verdict set verdict = 'VALS_ALARM'"))


def test_nobody_judges_or_asks_about_their_own_acts(desk: Desk) -> None:
    """R65, by the rows: an officer who knows the id of a finding about them gets no further."""
    finding, officer = found(desk, "fg_wel"), desk.world.staff["fg_wel"]
    for statement in (VERDICT, QUESTION):
        with at_the_desk(desk, "fg_wel") as unit, pytest.raises(ProgrammingError, match="row-level"):
            unit.session.execute(
                text(statement), {"id": uuid4(), "finding": finding, "who": officer, "of": officer}
            )


def test_a_finding_comes_from_the_rounds_alone(desk: Desk) -> None:
    made = """
        insert into app.finding
            (id, queue, key, organisation_id, occurred_at, found_at, due_on, urgent, facts)
        values (gen_random_uuid(), 'Q2', 'x', :home, now(), now(), now(), false, '{}')
    """
    with at_the_desk(desk, "fg_wel") as unit, pytest.raises(ProgrammingError, match="row-level"):
        unit.session.execute(text(made), {"home": desk.world.organisations["wel"]})
    finding = found(desk, "ww")
    with at_the_desk(desk, "fg_wel") as unit:
        unit.session.execute(text("update app.finding set facts = '{}'"))
    assert truth(desk, "select facts from app.finding where id = :f", f=finding)[0].facts != {}
    with at_the_desk(desk, "fg_wel") as unit, pytest.raises(ProgrammingError, match="permission"):
        unit.session.execute(text("update app.finding set staff_id = null"))


def test_who_is_asked_reads_that_question_and_nothing_else_that_was_found(desk: Desk) -> None:
    """R101: its text, its term, the day and the kind; not what it rests on."""
    finding, world = found(desk, "ww"), desk.world
    with at_the_desk(desk, "fg_wel") as unit:
        written(unit, QUESTION, finding=finding, who=world.staff["fg_wel"], of=world.staff["ww"])
    mine = "select text, due_on, happened_on, kind from app.question"
    for who, number in (("ww", 1), ("wc", 0)):
        with unit_of(desk.database.app, world.cookie(who).encode(), Point()) as unit:
            assert len(unit.session.execute(text(mine)).all()) == number
    for forbidden in (
        "select finding_id from app.question", "select id from app.finding", "select * from app.verdict",
        "select * from app.finding_entry", "select * from app.sample", "select * from app.exposure",
        "select * from app.round", "update app.question set text = 'x'",
    ):  # fmt: skip
        with (
            unit_of(desk.database.app, world.cookie("ww").encode(), Point()) as unit,
            pytest.raises(ProgrammingError, match="permission"),
        ):
            unit.session.execute(text(forbidden))


def test_a_question_is_about_the_finding_of_who_is_asked(desk: Desk) -> None:
    finding, world = found(desk, "ww"), desk.world
    with at_the_desk(desk, "fg_wel") as unit, pytest.raises(ProgrammingError, match="row-level"):
        unit.session.execute(
            text(QUESTION),
            {"id": uuid4(), "finding": finding, "who": world.staff["fg_wel"], "of": world.staff["wc"]},
        )


def test_an_answer_is_given_once_by_who_was_asked(desk: Desk) -> None:
    finding, world = found(desk, "ww"), desk.world
    with at_the_desk(desk, "fg_wel") as unit:
        written(unit, QUESTION, finding=finding, who=world.staff["fg_wel"], of=world.staff["ww"])
    answer = "update app.question set answer = :said, answered_at = app.now() where staff_id = :who"
    with unit_of(desk.database.app, world.cookie("wc").encode(), Point()) as unit:
        asked = unit.session.execute(text(answer), {"said": "Ik niet.", "who": world.staff["ww"]})
        assert asked.rowcount == 0  # type: ignore[attr-defined]
    with unit_of(desk.database.app, world.cookie("ww").encode(), Point()) as unit:
        written(unit, answer, said="Voor het overleg.", who=world.staff["ww"])
    with unit_of(desk.database.app, world.cookie("ww").encode(), Point()) as unit:
        again = unit.session.execute(text(answer), {"said": "Toch niet.", "who": world.staff["ww"]})
        assert again.rowcount == 0  # type: ignore[attr-defined]
    with unit_of(desk.database.app, world.cookie("ww").encode(), Point()) as unit:
        assert unit.session.scalar(text("select answer from app.question")) == "Voor het overleg."


def test_an_answer_is_of_now(desk: Desk) -> None:
    finding, world = found(desk, "ww"), desk.world
    with at_the_desk(desk, "fg_wel") as unit:
        written(unit, QUESTION, finding=finding, who=world.staff["fg_wel"], of=world.staff["ww"])
    back = "update app.question set answer = 'x', answered_at = app.now() - cast(:shift as interval)"
    with (
        unit_of(desk.database.app, world.cookie("ww").encode(), Point()) as unit,
        pytest.raises(ProgrammingError, match="row-level"),
    ):
        unit.session.execute(text(back), {"shift": timedelta(days=1)})
