"""The form of an entry that is hashed: one text for one meaning, and nothing else is taken (ADR 0004)."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

VERSION = 1


class NotCanonical(ValueError):
    """A text that says something in another form than the one form there is."""


def canonical(values: dict[str, Any]) -> str:
    """Sorted keys, NFC, no floats, no spaces; moments in UTC to the microsecond (RFC 3339)."""
    said = ENCODER.encode(values)
    return said if said.isascii() else unicodedata.normalize("NFC", said)


def leaf(said: str) -> bytes:
    """The leaf of an entry in the tree over the journal (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + said.encode()).digest()


def strict(said: str) -> dict[str, Any]:
    """What the text says; raises NotCanonical for a double key, a float, spaces or another order."""
    try:
        values = json.loads(said, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)
    except ValueError as error:
        raise NotCanonical(str(error)) from None
    if not isinstance(values, dict) or canonical(values) != said:
        raise NotCanonical("this is not how an entry is written")
    return values


def moment(when: datetime) -> str:
    """A moment as every entry writes it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return moment(value) if isinstance(value, datetime) else str(value)


ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key stands there twice")
    return found


def _no_number(said: str) -> Any:
    raise NotCanonical(f"{said} is no whole number")
