"""The rulings on who sees what, one sentence at a time (rulings.md 1-8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.access.scene import (
    ADVICE,
    ANN,
    BARE,
    BOB,
    CARE,
    CASE,
    COVENANTS,
    DAY,
    FACT,
    HEALTH,
    LANDLORD,
    LINE,
    ME,
    MONEY,
    NAME,
    NOW,
    OTHER,
    PLAIN,
    SECOND,
    SECRET,
    SIGNAL,
    TITLE,
    TOWN,
    TRIAGE,
    VIEW,
    WORD,
    at_home,
    carrying,
    colleague,
    member,
    read,
    triagist,
)
from wijkaanpak.access import policy, roles
from wijkaanpak.access.facts import PartFacts
from wijkaanpak.access.policy import decide
from wijkaanpak.access.verbs import Verb


class TestCellsDecideInvolvement:
    """Rulings.md 1."""

    def test_own_organisation_reads_its_signals_by_the_cell_a(self) -> None:
        signal = replace(SIGNAL, team=())
        assert read(signal, actor=at_home("WC")) == "yes"
        assert read(signal, actor=colleague("WC", CARE, "corporatie")) == "NIET_BETROKKEN"

    def test_own_area_reads_by_the_cell_g_and_another_area_does_not(self) -> None:
        signal = replace(SIGNAL, team=())
        assert read(signal, actor=at_home("WB")) == "yes"
        assert read(signal, actor=colleague("WB", LANDLORD, "corporatie", "WK999999")) == "NIET_BETROKKEN"

    def test_own_items_are_read_by_the_cell_o(self) -> None:
        signal = replace(SIGNAL, team=())
        assert read(replace(signal, author=ME), actor=at_home("HI")) == "yes"
        assert read(signal, actor=at_home("HI")) == "NIET_BETROKKEN"

    def test_only_the_team_reads_a_case_also_in_the_providers_house_and_area(self) -> None:
        for role in ("WB", "WC", "TL", "CR"):
            assert read(replace(CASE, team=()), actor=at_home(role)) == "NIET_BETROKKEN"
            assert read(replace(CASE, team=(member(LANDLORD),)), actor=at_home(role)) == "yes"

    def test_nobody_reads_another_organisations_part_without_a_ground_not_even_who_leads(self) -> None:
        led = replace(CASE, lines=(), lead=ME, team=(member(TOWN),))
        director = colleague("CR", TOWN, "gemeente")
        assert read(led, actor=director) == "GRONDSLAG_ONTBREEKT"
        assert decide(director, Verb.CASE_READ, led, NOW).via == "lead"
        assert decide(director, Verb.TEAM_INVITE, led, NOW).allowed

    def test_after_withdrawal_nobody_outside_the_provider_reads_and_the_lead_still_has_the_case(self) -> None:
        gone = replace(CASE, lines=(replace(LINE, status="INGETROKKEN"),), lead=ME)
        assert read(gone) == "GRONDSLAG_VERVALLEN"
        director = colleague("CR", TOWN, "gemeente")
        assert decide(director, Verb.CASE_LEAD, replace(gone, team=(member(TOWN),)), NOW).allowed

    def test_who_leads_without_a_role_for_cases_has_nothing(self) -> None:
        led = replace(CASE, lead=ME, team=(member(TOWN),))
        assert not decide(colleague("FB", TOWN, "gemeente"), Verb.CASE_READ, led, NOW).allowed


class TestAPartBelongsToItsAuthorsOrganisation:
    """Rulings.md 2."""

    def test_what_ones_own_organisation_wrote_needs_no_ground(self) -> None:
        assert read(replace(CASE, lines=(), covenants=()), replace(FACT, provider=CARE)) == "yes"

    @pytest.mark.parametrize("part", [VIEW, TITLE], ids=["duiding", "titel"])
    def test_a_view_and_a_title_stay_with_their_authors_organisation(self, part: PartFacts) -> None:
        assert read(CASE, part).startswith("GRONDSLAG_")
        assert read(replace(CASE, team=(member(LANDLORD),)), part, at_home("WC")) == "yes"

    def test_who_leads_passes_on_what_it_may_read_itself(self) -> None:
        links = (replace(LINE, recipient=TOWN), replace(LINE, provider=TOWN, ground=SECOND))
        assert read(replace(CASE, lines=links)) == "yes"
        assert decide(colleague(), Verb.CASE_READ, replace(CASE, lines=links), NOW, FACT).grounds == (SECOND,)

    @pytest.mark.parametrize("link", [0, 1])
    @pytest.mark.parametrize("ended", [{"valid_until": NOW}, {"status": "INGETROKKEN"}, {"basis": "A6_1A"}])
    def test_where_either_link_ends_the_chain_carries_nothing(self, link: int, ended: dict[str, Any]) -> None:
        links = [replace(LINE, recipient=TOWN), replace(LINE, provider=TOWN)]
        links[link] = replace(links[link], **ended)
        assert read(replace(CASE, lines=tuple(links))) == "GRONDSLAG_VERVALLEN"

    def test_an_organisation_that_does_not_lead_passes_nothing_on(self) -> None:
        links = (replace(LINE, recipient=TOWN), replace(LINE, provider=TOWN))
        assert read(replace(CASE, lines=links, lead_organisation=None)) == "GRONDSLAG_VERVALLEN"

    @pytest.mark.parametrize("receivers", [{CARE, LANDLORD}, {TOWN, LANDLORD}])
    def test_each_link_needs_its_own_ground_to_receive(self, receivers: set[Any]) -> None:
        """R44."""
        links = (replace(LINE, recipient=TOWN), replace(LINE, provider=TOWN))
        kept = replace(COVENANTS, receiving=frozenset((who, "P_ZORG") for who in receivers))
        assert read(replace(CASE, lines=links, covenants=(kept,))) == "GRONDSLAG_VERVALLEN"


class TestSeveralPersons:
    """Rulings.md 3."""

    BOTH = replace(FACT, about=frozenset({ANN, BOB}))

    def test_a_part_about_two_needs_a_ground_for_each(self) -> None:
        assert read(CASE, self.BOTH) == "GRONDSLAG_VERVALLEN"
        assert read(replace(CASE, lines=(LINE, replace(LINE, person=BOB))), self.BOTH) == "yes"
        assert read(replace(CASE, lines=(replace(LINE, person=None),)), self.BOTH) == "yes"

    def test_a_name_is_judged_for_its_own_person(self) -> None:
        carried = carrying(NAME)
        assert read(carried, NAME) == "yes"
        assert read(carried, replace(NAME, about=frozenset({BOB}))) == "GRONDSLAG_ONTBREEKT"

    def test_one_residents_no_closes_what_is_about_both(self) -> None:
        for_all = replace(CASE, lines=(replace(LINE, person=None, basis="A6_1A"),))
        words = (WORD, replace(WORD, person=BOB))
        assert read(replace(for_all, consents=words), self.BOTH) == "yes"
        assert (
            read(replace(for_all, consents=(WORD, replace(words[1], result="INGETROKKEN"))), self.BOTH)
            != "yes"
        )
        assert read(replace(for_all, consents=(WORD, replace(words[1], result="INGETROKKEN")))) == "yes"


class TestClasses:
    """Rulings.md 4, requirements.md 3.2."""

    @pytest.mark.parametrize(
        ("role", "kind", "part", "answer"),
        [
            ("SH", "gemeente", MONEY, "yes"),
            ("CR", "gemeente", MONEY, "yes"),
            ("ZP", "zorg", MONEY, "KLASSE_TE_HOOG"),
            ("WC", "corporatie", MONEY, "KLASSE_TE_HOOG"),
            ("ZP", "zorg", HEALTH, "yes"),
            ("WW", "welzijn", HEALTH, "yes"),
            ("WC", "corporatie", HEALTH, "KLASSE_TE_HOOG"),
            ("SH", "gemeente", HEALTH, "KLASSE_TE_HOOG"),
            ("ZP", "zorg", SECRET, "yes"),
            ("SH", "gemeente", SECRET, "KLASSE_TE_HOOG"),
            ("ZP", "bewoners", FACT, "KLASSE_TE_HOOG"),
        ],
    )
    def test_ceilings_hold_for_what_comes_from_elsewhere(
        self, role: str, kind: str, part: PartFacts, answer: str
    ) -> None:
        assert read(carrying(part), part, colleague(role, CARE, kind)) == answer

    def test_what_ones_own_organisation_wrote_is_bounded_by_the_rows_of_k4_and_k7_alone(self) -> None:
        mine = replace(CASE, team=(member(LANDLORD),))
        assert read(mine, HEALTH, at_home("WC")) == "yes"
        assert read(mine, MONEY, at_home("WC")) == "yes"
        assert read(mine, MONEY, at_home("WB")) == "KLASSE_TE_HOOG"
        assert read(mine, SECRET, at_home("WB")) == "KLASSE_TE_HOOG"

    def test_two_roles_together_open_nothing_that_neither_opens_alone(self) -> None:
        """Of the house's own signals a caretaker reads the area, a collector the money of own items."""
        signal = replace(SIGNAL, team=())
        assert read(signal, MONEY, at_home("WB")) == "KLASSE_TE_HOOG"
        assert read(signal, MONEY, at_home("HI")) == "NIET_BETROKKEN"
        assert read(signal, MONEY, at_home("WB HI")) == "KLASSE_TE_HOOG"
        assert read(replace(signal, author=ME), MONEY, at_home("WB HI")) == "yes"

    def test_one_role_that_may_is_enough(self) -> None:
        assert read(CASE, actor=colleague("FB ZP")) == "yes"
        assert read(CASE, actor=colleague("ZP FB")) == "yes"


