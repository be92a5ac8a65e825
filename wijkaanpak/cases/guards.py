"""The guards of the steps of a case (4.2): each a name, one question, and what it lacks in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as lazy

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.cases.standing import Standing
from wijkaanpak.cases.terms import ARCHIVED_AFTER
from wijkaanpak.foundation.working_days import local

Answers = Mapping[str, Any]
REVIEW = timedelta(days=42)  # at most six weeks to the next evaluation, and as long must a case be stable
REOPENED_WITHIN = timedelta(days=365)
LEAST = 10  # characters of a reason
SHARED_WAYS = ("GESPREK", "BRIEF")  # in which a resident really heard it


@dataclass(frozen=True)
class Guard:
    """One condition of a step. With `asks` it is answered on the step's own form, in these fields."""

    code: str
    holds: Callable[[Standing, Answers], bool]
    lacks: Any  # one lazy sentence
    asks: tuple[str, ...] = ()


def organisations_without(s: Standing, among: frozenset[UUID] | None = None) -> frozenset[UUID]:
    """The organisations at the table to which no ground brings anything of this case (row 3)."""
    facts = s.facts
    round_it = {m.organisation for m in facts.team if m.holds(s.now)} if among is None else set(among)
    if facts.bare:
        return frozenset()
    return frozenset(o for o in round_it - {facts.provider} if not _reads_something(o, s))


def _reads_something(organisation: UUID, s: Standing) -> bool:
    theirs = (p for p in s.facts.parts if p.provider != organisation)
    return any(organisation_reads(organisation, part, s.facts, s.now) is not None for part in theirs)


def readable_categories(facts: MatterFacts, organisation: UUID, now: Any) -> frozenset[str]:
    """The kinds of data of this case that an organisation may itself read."""
    return frozenset(
        part.category
        for part in facts.parts
        if part.category and organisation_reads(organisation, part, facts, now) is not None
    )


def _text(name: str) -> Callable[[Standing, Answers], bool]:
    return lambda s, answers: len(str(answers.get(name) or "").strip()) >= LEAST


def _ticked(name: str) -> Callable[[Standing, Answers], bool]:
    return lambda s, answers: bool(answers.get(name))


def _listed(name: str, codelist: str) -> Callable[[Standing, Answers], bool]:
    return lambda s, answers: codes.known(codelist, str(answers.get(name) or ""))


def _criteria(s: Standing, answers: Answers) -> bool:
    every = codes.codes_of("opschaalcriteria")
    return answers.get("target") != "ZVH" or every <= set(answers.get("criteria") or ())


def _package(s: Standing, answers: Answers) -> bool:
    chosen = set(answers.get("package") or ())
    if s.facts.bare:
        return True
    return bool(chosen) and chosen <= readable_categories(s.facts, s.organisation, s.now)


def _evaluation(s: Standing, answers: Answers) -> bool:
    day, today = answers.get("evaluate_on"), local(s.now).date()
    return isinstance(day, date) and today < day <= today + REVIEW


def _told(s: Standing, answers: Answers) -> bool:
    way, day = str(answers.get("told") or ""), answers.get("told_on")
    if s.facts.bare:
        return True
    if way in SHARED_WAYS:
        return isinstance(day, date) and day <= local(s.now).date()
    return codes.known("afsluitberichten", way)


def _settled_goals(s: Standing, answers: Answers) -> bool:
    if "BEREIKT" in s.goals and "LOOPT" not in s.goals:
        return True
    return s.status_since <= s.now - REVIEW and bool(answers.get("stable"))


def _new_signal(s: Standing, answers: Answers) -> bool:
    joined = s.new_signal is not None and s.closed_at is not None and s.new_signal > s.closed_at
    return joined or _text("what_is_new")(s, answers)


def _contact(s: Standing, answers: Answers) -> bool:
    return answers.get("contact") in {m.staff for m in s.facts.team if m.holds(s.now)}


