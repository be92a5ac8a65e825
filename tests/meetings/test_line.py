"""One line at the table: who, what, by which working day; and what is no name is not guessed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkaanpak.foundation.working_days import is_working_day
from wijkaanpak.meetings.line import Seat, read_line

MONDAY = date(2026, 11, 16)
JOOST = Seat(UUID(int=1), "Joost Kramer", UUID(int=11), "Welzijn Samenspel")
PETRA = Seat(UUID(int=2), "Petra Hoekstra", UUID(int=12), "Woningcorporatie Havenlicht")
HANNEKE = Seat(UUID(int=3), "Hanneke Postma", UUID(int=13), "Gemeente Oeverdrecht")
SANNE = Seat(UUID(int=4), "Sanne de Wit", UUID(int=12), "Woningcorporatie Havenlicht")
TABLE = [HANNEKE, JOOST, PETRA, SANNE]


@pytest.mark.parametrize(
    ("line", "who", "words", "due"),
    [
        ("@Samenspel belt mw. Schipper, vrijdag", JOOST, "Belt mw. Schipper", date(2026, 11, 20)),
        ("@samenspel belt mw. Schipper vrijdag", JOOST, "Belt mw. Schipper", date(2026, 11, 20)),
        ("@Sanne de Wit kijkt morgen", SANNE, "Kijkt", date(2026, 11, 17)),
        ("@Havenlicht maakt de gang vrij, 20 november", PETRA, "Maakt de gang vrij", date(2026, 11, 20)),
        ("@Petra Hoekstra: sleutel regelen, 24-11", PETRA, "Sleutel regelen", date(2026, 11, 24)),
        ("@Gemeente Oeverdrecht schrijft, over 2 weken", HANNEKE, "Schrijft", date(2026, 11, 30)),
        ("Brief schrijven @Hanneke volgende week dinsdag", HANNEKE, "Brief schrijven", date(2026, 11, 24)),
        ("@Joost belt op vrijdag", JOOST, "Belt", date(2026, 11, 20)),
        ("@Joost calls Mrs Schipper, tomorrow", JOOST, "Calls Mrs Schipper", date(2026, 11, 17)),
        ("@Joost belt maandag", JOOST, "Belt", date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_a_line_with_a_name_is_an_action_by_a_day(line: str, who: Seat, words: str, due: date) -> None:
    read = read_line(line, TABLE, MONDAY)
    assert (read.who, read.words, read.due, read.unknown) == (who, words, due, None)


def test_without_a_day_it_is_five_working_days_and_never_a_day_off() -> None:
    """R87: Dutch public holidays count; a Saturday becomes the Monday after it."""
    assert read_line("@Joost belt haar", TABLE, MONDAY).due == date(2026, 11, 23)
    assert read_line("@Joost belt haar, zaterdag", TABLE, MONDAY).due == date(2026, 11, 23)
    assert read_line("@Joost belt haar, 25 december", TABLE, MONDAY).due == date(2026, 12, 28)
    assert read_line("@Joost belt haar, 27 april 2027", TABLE, MONDAY).due == date(2027, 4, 28)


def test_what_is_over_is_no_day() -> None:
    """A day of this year that is over is next year's; a full date in the past is part of the words."""
    assert read_line("@Joost belt haar, 3 maart", TABLE, MONDAY).due == date(2027, 3, 3)
    read = read_line("@Joost leest de brief van 3-3-2020", TABLE, MONDAY)
    assert (read.words, read.due) == ("Leest de brief van 3-3-2020", date(2026, 11, 23))
    assert read_line("@Joost belt haar, 31 februari", TABLE, MONDAY).due == date(2026, 11, 23)


@pytest.mark.parametrize(
    "line", ["@Kamille belt haar, vrijdag", "Belt @Wit-Gele Kruis morgen", "@x doet iets"]
)
def test_a_name_that_nobody_has_is_told(line: str) -> None:
    assert read_line(line, TABLE, MONDAY).unknown


def test_without_a_name_it_is_a_decision_word_for_word() -> None:
    read = read_line("  Wij  gaan vrijdag samen langs, 20 november. ", TABLE, MONDAY)
    assert (read.words, read.who, read.due) == ("Wij gaan vrijdag samen langs, 20 november.", None, None)


@given(text=st.text(max_size=80), today=st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_whatever_is_typed_an_action_has_a_working_day_that_is_not_over(text: str, today: date) -> None:
    read = read_line(f"@Joost {text}", TABLE, today)
    if read.unknown is None:
        assert read.who is not None
        assert read.due is not None
        assert read.due >= today
        assert is_working_day(read.due)
