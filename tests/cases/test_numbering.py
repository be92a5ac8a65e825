"""The number of a case for people (rulings 26)."""

from __future__ import annotations

import re

import pytest

from tests.cast import House
from wijkaanpak.cases import numbering


def test_a_number_reads_well_aloud_and_names_the_year(house: House) -> None:
    with house.sign_in("U-CR1").unit() as unit:
        for _ in range(50):
            number = numbering.new_number(unit)
            assert re.fullmatch(rf"WA-{unit.now.year}-[{numbering.ALPHABET}]{{4}}", number)
    assert not set("0O1IL2Z5S8BUVAE") & set(numbering.ALPHABET)


def test_loaded_cases_have_numbers_of_their_own(house: House) -> None:
    numbers = [row.number for row in house.truth("select number from app.case_file")]
    assert len(set(numbers)) == len(numbers) == 8


def test_a_taken_number_is_never_given_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one sign to choose from the first is taken, so the next is longer."""
    monkeypatch.setattr(numbering, "ALPHABET", "7")
    with house.sign_in("U-CR1").unit() as unit:
        first = numbering.new_number(unit)
        assert first.endswith("-7777")
        house.truth("update app.case_file set number = :n where number = "
                    "(select min(number) from app.case_file)", n=first)  # fmt: skip
    with house.sign_in("U-CR1").unit() as unit:
        assert numbering.new_number(unit).endswith("-77777")
