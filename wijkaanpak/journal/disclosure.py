"""What one answer hands out, gathered while it is made: its entry lists exactly these (rulings.md 16)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from wijkaanpak.journal.events import Thing


@dataclass
class Disclosure:
    """The things that an answer hands out, with whom they are about and who answers for them."""

    items: list[dict[str, Any]] = field(default_factory=list)
    persons: set[UUID] = field(default_factory=set)
    controllers: set[UUID] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    grounds: set[UUID] = field(default_factory=set)
    particulars: dict[str, Any] = field(default_factory=dict)  # of a search: codes and counts, no words

    def add(
        self, kind: str, ident: UUID, *, controller: UUID, data_class: str = "K1",
        category: str | None = None, persons: tuple[UUID, ...] = (), grounds: tuple[UUID, ...] = (),
    ) -> None:  # fmt: skip
        """Register one thing that leaves with this answer."""
        self.items.append({"type": kind, "id": str(ident), "class": data_class, "category": category})
        self.controllers.add(controller)
        self.classes.add(data_class)
        self.persons.update(persons)
        self.grounds.update(grounds)
        if category:
            self.categories.add(category)

    def seen(self, thing: Thing) -> Thing:
        """What was asked for, together with all that was handed out of it."""
        return replace(
            thing,
            controllers=tuple(sorted(self.controllers | set(thing.controllers), key=str)),
            persons=tuple(sorted(self.persons, key=str)),
            sensitivity=max(self.classes, default="K0"),
            categories=tuple(sorted(self.categories)),
        )
