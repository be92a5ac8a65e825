"""What a letter to a resident tells: who answer for the data, who had which, until when, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.cases import terms
from wijkaanpak.cases.models import Case
from wijkaanpak.consent.models import Ground, GroundStep
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff
from wijkaanpak.web.frame import day

INFORMING, CLOSING = "INFORMEREN", "AFSLUITEN"
NAME = "G_NAW"
CONSENT, DEFERRED, OFFICER = "A6_1A", "UITGESTELD", "FG"
NEVER = ("CONCEPT", "TER_BEOORDELING")
OVER = ("VERLOPEN", "INGETROKKEN", "VERVALLEN", "BEZWAAR")
NO = ("INGETROKKEN", "GEWEIGERD")


@dataclass(frozen=True)
class Reader:
    """One organisation that had data of the resident: which kinds, on which grounds, until when."""

    id: UUID
    name: str
    categories: tuple[str, ...]
    bases: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class Content:
    """What one letter says, still without words; ids stand beside the names, for the record."""

    kind: str
    name: str
    organisation: str
    purpose: str
    controllers: tuple[tuple[UUID, str], ...]
    own: tuple[str, ...]  # kinds of data of the organisation that writes
    readers: tuple[Reader, ...]
    sources: tuple[tuple[UUID, str], ...]
    beside: tuple[tuple[UUID, str], ...]  # at the table without a ground: they get nothing
    officers: tuple[tuple[str, str], ...]  # organisation, and its data protection officer
    contact: tuple[UUID, str, str]  # colleague, name, organisation
    closed_at: datetime | None
    result: str | None
    done: str
    whole: bool  # the writer sees every ground of the case, as the organisation that leads it does

    @property
    def categories(self) -> tuple[str, ...]:
        """Every kind of data that the letter names."""
        return tuple(sorted({*self.own, *(c for reader in self.readers for c in reader.categories)}))

    def record(self) -> dict[str, Any]:
        """The same for the record of R42: codes, references and days, no word."""
        closed = self.closed_at
        return {
            "controllers": [str(i) for i, _name in self.controllers],
            "purposes": [self.purpose],
            "categories": list(self.categories),
            "recipients": [
                {"organisation": str(r.id), "categories": list(r.categories), "until": r.until.isoformat()}
                for r in self.readers
            ],
            "sources": [str(i) for i, _name in self.sources],
            "archive_weeks": terms.ARCHIVED_AFTER.days // 7,
            "kept_months": terms.KEPT_MONTHS,
            "archive_on": terms.archive_on(closed).isoformat() if closed else None,
            "destroy_on": terms.destroy_on(closed).isoformat() if closed else None,
            "rights": ["INZAGE", "CORRECTIE", "VERWIJDERING", "BEZWAAR", "INTREKKEN", "KLACHT"],
            "officers_of": [organisation for organisation, _name in self.officers],
            "contact": str(self.contact[0]),
        }  # fmt: skip


def gather(
    unit: Unit, facts: MatterFacts, case_id: UUID, kind: str, person: tuple[UUID, str], done: str
) -> Content:
    """Everything a letter of this kind says to one resident; each ground in it is told as disclosed."""
    case: Any = unit.session.execute(
        select(Case.closed_at, Case.result, Case.contact_id).where(Case.id == case_id)
    ).one()
    names: dict[UUID, str] = {
        row.id: row.name for row in unit.session.execute(select(Organisation.id, Organisation.name))
    }
    grounds = _grounds(unit, facts, person[0])
    _refuse_deferred(unit, grounds)
    readers = tuple(_readers(unit, facts, grounds, person[0], case.closed_at, names, kind))
    mine = unit.actor.organisation_id
    providers = dict.fromkeys((facts.provider, *(g.provider_id for g in grounds)))
    answer = dict.fromkeys((*providers, mine))
    reading = {r.id for r in readers}
    team = dict.fromkeys(m.organisation for m in facts.team if m.holds(unit.now))
    beside = [o for o in team if o not in reading and o not in answer and kind == INFORMING]

    def named(ids: Any) -> tuple[tuple[UUID, str], ...]:
        return tuple((i, names.get(i, "")) for i in ids)

    return Content(
        kind=kind, name=person[1], organisation=unit.actor.organisation_name, purpose=facts.purpose,
        controllers=named(answer), own=_own(facts, mine, person[0]), readers=readers,
        sources=named(providers), beside=named(beside), officers=_officers(unit, tuple(answer), names),
        contact=_contact(unit, facts, case.contact_id), closed_at=case.closed_at,
        result=case.result, done=done,
        whole=mine == facts.lead_organisation or all(line.provider == mine for line in facts.lines),
    )  # fmt: skip


def _grounds(unit: Unit, facts: MatterFacts, person: UUID) -> list[Row[Any]]:
    """The grounds about this resident that ever counted, as far as their rows exist for who writes."""

    def step(*statuses: str) -> Any:
        these = (GroundStep.ground_id == Ground.id, GroundStep.status.in_(statuses))
        return select(func.min(GroundStep.at)).where(*these).scalar_subquery()

    query = (
        select(
            Ground.id, Ground.provider_id, Ground.recipients, Ground.categories, Ground.basis,
            Ground.status, Ground.valid_from, Ground.valid_until, Ground.taken_over, Ground.informed,
            Ground.review_on, step(*OVER).label("ended"),
        )
        .where(
            Ground.matter_id == facts.id, Ground.status.not_in(NEVER), _about(person),
            or_(Ground.taken_over, step("ACTIEF").is_not(None)),
        )
        .order_by(Ground.valid_from, Ground.id)
    )  # fmt: skip
    found: list[Row[Any]] = [*unit.session.execute(query)]
    for ground in found:
        unit.disclose("GRONDSLAG", ground.id, controller=ground.provider_id)
    return found


def _about(person: UUID) -> ColumnElement[bool]:
    return or_(Ground.person_id.is_(None), and_(Ground.person_id == person))


def _refuse_deferred(unit: Unit, grounds: list[Row[Any]]) -> None:
    """R34, R40: while telling waits for somebody's safety, no letter tells."""
    for ground in grounds:
        if ground.informed == DEFERRED and ground.review_on and ground.review_on > unit.now:
            raise Conflict(
                _("Telling this resident was put off until %(day)s. Look at that first.",
                  day=day(ground.review_on)),
                "STATUS",
            )  # fmt: skip


