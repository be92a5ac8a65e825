"""Choosing when a mail says that notices wait: never, at once, or in the morning."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.notices.models import CHOICES, MORNING, NoticeChoice
from wijkaanpak.organisations.models import Staff


@dataclass(frozen=True, kw_only=True)
class NoticesChosen(Event, name="notice.chosen", says="{actor} chose when notices come by mail"):
    """When somebody wants a mail: UIT, METEEN or OCHTEND."""

    way: str


@dataclass(frozen=True)
class Chosen:
    """What somebody chose, and the address their mails go to, if any is known."""

    mail: str
    address: str | None


def chosen(unit: Unit) -> Chosen:
    """One's own choice; in the morning for who never chose."""
    choice = unit.session.scalar(select(NoticeChoice.mail).where(NoticeChoice.staff_id == unit.actor.id))
    address = unit.session.scalar(select(Staff.mail).where(Staff.id == unit.actor.id))
    return Chosen(choice or MORNING, address)


@command(Verb.NOTICE_CHOOSE)
def choose(unit: Unit, _nothing: None, /, mail: str) -> NoticesChosen:
    """Keep one's choice; raises Invalid for what is none."""
    if mail not in CHOICES:
        raise Invalid({"mail": _("This choice does not exist.")})
    own = unit.session.get(NoticeChoice, unit.actor.id)
    if own is None:
        unit.session.add(NoticeChoice(staff_id=unit.actor.id, mail=mail, changed_at=unit.now))
    else:
        own.mail, own.changed_at = mail, unit.now
    return NoticesChosen(thing=Thing("MEDEWERKER", unit.actor.id, sensitivity="K0"), way=mail)