class TestPlacesWithoutResidents:
    """Rulings.md 5."""

    @pytest.mark.parametrize("role", [r for r in roles.role_codes() if r not in ("FB", "BC")])
    def test_everyone_who_works_for_a_party_reads_all_of_it(self, role: str) -> None:
        for status in ("AANGEMELD", "REGIE"):
            assert read(replace(BARE, status=status), PLAIN, colleague(role, CARE, "zorg")) == "yes"
            assert read(replace(BARE, status=status), replace(PLAIN, kind="advies"), colleague(role)) == "yes"

    def test_who_administers_reads_no_case_not_even_this(self) -> None:
        """R73."""
        assert read(BARE, PLAIN, colleague("FB")) == "NIET_BETROKKEN"

    def test_the_committee_of_that_complex_reads_it_without_being_a_party(self) -> None:
        assert read(replace(BARE, covenants=()), PLAIN, colleague("BC", OTHER, "bewoners")) == "yes"
        elsewhere = colleague("BC", OTHER, "bewoners", "WK999999")
        assert read(BARE, PLAIN, elsewhere) == "CONVENANT_INACTIEF"

    def test_without_a_covenant_in_force_it_is_not_everyones(self) -> None:
        assert read(BARE, PLAIN, now=NOW + DAY) == "CONVENANT_INACTIEF"

    def test_nothing_of_a_higher_class_is_read_this_way(self) -> None:
        assert read(BARE, FACT) == "KLASSE_TE_HOOG"
        assert read(BARE, VIEW) == "KLASSE_TE_HOOG"


