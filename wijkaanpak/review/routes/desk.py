"""The desk: what waits in each queue, and one thing that stands out with all that helps to judge it."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.working_days import local
from wijkaanpak.review import desk_words, state, waits  # noqa: F401  # it puts itself on Today
from wijkaanpak.review.clocks import left
from wijkaanpak.review.desk import Card, Desk, Open
from wijkaanpak.review.desk import desk as read
from wijkaanpak.review.paragraph import paragraph
from wijkaanpak.review.queues import QUEUES
from wijkaanpak.review.routes import blueprint
from wijkaanpak.review.routes.forms import AskForm, JudgeForm, suggested
from wijkaanpak.review.sentences import tell
from wijkaanpak.web.page import page, show


@blueprint.get("/controle")
@page(Verb.FINDING_READ, engine="desk")
def desk(unit: Unit) -> Response:
    """What waits, and the first thing of the queue that was chosen."""
    return shown(unit, queue=request.args.get("rij"))


@blueprint.get("/controle/bevindingen/<uuid:finding_id>")
@page(Verb.FINDING_READ, engine="desk")
def finding(unit: Unit, finding_id: UUID) -> Response:
    """One thing that stands out."""
    return shown(unit, finding_id=finding_id)


def shown(
    unit: Unit, *, queue: str | None = None, finding_id: UUID | None = None, ask: AskForm | None = None,
    judge: JudgeForm | None = None,
) -> Response:  # fmt: skip
    """The desk with this on it; a form that came back with faults keeps what was filled in."""
    found = read(unit, queue, finding_id=finding_id)
    status = 400 if any(form is not None and form.errors for form in (ask, judge)) else 200
    done = {"vraag": _("Your question was sent."), "oordeel": _("Your verdict is recorded.")}
    return show(
        "review/desk.html", status, desk=found, opened=_told(found.open), words=desk_words,
        empty=_empty(found), said=done.get(request.args.get("klaar", "")), state=state.told(unit),
        today=local(unit.now).date(), chosen=found.open.found.queue if found.open else None,
        clocks=[(clock, left(clock.due_at, unit.now)) for clock in found.clocks],
        ask=ask or (AskForm(data={"question": suggested(found.open.found)}) if found.open else None),
        judge=judge or JudgeForm(),
    )  # fmt: skip


def _told(opened: Open | None) -> dict[str, object] | None:
    """What lies open, in words: its first entry as a paragraph, the others folded under it."""
    if opened is None:
        return None
    found, queue = opened.found, QUEUES[opened.found.queue]
    told = [tell(entry) for entry in opened.entries]
    one = told[0] if len({entry.matter for entry in told}) == 1 else None
    return {
        "rule": queue.rule,
        "first": paragraph(opened.entries[0], opened.beside) if opened.entries else None,
        "others": told[1:],
        "matter": one.matter if one else None,
        "matter_name": one.matter_name if one else None,
        "stands_out": [queue.say(fact) for fact in found.stands_out],
        "ordinary": [queue.say(fact) for fact in found.ordinary],
        "day": local(found.occurred_at).date().isoformat(),
    }


def _empty(found: Desk) -> list[str]:
    """The queues in which nothing waits, on one quiet line."""
    waiting: dict[str, Card] = {card.queue: card for card in found.cards if card.waiting}
    return [str(words) for queue, words in desk_words.TITLES.items() if queue not in waiting]
