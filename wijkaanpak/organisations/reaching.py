"""Where a colleague's notices go by mail; an administrator says it, and the journal keeps no address."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.config import is_address
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.organisations.models import Staff
from wijkaanpak.organisations.people import KIND, Person


@dataclass(frozen=True, kw_only=True)
class MailSet(Event, name="staff.mail_set", says="{actor} said where a colleague's notices go by mail"):
    """A colleague has another mail address, or none any more; the address itself is not told."""

    staff: UUID
    known: bool


@command(Verb.STAFF_MAIL)
def set_mail(unit: Unit, person: Person, /, address: str) -> MailSet:
    """Keep the address that notices to this colleague go to; empty means none. Raises Invalid."""
    told = address.strip()
    if told and not is_address(told):
        raise Invalid({"mail": _("Write a mail address such as name@organisation.nl, without accents.")})
    unit.session.execute(update(Staff).where(Staff.id == person.id).values(mail=told or None))
    thing = Thing(KIND, person.id, controllers=(person.organisation_id,), sensitivity="K0")
    return MailSet(thing=thing, staff=person.id, known=bool(told))
