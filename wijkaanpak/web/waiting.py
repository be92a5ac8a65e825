"""What waits for somebody: one thing of Today, and the rooms that put things there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wijkaanpak.door import Unit


@dataclass(frozen=True)
class Wait:
    """One thing that waits: until when, what, where, and the one act that helps."""

    due: datetime | None
    title: str
    text: str
    url: str
    act: str
    kind: str


Source = Callable[[Unit], list[Wait]]
SOURCES: list[Source] = []  # of rooms that stand above Today, or beside it


def source(found: Source) -> Source:
    """Let Today ask this too; it registers itself what it discloses."""
    SOURCES.append(found)
    return found


def elsewhere(unit: Unit) -> list[Wait]:
    """What waits in every room that said so."""
    return [wait for ask in SOURCES for wait in ask(unit)]
