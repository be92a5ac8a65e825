"""Working out oneself that the journal is whole: an officer needs nobody; each run is on record (R92)."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Engine, exc

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, NotFound
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.journal.findings import Outcome
from wijkaanpak.journal.upkeep import LOG
from wijkaanpak.journal.verifying import run
from wijkaanpak.journal.verifying_signed import Trusted
from wijkaanpak.review.reading import officers_only

SECONDS = 6.0  # of one run: the officer's own transaction may stand idle for ten


@dataclass(frozen=True, kw_only=True)
class JournalVerified(Event, name="journal.verified", says="{actor} worked out whether the journal is whole"):
    """What came of it (journal/findings.py), from where, how far, and where something is wrong first."""

    code: str
    since: int
    size: int
    first: int | None


def work_out(engine: Engine, trust: Trusted, since: int) -> Outcome:
    """Go through the journal from this size on; NotFound where nothing was signed at it, or Conflict."""
    try:
        return run(engine, trust, since=since, seconds=SECONDS)
    except ValueError:
        raise NotFound() from None
    except exc.TimeoutError:
        raise Conflict(_("Others work it out at this moment. Try again in a minute."), "STATUS") from None


@command(Verb.JOURNAL_VERIFY)
def verified(unit: Unit, outcome: Outcome, /, *, since: int) -> JournalVerified:
    """Put on record that it was worked out, and what came of it."""
    officers_only(unit)
    about = Thing("LOG", LOG.id, None, (unit.actor.organisation_id,), (), "P_VERANTW", "K0")
    return JournalVerified(
        thing=about, code=outcome.kind.code, since=since, size=outcome.size, first=outcome.first
    )
