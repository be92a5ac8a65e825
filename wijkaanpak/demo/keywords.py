"""The words of world.schema.yaml, each a check that says in Dutch what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from jsonschema import ValidationError

from wijkaanpak.access import codes
from wijkaanpak.demo.shifting import MOMENT, NotADate, parse_day, parse_moment
from wijkaanpak.foundation.free_text import find_citizen_numbers

Check = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]
Known = Mapping[str, frozenset[str]]

TYPES = {
    "object": "een blok met sleutels",
    "array": "een lijst",
    "string": "tekst (zet een getal hier tussen aanhalingstekens)",
    "integer": "een heel getal",
    "number": "een getal",
    "boolean": "true of false",
}
# What a list of the file holds, for "er is geen … in dit bestand".
THINGS = {
    "organisaties": "organisatie",
    "gebruikers": "gebruiker",
    "complexen": "complex",
    "gemeenten": "gemeente",
    "wijken": "wijk",
    "buurten": "buurt",
    "diensten": "dienst",
    "zaken": "zaak",
    "betrokkenen": "betrokkene",
    "gebieden": "complex, wijk, buurt, gemeente of organisatie",
}


def _fault(message: str, *path: str | int) -> ValidationError:
    return ValidationError(message, path=path)


def shown(value: Any) -> str:
    """A value as it may stand in a sentence: short, on one line."""
    text = "niets" if value is None else f'"{value}"'
    if isinstance(value, dict | list):
        text = "een blok met sleutels" if isinstance(value, dict) else "een lijst"
    text = " ".join(text.split())
    return text if len(text) <= 60 else f'{text[:56]}…"'


def second_time(name: str, line: int) -> str:
    """The sentence for an id that another item of the same kind already has."""
    return f"{shown(name)} staat hier voor de tweede keer; de eerste staat op regel {line}."


def _type(validator: Any, types: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    wanted = [types] if isinstance(types, str) else types
    if not any(validator.is_type(value, one) for one in wanted):
        words = " of ".join(TYPES[one] for one in wanted if one != "null")
        yield _fault(f"hier staat {shown(value)}, maar hier hoort {words}.")


def _required(validator: Any, keys: Any, record: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(record, dict):
        for key in keys:
            if key not in record:
                yield _fault(f'de sleutel "{key}" ontbreekt.')


def _additional(validator: Any, allowed: Any, record: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(record, dict):
        return
    names = list(schema.get("properties", {}))
    patterns = list(schema.get("patternProperties", {}))
    for key in record:
        if key not in names and not any(re.search(pattern, key) for pattern in patterns):
            near = get_close_matches(key, names, n=1)
            hint = f' Bedoelt u "{near[0]}"?' if near else ""
            yield _fault(f"deze sleutel kent een wereldbestand hier niet.{hint}", key)


def _enum(validator: Any, values: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and value not in values:
        yield _fault(f"{shown(value)} kan hier niet; kies uit {_choices(values)}.")


def _code_list(validator: Any, names: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    lists = [names] if isinstance(names, str) else names
    also = schema.get("orOneOf", [])
    if isinstance(value, str) and value not in also and not any(codes.known(one, value) for one in lists):
        choices = [item.code for one in lists for item in codes.items(one)]
        yield _fault(
            f"{shown(value)} is geen code van {' of '.join(lists)}; kies uit {_choices([*choices, *also])}."
        )


def _choices(values: Sequence[Any]) -> str:
    return ", ".join(dict.fromkeys(str(value) for value in values if value is not None))


def _pattern(validator: Any, pattern: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and value and not re.search(pattern, value):
        yield _fault(
            f"{shown(value)} klopt niet; hier hoort {schema.get('shape', 'een woord zonder spaties')}."
        )


def _min_length(validator: Any, least: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and len(value) < least:
        yield _fault("dit mag niet leeg zijn.")


def _max_length(validator: Any, most: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and len(value) > most:
        yield _fault(f"deze tekst is langer dan {most} tekens.")


def _minimum(validator: Any, least: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, int | float) and value < least:
        yield _fault(f"{shown(value)} is te klein; hier hoort {least} of meer.")


def _maximum(validator: Any, most: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, int | float) and value > most:
        yield _fault(f"{shown(value)} is te groot; hier hoort {most} of minder.")


def _min_items(validator: Any, least: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, list) and len(value) < least:
        yield _fault("deze lijst mag niet leeg zijn.")


def _format(validator: Any, name: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(value, str) or (name == "stepOrMoment" and not MOMENT.fullmatch(value)):
        return
    try:
        (parse_day if name == "day" else parse_moment)(value)
    except NotADate:
        example = "2026-11-16" if name == "day" else '2026-11-16 of "2026-11-16T09:00:00+01:00"'
        yield _fault(f"{shown(value)} is geen bestaande datum; schrijf bijvoorbeeld {example}.")


def _ordered(validator: Any, keys: Any, record: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(record, dict):
        return
    before, after = keys
    try:
        first, last = parse_moment(record[before]), parse_moment(record[after])
    except (KeyError, TypeError, NotADate):
        return  # absent, or named by its own check
    if last < first or (last == first and not schema.get("orSameDay")):
        yield _fault(f'deze datum ligt niet na "{before}" ({record[before]}).', after)


def _unique_by(validator: Any, key: Any, items: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(items, list):
        return
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        name = item.get(key) if isinstance(item, dict) else None
        if not isinstance(name, str):
            continue
        if name in first:
            line = items[first[name]].line_of(key)
            yield _fault(
                f"{shown(name)} staat hier voor de tweede keer; de eerste staat op regel {line}.", index, key
            )
        first.setdefault(name, index)


def _holds_no(validator: Any, what: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and find_citizen_numbers(value):
        yield _fault("in deze tekst staat een getal dat een burgerservicenummer kan zijn; haal het weg.")


def _one_or_more(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, dict):
        yield from validator.descend(value, inner)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from validator.descend(item, inner, path=index)


def _refers_to(known: Known) -> Check:
    def check(validator: Any, name: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        if isinstance(value, str) and value not in known[name]:
            yield _fault(f"er is geen {THINGS[name]} {shown(value)} in dit bestand.")

    return check


def keywords(known: Known) -> dict[str, Check]:
    """All checks by their word in the schema; `known` holds what the file itself names, by list."""
    return {
        "type": _type,
        "required": _required,
        "additionalProperties": _additional,
        "enum": _enum,
        "codeList": _code_list,
        "pattern": _pattern,
        "minLength": _min_length,
        "maxLength": _max_length,
        "minimum": _minimum,
        "maximum": _maximum,
        "minItems": _min_items,
        "format": _format,
        "ordered": _ordered,
        "uniqueBy": _unique_by,
        "holdsNo": _holds_no,
        "oneOrMore": _one_or_more,
        "refersTo": _refers_to(known),
    }
