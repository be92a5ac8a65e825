"""Who may sit at an item: everybody's ground, green or red, why, and what would help (R83)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import BindParameter, Select, bindparam, false, func, select

from wijkaanpak.access import codes, explaining, policy
from wijkaanpak.access.actor import Actor, RoleHeld
from wijkaanpak.access.explaining import Words
from wijkaanpak.access.facts import Invited, MatterFacts
from wijkaanpak.access.lacking import Asked
from wijkaanpak.access.policy import Decision
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.matters.models import Invitation
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff
from wijkaanpak.web.frame import day, moment
from wijkaanpak.web.language import language

AN_ITEM = timedelta(hours=1)
WHY = {
    "GRONDSLAG_ONTBREEKT": lazy("There is no ground for {organisation}."),
    "GRONDSLAG_VERVALLEN": lazy("The ground for {organisation} has ended."),
    "CONVENANT_INACTIEF": lazy("There is no covenant with {organisation} that holds for this."),
    "KLASSE_TE_HOOG": lazy("What is in it is too sensitive for {organisation}."),
    "NIET_BETROKKEN": lazy("Has no place in the team of this case."),
    "ROL_ONVOLDOENDE": lazy("Their role does not read cases."),
    "STATUS": lazy("The case is past the state in which their role reads it."),
}
SILENT = lazy("Cannot sit at this item.")
Table = list[tuple[Actor, bool]]
NOW: BindParameter[datetime] = bindparam("now")
PEOPLE = (
    select(
        Staff.id, Staff.name, func.coalesce(Staff.suspended_at, Organisation.suspended_at),
        Organisation.id, Organisation.name, Organisation.kind,
        RoleAssignment.role, RoleAssignment.areas,
    )
    .join(Organisation, Organisation.id == Staff.organisation_id)
    .outerjoin(
        RoleAssignment,
        (RoleAssignment.staff_id == Staff.id) & (RoleAssignment.valid_from <= NOW)
        & (RoleAssignment.held_until > NOW),
    )
    .order_by(Staff.id, RoleAssignment.valid_from)
)  # fmt: skip


@dataclass(frozen=True)
class Seated:
    """One person asked for an item. `until` is when the first ground that they sit on ends."""

    staff: UUID
    name: str
    organisation_id: UUID
    organisation: str
    green: bool
    here: bool  # came in at the meeting
    sat: bool  # sat at this item
    why: str
    remedies: tuple[str, ...] = ()
    until: datetime | None = None


def seats(unit: Unit, facts: MatterFacts, asked: Table, here: Iterable[UUID] = ()) -> list[Seated]:
    """The check for one item, by the same policy that guards its rows; `asked` says who sat at it already."""
    inside = frozenset(here)
    names = {actor.organisation_id: actor.organisation_name for actor, _sat in asked}
    words = Words(language(), names, facts.lead, day, moment)
    found = [_seat(facts, actor, unit.now, words, (actor.id in inside, sat)) for actor, sat in asked]
    return sorted(found, key=lambda seat: (not seat.green, seat.organisation, seat.name))


def discreet(found: list[Seated], facts: MatterFacts, viewer: Actor, chair: UUID | None) -> list[Seated]:
    """On what ground others sit here is for the chair, and for who may read the register of it anyway.

    Everybody else hears of others only whether they may, and why of their own organisation's people.
    """
    if viewer.id in (chair, facts.lead) or viewer.organisation_id in (
        facts.provider,
        facts.lead_organisation,
    ):
        return found
    return [
        seat
        if seat.organisation_id == viewer.organisation_id
        else replace(seat, why="", remedies=(), until=None)
        for seat in found
    ]


def green(unit: Unit, facts: MatterFacts, asked: Table) -> tuple[UUID, ...]:
    """Those of them who may sit at this item at this moment."""
    return tuple(actor.id for actor, _sat in asked if judge(facts, actor, unit.now).allowed)


def judge(facts: MatterFacts, actor: Actor, now: datetime) -> Decision:
    """May this person read something of this case at its item? Asked as if the item were open to them."""
    item = Invited(actor.id, now - AN_ITEM, now + AN_ITEM)
    return policy.decide(actor, Verb.CASE_READ, replace(facts, agenda=(*facts.agenda, item)), now)


def asked_for(unit: Unit, item_id: UUID) -> Table:
    """Who is asked for an item, and whether they sat at it, for who may know the item."""
    asked = PEOPLE.add_columns(Invitation.present).join(Invitation, Invitation.staff_id == Staff.id)
    return _read(unit, asked.where(Invitation.item_id == item_id))


def not_yet(unit: Unit, staff: Iterable[UUID]) -> Table:
    """Colleagues who could be asked."""
    return _read(unit, PEOPLE.add_columns(false()).where(Staff.id.in_(list(staff))))


def _read(unit: Unit, query: Select[Any]) -> Table:
    """Colleagues as the policy knows them: who works where, in which roles that hold now."""
    found: dict[UUID, Actor] = {}
    sat: dict[UUID, bool] = {}
    for ident, name, gone, home, home_name, kind, role, areas, was in unit.session.execute(
        query, {"now": unit.now}
    ):
        held = (RoleHeld(role, frozenset(areas)),) if role else ()
        known = found.get(ident)
        sat[ident] = was
        found[ident] = replace(known, roles=known.roles + held) if known else Actor(
            id=ident, name=name, organisation_id=home, organisation_name=home_name, organisation_kind=kind,
            roles=held, session_id=ident, assured=True, active=gone is None,
        )  # fmt: skip
    return [(actor, sat[ident]) for ident, actor in found.items()]


def _seat(facts: MatterFacts, actor: Actor, now: datetime, words: Words, been: tuple[bool, bool]) -> Seated:
    decision = judge(facts, actor, now)
    base = (actor.id, actor.name, actor.organisation_id, actor.organisation_name)
    if decision.allowed:
        ends = [line.valid_until for line in facts.lines if line.ground in decision.grounds]
        return Seated(*base, True, *been, _lawful(decision, actor, facts), until=min(ends, default=None))
    reason = decision.reason or "FOUT_VEILIG"
    why = str(WHY.get(reason, SILENT)).format(organisation=actor.organisation_name)
    if reason not in WHY:  # what somebody declared about themselves is nobody's at the table (R66)
        return Seated(*base, False, *been, why)
    explained = explaining.explain(Asked(actor, Verb.CASE_READ, facts, now), decision, ahead=True)
    return Seated(*base, False, *been, why, tuple(explaining.tell(one, words) for one in explained.remedies))


def _lawful(decision: Decision, actor: Actor, facts: MatterFacts) -> str:
    if facts.bare:
        return _("about a place, without residents")
    if not decision.grounds:
        return _("their own case") if actor.organisation_id == facts.provider else _("wrote something in it")
    bases = {line.basis for line in facts.lines if line.ground in decision.grounds}
    return ", ".join(sorted(codes.label("grondslagen", basis, language()).lower() for basis in bases))
