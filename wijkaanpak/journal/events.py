"""What can happen: each event with its name, its sentence and the bell it rings; never a word of content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, ClassVar
from uuid import UUID

REGISTRY: dict[str, type[Event]] = {}
BELLS = frozenset(
    {"signal.changed", "triage.changed", "case.changed", "access.changed", "work.changed", "meeting.changed"}
)


@dataclass(frozen=True)
class Thing:
    """What an entry is about: references and codes only (requirements.md 5.2, fields 18-24)."""

    kind: str
    id: UUID | None = None
    matter: UUID | None = None
    controllers: tuple[UUID, ...] = ()
    persons: tuple[UUID, ...] = ()
    purpose: str | None = None
    sensitivity: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; fields of a subclass are its particulars: codes and references."""

    name: ClassVar[str] = ""
    says: ClassVar[str] = ""
    bell: ClassVar[str | None] = None
    thing: Thing
    because: str | None = None  # why, in somebody's own words: sealed with the personal part (field 31)

    def __init_subclass__(cls, *, name: str, says: str, bell: str | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if name in REGISTRY:
            raise TypeError(f"two events are called {name}")
        if bell is not None and bell not in BELLS:
            raise TypeError(f"{name} rings {bell}, which is not in the closed list")
        cls.name, cls.says, cls.bell = name, says, bell
        REGISTRY[name] = cls

    def rings(self) -> tuple[UUID, ...]:
        """The references whose listeners hear the bell; the matter itself unless an event says otherwise."""
        return (self.thing.matter,) if self.thing.matter else ()

    def particulars(self) -> dict[str, Any]:
        """What a subclass adds, in the plain form that the journal keeps."""
        base = {f.name for f in fields(Event)}
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name not in base}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
