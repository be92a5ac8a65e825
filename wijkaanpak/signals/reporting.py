"""Reporting what was noticed: a matter opens, and it waits in the own organisation (4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from flask_babel import gettext as _

from wijkaanpak.access import codes, policy, roles
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Thing
from wijkaanpak.matters.models import Matter
from wijkaanpak.matters.recording import (
    add_parts,
    add_resident,
    birth_fault,
    class_of,
    complainant,
    join_team,
    open_matter,
    three_parts,
)
from wijkaanpak.places.dwellings import find_or_make, house_number
from wijkaanpak.signals import terms, where
from wijkaanpak.signals.colleagues import WEIGHING, can_keep_secret, can_weigh, colleagues, unwatched
from wijkaanpak.signals.happenings import SignalReported
from wijkaanpak.signals.models import Signal
from wijkaanpak.signals.states import REPORTED, add_step
from wijkaanpak.signals.where import Place

LEAST_FACT = 30


@dataclass(frozen=True)
class Noted:
    """What a reporter filled in: `number` of a house or BAG id, `named` who else may know or must weigh.

    `complainant` is who told the reporter, such as a neighbour (R17); `born` is of the resident.
    """

    category: str
    urgency: str
    feit: str
    discussed: str
    duiding: str = ""
    advies: str = ""
    discussed_reason: str = ""
    number: str = ""
    resident: str = ""
    born: date | None = None
    complainant: str = ""
    named: tuple[UUID, ...] = ()

    @property
    def concerns_someone(self) -> bool:
        """Is it about a resident, named or not?"""
        return bool(self.number.strip() or self.resident.strip() or self.born)


def reportable() -> list[str]:
    """The categories of this form; rent arrears have an early warning of their own (R35)."""
    return [c.code for c in codes.items("signaalcategorieen") if c.code != policy.EARLY_WARNING]


@command(Verb.SIGNAL_REPORT)
def report(unit: Unit, place: Place, /, noted: Noted) -> SignalReported:
    """Report a signal: INGEDIEND, and nothing leaves the own organisation.

    Raises Invalid with every fault at once, and 403 for a place outside one's own reach (R16, R32, R33, R43).
    """
    if where.only_early_warning(unit.actor):
        raise Conflict(_("An early warning needs four dated facts; the form for it comes later."))
    if not where.reaches(unit.actor, place):
        deny(unit, Verb.SIGNAL_REPORT, policy.deny("NIET_BETROKKEN"), None, None)
    found = faults(unit, noted)
    if found:
        raise Invalid(found)
    matter = open_matter(
        unit, complex_id=place.id, category=noted.category, urgency=noted.urgency,
        purpose=codes.signal_category(noted.category).purpose, people=noted.concerns_someone,
    )  # fmt: skip
    signal = _signal(unit, matter, noted)
    _let_in(unit, matter, noted)
    add_step(unit, signal.id, REPORTED, unit.actor.organisation_id)
    resident = _resident(unit, matter, noted)
    parts = three_parts(noted.category, noted.feit, noted.duiding, noted.advies)
    parts += complainant(noted.complainant)
    add_parts(unit, matter.id, matter.purpose, parts)
    thing = Thing(
        "SIGNAAL", signal.id, matter.id, (unit.provider,), (resident,) if resident else (), matter.purpose,
        codes.highest_class(class_of(part.category) for part in parts),
        tuple(sorted({part.category for part in parts if part.category})),
    )  # fmt: skip
    told = noted.named if matter.secret else (unit.provider, *noted.named)
    return SignalReported(thing=thing, category=noted.category, urgency=noted.urgency, told=told)


def _signal(unit: Unit, matter: Matter, noted: Noted) -> Signal:
    signal = Signal(
        id=uuid4(), matter_id=matter.id, organisation_id=unit.provider, author_id=unit.author,
        reporter_role=unit.actor.main_role, status=REPORTED, discussed=noted.discussed,
        discussed_reason=noted.discussed_reason.strip() or None, reported_at=unit.moment,
        due_at=terms.due(noted.urgency, unit.moment),
    )  # fmt: skip
    unit.session.add(signal)
    unit.session.flush()
    return signal


def _let_in(unit: Unit, matter: Matter, noted: Noted) -> None:
    """K7: its author and whoever the author names know of it, and nobody else (R33)."""
    if matter.secret:
        join_team(unit, matter.id, unit.actor.id, unit.actor.organisation_id)
    for colleague in dict.fromkeys(noted.named):
        join_team(unit, matter.id, colleague, unit.actor.organisation_id)


def _resident(unit: Unit, matter: Matter, noted: Noted) -> UUID | None:
    if not noted.concerns_someone:
        return None
    number = house_number(noted.number)
    dwelling = find_or_make(unit, matter.complex_id, number) if number else None
    return add_resident(
        unit, matter.id, name=noted.resident.strip() or None, born=noted.born, dwelling_id=dwelling
    )


def faults(unit: Unit, noted: Noted) -> dict[str, str]:
    """Everything in it that the domain does not take, per question."""
    found: dict[str, str] = {}
    if noted.category not in reportable():
        found["category"] = _("Choose what kind of signal it is.")
    elif codes.signal_category(noted.category).data_class == "K1":
        found |= _people(noted)
    if noted.number.strip() and house_number(noted.number) is None:
        found["number"] = _("Write the house number as it stands on the door, for example 12 or 12A.")
    if len(noted.feit.strip()) < LEAST_FACT:
        found["feit"] = _("Write what you saw or heard, in at least %(least)s characters.", least=LEAST_FACT)
    wrong = birth_fault(unit, noted.born)
    if wrong:
        found["born"] = wrong
    if not codes.known("urgenties", noted.urgency):
        found["urgency"] = _("Choose how urgent it is.")
    if not codes.known("besproken", noted.discussed):
        found["discussed"] = _("Choose whether you discussed it with the resident.")
    return found | _unnamed(unit, noted)


def _people(noted: Noted) -> dict[str, str]:
    """What is about a place only holds nobody, neither residents nor who complained (rulings.md 4, 5)."""
    found: dict[str, str] = {}
    if noted.concerns_someone:
        found["number"] = _(
            "This kind of signal is about the building or the street. "
            "Leave house number, name and date of birth empty."
        )
    if noted.complainant.strip():
        found["complainant"] = _(
            "This kind of signal is about the building or the street. Leave out who told you."
        )
    return found


def _unnamed(unit: Unit, noted: Noted) -> dict[str, str]:
    """Somebody must be able to take it further: K7 only through people whom the author names (R33)."""
    held = unit.actor.role_codes
    secret = codes.known("signaalcategorieen", noted.category) and (
        codes.signal_category(noted.category).data_class == "K7"
    )
    alone = secret and not any(roles.grants(WEIGHING, r) and can_keep_secret(r) for r in held)
    able = can_keep_secret if secret else can_weigh
    needed = alone or (not secret and unwatched(unit))
    known = {colleague.id for colleague in colleagues(unit, able)} if noted.named or needed else set()
    if not set(noted.named) <= known:
        return {"named": _("Choose colleagues from the list.")}
    if noted.named or not needed:
        return {}
    if not known:
        return {"named": _("Nobody in your organisation can take this further here. Call a partner.")}
    return {"named": _("Choose at least one colleague who takes it further; nobody else sees it.")}
