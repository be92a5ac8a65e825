"""What an explanation says would help does help: done, it makes the policy say yes (R195)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from tests.access.lackings import ASKED, DONE, ONE_LACKING, asked, explained, on_duty
from tests.access.scene import ADVICE, ANN, CASE, DAY, FACT, ME, NOW
from wijkaanpak.access.ended import Ended
from wijkaanpak.access.facts import Emergency
from wijkaanpak.access.verbs import Verb

READS = [what for what, (question, _code) in ONE_LACKING.items() if question.verb is Verb.CASE_READ]
PAIRS = list(combinations(READS, 2))


@pytest.mark.parametrize("what", ONE_LACKING)
def test_what_an_explanation_says_would_help_does_help(what: str) -> None:
    """R195: where only this is lacking, doing it, and nothing else, makes the policy say yes."""
    question, code = ONE_LACKING[what]
    answer = explained(question)
    assert [remedy.code for remedy in answer.remedies] == [code]
    done = question
    for remedy in answer.remedies:
        done = DONE[remedy.code](done, remedy)
    assert done.answer().allowed


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_looking_ahead_finds_a_whole_way_or_says_that_there_is_none(pair: tuple[str, str]) -> None:
    """R195: two things lacking at once: all remedies in their order lead to a yes."""
    first, second = (ONE_LACKING[what][0] for what in pair)
    changed = {
        field: getattr(second.facts, field)
        for field in (
            "covenants",
            "team",
            "lines",
            "consents",
            "parts",
            "status",
            "blocked",
            "kept_from",
            "agenda",
        )
        if getattr(second.facts, field) != getattr(CASE, field)
    }
    actor = second.actor if second.actor != ASKED.actor else first.actor
    question = replace(first, facts=replace(first.facts, **changed), actor=actor)
    answer = explained(question, ahead=True)
    assert answer.remedies
    done = question
    for remedy in answer.remedies:
        done = DONE[remedy.code](done, remedy)
    assert done.answer().allowed, [remedy.code for remedy in answer.remedies]


def test_a_night_instruction_is_read_during_an_accepted_shift_and_nothing_else_of_a_case() -> None:
    """R137, R195: what a caretaker is told about a case holds when the shift is accepted."""
    night = replace(ADVICE, night_until=NOW + DAY)
    question = asked(replace(CASE, parts=(FACT, night)), actor=on_duty())
    answer = explained(question)
    assert answer.decision.reason == "GEEN_DIENST"
    assert [r.code for r in answer.instead] == ["NIGHT"]
    accepted = DONE["ACCEPT_SHIFT"](question, answer.instead[0])
    assert accepted.answer().allowed
    assert not replace(accepted, facts=replace(CASE, parts=(FACT,))).answer().allowed


def test_emergency_access_opens_what_it_is_offered_for() -> None:
    """R105, R195: for who has no place and for who has no ground; it reads, and only about one person."""
    for facts in (replace(CASE, team=()), replace(CASE, lines=())):
        question = asked(facts)
        assert "EMERGENCY" in [r.code for r in explained(question).instead]
        begun = replace(facts, emergencies=(Emergency(ME, ANN, NOW, NOW + DAY / 6),))
        assert replace(question, facts=begun).answer().allowed
        over = explained(replace(question, facts=begun, now=NOW + DAY / 6))
        assert over.ended == Ended("EMERGENCY_ENDED", NOW + DAY / 6)


@pytest.mark.parametrize("change", [{"status": "AFGESLOTEN"}, {"blocked": True}, {"bare": True}])
def test_emergency_access_is_not_offered_where_it_opens_nothing(change: dict[str, object]) -> None:
    """R105: a closed or blocked case, or a place without residents."""
    question = asked(replace(CASE, team=(), lines=(), **change))  # type: ignore[arg-type]
    assert "EMERGENCY" not in [r.code for r in explained(question).instead]
