"""What an explanation says would help does help: done, it makes the policy say yes (R195)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from tests.access.lackings import ASKED, DONE, ONE_LACKING, explained
from tests.access.scene import (
    CASE,
)
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
        for field in ("covenants", "team", "lines", "consents", "parts", "status", "blocked")
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
