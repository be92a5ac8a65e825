"""The reporting code (meldcode) in five steps: what was done or why it was skipped, never rewritten (R30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MELDCODE, MatterFacts, PartFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import ReportingStep
from wijkaanpak.cases.standing import Standing, standing
from wijkaanpak.door import Unit, command, reading
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import Part
from wijkaanpak.matters.reading import grounds_used
from wijkaanpak.matters.recording import NewPart, add_parts, class_of
from wijkaanpak.organisations.models import Organisation, Staff

VIOLENCE, SAFETY = "HUISELIJK_GEWELD", "G_VEILIG"
STEPS = tuple(int(code) for code in sorted(codes.codes_of("meldcodestappen")))
WEIGHING, DECIDING = 4, 5
LEAST, LEAST_OTHERWISE = 10, 30  # characters: of any outcome, and of a decision against what R31 begins with
LANDLORD = "corporatie"


@dataclass(frozen=True)
class Noted:
    """One time that something was recorded at a step."""

    number: int
    done_on: date
    skipped: bool
    unsafe: bool | None
    report: bool | None
    help: bool | None
    recorded_at: datetime
    who: str | None
    organisation: str
    text: str


@dataclass(frozen=True)
class CodeStep:
    """A step with what this reader may read of it; `elsewhere`: others recorded it, and may not be read."""

    number: int
    noted: tuple[Noted, ...]
    elsewhere: bool


@dataclass(frozen=True)
class Code:
    """The five steps of one case, and what they come to."""

    steps: tuple[CodeStep, ...]
    unsafe: bool
    reported: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What somebody filled in at a step; the fourth asks `unsafe`, the fifth `report` and `help`."""

    done_on: date | None
    text: str
    skipped: bool = False
    unsafe: bool | None = None
    report: bool | None = None
    help: bool | None = None


@dataclass(frozen=True, kw_only=True)
class StepRecorded(
    Event, name="reporting.recorded", says="{actor} recorded a step of the reporting code",
    bell="case.changed",
):  # fmt: skip
    """One of the five steps got an entry; `report` and `help` are decisions of the fifth."""

    number: int
    skipped: bool
    unsafe: bool | None
    report: bool | None
    help: bool | None


@reading(Verb.REPORTING_READ)
def read(unit: Unit, facts: MatterFacts, /, case_id: UUID) -> Code:
    """The steps as far as who asks may read them; raises Conflict where the code is not for this case."""
    refuse_other(facts)
    seen, found = standing(unit, facts, case_id), _noted(unit, facts)
    steps = []
    for number in STEPS:
        mine = tuple(one for one in found if one.number == number)
        steps.append(CodeStep(number, mine, not mine and number in seen.code))
    return Code(tuple(steps), seen.unsafe, seen.report)


@command(Verb.REPORTING_STEP)
def record(unit: Unit, facts: MatterFacts, /, case_id: UUID, number: int, told: Outcome) -> StepRecorded:
    """Record a step, in any order, or add to it; what stands is never changed. Raises Invalid, Conflict."""
    refuse_other(facts)
    if number not in STEPS:
        raise Invalid({"words": _("This choice does not exist.")})
    faults = lacking(unit, facts, case_id, number, told)
    if faults:
        raise Invalid(faults)
    part = keep(unit, facts.id, facts.purpose, number, told)
    people = tuple(sorted({p for one in facts.parts for p in one.about}, key=str))
    thing = Thing(
        "MELDCODE", part, facts.id, (unit.provider,), people, facts.purpose, class_of(SAFETY), (SAFETY,)
    )
    return StepRecorded(
        thing=thing, number=number, skipped=told.skipped, unsafe=told.unsafe, report=told.report,
        help=told.help,
    )  # fmt: skip


