"""Recording a ground to share: one permission, with a line for each recipient and category."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import codes, roles, rules
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import lawful
from wijkaanpak.consent.judges import judges
from wijkaanpak.consent.models import Ground, GroundLine
from wijkaanpak.consent.objections import standing
from wijkaanpak.consent.present import as_it_stands
from wijkaanpak.consent.proposal import NOBODY, Proposal, Setting, held_back, lines_of, regime_of
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.organisations.models import Organisation

NOT_ALLOWED = "GRONDSLAG_NIET_TOEGESTAAN"
TO_JUDGE = "TER_BEOORDELING"


@dataclass(frozen=True, kw_only=True)
class GroundRecorded(
    Event, name="ground.recorded", says="{actor} recorded a ground to share", bell="access.changed"
):
    """A ground exists; it counts at once, or after a second judgement."""

    ground: UUID
    recipients: tuple[UUID, ...]
    basis: str
    status: str
    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and those who may now read more, or who must judge."""
        return (*super().rings(), *self.told)


@command(Verb.GROUND_RECORD)
def record(unit: Unit, facts: MatterFacts, /, proposal: Proposal) -> GroundRecorded:
    """Record a ground of one's own organisation (R1-R9, R13, R20, R26-R28, R40, R44-R46, R54).

    Raises Invalid with every fault at once, Conflict where nobody could give the second judgement it needs.
    """
    facts = as_it_stands(unit, facts)
    setting = setting_of(unit, facts)
    found = lawful.faults(proposal, setting)
    if found:
        raise Invalid(found, NOT_ALLOWED if lawful.not_allowed(proposal, setting) else None)
    why = lawful.second_needed(proposal, setting)
    able = judges(unit, facts, unit.provider, only_po=bool(why & lawful.ONLY_PO)) if why else []
    if why and not able:
        raise Conflict(
            _(
                "Your organisation has no privacy officer who can judge this, and no partner who stands in. "
                "Agree in the covenant who does, then record it again."
            ),
            "TWEEDE_BEOORDELAAR",
        )
    status = TO_JUDGE if why else rules.IN_FORCE
    ground = _row(unit, setting, proposal, status)
    unit.session.add(ground)
    unit.session.flush()
    unit.session.add_all(_lines(setting, proposal, ground))
    unit.session.flush()
    return GroundRecorded(
        thing=about(ground, facts), ground=ground.id, recipients=proposal.recipients, basis=proposal.basis,
        status=status, told=tuple(able) if why else colleagues(facts, proposal.recipients, unit),
    )  # fmt: skip


def setting_of(unit: Unit, facts: MatterFacts) -> Setting:
    """The matter with all organisations by name and kind, seen from one's own."""
    rows = unit.session.execute(select(Organisation.id, Organisation.name, Organisation.kind)).all()
    return Setting(
        facts, unit.now, unit.provider, {row.id: row.kind for row in rows},
        {row.id: row.name for row in rows}, standing(unit, facts.id),
    )  # fmt: skip


def about(ground: Ground, facts: MatterFacts) -> Thing:
    """What an entry on a ground is about: its residents and kinds of data, in codes."""
    sensitivity = codes.highest_class(codes.category(c).data_class for c in ground.categories)
    whom = (ground.person_id,) if ground.person_id else ()
    return Thing(
        "GRONDSLAG", ground.id, facts.id, (ground.provider_id,), whom, ground.purpose, sensitivity,
        tuple(sorted(ground.categories)),
    )  # fmt: skip


def colleagues(facts: MatterFacts, organisations: tuple[UUID, ...], unit: Unit) -> tuple[UUID, ...]:
    """Those of these organisations who are in the team now: for them something opens or closes."""
    there = (m.staff for m in facts.team if m.organisation in organisations and m.holds(unit.now))
    return tuple(dict.fromkeys(there))


def _row(unit: Unit, setting: Setting, proposal: Proposal, status: str) -> Ground:
    facts = setting.facts
    after_no = _said(proposal.after_refusal) if held_back(proposal, setting) else None
    return Ground(
        id=uuid4(), reference=proposal.reference, matter_id=facts.id, person_id=proposal.person,
        provider_id=setting.provider, recipients=list(proposal.recipients), purpose=facts.purpose,
        activity=_activity(facts), categories=list(proposal.categories), basis=proposal.basis,
        task=proposal.task if proposal.basis in roles.ground_rules()["needs_task"] else None,
        mandate=proposal.mandate, special=_special(proposal),
        special_article=proposal.special_article or _article(proposal),
        criminal_basis=proposal.criminal_basis, secrecy_regime=regime_of(proposal, setting),
        secrecy_exception=proposal.secrecy_exception,
        secrecy_criteria=dict(proposal.secrecy_criteria) or None,
        consulted_colleague=_said(proposal.consulted_colleague), necessity=_said(proposal.necessity),
        proportionality=_said(proposal.proportionality), subsidiarity=_said(proposal.subsidiarity),
        after_refusal=after_no, informed=proposal.informed or NOBODY,
        informed_on=proposal.informed_on, informed_reason=_said(proposal.informed_reason),
        review_on=proposal.review_on, valid_from=proposal.valid_from, valid_until=proposal.valid_until,
        decided_by=unit.author, decided_at=unit.moment, status=status,
    )  # fmt: skip


def _said(text: str | None) -> str | None:
    return (text or "").strip() or None


def _lines(setting: Setting, proposal: Proposal, ground: Ground) -> list[GroundLine]:
    return [
        GroundLine(
            id=uuid4(), ground_id=ground.id, matter_id=ground.matter_id, person_id=line.person,
            provider_id=line.provider, recipient_id=line.recipient, category=line.category, basis=line.basis,
            status=line.status, valid_from=line.valid_from, valid_until=line.valid_until,
        )
        for line in lines_of(proposal, setting, ground.id, ground.status)
    ]  # fmt: skip


def _special(proposal: Proposal) -> str | None:
    return proposal.special if any(codes.category(c).special for c in proposal.categories) else None


def _article(proposal: Proposal) -> str | None:
    special = _special(proposal)
    return str(codes.item("uitzonderingen_bijzonder", special).facts["uavg"]) if special else None


def _activity(facts: MatterFacts) -> str:
    """The entry of the register (R22): weighing a signal is another activity than working on a case."""
    known = codes.activities_for(facts.purpose)
    wanted = "VA-001/v1" if not facts.is_case else "VA-003/v1"
    return wanted if wanted in known or not known else known[0]
