"""Under which key a surname is found again: however it was written, and nothing but the surname (R75)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wijkaanpak.residents.naming import AGES, PARTICLES, TITLES, name_key

LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Lm", "Mn", "Nd", "Pd", "Po", "Zs"))
ANYTHING = st.text(max_size=60) | st.text(LETTERS, max_size=60)
# Surnames as they are: a capital, small letters with or without marks, not a word that stands before one.
SURNAME = st.text("abcdefghijklmnopqrstuvwxyzéëïöüçñğşø", min_size=5, max_size=14).map(str.capitalize)
BEFORE = st.sampled_from(
    ["", "van ", "de ", "van der ", "van den ", "ten ", "ter ", "'t ", "van 't ", "v.d. ", "El "]
)
INITIALS = st.sampled_from(["", "J. ", "J.P. ", "A.M.C. ", "Th. ", "J ", "Joh. ", "IJ. "])
TITLE = st.sampled_from(["", "Dhr. ", "Mw. ", "Mevrouw ", "dr. ", "Fam. ", "Dhr. en mw. "])


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Dhr. H. Kuiper", "kuiper"),
        ("Mw. J. van der Berg", "berg"),
        ("Berg, J. van der", "berg"),
        ("v.d. Berg", "berg"),
        ("Mw. A.B. de Vries-Jansen", "jansen"),
        ("De Vries – Jansen", "jansen"),
        ("van ’t Hof", "hof"),
        ("'s-Gravesande", "gravesande"),
        ("O'Brien", "obrien"),
        ("Fatima El Khatib", "khatib"),
        ("N. Çelik", "celik"),
        ("Dhr. İ. IŞIK", "isik"),
        ("J. Jansen jr.", "jansen"),
        ("Haddad (de buurvrouw)", "haddad"),
        ("Onbekende huurder", "huurder"),
        ("Иванов", "иванов"),
    ],
)
def test_a_surname_is_what_remains(written: str, key: str) -> None:
    assert name_key(written) == key


@pytest.mark.parametrize("written", ["Dhr. van", "Ten", "Mw. O", "J. Wu", "Mr. Do", "de", "Heer"])
def test_a_surname_that_looks_like_something_else_is_still_a_name(written: str) -> None:
    assert name_key(written) == written.split()[-1].lower()


@pytest.mark.parametrize("written", [None, "", "   ", "...", " - ", "()"])
def test_no_name_has_no_key(written: str | None) -> None:
    assert name_key(written) is None


@given(TITLE, INITIALS, BEFORE, SURNAME)
def test_what_stands_before_a_surname_does_not_matter(
    title: str, initials: str, before: str, surname: str
) -> None:
    assume(name_key(surname) not in PARTICLES | TITLES)
    assert name_key(f"{title}{initials}{before}{surname}") == name_key(surname)
    assert name_key(f"{surname}, {initials}{before}") == name_key(surname)


@given(SURNAME, BEFORE, SURNAME)
def test_a_double_name_is_found_by_the_whole_and_by_the_name_of_birth(
    one: str, before: str, own: str
) -> None:
    assume(name_key(own) not in AGES)  # "Jansen-Junior" is the younger Jansen
    whole = f"{before}{one}-{own}"
    assert name_key(f"Mw. A. {whole}") == name_key(whole) == name_key(own)
    assert name_key(f"{one} – {own}") == name_key(own)


@given(ANYTHING)
def test_capitals_and_the_way_accents_are_stored_do_not_matter(written: str) -> None:
    forms = {name_key(unicodedata.normalize(form, written)) for form in ("NFC", "NFD")}
    assert len(forms) == 1
    assert name_key(written.upper()) == name_key(written.upper().lower())


@given(ANYTHING)
def test_a_key_is_one_small_word_and_its_own_key(written: str) -> None:
    key = name_key(written)
    if key is not None:
        assert key == key.casefold()
        assert not any(letter.isspace() or letter in ".,'-()" for letter in key)
        assert name_key(key) == key


def test_a_long_text_takes_no_long_time() -> None:
    assert name_key("(" * 10_000 + "'t. " * 10_000 + "Hart") == "hart"