def _readers(
    unit: Unit, facts: MatterFacts, grounds: list[Row[Any]], person: UUID, closed: datetime | None,
    names: dict[UUID, str], kind: str,
) -> Iterator[Reader]:  # fmt: skip
    """Who has data, or had it: by organisation, with the last day of all its grounds."""
    found: dict[UUID, Reader] = {}
    for ground in grounds:
        for recipient in ground.recipients:
            until = _until(unit, facts, ground, recipient, person, closed)
            if until <= ground.valid_from or (kind == INFORMING and until <= unit.now):
                continue
            known = found.get(recipient) or Reader(recipient, names.get(recipient, ""), (), (), until)
            found[recipient] = replace(
                known, until=max(known.until, until),
                categories=tuple(sorted({*known.categories, *ground.categories})),
                bases=tuple(sorted({*known.bases, ground.basis})),
            )  # fmt: skip
    yield from sorted(found.values(), key=lambda reader: reader.name)


def _until(
    unit: Unit, facts: MatterFacts, ground: Row[Any], recipient: UUID, person: UUID, closed: datetime | None
) -> datetime:
    """When a recipient read on a ground for the last time: its own end, a no, or the end of the case."""
    ends = [ground.valid_until]
    if closed:
        ends.append(closed)
    if ground.status in OVER:
        ends.append(unit.now if ground.taken_over or ground.ended is None else ground.ended)
    if ground.basis == CONSENT:
        ends += [
            word.recorded_at
            for word in facts.consents
            if word.person == person and word.recipient == recipient and word.provider == ground.provider_id
            and word.category in ground.categories and word.result in NO
        ]  # fmt: skip
    return min(ends)


def _own(facts: MatterFacts, organisation: UUID, person: UUID) -> tuple[str, ...]:
    """The kinds of data about this resident that the writing organisation wrote down itself."""
    mine = {
        part.category
        for part in facts.parts
        if part.provider == organisation and part.category and (not part.about or person in part.about)
    }
    return tuple(sorted(mine))


def _officers(
    unit: Unit, organisations: tuple[UUID, ...], names: dict[UUID, str]
) -> tuple[tuple[str, str], ...]:
    """The data protection officer of each organisation that answers for data in this letter."""
    query = (
        select(Staff.organisation_id, Staff.name)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            Staff.organisation_id.in_(organisations), Staff.suspended_at.is_(None),
            RoleAssignment.role == OFFICER, RoleAssignment.holds(unit.now),
        )
        .order_by(Staff.name)
    )  # fmt: skip
    known: dict[UUID, str] = {row.organisation_id: row.name for row in unit.session.execute(query)}
    return tuple((names.get(o, ""), known.get(o, "")) for o in organisations)


def _contact(unit: Unit, facts: MatterFacts, chosen: UUID | None) -> tuple[UUID, str, str]:
    """Whom to call: who was chosen when the case was closed, its lead, or who writes this letter.

    A lead of another organisation knows nothing of the resident any more once the case has ended.
    """
    leads = facts.lead if facts.lead_organisation == unit.actor.organisation_id else None
    query = (
        select(Staff.id, Staff.name, Organisation.name)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(Staff.id == (chosen or leads or unit.actor.id))
    )
    ident, name, organisation = unit.session.execute(query).one()
    return ident, name, organisation
