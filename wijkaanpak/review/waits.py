"""What waits at the desk, on Today of a privacy officer: a count and a day, nobody's name."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import text

from wijkaanpak.door import Unit
from wijkaanpak.foundation.working_days import end_of
from wijkaanpak.review.reading import OFFICER
from wijkaanpak.web import waiting
from wijkaanpak.web.waiting import Wait

WAITING = text("select waiting, due_on, answered from app.findings_to_judge()")


@waiting.source
def waits(unit: Unit) -> list[Wait]:
    """One line for all that waits to be judged, with the answers that came in."""
    if not unit.actor.holds(OFFICER):
        return []
    number, due, answered = unit.session.execute(WAITING).one()
    if not number:
        return []
    unit.disclosed.particulars["findings"] = number
    title = ngettext("One thing stands out", "%(num)s things stand out", number)
    told = ngettext(
        "One has an answer to your question.", "%(num)s have an answer to your question.", answered
    )
    return [Wait(end_of(due), title, told if answered else "", "/controle", _("Look at it"), "asked")]
