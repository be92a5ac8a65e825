"""The running house as a request finds it: its settings, its database, and how to wake the bell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import current_app

from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database


def _still() -> None:
    return None


@dataclass
class House:
    """One of these a process."""

    settings: Settings
    database: Database
    name: str = "Oeverdrecht"
    wake: Callable[[], None] = field(
        default=_still
    )  # called after each commit, so that the notary looks at once


def house() -> House:
    """The house that answers this request."""
    found: House = current_app.extensions["house"]
    return found