class TestSecretMatters:
    """Rulings.md 6."""

    def test_only_the_people_in_the_team_know_it_exists(self) -> None:
        secret = replace(SIGNAL, secret=True, author=ME, team=(), parts=(FACT, SECRET), status="IN_TRIAGE")
        for role in ("WC", "TL", "WB", "PO", "FG", "AF", "TR"):
            assert not decide(at_home(role), Verb.SIGNAL_READ, secret, NOW).allowed
            assert not policy.knows(at_home(role), secret, NOW)
        assert not decide(triagist(), Verb.TRIAGE_READ, secret, NOW).allowed
        inside = replace(secret, team=(member(LANDLORD),))
        assert read(inside, SECRET, at_home("WC")) == "yes"
        assert policy.knows(at_home("WC"), inside, NOW)


class TestJointTriage:
    """Rulings.md 7, R76."""

    def test_triage_reads_facts_without_a_ground_and_neither_advice_nor_view_nor_name(self) -> None:
        assert read(TRIAGE, FACT, triagist()) == "yes"
        for part in (ADVICE, VIEW, NAME, TITLE):
            assert read(TRIAGE, part, triagist()) == "GRONDSLAG_ONTBREEKT"

    def test_with_a_ground_the_name_is_there(self) -> None:
        assert (
            read(replace(TRIAGE, lines=(replace(LINE, recipient=TOWN, category="G_NAW"),)), NAME, triagist())
            == "yes"
        )

    @pytest.mark.parametrize(
        "status", ["INGEDIEND", "TERUG_NAAR_MELDER", "ENKELVOUDIG_DOORGEZET", "AFGEWEZEN"]
    )
    def test_only_while_it_is_in_triage(self, status: str) -> None:
        assert read(replace(TRIAGE, status=status), FACT, triagist()) == "NIET_BETROKKEN"

    def test_it_is_disclosure_under_the_covenant(self) -> None:
        assert read(TRIAGE, FACT, triagist(), NOW + DAY) == "CONVENANT_INACTIEF"
        own = replace(TRIAGE, provider=TOWN, covenants=())
        assert read(own, replace(FACT, provider=TOWN), triagist()) == "yes"

    def test_who_triaged_keeps_the_case_until_the_plan(self) -> None:
        case = replace(CASE, team=(member(TOWN),), lines=(replace(LINE, recipient=TOWN),))
        assert read(replace(case, status="CASUSOVERLEG"), actor=triagist()) == "yes"
        assert read(replace(case, status="PLAN"), actor=triagist()) == "STATUS"

    def test_partners_who_are_asked_look_only_from_joint_triage_on(self) -> None:
        asked = replace(SIGNAL, shared=False)
        assert read(asked) == "NIET_BETROKKEN"
        assert read(replace(asked, shared=True)) == "yes"


class TestWhoKnows:
    """Rulings.md 8: 403 for those who know, 404 for everyone else."""

    def test_a_member_of_the_team_knows_also_afterwards(self) -> None:
        assert policy.knows(colleague(), replace(CASE, team=(member(until=NOW - DAY),)), NOW)

    def test_the_reporter_knows(self) -> None:
        assert policy.knows(at_home("WB"), replace(SIGNAL, author=ME, team=()), NOW)

    def test_a_colleague_of_the_same_house_does_not(self) -> None:
        assert not policy.knows(at_home("WC"), replace(CASE, team=()), NOW)

    def test_a_member_without_a_readable_part_does_not_find_it(self) -> None:
        answer = decide(colleague(), Verb.CASE_READ, replace(CASE, lines=()), NOW)
        assert answer.reason == "GRONDSLAG_ONTBREEKT"
        assert decide(colleague(), Verb.CASE_READ, CASE, NOW).allowed
