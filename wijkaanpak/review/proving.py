"""Working out on the command line that the journal is whole; that too is on record (R92)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.checkpoints import Checkpoints, signer
from wijkaanpak.journal.events import Event
from wijkaanpak.journal.findings import Outcome
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.upkeep import LOG
from wijkaanpak.journal.verifying import run, trusted
from wijkaanpak.sign_in.subjects import COMMANDER, acting_as


@dataclass(frozen=True, kw_only=True)
class JournalProven(Event, name="journal.proven", says="{actor} worked out whether the journal is whole"):
    """What came of it (journal/findings.py), from which number, how far, and what is wrong first."""

    code: str
    since: int
    size: int
    first: int | None


@command(Verb.JOURNAL_PROVE)
def prove(unit: Unit, outcome: Outcome, /, *, since: int) -> JournalProven:
    """Put on record that it was worked out, and what came of it."""
    return JournalProven(
        thing=LOG, code=outcome.kind.code, since=since, size=outcome.size, first=outcome.first
    )


def proven(database: Database, settings: Settings, since: int, anchors: Path | None) -> Outcome:
    """Go through the journal from this size on, and put that on record before anybody hears what came of it.

    First what waits gets its number and is signed, for where nobody serves nothing else does that. Raises
    ValueError where no checkpoint stands at `since`.
    """
    Notary(database.notary).follow_once()
    Checkpoints(database.notary, signer(settings)).round()
    outcome = run(database.notary, trusted(settings), since=since, anchors=anchors)
    with acting_as(COMMANDER, database) as unit:
        prove(unit, outcome, since=since)
        unit.close()
    return outcome
