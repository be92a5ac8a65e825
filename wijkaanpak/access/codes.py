"""The code lists of codes.yaml, read once and frozen: every code with its Dutch and English words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

SOURCE = Path(__file__).with_name("codes.yaml")
NAME = {"nl": ("naam", "tekst"), "en": ("name", "text")}
SENTENCE = {"nl": "zin", "en": "sentence"}
WHAT_NOW = {"nl": "wat_nu", "en": "what_now"}


class UnknownCode(LookupError):
    """A list or a code that codes.yaml does not hold; what is not listed is refused (R59)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a code list; `facts` holds every column as codes.yaml has it, read-only."""

    code: str
    facts: Mapping[str, Any]

    def name(self, language: str = "nl") -> str:
        """What people read; "nl" or "en"."""
        return str(next(self.facts[key] for key in NAME[language] if key in self.facts))

    def sentence(self, language: str = "nl") -> str:
        """The line's sentence or verb phrase, empty where the list has none."""
        return str(self.facts.get(SENTENCE[language], ""))

    def what_now(self, language: str = "nl") -> str:
        """For a reason code: what would make it lawful, or what to do (R195); empty elsewhere."""
        return str(self.facts.get(WHAT_NOW[language], ""))


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data may be used for; purposes of different type never mix (R12, R13)."""

    code: str
    type: str


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of data: its class, whether it is special (art. 9), whether it is criminal data (R7, R8)."""

    code: str
    data_class: str
    special: bool
    criminal: bool


@dataclass(frozen=True, slots=True)
class SignalCategory:
    """What a signal is about, with the purpose it serves, its class and its VERA code (R176)."""

    code: str
    purpose: str
    data_class: str
    vera: str | None


@dataclass(frozen=True, slots=True)
class StatutoryTask:
    """A task given by law, in force from its first day until its last (excluded); None: not yet (R4, R5)."""

    code: str
    basis: str
    holder: str
    valid_from: date | None
    valid_until: date | None = None

    def in_force(self, day: date) -> bool:
        """May a ground that is decided on this day rely on it?"""
        begun = self.valid_from is not None and self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the answer is no: the step of the decision, if any, and the HTTP status for who knows the thing."""

    code: str
    step: int | None
    status: int


def _frozen(row: Mapping[str, Any]) -> Item:
    return Item(str(row.get("code", row.get("id"))), MappingProxyType(dict(row)))


def _read(source: Path) -> Mapping[str, Mapping[str, Item]]:
    lists: dict[str, Mapping[str, Item]] = {}
    for name, rows in yaml.safe_load(source.read_text(encoding="utf-8")).items():
        lines = {item.code: item for item in map(_frozen, rows)}
        if len(lines) != len(rows):
            raise ValueError(f"codes.yaml names a code twice in {name}")
        lists[name] = MappingProxyType(lines)
    return MappingProxyType(lists)


LISTS = _read(SOURCE)


def _lines(list_name: str) -> Mapping[str, Item]:
    try:
        return LISTS[list_name]
    except KeyError:
        raise UnknownCode(f"there is no code list {list_name}") from None


def items(list_name: str) -> tuple[Item, ...]:
    """All lines of a list in their own order, for choices on a form."""
    return tuple(_lines(list_name).values())


def codes_of(list_name: str) -> frozenset[str]:
    """The bare codes of a list."""
    return frozenset(_lines(list_name))


def known(list_name: str, code: object) -> bool:
    """True when the list holds this code; anything but text is no code."""
    return isinstance(code, str) and code in _lines(list_name)


def item(list_name: str, code: str) -> Item:
    """One line; raises UnknownCode for what is not listed."""
    try:
        return _lines(list_name)[code]
    except KeyError:
        raise UnknownCode(f"{list_name} has no code {code}") from None


def label(list_name: str, code: str, language: str = "nl") -> str:
    """What people read instead of a code."""
    return item(list_name, code).name(language)


@cache
def purpose(code: str) -> Purpose:
    """One of `doelen`."""
    return Purpose(code, item("doelen", code).facts["type"])


@cache
def category(code: str) -> Category:
    """One of `gegevenscategorieen`."""
    facts = item("gegevenscategorieen", code).facts
    return Category(code, facts["klasse"], facts["bijzonder"], facts.get("strafrechtelijk", False))


@cache
def signal_category(code: str) -> SignalCategory:
    """One of `signaalcategorieen`."""
    facts = item("signaalcategorieen", code).facts
    return SignalCategory(code, facts["doel"], facts["klasse"], facts["vera"])


@cache
def statutory_task(code: str) -> StatutoryTask:
    """One of `wettelijke_taken`."""
    facts = item("wettelijke_taken", code).facts
    span = facts["geldig_vanaf"], facts.get("geldig_tot")
    return StatutoryTask(code, facts["grond"], facts["houder"], *span)


@cache
def reason(code: str) -> Reason:
    """One of `redencodes`."""
    facts = item("redencodes", code).facts
    return Reason(code, facts["stap"], facts["status"])


def reason_sentence(code: str, language: str = "nl") -> str:
    """Why not, in one sentence that a caretaker understands (R195)."""
    return item("redencodes", code).sentence(language)


def what_now(code: str, language: str = "nl") -> str:
    """What would make it lawful, or what to do instead (R195)."""
    return item("redencodes", code).what_now(language)


def activities_for(purpose_code: str) -> tuple[str, ...]:
    """The entries of the register of processing activities that serve a purpose (R22, R23)."""
    return tuple(line.code for line in items("verwerkingsactiviteiten") if line.facts["doel"] == purpose_code)


def highest_class(classes: Iterable[str]) -> str:
    """The most sensitive of some classes K0 to K7; K0 for none (R69)."""
    return max(classes, default="K0")
