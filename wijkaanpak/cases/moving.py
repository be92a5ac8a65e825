"""Taking the next step with a case: along the rows of steps.yaml, with every guard (R77, R78)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import text, update

from wijkaanpak.access import codes, policy
from wijkaanpak.access.facts import DUIDING, MatterFacts
from wijkaanpak.access.rules import EARLY_CASE
from wijkaanpak.access.steps import BACK, Step, step, steps_from
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.guards import GUARDS, Answers, Guard
from wijkaanpak.cases.models import Case, CaseStep
from wijkaanpak.cases.standing import Standing, standing
from wijkaanpak.consent.ending import end_all
from wijkaanpak.door import Unit, command, deny, reading
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import HERE
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.recording import NewPart, add_parts
from wijkaanpak.web.language import language

WORDS = ("reason", "answer", "what_is_new", "lessons")  # stay in the own organisation, as a view
REOPEN = "heropen"
UNSEEN = text("select app.move_unseen(:case, :target)")
ENDS = ("AFGESLOTEN", "AFGEWEZEN", "GEANNULEERD")


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event, name="case.moved", says="{actor} moved a case on", bell="access.changed"):
    """A case went from one state to another, along one row of the table."""

    step: str
    before: str
    after: str
    guards: tuple[str, ...]


@dataclass(frozen=True)
class Ahead:
    """One step that a case could take now: what it still lacks, and what its form asks."""

    step: Step
    lacks: tuple[Guard, ...]
    asks: tuple[str, ...]


@reading(Verb.CASE_STEPS)
def look(unit: Unit, facts: MatterFacts, /, case_id: UUID) -> tuple[Standing, list[Ahead]]:
    """How a case stands, and every step that this person could take from here."""
    seen = standing(unit, facts, case_id)
    unit.disclose("CASUS", case_id, controller=facts.provider)
    return seen, ahead(unit, seen)


def ahead(unit: Unit, seen: Standing) -> list[Ahead]:
    """The steps from here for who asks; a guard that is answered on the form itself lacks nothing yet."""
    return [
        Ahead(row, tuple(g for g in _guards(row) if not g.asks and not g.holds(seen, {})), asked(row))
        for row in steps_from(seen.facts.status)
        if may_take(unit, seen, row)
    ]


def asked(row: Step) -> tuple[str, ...]:
    """The fields of this step's form, in the order of its guards."""
    return tuple(name for guard in _guards(row) for name in guard.asks)


def may_take(unit: Unit, seen: Standing, row: Step) -> bool:
    """By the roles of the row; what the case director decides is for the one who leads, or replaces them."""
    held = {role for role in row.by if unit.actor.holds(role)}
    if held == {"CR"} and seen.facts.lead is not None:
        return unit.actor.id in (seen.facts.lead, seen.replacement)
    return bool(held)


@command(Verb.CASE_MOVE)
def move(unit: Unit, facts: MatterFacts, /, case_id: UUID, code: str, answers: Answers) -> CaseMoved:
    """Take one step with a case. Raises Conflict with every guard that fails, Invalid per field."""
    return _take(unit, Verb.CASE_MOVE, facts, case_id, row_from(code, facts), answers)


@command(Verb.CASE_REOPEN)
def reopen(unit: Unit, facts: MatterFacts, /, case_id: UUID, answers: Answers) -> CaseMoved:
    """Begin anew with a case that was closed: within a year, for something new, on new grounds."""
    return _take(unit, Verb.CASE_REOPEN, facts, case_id, row_from(REOPEN, facts), answers)


def _take(
    unit: Unit, verb: Verb, facts: MatterFacts, case_id: UUID, row: Step, answers: Answers
) -> CaseMoved:
    seen = standing(unit, facts, case_id)
    if not may_take(unit, seen, row):
        deny(unit, verb, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)
    weigh(row, seen, answers)
    note = _considerations(unit, facts, answers)
    if row.after in ENDS:
        end_all(unit, facts)
    record_step(unit, facts, case_id, row, row.after, answers, note)
    _change(unit, facts, case_id, _values(unit, row, answers))
    return moved(facts, case_id, row, row.after)


