"""What stands at an address: a case under its own id, and a signal under its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, find


def case_at(unit: Unit, verb: Verb, case_id: UUID) -> tuple[MatterFacts, dict[str, Any]]:
    """The case of this id; the id of its signal or of its matter is no address of a case (404)."""
    return find(unit, verb, case_id, "case")


def signal_at(unit: Unit, verb: Verb, signal_id: UUID) -> tuple[MatterFacts, dict[str, Any]]:
    """The signal of this id; the id of its case or of its matter is no address of a signal (404)."""
    return find(unit, verb, signal_id, "signal")
