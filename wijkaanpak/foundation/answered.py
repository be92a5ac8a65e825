"""What a reviewed function answers, as Python reads it: JSON knows no moments and no identifiers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def moment(value: str | None) -> datetime | None:
    """An instant with its offset, ISO 8601; None where the answer holds none."""
    return datetime.fromisoformat(value) if value else None


def identity(value: str | None) -> UUID | None:
    """An identifier; None where the answer holds none."""
    return UUID(value) if value else None
