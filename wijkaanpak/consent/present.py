"""How sharing stands at this very moment: whoever decides on it in one matter does so one after the other."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import text

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict

ONE_BY_ONE = text("select pg_advisory_xact_lock(hashtextextended('sharing ' || :matter, 0))")


def one_by_one(unit: Unit, matter: UUID) -> None:
    """Wait until nobody else decides on sharing in this matter; held until the unit closes."""
    unit.session.execute(ONE_BY_ONE, {"matter": str(matter)})


def as_it_stands(unit: Unit, facts: MatterFacts) -> MatterFacts:
    """The facts as they are once it is one's turn.

    So a no counts that somebody else was writing down meanwhile (R54).
    Raises Conflict where the matter is gone.
    """
    one_by_one(unit, facts.id)
    found = unit.facts(facts.id)
    if found is None:
        raise Conflict(_("This is no longer there."), "STATUS")
    return found[0]
