"""Two people change the same thing: whoever comes second sees both, and chooses (409, no lost update)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from wijkaanpak.cases.models import Action, Goal
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict

OUTDATED = "VERSIE"


class Outdated(Conflict):
    """Somebody changed it since this form was opened; nothing of the form was saved (409)."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this just before you."), OUTDATED)


def same_as_seen(stored: int, seen: int) -> None:
    """Raise Outdated unless the form was made from what is stored now."""
    if stored != seen:
        raise Outdated()


def swap(
    unit: Unit, table: type[Goal | Action], ident: UUID, seen: int, values: dict[str, Any]
) -> int:  # fmt: skip
    """Change a row where it is still as it was seen, in one statement; returns its new version.

    Two at the same moment: PostgreSQL lets the second wait, and then finds that the version is another one.
    Raises Outdated.
    """
    moment: datetime = unit.now
    changed = unit.session.execute(
        update(table)
        .where(table.id == ident, table.version == seen)
        .values(**values, changed_at=moment, version=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Outdated()
    return seen + 1
