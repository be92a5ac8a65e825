"""Duty shifts and items of an agenda: each cell D and I of the matrix (R72, R83, R137, R138)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.access.scene import (
    ADVICE,
    CARE,
    CASE,
    DAY,
    FACT,
    INVITED,
    LANDLORD,
    LINE,
    ME,
    NAME,
    NIGHT,
    NOW,
    OTHER,
    SECRET,
    SIGNAL,
    TICK,
    TOWN,
    VIEW,
    at_home,
    colleague,
    invited,
    member,
    on_duty,
    read,
)
from tests.access.test_matrix import CELLS, asked
from wijkaanpak.access import policy, roles
from wijkaanpak.access.facts import PartFacts
from wijkaanpak.access.policy import decide
from wijkaanpak.access.verbs import Verb

QUIET = replace(SIGNAL, team=(), lines=())
AT_NIGHT = replace(CASE, team=(), lines=(), parts=(FACT, NIGHT))
ON_AGENDA = replace(CASE, team=(), agenda=(INVITED,))
DUTY = [(p, r) for p, r in CELLS if roles.cell(p, r).split(".")[0] == "D"]
ITEM = [(p, r) for p, r in CELLS if roles.cell(p, r).split(".")[0] == "I"]
OPEN = (NOW, NOW + DAY)
EDGE = [(NOW - TICK, False), (NOW, True), (NOW + DAY - TICK, True), (NOW + DAY, False)]
# On a thing that exists these are for its reporter, who answers (R86), and for nobody.
WITHOUT_THING = {"signaal.maken", "noodprocedure.gebruiken"}
DUTY_AT_WORK = [cell for cell in DUTY if cell[0] not in WITHOUT_THING]
ITEM_AT_WORK = [cell for cell in ITEM if cell[0] not in WITHOUT_THING]


def test_the_cells_of_duty_and_agenda_are_those_of_one_role_each() -> None:
    """R72."""
    assert {role for _, role in DUTY} == {"DD"}
    assert {role for _, role in ITEM} == {"WA"}


class TestDuty:
    """R138: rights of duty hold from acceptance until hand-over, on that complex."""

    @pytest.mark.parametrize(("permission", "role"), DUTY)
    def test_a_cell_d_waits_for_duty(self, permission: str, role: str) -> None:
        """R72: without a thing yet, such as a list, or a signal that is to be made."""
        verb = asked(permission)
        assert decide(at_home(role), verb, None, NOW).reason == "GEEN_DIENST"
        assert decide(on_duty(role), verb, None, NOW).allowed

    @pytest.mark.parametrize(("permission", "role"), DUTY_AT_WORK)
    def test_a_cell_d_opens_what_lies_at_the_complex_of_the_shift(self, permission: str, role: str) -> None:
        """R72."""
        thing = AT_NIGHT if permission == "casus.lezen" else QUIET
        assert decide(on_duty(role), asked(permission), thing, NOW).allowed
        assert decide(at_home(role), asked(permission), thing, NOW).reason == "GEEN_DIENST"
        elsewhere = replace(thing, complex_id=OTHER)
        assert not decide(on_duty(role), asked(permission), elsewhere, NOW).allowed

    @pytest.mark.parametrize(("now", "answer"), EDGE)
    def test_duty_holds_from_its_first_moment_to_before_its_last(self, now: datetime, answer: bool) -> None:
        assert (read(QUIET, actor=on_duty("DD", *OPEN), now=now) == "yes") == answer
        assert decide(on_duty("DD", *OPEN), Verb.SIGNAL_REPORT, None, now).allowed == answer

    def test_only_signals_of_the_own_house(self) -> None:
        assert read(replace(QUIET, provider=TOWN), replace(FACT, provider=TOWN), on_duty()) != "yes"

    def test_the_night_instruction_is_all_that_duty_reads_of_a_case(self) -> None:
        """R137."""
        assert read(AT_NIGHT, NIGHT, on_duty()) == "yes"
        for part in (FACT, ADVICE, VIEW, NAME, replace(FACT, night_until=NOW + DAY)):
            assert read(AT_NIGHT, part, on_duty()) == "NIET_BETROKKEN"

    @pytest.mark.parametrize(("until", "answer"), [(NOW - TICK, False), (NOW, False), (NOW + TICK, True)])
    def test_a_night_instruction_ends_at_its_moment(self, until: datetime, answer: bool) -> None:
        """R137."""
        part = replace(NIGHT, night_until=until)
        assert (read(replace(AT_NIGHT, parts=(part,)), part, on_duty()) == "yes") == answer

    def test_a_night_instruction_from_elsewhere_needs_a_ground_as_all_does(self) -> None:
        """R1, R137."""
        part = replace(NIGHT, provider=TOWN)
        foreign = replace(AT_NIGHT, parts=(part,))
        assert read(foreign, part, on_duty()) == "GRONDSLAG_ONTBREEKT"
        line = replace(LINE, provider=TOWN, recipient=LANDLORD, category="G_ADVIES")
        assert read(replace(foreign, lines=(line,)), part, on_duty()) == "yes"

    def test_duty_opens_nothing_secret_and_nothing_to_another_role(self) -> None:
        """R72; rulings.md 6."""
        assert read(replace(QUIET, secret=True), FACT, on_duty()) == "NIET_BETROKKEN"
        assert read(replace(AT_NIGHT, secret=True), NIGHT, on_duty()) == "NIET_BETROKKEN"
        assert read(QUIET, SECRET, on_duty()) == "KLASSE_TE_HOOG"
        assert read(AT_NIGHT, NIGHT, on_duty("WB")) == "NIET_BETROKKEN"

    def test_who_has_or_had_duty_at_the_complex_knows(self) -> None:
        """Rulings.md 8: 403 with its reason, also after the shift."""
        over = on_duty("DD", NOW - 2 * DAY, NOW - DAY)
        assert policy.knows(over, QUIET, NOW)
        assert decide(over, Verb.SIGNAL_READ, replace(QUIET, areas=frozenset()), NOW).reason == "GEEN_DIENST"
        assert not policy.knows(over, replace(QUIET, complex_id=OTHER), NOW)
        assert not policy.knows(over, replace(QUIET, secret=True), NOW)


class TestAgenda:
    """R83: who is invited to an item reads it while it is open."""

    @pytest.mark.parametrize(("permission", "role"), ITEM)
    def test_a_cell_i_waits_for_an_item_that_is_open(self, permission: str, role: str) -> None:
        """R72."""
        assert decide(colleague(role), asked(permission), None, NOW).reason == "NIET_GEAGENDEERD"
        assert decide(invited(role), asked(permission), None, NOW).allowed

    @pytest.mark.parametrize(("permission", "role"), ITEM_AT_WORK)
    def test_a_cell_i_opens_the_case_of_the_item(self, permission: str, role: str) -> None:
        """R72."""
        verb = asked(permission)
        assert decide(colleague(role), verb, ON_AGENDA, NOW).via == "agenda"
        other = replace(ON_AGENDA, agenda=(replace(INVITED, staff=OTHER),))
        assert decide(colleague(role), verb, other, NOW).reason == "NIET_BETROKKEN"
        inside = replace(other, team=(member(CARE),))
        assert decide(colleague(role), verb, inside, NOW).reason == "NIET_GEAGENDEERD"

    @pytest.mark.parametrize(("now", "answer"), EDGE)
    def test_an_item_is_open_from_its_opening_to_before_its_closing(
        self, now: datetime, answer: bool
    ) -> None:
        item = replace(INVITED, since=NOW, until=NOW + DAY)
        long = {"valid_from": NOW - 9 * DAY, "valid_until": NOW + 9 * DAY}
        case = replace(
            CASE, team=(), agenda=(item,), lines=(replace(LINE, **long),),
            covenants=(replace(CASE.covenants[0], **long),),
        )  # fmt: skip
        found = read(case, actor=colleague("WA"), now=now)
        assert found == ("yes" if answer else "NIET_GEAGENDEERD")

    @pytest.mark.parametrize(
        ("change", "answer"),
        [
            ({"lines": ()}, "GRONDSLAG_ONTBREEKT"),
            ({"covenants": ()}, "CONVENANT_INACTIEF"),
            ({"secret": True}, "NIET_BETROKKEN"),
            ({"blocked": True}, "GEBLOKKEERD"),
            ({"kept_from": frozenset({ME})}, "BELANGENCONFLICT"),
        ],
    )
    def test_an_invitation_stands_in_for_the_team_and_for_nothing_else(
        self, change: dict[str, Any], answer: str
    ) -> None:
        assert read(replace(ON_AGENDA, **change), actor=colleague("WA")) == answer

    def test_a_signal_is_no_item_of_an_agenda(self) -> None:
        signal = replace(QUIET, agenda=(INVITED,))
        assert not decide(colleague("WA"), Verb.NOTE_WRITE, signal, NOW).allowed

    def test_who_was_invited_knows_also_afterwards(self) -> None:
        """Rulings.md 8."""
        over = replace(CASE, team=(), agenda=(replace(INVITED, until=NOW - DAY),))
        assert policy.knows(colleague("WA"), over, NOW)
        assert decide(colleague("WA"), Verb.CASE_READ, over, NOW).reason == "NIET_GEAGENDEERD"
        assert not policy.knows(colleague("WA"), replace(over, secret=True), NOW)


def test_a_part_without_a_night_is_no_night_instruction() -> None:
    """R137: what has no date holds for nobody on duty."""
    assert PartFacts("advies", "G_ADVIES", "K3", LANDLORD).night_until is None