GUARDS: dict[str, Guard] = {
    guard.code: guard
    for guard in (
        Guard("lead", lambda s, a: s.facts.lead is not None, lazy("Nobody leads this case yet.")),
        Guard("purpose",
              lambda s, a: codes.purpose(s.facts.purpose).type != "HANDHAVING",
              lazy("What serves enforcement does not become a case here.")),
        Guard("controller", lambda s, a: s.controller is not None,
              lazy("It is not on record which organisation answers for this case.")),
        Guard("grounds", lambda s, a: not organisations_without(s),
              lazy("Not every organisation at the table has a ground. Record one, or end their place.")),
        Guard("informed", lambda s, a: s.uninformed == 0,
              lazy("The resident does not know yet of everything that is shared.")),
        Guard("relevance", _ticked("relevant"),
              lazy("Confirm that each organisation gets only what it needs on the agenda."), ("relevant",)),
        Guard("code_begun", lambda s, a: not s.facts.secret or {1, 2} <= s.code,
              lazy("The first two steps of the reporting code are not on record yet.")),
        Guard("no_ground", lambda s, a: s.living_grounds == 0 and bool(a.get("no_ground")),
              lazy("Confirm that there is no lawful ground; end the grounds that are still in force."),
              ("no_ground",)),
        Guard("reason", _text("reason"), lazy("Give the reason, in at least ten characters."), ("reason",)),
        Guard("attendance", lambda s, a: s.met_at is not None,
              lazy("It is not on record yet who met about this case.")),
        Guard("present_grounds", lambda s, a: not organisations_without(s, s.present),
              lazy("An organisation that was at the table has no ground any more.")),
        Guard("resolutions", lambda s, a: s.resolutions > 0,
              lazy("Nothing that was agreed at the meeting is on record yet.")),
        Guard("voice", lambda s, a: s.facts.bare or s.voice is not None,
              lazy("How the resident sees it is not on record yet.")),
        Guard("goal", lambda s, a: "LOOPT" in s.goals, lazy("The plan has no goal yet.")),
        Guard("actions_whole", lambda s, a: s.strays == 0,
              lazy("Each open action needs somebody who is still in the team.")),
        Guard("one_lead", lambda s, a: s.facts.lead is not None and s.replacement not in (None, s.facts.lead),
              lazy("Name who replaces the lead.")),
        Guard("evaluation", _evaluation, lazy("Plan the evaluation within six weeks from now."),
              ("evaluate_on",)),
        Guard("reconfirmed", lambda s, a: s.on_consent == 0 or bool(a.get("reconfirmed")),
              lazy("Confirm that you asked again whether the resident still agrees."), ("reconfirmed",)),
        Guard("danger", lambda s, a: s.facts.urgency == "ACUUT" or s.report,
              lazy("Only what is acute, or a report to Veilig Thuis, goes without a meeting.")),
        Guard("target", _listed("target", "opschaaldoelen"),
              lazy("Choose where the case goes."), ("target",)),
        Guard("criteria", _criteria,
              lazy("For the Care and Safety House all three criteria must hold."), ("criteria",)),
        Guard("safeguarding", lambda s, a: a.get("target") != "VEILIG_THUIS" or s.safeguarding,
              lazy("A report to Veilig Thuis needs a safeguarding lead in the team: invite one first.")),
        Guard("package", _package,
              lazy("Choose what you hand over, out of what your organisation may read."), ("package",)),
        Guard("own_ground", _listed("basis", "grondslagen"),
              lazy("Choose on what ground it is handed over."), ("basis",)),
        Guard("answered", _text("answer"),
              lazy("Write down what the other side answered, in at least ten characters."), ("answer",)),
        Guard("local_task", _ticked("local_task"), lazy("Confirm that something is still to be done here."),
              ("local_task",)),
        Guard("no_local_task", _ticked("no_local_task"),
              lazy("Confirm that nothing is left to be done here."), ("no_local_task",)),
        Guard("goals_settled", _settled_goals,
              lazy("Goals are not reached; and it is not yet stable for six weeks."), ("stable",)),
        Guard("contact", _contact, lazy("Choose whom the resident can call afterwards."), ("contact",)),
        Guard("result", _listed("result", "resultaten"), lazy("Choose how the case ends."), ("result",)),
        Guard("no_open_actions", lambda s, a: s.open_actions == 0,
              lazy("There are open actions. Finish them, or let them drop.")),
        Guard("told", _told, lazy("Say how and on which day the resident heard that the case ends."),
              ("told", "told_on")),
        Guard("lessons", _text("lessons"),
              lazy("Write what you learnt from it, without anybody's name, in at least ten characters."),
              ("lessons",)),
        Guard("within_a_year", lambda s, a: s.closed_at is not None and s.closed_at > s.now - REOPENED_WITHIN,
              lazy("This case ended more than a year ago. Open a new one.")),
        Guard("new_signal", _new_signal,
              lazy("Join the new signal to it, or write what is new, in at least ten characters."),
              ("what_is_new",)),
        Guard("grounds_ended", lambda s, a: s.living_grounds == 0,
              lazy("Grounds from before are still in force: end them, old grounds do not revive.")),
        Guard("six_weeks", lambda s, a: s.closed_at is not None and s.closed_at <= s.now - ARCHIVED_AFTER,
              lazy("A case is archived six weeks after it was closed.")),
        Guard("request", _listed("request", "opschortredenen"), lazy("Choose why the case is suspended."),
              ("request",)),
        Guard("settled", _ticked("settled"),
              lazy("Confirm that what the resident asked has been decided on."), ("settled",)),
    )
}  # fmt: skip
