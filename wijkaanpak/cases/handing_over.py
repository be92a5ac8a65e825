"""Handing over a case: it counts once the other accepted; and naming who replaces the lead."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select, update

from wijkaanpak.access import codes, policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case, Offer
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff

LEAD, RESPONSIBILITY = "REGIE", "VERANTWOORDELIJKHEID"


@dataclass(frozen=True, kw_only=True)
class HandoverOffered(
    Event, name="handover.offered", says="{actor} offered to hand over a case", bell="case.changed"
):
    """What one side proposed; nothing changes before the other accepts (R19, R79)."""

    kind: str
    to: UUID

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and who must answer."""
        return (*super().rings(), self.to)


@dataclass(frozen=True, kw_only=True)
class HandoverAnswered(
    Event, name="handover.answered", says="{actor} answered a hand-over", bell="access.changed"
):
    """Accepted or not, by who was asked; both sides are in the journal."""

    kind: str
    offered_by: UUID
    accepted: bool

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and who offered it."""
        return (*super().rings(), self.offered_by)


@dataclass(frozen=True, kw_only=True)
class ReplacementNamed(
    Event, name="case.replacement_named", says="{actor} named who replaces the lead", bell="case.changed"
):
    """A case has one lead and one replacement (R79)."""

    staff: UUID


@command(Verb.CASE_OFFER)
def offer(unit: Unit, facts: MatterFacts, /, case_id: UUID, kind: str, staff_id: UUID) -> HandoverOffered:
    """Propose to a case director in the team that they take over the lead, or their organisation the case."""
    leads_only(unit, Verb.CASE_OFFER, facts, case_id)
    if not codes.known("overdrachtsoorten", kind):
        raise Invalid({"kind": _("Choose what you hand over.")})
    whom = _director(unit, facts, staff_id, "staff")
    if unit.session.scalar(select(Offer.id).where(Offer.case_id == case_id, Offer.answered_at.is_(None))):
        raise Conflict(_("An offer waits for its answer already."), "STATUS")
    unit.session.add(
        Offer(
            id=uuid4(), case_id=case_id, matter_id=facts.id, kind=kind, from_id=unit.actor.id,
            to_id=staff_id, organisation_id=whom, offered_at=unit.now,
        )
    )  # fmt: skip
    return HandoverOffered(thing=_thing(facts, case_id), kind=kind, to=staff_id)


@command(Verb.CASE_ANSWER)
def answer(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, offer_id: UUID, *, accept: bool
) -> HandoverAnswered:
    """Accept or decline. Who declines changes nothing; who accepts leads, or answers, from this moment."""
    made = unit.session.scalar(select(Offer).where(Offer.id == offer_id, Offer.case_id == case_id))
    if made is None or made.to_id != unit.actor.id:
        deny(unit, Verb.CASE_ANSWER, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)
        raise NotFound()
    answered = unit.session.execute(
        update(Offer)
        .where(Offer.id == offer_id, Offer.answered_at.is_(None))
        .values(answered_at=unit.now, accepted=accept)
        .execution_options(synchronize_session=False)
    )
    if answered.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("This offer was answered already."), "STATUS")
    if accept:
        _take_over(unit, facts, case_id, made)
    return HandoverAnswered(
        thing=_thing(facts, case_id), kind=made.kind, offered_by=made.from_id, accepted=accept
    )


@command(Verb.CASE_REPLACE)
def replace_by(unit: Unit, facts: MatterFacts, /, case_id: UUID, staff_id: UUID) -> ReplacementNamed:
    """Name the one case director who steps in for the lead."""
    leads_only(unit, Verb.CASE_REPLACE, facts, case_id)
    _director(unit, facts, staff_id, "staff")
    unit.session.execute(update(Case).where(Case.id == case_id).values(replacement_id=staff_id))
    return ReplacementNamed(thing=_thing(facts, case_id), staff=staff_id)


def leads_only(unit: Unit, verb: Verb, facts: MatterFacts, case_id: UUID) -> None:
    """Only who leads gives the lead away."""
    if facts.lead != unit.actor.id:
        deny(unit, verb, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)


def directors(unit: Unit, facts: MatterFacts) -> list[tuple[str, str, str]]:
    """Case directors in the team beside oneself: (id, name, organisation)."""
    inside = {m.staff for m in facts.team if m.holds(unit.now)} - {unit.actor.id}
    query = (
        select(Staff.id, Staff.name, Organisation.name)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            Staff.id.in_(inside), Staff.suspended_at.is_(None), RoleAssignment.role == "CR",
            RoleAssignment.holds(unit.now),
        )
        .distinct()
        .order_by(Organisation.name, Staff.name)
    )  # fmt: skip
    return [(str(i), name, organisation) for i, name, organisation in unit.session.execute(query)]


def _director(unit: Unit, facts: MatterFacts, staff_id: UUID, field: str) -> UUID:
    """The organisation of a case director in the team; raises Invalid for anybody else."""
    if str(staff_id) not in {ident for ident, _name, _organisation in directors(unit, facts)}:
        raise Invalid({field: _("Choose a case director who is in the team. Invite them first.")})
    return next(m.organisation for m in facts.team if m.staff == staff_id and m.holds(unit.now))


def _take_over(unit: Unit, facts: MatterFacts, case_id: UUID, made: Offer) -> None:
    values: dict[str, object] = {"controller_id": made.organisation_id}
    if made.kind == LEAD:
        values = {"lead_id": made.to_id, "lead_organisation_id": made.organisation_id}
        case = unit.session.scalar(select(Case.replacement_id).where(Case.id == case_id))
        if case == made.to_id:  # nobody replaces oneself; who led can, until another is named
            values["replacement_id"] = made.from_id
    changed = unit.session.execute(
        update(Case)
        .where(Case.id == case_id, Case.lead_id == made.from_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Who offered this does not lead the case any more."), "STATUS")


def _thing(facts: MatterFacts, case_id: UUID) -> Thing:
    return Thing("CASUS", case_id, facts.id, (facts.provider,), (), facts.purpose, "K1")