def row_from(code: str, facts: MatterFacts) -> Step:
    """The row of this code, where the case stands at one of its states; raises Conflict otherwise (409)."""
    row = step(code)
    if row is None or not row.by or facts.status not in row.before:
        here = codes.label("casusstatussen", facts.status, language())
        names = tuple(s.name(language()) for s in steps_from(facts.status) if s.by)
        raise Conflict(
            _("This case is at “%(now)s”. From there this step does not exist. What can be done:", now=here),
            "STATUS", names or (_("Nothing: this case has ended."),),
        )  # fmt: skip
    return row


def weigh(row: Step, seen: Standing, answers: Answers) -> None:
    """Ask every guard. What must come first is a Conflict, all at once; what the form lacks is Invalid."""
    failing = [guard for guard in _guards(row) if not guard.holds(seen, answers)]
    first = tuple(str(guard.lacks) for guard in failing if not guard.asks)
    if first:
        raise Conflict(_("Before this step something must be in order:"), "STATUS", first)
    if failing:
        raise Invalid({guard.asks[0]: str(guard.lacks) for guard in failing})


def record_step(
    unit: Unit, facts: MatterFacts, case_id: UUID, row: Step, after: str, answers: Answers,
    note: UUID | None = None,
) -> None:  # fmt: skip
    """Keep the step with who took it, in which role, and what was answered in codes and days (R78)."""
    role = next((r for r in unit.actor.role_codes if r in row.by), unit.actor.main_role)
    unit.session.add(
        CaseStep(
            id=uuid4(), case_id=case_id, matter_id=facts.id, step=row.code, before=facts.status, after=after,
            at=unit.now, by_id=unit.actor.id, role=role, guards=list(row.guards),
            answers=_plain(row, answers), note_id=note,
        )
    )  # fmt: skip
    unit.session.flush()


def moved(facts: MatterFacts, case_id: UUID, row: Step, after: str, because: str | None = None) -> CaseMoved:
    """What happened, for the journal and the bell."""
    thing = Thing("CASUS", case_id, facts.id, (facts.provider,), (), facts.purpose, "K1")
    return CaseMoved(
        thing=thing, step=row.code, before=facts.status, after=after, guards=row.guards, because=because
    )


def _guards(row: Step) -> list[Guard]:
    return [GUARDS[name] for name in row.guards]


def _considerations(unit: Unit, facts: MatterFacts, answers: Answers) -> UUID | None:
    """Reasons are a view of the own organisation (duiding); partners see the step, never why (R68)."""
    words = [str(answers.get(name) or "").strip() for name in WORDS]
    said = "\n".join(word for word in words if word)
    if not said:
        return None
    category = None if facts.bare else "G_ADVIES"
    return add_parts(unit, facts.id, facts.purpose, [NewPart(DUIDING, said, category)])


def _values(unit: Unit, row: Step, answers: Answers) -> dict[str, Any]:
    """What changes on the case beside its state."""
    values: dict[str, Any] = {"status": row.after, "status_since": unit.now}
    if row.after in ENDS:
        values |= {"closed_at": unit.now, "result": answers.get("result") or None}
    if row.after == "HEROPEND":
        values |= {"closed_at": None, "result": None}
    if isinstance(answers.get("evaluate_on"), date):
        values["evaluate_on"] = datetime.combine(answers["evaluate_on"], time(0), HERE)
    if answers.get("contact"):
        values["contact_id"] = answers["contact"]
    return values


def _change(unit: Unit, facts: MatterFacts, case_id: UUID, values: Mapping[str, Any]) -> None:
    if not unit.actor.holds("CR") and facts.status not in EARLY_CASE:  # who triaged it sees no row any more
        unit.session.execute(UNSEEN, {"case": case_id, "target": values["status"]})
        return
    changed = unit.session.execute(
        update(Case)
        .where(Case.id == case_id, Case.status == facts.status)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Someone else took a step with this case just before you."), "STATUS")


def _plain(row: Step, answers: Answers) -> dict[str, Any]:
    """The answers of this row's own fields, without a word that somebody wrote about people."""
    kept = {name: answers[name] for name in asked(row) if answers.get(name) and name not in WORDS}
    return {name: _code(value) for name, value in kept.items()}


def _code(value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted(str(one) for one in value)
    return value if isinstance(value, (bool, int)) else str(value)


__all__ = ["BACK", "Ahead", "CaseMoved", "ahead", "look", "may_take", "move", "moved", "record_step", "weigh"]
