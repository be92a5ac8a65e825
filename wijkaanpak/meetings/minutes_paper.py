"""The minutes of one item on paper, for its participants only; no name in its title (R84)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from wijkaanpak.access import codes
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.meetings.agenda import items
from wijkaanpak.meetings.minutes import ItemMinutes, of_item
from wijkaanpak.meetings.models import Meeting
from wijkaanpak.web.frame import day, moment
from wijkaanpak.web.language import language


def title() -> str:
    """What stands above it."""
    return _("Minutes of a case meeting")


@reading(Verb.MINUTES_PRINT)
def printable(unit: Unit, meeting: Meeting, /, item_id: UUID) -> ItemMinutes | None:
    """One item as who asks may read it, or nothing."""
    item = next((i for i in items(unit, meeting.id) if i.id == item_id and i.matter and i.opened), None)
    return of_item(unit, item) if item else None


def paper(meeting: Meeting, found: ItemMinutes) -> dict[str, Any]:
    """What the template shows."""
    return {
        "lead": [
            _("Case %(number)s, %(when)s.", number=found.item.number, when=moment(meeting.starts_at)),
            _("Decisions and actions alone; not who said what."),
        ],
        "present": {"title": _("At the table"), "names": list(found.present)},
        "agreed": {
            "title": _("Decided"), "empty": _("Nothing was decided."),
            "lines": [one.words + (" " + _("(corrected)") if one.corrected else "") for one in found.agreed],
        },
        "promised": {
            "title": _("Promised"), "empty": _("Nothing was promised."),
            "lines": [
                {
                    "words": one.words, "who": f"{one.owner}, {one.organisation}", "due": day(one.due_on),
                    "status": codes.label("actiestatussen", one.status, language()),
                }
                for one in found.promised
            ],
        },
    }  # fmt: skip
