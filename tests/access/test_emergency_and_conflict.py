"""Emergency access, conflicts of interest and what is restricted, one sentence at a time (R51, R66, R105)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.access.scene import (
    ADVICE,
    ANN,
    BOB,
    CARE,
    CASE,
    DAY,
    FACT,
    HEALTH,
    HELP,
    HOME,
    IN_NEED,
    LANDLORD,
    ME,
    MONEY,
    NAME,
    NOW,
    OTHER,
    SECRET,
    SIGNAL,
    TICK,
    TITLE,
    TOWN,
    VIEW,
    at_home,
    colleague,
    member,
    on_duty,
    read,
)
from wijkaanpak.access import policy, roles, rules
from wijkaanpak.access.facts import PartFacts
from wijkaanpak.access.policy import decide
from wijkaanpak.access.verbs import Verb

EVERYBODY = roles.role_codes()


class TestEmergencyAccess:
    """R105: it replaces involvement and ground, for one resident, to read, and nothing else."""

    def test_it_stands_in_for_the_team_and_for_a_ground(self) -> None:
        assert read(IN_NEED) == "yes"
        assert decide(colleague(), Verb.CASE_READ, IN_NEED, NOW, FACT).via == "emergency"
        assert read(replace(IN_NEED, emergencies=())) == "NIET_BETROKKEN"
        assert read(replace(IN_NEED, emergencies=(replace(HELP, staff=OTHER),))) == "NIET_BETROKKEN"

    def test_it_reads_signals_too(self) -> None:
        assert read(replace(SIGNAL, team=(), lines=(), emergencies=(HELP,))) == "yes"

    @pytest.mark.parametrize("role", EVERYBODY)
    def test_it_opens_to_the_roles_of_its_row(self, role: str) -> None:
        """R72: A always, D during duty, all others never."""
        actor = colleague(role, CARE, HOME.get(role, "gemeente"))
        cell = roles.cell("noodprocedure.gebruiken", role)
        assert (read(IN_NEED, actor=actor) == "yes") == (cell == "A")
        busy = replace(on_duty(role), organisation_id=CARE, organisation_kind=HOME.get(role, "gemeente"))
        assert (read(IN_NEED, actor=busy) == "yes") == (cell in ("A", "D"))

    def test_it_holds_from_its_first_moment_to_before_its_last(self) -> None:
        held = replace(IN_NEED, emergencies=(replace(HELP, since=NOW - TICK, until=NOW + TICK),))
        assert read(held) == "yes"
        for since, until in ((NOW, NOW + DAY), (NOW - DAY, NOW + TICK)):
            assert read(replace(held, emergencies=(replace(HELP, since=since, until=until),))) == "yes"
        for since, until in ((NOW + TICK, NOW + DAY), (NOW - DAY, NOW)):
            ended = replace(held, emergencies=(replace(HELP, since=since, until=until),))
            assert read(ended) == "NIET_BETROKKEN"
            assert policy.knows(colleague(), ended, NOW)  # rulings.md 8

    @pytest.mark.parametrize("about", [{BOB}, {ANN, BOB}, set()], ids=["another", "both", "nobody"])
    def test_it_opens_what_is_about_that_resident_alone(self, about: set[Any]) -> None:
        assert read(IN_NEED, replace(FACT, about=frozenset(about))) == "NIET_BETROKKEN"
        assert read(IN_NEED, replace(NAME, about=frozenset(about))) == "NIET_BETROKKEN"
        assert read(IN_NEED, NAME) == "yes"

    @pytest.mark.parametrize("part", [VIEW, replace(TITLE, about=frozenset({ANN}))], ids=["duiding", "titel"])
    def test_views_and_titles_of_others_stay_inside(self, part: PartFacts) -> None:
        assert read(IN_NEED, part) == "GRONDSLAG_ONTBREEKT"
        assert read(IN_NEED, replace(part, provider=CARE)) == "yes"

    @pytest.mark.parametrize(
        ("change", "part", "answer"),
        [
            ({"covenants": ()}, FACT, "CONVENANT_INACTIEF"),
            ({"secret": True}, FACT, "NIET_BETROKKEN"),
            ({}, MONEY, "KLASSE_TE_HOOG"),
            ({}, SECRET, "KLASSE_TE_HOOG"),
            ({"kept_from": frozenset({ME})}, FACT, "BELANGENCONFLICT"),
            ({"blocked": True}, FACT, "GEBLOKKEERD"),
            ({"status": "OPGESCHORT", "blocked": True}, FACT, "GEBLOKKEERD"),
            ({"status": "AFGESLOTEN"}, FACT, "STATUS"),
            ({"status": "AFGESLOTEN"}, replace(FACT, provider=CARE), "STATUS"),
        ],
    )
    def test_it_replaces_nothing_else(self, change: dict[str, Any], part: PartFacts, answer: str) -> None:
        assert read(replace(IN_NEED, **change), part) == answer

    def test_it_needs_no_ground_to_receive(self) -> None:
        """R44 is part of the ground that it stands in for."""
        none = replace(IN_NEED.covenants[0], receiving=frozenset())
        assert read(replace(IN_NEED, covenants=(none,)), HEALTH) == "yes"

    @pytest.mark.parametrize("verb", [v for v in Verb if v.permission not in (None, *rules.LOOKING)])
    def test_it_only_reads(self, verb: Verb) -> None:
        in_triage = replace(SIGNAL, team=(), lines=(), emergencies=(HELP,), status="IN_TRIAGE", covenants=())
        for facts in (IN_NEED, in_triage):
            for role in ("ZP", "WC", "TR", "CR"):
                assert not decide(colleague(role), verb, facts, NOW).allowed or (
                    decide(colleague(role), verb, replace(facts, emergencies=()), NOW).allowed
                )

    def test_duty_that_ended_ends_the_access_of_the_cell_d(self) -> None:
        """R105, R138."""
        help_me = replace(IN_NEED, provider=LANDLORD)
        assert read(help_me, FACT, on_duty()) == "yes"
        assert read(help_me, FACT, on_duty("DD", NOW - DAY, NOW)) != "yes"

    def test_it_adds_to_a_place_in_the_team_that_has_no_ground(self) -> None:
        both = replace(IN_NEED, team=(member(),))
        assert read(both) == "yes"
        assert read(both, replace(FACT, about=frozenset({BOB}))) == "GRONDSLAG_ONTBREEKT"


class TestConflictOfInterest:
    """R66: what somebody declared is kept from them, whole, for everything."""

    KEPT = replace(CASE, kept_from=frozenset({ME}), lead=ME)

    @pytest.mark.parametrize("verb", [v for v in Verb if v not in policy.OF_THE_HOUSE])
    def test_every_verb_is_refused(self, verb: Verb) -> None:
        """Whatever the role, in the team, as lead and in the own house."""
        for role in EVERYBODY:
            actor = at_home(role)
            for facts in (self.KEPT, replace(SIGNAL, kept_from=frozenset({ME}), author=ME)):
                assert not decide(actor, verb, replace(facts, team=(member(LANDLORD),)), NOW).allowed

    def test_the_reason_is_told_to_who_knows(self) -> None:
        assert read(self.KEPT) == "BELANGENCONFLICT"
        assert policy.knows(colleague(), self.KEPT, NOW)
        assert read(replace(self.KEPT, kept_from=frozenset({OTHER}))) == "yes"


class TestRestricted:
    """R51, art. 18: kept and shown to nobody; a withdrawal is never stopped."""

    @pytest.mark.parametrize("part", [FACT, ADVICE, replace(FACT, provider=CARE)])
    def test_nobody_reads_what_is_restricted(self, part: PartFacts) -> None:
        assert read(replace(CASE, blocked=True), part) == "GEBLOKKEERD"

    @pytest.mark.parametrize(
        "state",
        [
            {"blocked": True},
            {"blocked": True, "status": "OPGESCHORT"},
            {"status": "AFGESLOTEN"},
            {"status": "GEARCHIVEERD"},
        ],
    )
    def test_a_withdrawal_is_stopped_by_no_state_of_the_case(self, state: dict[str, Any]) -> None:
        """R51."""
        for role in EVERYBODY:
            if roles.cell("toestemming.intrekken", role) in ("T", "A"):
                actor = colleague(role, TOWN, "gemeente")
                inside = replace(CASE, team=(member(TOWN),), **state)
                assert decide(actor, Verb.CONSENT_WITHDRAW, inside, NOW).allowed, role
                assert not decide(actor, Verb.NOTE_WRITE, inside, NOW).allowed, role
