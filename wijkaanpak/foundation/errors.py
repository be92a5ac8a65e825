"""The only errors a room raises; the hall turns each into a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Refusal(Exception):
    """Something the house will not do; always one clear sentence for the person who asked."""


class NotFound(Refusal):
    """It does not exist, or may not be known to exist: the same answer, byte for byte (rulings.md 8)."""


@dataclass
class Forbidden(Refusal):
    """Known but not allowed: the decision says why, the facts say for what, the verb what was asked."""

    decision: Any
    matter: Any = None
    verb: Any = None


@dataclass
class Invalid(Refusal):
    """Input with faults: every one at once, per field (400)."""

    faults: dict[str, str] = field(default_factory=dict)
    code: str | None = None


@dataclass
class Conflict(Refusal):
    """What was asked does not fit the state of things (409); `lacking` says what must come first."""

    sentence: str = ""
    code: str | None = None
    lacking: tuple[str, ...] = ()


class Unrecorded(Refusal):
    """The journal cannot be written: nothing is shown or changed (503, R89)."""


class SignedOut(Refusal):
    """Nobody is signed in, or the session has ended."""
