"""What the law asks of who may see what is proven by a test that names it, or is open with a reason."""

import re

import pytest

from tools.requirements_page import SOURCE, asked, numbers, proofs, requirements_page, still_open

GROUNDS, CONSENT, ACCESS, FOOTPRINTS = range(1, 18), range(44, 61), range(61, 76), range(88, 106)


@pytest.mark.parametrize("number", [*GROUNDS, *CONSENT, *ACCESS, *FOOTPRINTS], ids="R{}".format)
def test_a_requirement_has_a_test_that_names_it_or_a_reason_why_not(number: int) -> None:
    named = [proof.name for proof in proofs().get(number, ()) if proof.name]
    assert named or number in still_open(), f"no test names R{number}"
    assert number in asked(), f"R{number} has no line in tools/requirements.yaml"


def test_a_requirement_is_listed_once() -> None:
    keys = re.findall(r"^    (R\d+):", SOURCE.read_text(encoding="utf-8"), re.M)
    assert sorted(keys) == sorted(set(keys))


def test_what_is_open_says_what_and_why() -> None:
    for number, reason in still_open().items():
        assert number in asked()
        assert len(reason) > 20, number


def test_a_span_names_every_number_in_it() -> None:
    assert numbers("Times (R61-R63, R67) and R5, not R1234 or XR7") == [61, 62, 63, 67, 5]
    assert numbers(None) == []


def test_the_page_shows_a_test_in_words_with_its_file_and_what_is_open() -> None:
    page = requirements_page()
    assert "- **R2** " in page
    assert "  - [consent/test_lawful.py](../tests/consent/test_lawful.py): only the six grounds exist" in page
    assert f"  - Open: {still_open()[71]}" in page
