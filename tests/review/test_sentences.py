"""Every verb and every event can be said by the desk."""

import pytest

from wijkaanpak.access.verbs import Verb
from wijkaanpak.review.sentences import inner
from wijkaanpak.review.words import DID, WANTED


@pytest.mark.parametrize("verb", list(Verb), ids=lambda verb: verb.code)
def test_every_verb_can_be_said_as_something_that_was_wanted(verb: Verb) -> None:
    """A refusal carries the code of its verb; add the words in review/words.py."""
    assert verb.code in WANTED


@pytest.mark.parametrize(
    "verb",
    [v for v in Verb if v.event in ("LEZEN", "LIJST", "LOG_GELEZEN", "KAMER_BETREDEN")],
    ids=lambda v: v.code,
)
def test_every_reading_can_be_said_as_something_that_was_done(verb: Verb) -> None:
    assert verb.code in DID


def test_words_within_a_sentence_lose_their_capital_but_abbreviations_do_not() -> None:
    assert [inner(w) for w in ("Gelezen", "FG", "K7-gegevens", "A b", "", "In triage")] == [
        "gelezen", "FG", "K7-gegevens", "a b", "", "in triage",
    ]  # fmt: skip
