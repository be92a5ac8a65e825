"""docs/events.md and docs/codes.md: what can happen, and why the answer may be no, as the code lists it."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module

from babel.messages.pofile import read_po

import wijkaanpak
from tools.steps import ROOT
from wijkaanpak.access import codes
from wijkaanpak.journal.events import REGISTRY, Event

CATALOGUE = ROOT / "translations" / "nl" / "LC_MESSAGES" / "messages.po"
# These start the program when imported, or change the process they are in; no room says anything in them.
STARTERS = {"wijkaanpak.cli", "wijkaanpak.__main__", "wijkaanpak.live.server"}


EVENTS = """\
# What can happen

Made from the events that the rooms declare (`make docs`). Each is one entry of the journal, written by the
door in the transaction of the change itself. Particulars are codes and references, never a word of content.
The bell tells listeners that something changed, by this kind and a reference; what changed they fetch
themselves. Readings are entries too, but no events: the door writes them with all that was disclosed."""
REASONS = """\
# Waarom niet, en wat dan wel

Gemaakt uit `wijkaanpak/access/codes.yaml` (`make docs`). Elke weigering heeft een code, een zin en een raad.
De code staat in het logboek. Wie niet mag weten dat iets bestaat, ziet de zin nooit, maar de bladzijde voor
wat er niet is (404)."""


def import_rooms() -> None:
    """Import every module of every room, so that all verbs are bound and all events known."""
    for module in pkgutil.walk_packages(wijkaanpak.__path__, "wijkaanpak."):
        if module.name not in STARTERS:
            import_module(module.name)


def dutch() -> dict[str, str]:
    """The Dutch of every sentence that has one."""
    if not CATALOGUE.exists():
        return {}
    with open(CATALOGUE, "rb") as file:
        return {
            str(message.id): str(message.string) for message in read_po(file) if message.id and message.string
        }


def events_page() -> str:
    """Every event of the journal, in the order of their names."""
    import_rooms()
    return "\n".join([EVENTS, *_events()]) + "\n"


def _events() -> Iterator[str]:
    words = dutch()
    yield ""
    yield "| event | what the timeline says | in Dutch | particulars | bell | declared in |"
    yield "|---|---|---|---|---|---|"
    for name, event in sorted(REGISTRY.items()):
        if event.__module__.startswith("wijkaanpak."):
            where = event.__module__.removeprefix("wijkaanpak.").replace(".", "/")
            yield (
                f"| `{name}` | {event.says} | {words.get(event.says, '')} | {_particulars(event)} "
                f"| {f'`{event.bell}`' if event.bell else 'silent'} | `{where}.py` |"
            )


def particulars(event: type[Event]) -> dict[str, str]:
    """The names and types of what an event tells besides what it is about."""
    base = {field.name for field in fields(Event)}
    return {field.name: str(field.type) for field in fields(event) if field.name not in base}


def _particulars(event: type[Event]) -> str:
    said = (f"`{name}: {kind}`".replace("|", "or") for name, kind in particulars(event).items())
    return ", ".join(said) or "none"


def codes_page() -> str:
    """The reason codes with what to do, and the classes and kinds of data they speak of."""
    return "\n".join([*_reasons(), *_lists()]) + "\n"


def _reasons() -> Iterator[str]:
    yield REASONS
    for line in codes.items("redencodes"):
        step = line.facts["stap"]
        yield f"\n## {line.name()}"
        yield ""
        yield f"{line.sentence()}"
        yield ""
        yield f"*Wat nu:* {line.what_now()}"
        yield ""
        yield (
            f"<small>`{line.code}`, antwoord {line.facts['status']}"
            f"{f', stap {step} van de beslissing' if step else ''}</small>"
        )
        yield ""
        yield f"> {line.sentence('en')} {line.what_now('en')}"


def _lists() -> Iterator[str]:
    yield "\n## Hoe gevoelig gegevens zijn"
    yield ""
    for line in codes.items("klassen"):
        kinds = [item for item in codes.items("gegevenscategorieen") if item.facts["klasse"] == line.code]
        names = "; ".join(f"{item.name()} (`{item.code}`)" for item in kinds)
        yield f"- **{line.code}** {line.name()}{': ' + names if names else ''}"
    yield "\n## Waarvoor gegevens gebruikt mogen worden"
    yield ""
    yield from (f"- `{line.code}` {line.name()}" for line in codes.items("doelen"))
