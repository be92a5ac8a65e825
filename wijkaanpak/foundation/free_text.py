"""Does a free text hold what may be a citizen service number? The number itself is never told (R10, R11)."""

from __future__ import annotations

import re
import sys
import unicodedata

LENGTH = 9
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
SUBSTITUTES = {"Pd": "-", "Zs": " ", "Cf": None, "Mn": None, "Me": None}  # by Unicode category
LOOKALIKES = {0x2024: ".", 0x3002: ".", 0xB7: ".", 0x2212: "-", 0x115F: None, 0x1160: None, 0x3164: None}

RUN = re.compile(r"[0-9]++(?:[ .\-]{1,3}+[0-9]++)*+")
SEPARATOR = re.compile(r"[ .\-]+")
# A date is no part of a number written in groups, unless digits hang on to it with a dot or a dash.
DATE = re.compile(
    r"(?<![0-9])(?<![0-9][.\-])"
    r"(?:[0-3]?[0-9]([.\-])[01]?[0-9]\1(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}([.\-])[01]?[0-9]\2[0-3]?[0-9])"
    r"(?![.\-]?[0-9])"
)
# A Dutch telephone number keeps nine digits after its country code; together they are one longer number.
COUNTRY_CODE = re.compile(r"(?:\+|(?<![0-9])00)31[ .\-]{0,3}+(?=[0-9])")

# The id of a thing, as an address or a reference has it: one in two hundred would pass for such a number.
IDENT = re.compile(r"(?<![0-9a-z\-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z\-])", re.IGNORECASE)


def find_citizen_numbers(text: str) -> bool:
    """Does a group of nine digits stand alone that passes the eleven test and is not 000000000 (R11)?

    Digits of any script count, and what no reader sees between them does not. A group may be written with up
    to three spaces, dots and dashes between its digits; it stands alone when what is around it holds less
    tightly than what is within it: `12 123.45.678-2` holds one, the middle of `123 456 782 345` does not.
    Time is linear in the length of the text.
    """
    plain = text if text.isascii() else text.translate(PLAIN)
    plain = COUNTRY_CODE.sub("0031", DATE.sub("|", IDENT.sub("|", plain.replace("\t", " "))))
    return any(len(run) >= LENGTH and _run_holds_one(run) for run in RUN.findall(plain))


class _Plain(dict[int, str | int | None]):
    """What a character becomes before we look: a digit 0-9, a dash, a space, nothing, or itself."""

    def __missing__(self, point: int) -> str | int | None:
        character = chr(point)
        digit, kind = unicodedata.digit(character, None), unicodedata.category(character)
        becomes: str | int | None = point
        if digit is not None:
            becomes = str(digit)
        elif kind in SUBSTITUTES:
            becomes = SUBSTITUTES[kind]
        self[point] = becomes
        return becomes


PLAIN = _Plain(LOOKALIKES)


def _run_holds_one(run: str) -> bool:
    """Look at every stretch of whole chunks that makes nine digits together."""
    chunks = SEPARATOR.split(run)
    ties = [_looseness(between) for between in SEPARATOR.findall(run)]
    ends = [sys.maxsize, *ties, sys.maxsize]
    first = total = 0
    for last, chunk in enumerate(chunks):
        total += len(chunk)
        while total > LENGTH:
            total -= len(chunks[first])
            first += 1
        if total == LENGTH and first <= last:
            within = max(ties[first:last], default=0)
            alone = within < min(ends[first], ends[last + 1])
            if alone and _passes("".join(chunks[first : last + 1])):
                return True
    return False


def _looseness(between: str) -> int:
    """How loosely a separator ties: a dot or a dash tightly, a space less, more of them less still."""
    return 1 if between in (".", "-") else 1 + len(between)


def _passes(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) != 0
