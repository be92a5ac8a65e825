"""The collectors that organisations run for their own log of processing: one line each in a file (R99)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from wijkaanpak.foundation.config import CannotStart

FILE = "collectors"  # in the data folder
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Collector:
    """Where an organisation takes in its rows; `token` goes along as a bearer token where one is given."""

    organisation: UUID
    url: str
    token: str | None = field(default=None, repr=False)


def read(home: Path, *, production: bool) -> tuple[Collector, ...]:
    """The collectors of this installation: organisation id, address, and perhaps a token on each line.

    Raises CannotStart with the number of a line that is not understood. In production only https is taken.
    """
    path = home / FILE
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.partition("#")[0].split()
        if words:
            found.append(_collector(path, number, words, production))
    return tuple(found)


def _collector(path: Path, number: int, words: list[str], production: bool) -> Collector:
    try:
        organisation = UUID(words[0])
        parts = urlsplit(words[1])
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
        if len(words) > 3 or not parts.hostname or parts.scheme not in ("http", "https"):
            raise ValueError
    except (ValueError, IndexError):
        raise CannotStart(
            "{file}, line {number}: write the id of an organisation, an address, and perhaps a token.",
            file=path, number=number,
        ) from None  # fmt: skip
    if production and not safe:
        raise CannotStart("{file}, line {number}: a collector needs https.", file=path, number=number)
    return Collector(organisation, words[1], words[2] if len(words) == 3 else None)
