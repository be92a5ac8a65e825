"""Opening a case: from a signal in joint triage, or directly by a case director."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from flask_babel import gettext as _

from wijkaanpak.access import policy
from wijkaanpak.access.facts import NAAM, MatterFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.cases.numbering import new_number
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.recording import (
    TITLE,
    NewPart,
    add_parts,
    add_resident,
    birth_fault,
    join_team,
    open_matter,
    three_parts,
)
from wijkaanpak.places.models import Complex
from wijkaanpak.signals.states import check, move
from wijkaanpak.signals.triage import refuse_held


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event, name="case.opened", says="{actor} opened a case", bell="case.changed"):
    """A case exists; from a signal or directly."""

    from_signal: UUID | None
    organisations: tuple[UUID, ...]
    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and who must hear that there is a case."""
        return (*super().rings(), *self.told)


@dataclass(frozen=True)
class TriageForm:
    """What the triagist fills in: question, goal, who is needed and why, who leads (requirements.md 4.2)."""

    question: str
    goal: str
    needed: dict[UUID, str]
    director: UUID | None = None
    director_organisation: UUID | None = None


@command(Verb.CASE_CONVERT)
def convert(unit: Unit, facts: MatterFacts, /, signal_id: UUID, form: TriageForm) -> CaseOpened:
    """Make a case of a signal: two organisations are needed, and who it is about is lawfully visible."""
    check(Verb.CASE_CONVERT, facts)
    refuse_held(unit, signal_id)
    lacking = faults(unit, facts, form)
    if lacking:
        raise Invalid(lacking)
    _into_team(unit, facts, unit.actor.id, unit.actor.organisation_id)
    if form.director and form.director_organisation:
        _into_team(unit, facts, form.director, form.director_organisation)
    title = f"{form.question.strip()}\n{form.goal.strip()}"
    add_parts(unit, facts.id, facts.purpose, [NewPart(TITLE, title, None)])
    move(unit, Verb.CASE_CONVERT, facts, signal_id, claimed_by=None, claimed_until=None)
    case = _new_case(facts.id, facts.provider, unit, "AANGEMELD")
    unit.session.add(case)
    unit.session.flush()
    told = (form.director,) if form.director else ()
    return CaseOpened(
        thing=_thing(case, facts.purpose), from_signal=signal_id, organisations=tuple(form.needed), told=told
    )


@command(Verb.CASE_OPEN)
def open_directly(
    unit: Unit, place: Complex, /, *, category: str, purpose: str, urgency: str, question: str, feit: str,
    duiding: str = "", advies: str = "", resident: str | None = None, born: date | None = None,
    dwelling: UUID | None = None,
) -> CaseOpened:  # fmt: skip
    """Open a case without a signal; who opens it leads it. What is about a place takes no resident (R13)."""
    directors_only(unit)
    found = resident_faults(unit, purpose, born, bool(resident or dwelling))
    if found:
        raise Invalid(found)
    matter = open_matter(
        unit, complex_id=place.id, category=category, purpose=purpose, urgency=urgency,
        people=purpose != "P_OBJECT",
    )  # fmt: skip
    join_team(unit, matter.id, unit.actor.id, unit.actor.organisation_id)
    case = _new_case(matter.id, unit.provider, unit, "GRONDSLAGTOETS")
    case.lead_id, case.lead_organisation_id = unit.actor.id, unit.actor.organisation_id
    unit.session.add(case)
    unit.session.flush()
    if resident or born or dwelling:
        add_resident(unit, matter.id, name=resident, born=born, dwelling_id=dwelling)
    add_parts(unit, matter.id, purpose, [NewPart(TITLE, question.strip(), None)])
    add_parts(unit, matter.id, purpose, three_parts(category, feit, duiding, advies))
    return CaseOpened(thing=_thing(case, purpose), from_signal=None, organisations=(unit.provider,))


def resident_faults(unit: Unit, purpose: str, born: date | None, someone: bool) -> dict[str, str]:
    """What is not right about the resident of a case that opens directly, by field."""
    if purpose == "P_OBJECT" and (someone or born):
        return {"resident": _(
            "This is about a building or a street, and such a case holds no residents. "
            "Take out the name, or choose what it is about for this person."
        )}  # fmt: skip
    wrong = birth_fault(unit, born)
    return {"born": wrong} if wrong else {}


def directors_only(unit: Unit) -> None:
    """Opening directly is for who can lead; a triagist makes a case of a signal (rulings.md 11)."""
    if not unit.actor.holds("CR"):
        deny(unit, Verb.CASE_OPEN, policy.deny("ROL_ONVOLDOENDE"), None, None)


def take_over(
    unit: Unit, matter_id: UUID, *, status: str, lead: UUID | None, lead_organisation: UUID | None,
    number: str, closed_at: object = None, result: str | None = None,
) -> Case:  # fmt: skip
    """Put a case of elsewhere on record as it stands, inside the loader's own command (rulings.md 25)."""
    case = _new_case(matter_id, unit.provider, unit, status, number)
    case.lead_id, case.lead_organisation_id = lead, lead_organisation
    case.closed_at, case.result = closed_at, result  # type: ignore[assignment]
    unit.session.add(case)
    unit.session.flush()
    return case


def _new_case(matter: UUID, controller: UUID, unit: Unit, status: str, number: str | None = None) -> Case:
    return Case(
        id=uuid4(), matter_id=matter, number=number or new_number(unit), status=status,
        status_since=unit.moment, controller_id=controller, opened_at=unit.moment, opened_by=unit.author,
        taken_over=unit.taking_over,
    )  # fmt: skip


def faults(unit: Unit, facts: MatterFacts, form: TriageForm) -> dict[str, str]:
    """Everything that the triage form lacks, by field."""
    lacking: dict[str, str] = {}
    if len(form.question.strip()) < 10:
        lacking["question"] = _("Write the question this case must answer, in at least ten characters.")
    if len(form.goal.strip()) < 10:
        lacking["goal"] = _("Write what must be better in the end, in at least ten characters.")
    if len({*form.needed, facts.provider}) < 2:
        lacking["needed"] = _(
            "A case needs at least two organisations; with one, leave it to that organisation."
        )
    if any(len(reason.strip()) < 5 for reason in form.needed.values()):
        lacking["needed"] = _("Say for each organisation why it is needed.")
    names = [p for p in facts.parts if p.kind == NAAM]
    if any(organisation_reads(unit.actor.organisation_id, p, facts, unit.now) is None for p in names):
        lacking["question"] = _(
            "There is no ground yet to know who this is about. "
            "Ask the organisation that reported it to record one."
        )
    return lacking


def _into_team(unit: Unit, facts: MatterFacts, staff: UUID, organisation: UUID) -> None:
    if not any(m.staff == staff and m.holds(unit.now) for m in facts.team):
        join_team(unit, facts.id, staff, organisation)


def _thing(case: Case, purpose: str) -> Thing:
    return Thing("CASUS", case.id, case.matter_id, (case.controller_id,), (), purpose, "K3")
