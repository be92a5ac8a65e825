"""A world file against its schema and against itself: every fault at once, each with its line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from wijkaanpak.demo.faults import Fault
from wijkaanpak.demo.keywords import Known, keywords, second_time, shown
from wijkaanpak.demo.lines import Listing, Record

SCHEMA = Path(__file__).with_name("world.schema.yaml")
PLATFORM = "platform"
# One item of a list, where the name of the list does not say it.
ONE = {
    "organisaties": "organisatie",
    "wijken": "wijk",
    "buurten": "buurt",
    "complexen": "complex",
    "gebruikers": "gebruiker",
    "convenanten": "convenant",
    "zaken": "zaak",
    "betrokkenen": "betrokkene",
    "feiten": "feit",
    "grondslagen": "grondslag",
    "woonafspraken": "woonafspraak",
    "diensten": "dienst",
    "overdrachten": "overdracht",
    "indicatoren": "indicator",
    "doelen_leefbaarheid": "doel",
    "avg_verzoeken": "verzoek",
    "datalekken": "datalek",
}


@cache
def schema() -> dict[str, Any]:
    """The format of a world file, as JSON Schema 2020-12."""
    return yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))


def check(root: Record) -> list[Fault]:
    """All faults of a world file; an empty list means that every name in it leads somewhere."""
    validator = extend(Draft202012Validator, keywords(index(root)))(schema())
    faults = [_at(root, list(error.absolute_path), error.message) for error in validator.iter_errors(root)]
    return faults + [_at(root, path, message) for path, message in _within_matters(root)]


def index(root: Record) -> Known:
    """What the file names, by list, for `refersTo`; what is malformed is left out."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for name in ("organisaties", "gebruikers", "complexen", "zaken", "diensten"):
        names[name] = {item["id"] for _, item in _records(root, name) if isinstance(item.get("id"), str)}
    for _, district in _records(root, "wijken"):
        names["wijken"].update(_texts(district, "code"))
        for _, quarter in _records(district, "buurten"):
            names["buurten"].update(_texts(quarter, "code"))
    names["betrokkenen"] = {
        name for _, matter in _records(root, "zaken") for name in _ids(matter, "betrokkenen")
    }
    names["gemeenten"] = {f"GM{code[2:6]}" for code in names["wijken"]} or set(_municipalities(root))
    names["gebieden"] = {PLATFORM}.union(
        *(names[name] for name in ("complexen", "wijken", "buurten", "gemeenten", "organisaties"))
    )
    return {name: frozenset(found) for name, found in names.items()}


def _municipalities(root: Record) -> Iterator[str]:
    """Without districts in the file any well-formed code of a municipality will do."""
    for _, user in _records(root, "gebruikers"):
        areas = user.get("scope")
        yield from (a for a in areas or [] if isinstance(a, str) and re.fullmatch("GM[0-9]{4}", a))


def _records(parent: Record, name: str) -> Iterator[tuple[int, Record]]:
    items = parent.get(name)
    if isinstance(items, list):
        yield from ((i, item) for i, item in enumerate(items) if isinstance(item, Record))


def _texts(record: Record, key: str) -> Iterator[str]:
    if isinstance(record.get(key), str):
        yield record[key]


def _ids(parent: Record, name: str) -> set[str]:
    return {text for _, item in _records(parent, name) for text in _texts(item, "id")}


def _within_matters(root: Record) -> Iterator[tuple[list[str | int], str]]:
    """What only a look across the matters tells: who is named in them, and which ids are one of a kind."""
    residents: dict[str, Record] = {}
    grounds: dict[str, int] = {}
    for number, matter in _records(root, "zaken"):
        for path, message in _one_matter(matter, residents, grounds):
            yield ["zaken", number, *path], message


def _one_matter(
    matter: Record, residents: dict[str, Record], grounds: dict[str, int]
) -> Iterator[tuple[list[str | int], str]]:
    for i, person in _records(matter, "betrokkenen"):
        for name in _texts(person, "id"):
            first = residents.setdefault(name, person)
            if first != person:
                line = first.line_of("id")
                yield ["betrokkenen", i, "id"], f"{shown(name)} staat met andere gegevens op regel {line}."
    for i, ground in _records(matter, "grondslagen"):
        for name in _texts(ground, "id"):
            if name in grounds:
                yield ["grondslagen", i, "id"], second_time(name, grounds[name])
            grounds.setdefault(name, ground.line_of("id"))
    yield from _about_whom(matter)


def _about_whom(matter: Record) -> Iterator[tuple[list[str | int], str]]:
    """Every resident named within a matter is one of its own."""
    own = _ids(matter, "betrokkenen")
    named: list[tuple[list[str | int], Any]] = []
    for name in ("grondslagen", "vroegsignaal", "toestemming"):
        named += [([name, i, "betrokkene"], item.get("betrokkene")) for i, item in _records(matter, name)]
    spoken = matter.get("toestemming")
    if isinstance(spoken, Record):
        named.append((["toestemming", "betrokkene"], spoken.get("betrokkene")))
    for i, fact in _records(matter, "feiten"):
        about = fact.get("over")
        named += [
            (["feiten", i, "over", j], who) for j, who in enumerate(about if isinstance(about, list) else [])
        ]
    for path, who in named:
        if isinstance(who, str) and who not in own:
            yield path, f"er is geen betrokkene {shown(who)} in deze zaak."
    if spoken and not own:
        yield ["toestemming"], "een toestemming is van een persoon, maar deze zaak heeft geen betrokkenen."


def _at(root: Record, path: Sequence[str | int], message: str) -> Fault:
    """The fault at the end of a path, said with the names that lead there."""
    node: Any = root
    words: list[str] = []
    line, last = root.line, ""
    for key in path:
        if isinstance(node, Record | Listing):
            line = node.line_of(key)
        if isinstance(key, int):
            words[-1] = f"{ONE.get(last, last)} {_label(node[key], key)}"
        else:
            last = key
            words.append(f'"{key}"')
        node = node[key]
    return Fault(line, f"{', '.join(words)}: {message}" if words else f"{message[0].upper()}{message[1:]}")


def _label(item: Any, place: int) -> str:
    if isinstance(item, Record):
        for key in ("id", "code"):
            for name in _texts(item, key):
                return name[:60]
    return f"nummer {place + 1}"
