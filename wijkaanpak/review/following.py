"""Following up: what was asked or judged and is still open, and saying that it is done (R100, R101)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, func, or_, update

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, reading
from wijkaanpak.foundation.errors import Conflict
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.review import finding
from wijkaanpak.review.finding import KIND, Found
from wijkaanpak.review.models import Finding, Question, Verdict

MOST = 200
NOTHING = "GEEN"
OPEN_VERDICT = and_(Verdict.id.is_not(None), Verdict.follow_up != NOTHING, Verdict.closed_at.is_(None))


@dataclass(frozen=True)
class Following:
    """What is open: answers to read, questions without one, what follows a verdict; and what is done."""

    answered: tuple[Found, ...]
    unanswered: tuple[Found, ...]
    to_do: tuple[Found, ...]
    done: tuple[Found, ...]


@dataclass(frozen=True, kw_only=True)
class FollowUpDone(Event, name="finding.closed", says="{actor} finished what followed a verdict"):
    """What followed from a verdict was done."""

    follow_up: str


@reading(Verb.FINDING_FOLLOW)
def following(unit: Unit, _about: None, /) -> Following:
    """Everything asked or judged, what is open by its term and what is done newest first."""
    moment = func.coalesce(Verdict.closed_at, Verdict.judged_at)
    query = (
        finding.findings()
        .where(or_(Verdict.id.is_not(None), Question.id.is_not(None)))
        .order_by(and_(Verdict.id.is_not(None), ~OPEN_VERDICT), moment.desc(), Question.due_on, Finding.id)
        .limit(MOST)
    )
    found = [finding.told(row) for row in unit.session.execute(query)]
    for one in found:
        finding.disclose(unit, one)
    asked = [one for one in found if one.judged is None and one.asked is not None]
    return Following(
        answered=tuple(one for one in asked if one.asked and one.asked.answer is not None),
        unanswered=tuple(one for one in asked if one.asked and one.asked.answer is None),
        to_do=tuple(one for one in found if is_open(one)),
        done=tuple(one for one in found if one.judged is not None and not is_open(one)),
    )


def is_open(found: Found) -> bool:
    """Whether something still has to follow from its verdict."""
    judged = found.judged
    return judged is not None and judged.follow_up != NOTHING and judged.closed_at is None


@command(Verb.FINDING_CLOSE)
def close(unit: Unit, finding_id: UUID, /) -> FollowUpDone:
    """Say that what followed is done; raises NotFound, and Conflict where nothing is open."""
    found = finding.one(unit, Verb.FINDING_CLOSE, finding_id)
    if found.judged is None or not is_open(found):
        raise Conflict(_("Nothing is open here any more."), "STATUS")
    unit.session.execute(
        update(Verdict)
        .where(Verdict.id == found.judged.id)
        .values(closed_at=unit.now, closed_by=unit.actor.id)
        .execution_options(synchronize_session=False)
    )
    about = Thing(KIND, found.id, None, (found.organisation_id,))
    return FollowUpDone(thing=about, follow_up=found.judged.follow_up)
