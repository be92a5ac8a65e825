"""Judging what stood out: once, never what one did oneself; the events stay as they are (R65, R100)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask_babel import gettext as _

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.review import finding
from wijkaanpak.review.finding import KIND, Found
from wijkaanpak.review.models import FOLLOW_UPS, VERDICTS, Breach, Verdict

CLOCK = timedelta(hours=72)  # art. 33: hours of the clock, not of work
UNLAWFUL, ASSESS = "ONRECHTMATIG", "DATALEKBEOORDELING"
LEAST = 10


@dataclass(frozen=True, kw_only=True)
class FindingJudged(Event, name="finding.judged", says="{actor} judged what stood out"):
    """An officer judged it; the explanation stays in the record."""

    queue: str
    outcome: str
    follow_up: str
    breach: UUID | None


@command(Verb.FINDING_JUDGE)
def judge(
    unit: Unit, finding_id: UUID, /, *, verdict: str, explanation: str, follow_up: str,
    aware_at: datetime | None = None,
) -> FindingJudged:  # fmt: skip
    """Say whether it was lawful, why, and what follows; what is unlawful opens a breach assessment (R102).

    `aware_at` is when the organisation knew, where that was before this verdict. Raises NotFound, Invalid and
    Conflict as their sentences say.
    """
    found = finding.one(unit, Verb.FINDING_JUDGE, finding_id)
    if found.judged is not None:
        raise Conflict(_("This was judged already."), "STATUS")
    opens = opens_breach(verdict, follow_up)
    _check(unit, found, verdict, explanation, follow_up, aware_at if opens else None)
    row = Verdict(
        id=uuid4(), finding_id=found.id, reviewer_id=unit.actor.id, verdict=verdict,
        explanation=explanation.strip(), follow_up=follow_up, judged_at=unit.now,
        aware_at=aware_at if opens else None,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    about = Thing(KIND, found.id, None, (found.organisation_id,))
    breach = _open_breach(unit, found, row) if opens else None
    return FindingJudged(thing=about, queue=found.queue, outcome=verdict, follow_up=follow_up, breach=breach)


def opens_breach(verdict: str, follow_up: str) -> bool:
    """Whether this verdict opens a breach assessment, whatever else follows from it."""
    return verdict == UNLAWFUL or follow_up == ASSESS


def _open_breach(unit: Unit, found: Found, verdict: Verdict) -> UUID:
    aware = verdict.aware_at or unit.now
    breach = Breach(
        id=uuid4(), verdict_id=verdict.id, organisation_id=found.organisation_id, aware_at=aware,
        due_at=aware + CLOCK,
    )  # fmt: skip
    unit.session.add(breach)
    return breach.id


def _check(
    unit: Unit, found: Found, verdict: str, explanation: str, follow_up: str, aware_at: datetime | None
) -> None:
    faults = {}
    if verdict not in VERDICTS:
        faults["verdict"] = _("Choose a verdict.")
    if len(explanation.strip()) < LEAST:
        faults["explanation"] = _("Say why, in a few words.")
    if follow_up not in FOLLOW_UPS:
        faults["follow_up"] = _("Choose what follows.")
    if aware_at is not None and aware_at > unit.now:
        faults["aware_at"] = _("This moment is still to come.")
    elif aware_at is not None and aware_at < found.occurred_at:
        faults["aware_at"] = _("This is before it happened. Nobody can have known then.")
    if faults:
        raise Invalid(faults)