def keep(unit: Unit, matter_id: UUID, purpose: str, number: int, told: Outcome) -> UUID:
    """Write the words as a part of the own organisation and the step beside them, inside a command."""
    part = NewPart(MELDCODE, told.text.strip(), SAFETY)
    add_parts(unit, matter_id, purpose, [part])
    unit.session.add(
        ReportingStep(
            id=uuid4(), matter_id=matter_id, part_id=part.id, number=number, done_on=told.done_on,
            skipped=told.skipped, unsafe=told.unsafe, report=told.report, help=told.help,
            recorded_at=unit.moment, recorded_by=unit.author,
        )
    )  # fmt: skip
    unit.session.flush()
    return part.id


def refuse_other(facts: MatterFacts) -> None:
    """The code is for violence at home, and for what is shielded for somebody's safety (R30)."""
    if facts.category != VIOLENCE and not facts.secret:
        raise Conflict(
            _("The reporting code is for cases about violence at home or a child who is not safe. "
              "This case is not one of them."),
            "STATUS",
        )  # fmt: skip


def lacking(unit: Unit, facts: MatterFacts, case_id: UUID, number: int, told: Outcome) -> dict[str, str]:
    """Everything that is not right about what was filled in, by field."""
    faults, seen, today = {}, standing(unit, facts, case_id), local(unit.now).date()
    if told.done_on is None:
        faults["done_on"] = _("Fill in on which day this was.")
    elif told.done_on > today:
        faults["done_on"] = _("This day is still to come. Fill in the day on which it was done.")
    if not told.skipped:
        faults |= _undecided(number, told)
    length = len(told.text.strip())
    if length < LEAST:
        faults["words"] = (
            _("Say in at least ten characters why this step was skipped.") if told.skipped
            else _("Write what came of it, in at least ten characters.")
        )  # fmt: skip
    elif otherwise(number, told, seen) and length < LEAST_OTHERWISE:
        faults["words"] = _(
            "It is unsafe, and you do not report. Say in at least %(least)s characters why; now it is "
            "%(now)s.", least=LEAST_OTHERWISE, now=length,
        )  # fmt: skip
    return faults


def otherwise(number: int, told: Outcome, seen: Standing) -> bool:
    """R31: it is acutely or structurally unsafe, and yet this does not decide to report."""
    return number == DECIDING and seen.unsafe and not (told.report and not told.skipped)


def _undecided(number: int, told: Outcome) -> dict[str, str]:
    """What a step asks besides its words; a step that was skipped decides nothing."""
    faults = {}
    if number == WEIGHING and told.unsafe is None:
        faults["unsafe"] = _("Say whether it is acutely or structurally unsafe.")
    if number == DECIDING and told.report is None:
        faults["report"] = _("Decide whether you report to Veilig Thuis.")
    if number == DECIDING and told.help is None:
        faults["help"] = _("Decide whether you offer or arrange help.")
    return faults


def _noted(unit: Unit, facts: MatterFacts) -> list[Noted]:
    """What the rows let this reader see, oldest first; each is told as disclosed."""
    query = (
        select(
            ReportingStep.number, ReportingStep.done_on, ReportingStep.skipped, ReportingStep.unsafe,
            ReportingStep.report, ReportingStep.help, ReportingStep.recorded_at, Staff.name,
            Organisation.name, Part.text, Part.id, Part.provider_id, Part.category, Part.data_class,
            Part.about,
        )
        .join(Part, Part.id == ReportingStep.part_id)
        .join(Organisation, Organisation.id == Part.provider_id)
        .outerjoin(Staff, Staff.id == ReportingStep.recorded_by)
        .where(ReportingStep.matter_id == facts.id)
        .order_by(ReportingStep.recorded_at, ReportingStep.done_on)
    )  # fmt: skip
    return [_told(unit, facts, row) for row in unit.session.execute(query)]


def _told(unit: Unit, facts: MatterFacts, row: Any) -> Noted:
    part, provider, category, data_class, about = row[10:]
    shape = PartFacts(MELDCODE, category, data_class, provider, frozenset(about))
    unit.disclose(
        "ONDERDEEL", part, controller=provider, data_class=data_class, category=category,
        persons=tuple(about), grounds=grounds_used(unit, facts, shape),
    )  # fmt: skip
    return Noted(*row[:10])
