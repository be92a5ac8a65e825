"""The policy page: each reason, each edge, and what is broken or not listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.access.scene import (
    BARE,
    BOB,
    CARE,
    CASE,
    COVENANTS,
    DAY,
    FACT,
    LINE,
    ME,
    MONEY,
    NOW,
    PLAIN,
    SIGNAL,
    TICK,
    TOWN,
    WORD,
    at_home,
    carrying,
    colleague,
    member,
    read,
)
from wijkaanpak.access import codes, policy, roles
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.policy import STEPS, decide
from wijkaanpak.access.verbs import Verb


def test_with_place_covenant_and_ground_a_partner_reads_the_part() -> None:
    assert read(CASE) == "yes"
    assert decide(colleague(), Verb.CASE_READ, CASE, NOW, FACT).grounds == (LINE.ground,)


REASONS: dict[str, Callable[[], policy.Decision]] = {
    "GEEN_SESSIE": lambda: decide(None, Verb.CASE_READ, CASE, NOW, FACT),
    "ACR_TE_LAAG": lambda: decide(replace(colleague(), assured=False), Verb.CASE_READ, CASE, NOW, FACT),
    "ROL_ONVOLDOENDE": lambda: decide(colleague("FB"), Verb.CASE_READ, CASE, NOW, FACT),
    "CONVENANT_INACTIEF": lambda: decide(colleague(), Verb.CASE_READ, replace(CASE, covenants=()), NOW, FACT),
    "NIET_BETROKKEN": lambda: decide(colleague(), Verb.CASE_READ, replace(CASE, team=()), NOW, FACT),
    "GEEN_DIENST": lambda: decide(at_home("DD"), Verb.SIGNAL_READ, SIGNAL, NOW, FACT),
    "NIET_GEAGENDEERD": lambda: decide(colleague("WA"), Verb.CASE_READ, CASE, NOW, FACT),
    "BELANGENCONFLICT": lambda: decide(
        colleague(), Verb.CASE_READ, replace(CASE, kept_from=frozenset({ME})), NOW, FACT
    ),
    "KLASSE_TE_HOOG": lambda: decide(colleague(), Verb.CASE_READ, carrying(MONEY), NOW, MONEY),
    "GEBLOKKEERD": lambda: decide(colleague(), Verb.CASE_READ, replace(CASE, blocked=True), NOW, FACT),
    "STATUS": lambda: decide(colleague(), Verb.SIGNAL_READ, CASE, NOW, FACT),
    "GRONDSLAG_ONTBREEKT": lambda: decide(colleague(), Verb.CASE_READ, replace(CASE, lines=()), NOW, FACT),
    "GRONDSLAG_VERVALLEN": lambda: decide(
        colleague(), Verb.CASE_READ, carrying(FACT, valid_until=NOW), NOW, FACT
    ),
    "FOUT_VEILIG": lambda: decide(colleague(), Verb.CASE_READ, replace(CASE, team=None), NOW, FACT),
}


@pytest.mark.parametrize("reason", REASONS)
def test_each_step_refuses_with_its_own_reason(reason: str) -> None:
    answer = REASONS[reason]()
    assert not answer.allowed
    assert answer.reason == reason
    assert answer.policy == roles.policy_version()
    for language in ("nl", "en"):
        assert policy.explain(answer, language) == codes.reason_sentence(reason, language) != ""


def test_every_reason_of_the_page_is_shown_to_occur() -> None:
    assert set(REASONS) == set(STEPS)


def test_the_first_step_that_fails_gives_the_reason_and_the_covenant_stands_before_involvement() -> None:
    """Rulings.md 10."""
    nothing = replace(CASE, team=(), covenants=(), lines=(), blocked=True, kept_from=frozenset({ME}))
    assert read(nothing) == "CONVENANT_INACTIEF"
    assert read(replace(nothing, covenants=(COVENANTS,))) == "NIET_BETROKKEN"
    assert read(replace(nothing, covenants=(COVENANTS,), team=CASE.team), MONEY) == "KLASSE_TE_HOOG"
    there = replace(nothing, covenants=(COVENANTS,), team=CASE.team)
    assert read(there) == "BELANGENCONFLICT"
    assert read(replace(there, kept_from=frozenset())) == "GEBLOKKEERD"


def spans(part: str) -> MatterFacts:
    """One thing that holds from now until a day later, half-open."""
    span = {"valid_from": NOW, "valid_until": NOW + DAY}
    return {
        "ground": replace(CASE, covenants=(far(),), lines=(replace(LINE, **span),)),
        "covenant": replace(CASE, covenants=(replace(COVENANTS, **span),), lines=(long(),)),
        "place": replace(
            CASE, covenants=(far(),), lines=(long(),), team=(member(since=NOW, until=NOW + DAY),)
        ),
    }[part]


def far() -> Any:
    return replace(COVENANTS, valid_from=NOW - 9 * DAY, valid_until=NOW + 9 * DAY)


def long() -> Any:
    return replace(LINE, valid_from=NOW - 9 * DAY, valid_until=NOW + 9 * DAY)


@pytest.mark.parametrize("thing", ["ground", "covenant", "place"])
def test_intervals_hold_from_their_first_moment_to_before_their_last(thing: str) -> None:
    facts = spans(thing)
    answers = [read(facts, now=now) == "yes" for now in (NOW - TICK, NOW, NOW + DAY - TICK, NOW + DAY)]
    assert answers == [False, True, True, False]


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"result": "INGETROKKEN", "recorded_at": NOW}, False),
        ({"result": "GEWEIGERD"}, False),
        ({"valid_until": NOW + TICK}, True),
        ({"valid_until": NOW}, False),
        ({"recipient": TOWN}, False),
        ({"category": "G_NAW"}, False),
        ({"provider": TOWN}, False),
        ({"person": BOB}, False),
    ],
)
def test_a_ground_on_consent_lives_as_long_as_the_residents_yes(change: dict[str, Any], answer: bool) -> None:
    """R48, R52: withdrawn at this moment is withdrawn."""
    facts = replace(CASE, lines=(replace(LINE, basis="A6_1A"),), consents=(replace(WORD, **change),))
    assert (read(facts) == "yes") == answer


@pytest.mark.parametrize(
    "broken",
    [
        {"team": None},
        {"covenants": None},
        {"lines": (None,)},
        {"status": None, "lines": ({},)},
        {"areas": None, "bare": True},
        {"kept_from": None},
        {"emergencies": None},
        {"status": "SLUIMEREND"},
    ],
    ids=str,
)
def test_broken_facts_deny(broken: dict[str, Any]) -> None:
    """R59."""
    actor = colleague("BC") if "areas" in broken else colleague()
    assert read(replace(CASE, **broken), actor=actor) == "FOUT_VEILIG"
    visit = replace(CASE, stage="visit")
    assert decide(colleague(), Verb.CASE_READ, visit, NOW, FACT).reason == "FOUT_VEILIG"
    assert decide(colleague(), Verb.CASE_READ, CASE, NOW, replace(FACT, kind="?")).reason == "FOUT_VEILIG"


def test_what_is_not_listed_is_denied() -> None:
    """R59: a role, a kind of organisation, a class, a ground nobody knows."""
    assert read(CASE, actor=colleague("XX")) == "ROL_ONVOLDOENDE"
    assert read(BARE, PLAIN, colleague("XX")) == "ROL_ONVOLDOENDE"
    assert read(CASE, actor=colleague("ZP", kind="provincie")) == "FOUT_VEILIG"
    assert read(CASE, replace(FACT, data_class="K9")) == "KLASSE_TE_HOOG"
    assert read(replace(CASE, lines=(replace(LINE, status="?"),))) != "yes"


def test_a_closed_case_gives_back_what_came_from_elsewhere() -> None:
    """Requirements.md 4.2, row 12."""
    for status in ("AFGESLOTEN", "GEARCHIVEERD", "AFGEWEZEN", "GEANNULEERD"):
        closed = replace(CASE, status=status)
        assert read(closed) == "GRONDSLAG_VERVALLEN"
        assert read(closed, replace(FACT, provider=CARE)) == "yes"
        assert decide(colleague(), Verb.NOTE_WRITE, closed, NOW).reason == "STATUS"


ALLOWED = """
         gemeente burgemeester corporatie zorg    welzijn politie
A6_1A    warn     no           yes        yes     yes     no
A6_1B    no       no           yes        yes     no      no
A6_1C    yes      yes          yes        yes     no      no
A6_1D    yes      yes          yes        yes     yes     no
A6_1E    yes      yes          no         mandate mandate yes
A6_1F    no       no           yes        no      yes     no
"""


def test_grounds_fit_the_kind_of_organisation() -> None:
    """R2, R3: requirements.md 2.3, cell by cell; a kind or a ground that is not listed is no."""
    kinds, *rows = (line.split() for line in ALLOWED.split("\n") if line.strip())
    for basis, *cells in rows:
        for kind, cell in zip(kinds, cells, strict=True):
            assert roles.allowed_ground(basis, kind) == cell, (basis, kind)
    assert roles.allowed_ground("A6_1E", "platform") == "no"
    assert roles.allowed_ground("A6_1G", "gemeente") == "no"
