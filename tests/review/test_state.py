"""How fresh and how well witnessed the journal is, in words; what could be taken away is not hidden."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask_babel import force_locale

from tests.review.conftest import Desk
from tests.review.footprints import reads
from tests.review.test_reviewing import PLACE, said
from wijkaanpak.journal.exposure import CONFIRMED, LATE, OTHER_TREE, UNREADABLE, Exposure, Mark, Witness
from wijkaanpak.review.state import State, say

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
SIGNED = Mark(120, b"r", NOW - timedelta(minutes=5))
WELL = Exposure(
    120, 0, SIGNED, SIGNED, 0, 0,
    (Witness("een", "Havenlicht", CONFIRMED, 120, NOW), Witness("twee", "De Rietgors", CONFIRMED, 120, NOW)),
)  # fmt: skip


def told(desk: Desk, verified: datetime | None = NOW, **other: Any) -> State:
    with desk.app.test_request_context(), force_locale("nl"):
        return say(replace(WELL, **other), verified, NOW)


def witness(outcome: str) -> dict[str, Any]:
    return {"witnesses": (WELL.witnesses[0], replace(WELL.witnesses[1], outcome=outcome))}


def test_all_is_well(desk: Desk) -> None:
    state = told(desk)
    assert (state.first, state.heed, state.alarm) == ("Het logboek is bij.", False, False)
    assert state.rest == (
        "Alles tot vandaag om 08.55 uur is genummerd en ondertekend: wat erin verandert of verdwijnt, "
        "valt op.",
        "2 getuigen buiten dit systeem worden gevraagd; 2 bevestigden de laatste stand.",
        "Het is het laatst nagerekend vandaag om 09.00 uur.",
    )


@pytest.mark.parametrize(
    ("other", "first", "word"),
    [
        ({"signed": None, "confirmed": None}, "loopt achter", "nog niets van ondertekend"),
        ({"unsigned": 1300}, "loopt achter", "al 21 minuten"),
        ({"witnesses": (), "confirmed": None}, "niemand buiten", "ongezien regels weghalen"),
        ({"window": 7300}, "niet op tijd bevestigd", "de laatste 2 uur is geschreven"),
        ({"window": 240}, "is bij.", "de laatste 4 minuten is geschreven"),
        (witness(LATE), "is bij.", "De Rietgors antwoordde niet op tijd"),
        (witness(UNREADABLE), "is bij.", "De Rietgors antwoordde met iets onbruikbaars"),
        (witness(OTHER_TREE), "een ander logboek", "De Rietgors zag regels die hier niet of anders staan"),
    ],
)  # fmt: skip
def test_what_is_not_well_is_said(desk: Desk, other: dict[str, Any], first: str, word: str) -> None:
    """Security.md 3.1: the exposure window is shown with its size."""
    state = told(desk, **other)
    assert first in state.first
    assert word in " ".join(state.rest)
    assert (state.heed or state.alarm) == ("is bij." not in state.first)


def test_another_tree_is_louder_than_everything_else(desk: Desk) -> None:
    assert told(desk, **witness(OTHER_TREE), signed=None, window=9999).alarm


@pytest.mark.parametrize(
    ("ago", "word"),
    [(None, "Niemand van je organisatie"), (100, "doe dat minstens elk kwartaal"), (80, "laatst nagerekend")],
)
def test_when_it_was_worked_out_last_is_said(desk: Desk, ago: int | None, word: str) -> None:
    """R92: at least each quarter."""
    last = NOW - timedelta(days=ago) if ago else None
    assert word in told(desk, last).rest[-1]


def test_the_desk_and_all_footprints_show_it(desk: Desk) -> None:
    reads(desk, "ww")
    for path in (PLACE, f"{PLACE}/sporen"):
        words = said(desk.get("fg_wel", path).text)
        assert "Het logboek loopt achter." in words
        assert "Reken zelf na" in words
