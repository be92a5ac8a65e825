"""No cell of a sheet is a formula, whatever stands in it (T26)."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from wijkaanpak.foundation.sheet import TRIGGERS, harmless, sheet

CELLS = st.one_of(
    st.text(max_size=12),
    st.builds(str.__add__, st.sampled_from(TRIGGERS), st.text(max_size=6)),
    st.integers(-99, 99),
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6)


def cells(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(ROWS)
def test_no_cell_starts_with_what_a_program_would_do(rows: list[list[str | int]]) -> None:
    found = cells(sheet(rows))
    assert [cell for row in found for cell in row if cell.startswith(TRIGGERS)] == []


@given(ROWS)
def test_nothing_is_lost_but_for_the_quote(rows: list[list[str | int]]) -> None:
    found = cells(sheet(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [str(cell).removeprefix("'") for cell in row] for row in rows
    ]


def test_the_known_tricks() -> None:
    for trick in ("=1+1", "+1", "-1+cmd|x", "@SUM(1)", "\t=1", "\r=1", "\0=1", "\n=1", "＝1"):
        assert harmless(trick) == f"'{trick}"
    assert harmless("Woonstichting de Rietveld") == "Woonstichting de Rietveld"
    assert harmless(-3) == "'-3"


def test_a_sheet_opens_with_its_letters_and_semicolons() -> None:
    made = sheet([["naam", "aantal"], ["één; twee", 2]])
    assert made.startswith(b"\xef\xbb\xbf")
    assert cells(made) == [["naam", "aantal"], ["één; twee", "2"]]
