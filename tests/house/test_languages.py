"""Everything that people read is there in Dutch and in English (R190)."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale, gettext, ngettext

from tests.house.tree import ROOT
from tools.messages import CATALOGUE, extracted, parts
from wijkaanpak.access import codes

PLACES = re.compile(r"%\((\w+)\)[sd]|{(\w+)}|%[sd]")
NO_SENTENCE = {"verwerkingsactiviteiten"}


@pytest.fixture(scope="module")
def dutch():
    with open(CATALOGUE, "rb") as file:
        return read_po(file, locale="nl")


@pytest.fixture(scope="module")
def said() -> list[Message]:
    return [message for message in extracted() if message.id]


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (str(text or ""),)


def places(text: str) -> list[str]:
    return sorted(match[0] for match in PLACES.finditer(text))


def test_there_is_much_to_say(said: list[Message]) -> None:
    assert len(said) > 150


def test_every_sentence_has_its_dutch(said: list[Message], dutch) -> None:
    bare = []
    for message in said:
        found = dutch.get(message.id, message.context)
        if found is None or found.fuzzy or not all(form.strip() for form in forms(found.string)):
            bare.append(message.id)
    assert not bare, "run make messages and fill in what is empty"


def test_every_dutch_sentence_fills_in_what_the_english_does(said: list[Message], dutch) -> None:
    wrong = []
    for message in said:
        found = dutch.get(message.id, message.context)
        english = {tuple(places(form)) for form in forms(message.id)}
        given = forms(found.string) if found else ()
        wrong += [(message.id, form) for form in given if form and tuple(places(form)) not in english]
    assert not wrong


def test_the_catalogue_holds_nothing_that_nobody_says(said: list[Message], dutch) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in said}
    kept = {message.id if isinstance(message.id, str) else message.id[0] for message in dutch if message.id}
    assert kept <= known
    assert not parts(), "run make messages: a room's own part is not taken in yet"


def test_dutch_says_je_and_not_u(dutch) -> None:
    """One voice on every screen (STYLE.md)."""
    formal = re.compile(r"\b(?:[Uu]|[Uu]w)\b")
    assert [
        message.string for message in dutch for form in forms(message.string) if formal.search(form)
    ] == []


def lines() -> Iterator[tuple[str, codes.Item]]:
    for list_name, items in codes.LISTS.items():
        for item in items.values():
            yield list_name, item


def test_every_code_has_its_words_in_both_languages() -> None:
    for list_name, item in lines():
        dutch_words, english_words = item.name("nl"), item.name("en")
        assert dutch_words, (list_name, item.code)
        assert english_words, (list_name, item.code)
        assert bool(item.sentence("nl")) == bool(item.sentence("en")), (list_name, item.code)
        assert bool(item.what_now("nl")) == bool(item.what_now("en")), (list_name, item.code)


def test_the_application_speaks_dutch_by_itself_and_english_when_asked(app: Flask) -> None:
    """Flask-Babel finds the catalogue; the set-up compiled it."""
    with app.test_request_context("/"):
        assert gettext("To Today") == "Naar Vandaag"
        assert (
            ngettext("One thing waits for you.", "%(num)s things wait for you.", 2)
            != "2 things wait for you."
        )
    with app.test_request_context("/", headers={"Cookie": "taal=en"}):
        assert gettext("To Today") == "To Today"
    with app.test_request_context("/", headers={"Cookie": "taal=xx"}), force_locale("nl"):
        assert gettext("To Today") == "Naar Vandaag"


def test_no_script_speaks_by_itself() -> None:
    """A script takes its sentences from the page, where they are translated."""
    speaks = re.compile(r"(?:textContent|innerText|title|ariaLabel)\s*=\s*[\"'`][A-Za-z]{3,}")
    for path in (ROOT / "static").rglob("*.js"):
        if not {"vendor", "node_modules"} & set(path.parts):
            assert not speaks.search(path.read_text(encoding="utf-8")), path.name


def test_no_sentence_hides_inside_another_string() -> None:
    """What stands in an f-string is not gathered, so it would be English to everybody."""
    hidden = re.compile(r"\{n?_?(gettext|_|lazy)\(")
    for path in sorted((ROOT / "wijkaanpak").rglob("*.py")):
        assert not hidden.search(path.read_text(encoding="utf-8")), path.name
