"""The detector of citizen service numbers in free text (R10, R11)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkaanpak.foundation.free_text import find_citizen_numbers

HIDDEN = ["", "\u200b", "\u200d", "\u00ad", "\u2060", "\ufe0f"]
SEPARATORS = ["", ".", " ", "-", "  ", " - ", "\u00a0", "\u2013", "\u2011"]
SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹"]


def eleven_test(digits: str) -> bool:
    """The rule of R11 as it is written there, apart from the code under test."""
    return (sum((9 - i) * int(digits[i]) for i in range(8)) - int(digits[8])) % 11 == 0 and digits != "0" * 9


@st.composite
def citizen_numbers(draw: st.DrawFn) -> str:
    first = draw(st.text("0123456789", min_size=8, max_size=8))
    last = sum((9 - i) * int(first[i]) for i in range(8)) % 11
    if last == 10 or not eleven_test(f"{first}{last}"):
        return "123456782"
    return f"{first}{last}"


@given(st.text("0123456789", min_size=9, max_size=9))
def test_nine_digits_match_exactly_when_they_pass_the_eleven_test(digits: str) -> None:
    """R11"""
    assert bool(find_citizen_numbers(f"nummer {digits}, zei hij")) == eleven_test(digits)


@given(citizen_numbers(), st.lists(st.sampled_from(HIDDEN), min_size=8, max_size=8), st.sampled_from(SCRIPTS))
def test_no_script_or_invisible_character_hides_a_number(digits: str, hidden: list[str], script: str) -> None:
    """R11: what reads as nine digits counts as nine digits."""
    disguised = "".join(script[int(d)] + h for d, h in zip(digits, [*hidden, ""], strict=True))
    assert find_citizen_numbers(f"Bewoner zegt: {disguised}.")


@given(citizen_numbers(), st.sampled_from(SEPARATORS), st.sets(st.integers(1, 8)))
def test_a_number_in_groups_is_found(digits: str, separator: str, breaks: set[int]) -> None:
    """R11: also `123.45.678-2`, also with spaces."""
    grouped = "".join(separator + d if i in breaks else d for i, d in enumerate(digits))
    assert find_citizen_numbers(f"bsn:{grouped}; ")


@given(citizen_numbers(), st.text("0123456789", min_size=1, max_size=7), st.booleans())
def test_nine_digits_within_a_longer_number_do_not_match(digits: str, more: str, before: bool) -> None:
    """R11: dwellings and telephone numbers are longer and stay allowed."""
    longer = more + digits if before else digits + more
    assert not find_citizen_numbers(f"eenheid {longer}")


@pytest.mark.parametrize(
    "text",
    [
        "BSN 123.45.678-2",
        "huisnummer 12 123.45.678-2 staat op de brief",
        "dossier 2026-123456782",
        "NL123456782B01",
        "1 2 3 4 5 6 7 8 2",
        "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣2️⃣",
        "geboren 12-11-1990 123456782",
        "regel een\n123456782\nregel drie",
    ],
)
def test_these_hold_a_citizen_number(text: str) -> None:
    """R11"""
    assert find_citizen_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "000000000",
        "000.00.000-0",
        "123456783",
        "1234567820",
        "06 12345678, of 0612345678, of 06-1234 5678",
        "+31 6 12345672",
        "+31 123456782",
        "eenheid 9901010000000103",
        "123 456 782 345",
        "op 14-11-2026 5 keer gebeld, en op 2026-11-02 4 keer",
        "achterstand 1.236,40 euro over 9, 10 en 11 november",
        "12345678\n2",
        "1234 en 56782",
        "0a1b1234-5678-2abc-9def-aabbccddeeff",
        "/bewoners/0A1B1234-5678-2ABC-9DEF-AABBCCDDEEFF",
    ],
)
def test_these_hold_none(text: str) -> None:
    """R11"""
    assert not find_citizen_numbers(text)


def test_the_answer_is_yes_or_no_and_never_the_number() -> None:
    """R11: a hit is logged without the number, so the number does not leave this function."""
    assert find_citizen_numbers("123456782") is True
    assert find_citizen_numbers("niets") is False


@pytest.mark.parametrize("piece", ["1", "1 ", "12-11-2026 ", "123456783 ", "é ", "+31", "a\u0315\u0300"])
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    """R11 on a field of any size: linear, whatever it is made of."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        best = float("inf")
        for _ in range(3):
            begun = time.perf_counter()
            assert not find_citizen_numbers(text)
            best = min(best, time.perf_counter() - begun)
        return best

    seconds(1_000)
    assert seconds(1_600_000) < 40 * max(seconds(100_000), 0.002)


def test_twenty_megabytes_are_read_to_the_end() -> None:
    """R11"""
    assert find_citizen_numbers("De bewoner was niet thuis. " * 740_000 + "123456782")
