"""What the journal can say, it says in a sentence, in both languages, and without a word of content."""

import re
from dataclasses import fields
from typing import Any, get_args, get_type_hints

import pytest

from tools.events_page import dutch, particulars
from wijkaanpak.journal.events import BELLS, REGISTRY, Event

pytestmark = pytest.mark.usefixtures("rooms")
# What a particular may be: a reference, a code, a count, a moment. Texts of people are not among them.
PLAIN = {"UUID", "int", "bool", "datetime", "date", "NoneType"}
# Particulars that are words: codes, kinds of parts, names of fields. Each is looked at when it is added.
CODES = re.compile(
    r"^(?:kinds?|status|category|categories|basis|result|reason|reason_code|role|scope|urgency|purpose|form|areas|"
    r"outcome|counts|point|row|stage|source|digest|way|codes?|queue|follow_up|act|domain|step|before|after|"
    r"guards)$"
)


def ours() -> list[type[Event]]:
    return [event for event in REGISTRY.values() if event.__module__.startswith("wijkaanpak.")]


def test_there_are_events() -> None:
    assert len(ours()) >= 10


def test_every_event_says_who_did_what() -> None:
    for event in ours():
        assert event.says.startswith("{actor} "), event.name
        assert not event.says.endswith("."), event.name
        named = set(re.findall(r"{(\w+)}", event.says)) - {"actor"}
        assert named <= set(particulars(event)), event.name


def test_every_sentence_of_an_event_has_its_dutch() -> None:
    words = dutch()
    for event in ours():
        said = words.get(event.says, "")
        assert "{actor}" in said, event.says


def test_every_bell_is_from_the_closed_list_and_names_no_resident() -> None:
    """R196: a kind tells that something changed, never what."""
    for event in ours():
        assert event.bell is None or event.bell in BELLS
    assert all(re.fullmatch(r"(signal|triage|case|access|work|meeting)\.changed", kind) for kind in BELLS)


def kinds_of(hint: Any) -> set[str]:
    """The plain types within a type hint."""
    inner = [kind for part in get_args(hint) if part is not Ellipsis for kind in kinds_of(part)]
    return set(inner) or {getattr(hint, "__name__", str(hint))}


def test_particulars_hold_no_text() -> None:
    """R88: what stands in the journal is codes and references; nobody writes content into it by accident."""
    for event in ours():
        hints = get_type_hints(event)
        for field in fields(event):
            if field.name not in {own.name for own in fields(Event)}:
                words = kinds_of(hints[field.name]) - PLAIN
                coded = words == {"str"} and CODES.match(field.name)
                assert not words or coded, f"{event.name}: {field.name}"
