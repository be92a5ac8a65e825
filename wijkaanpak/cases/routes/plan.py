"""The forms of a plan: a goal and how it stands, an action and what becomes of it, the resident's view."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.facts import ACTIE, DOEL, STEM, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import actions, goals, hearing, plan
from wijkaanpak.cases.plan_words import as_part, category_for
from wijkaanpak.cases.readers import everyone_around, who_reads
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.matters import reading as matter
from wijkaanpak.web.forms import HouseForm, choice, coded, day, line, pick, text
from wijkaanpak.web.page import go, page, show

HERE = {"_anchor": "plan"}


class GoalForm(HouseForm):
    """A goal in the resident's words; no area of life is chosen beforehand (R15)."""

    words = line(
        lazy("What does the resident want, in the resident's own words?"),
        required=lazy("Write what the resident wants, as the resident says it."), most=300,
    )  # fmt: skip
    domain = pick(lazy("Which area of life is this about?"))
    why = line(lazy("Why does this area of life matter here?"), most=300)


class ActionForm(HouseForm):
    """Who does what by which day."""

    words = line(lazy("What will be done?"), required=lazy("Write what will be done."), most=300)
    owner = pick(lazy("Who does it?"), required=lazy("Choose who of the team does it."))
    due = day(lazy("By which day?"), required=lazy("Fill in the day by which it is done."))
    goal = pick(lazy("For which goal?"))


class VoiceForm(HouseForm):
    """How the resident sees it."""

    form = choice(lazy("How do you know this?"), required=lazy("Choose how you know this."))
    said_on = day(lazy("On which day was it said, or tried?"), required=lazy("Fill in the day."))
    words = text(
        lazy("What does the resident say? Or: why was it not possible?"), rows=4,
        required=lazy("Write what the resident says, in the resident's own words."),
    )  # fmt: skip


@blueprint.route("/casussen/<uuid:case_id>/doelen/nieuw", methods=["GET", "POST"])
@page(Verb.GOAL_SET)
def new_goal(unit: Unit, case_id: UUID) -> Response:
    """Set a goal."""
    facts, _raw = case_at(unit, Verb.GOAL_SET, case_id)
    form: Any = GoalForm.from_request()
    form.domain.choices = [("", _("None")), *coded("leefgebieden")]
    if form.accepted(unit, Verb.GOAL_SET):
        try:
            given = (form.words.data or "", form.domain.data or None, form.why.data or "")
            goals.set_goal(unit, facts, case_id, *given)
            return go("cases.dossier", case_id=case_id, **HERE)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show(
        "cases/goal_new.html",
        status=form.status,
        form=form,
        case_id=case_id,
        readers=_readers(unit, facts, DOEL),
    )


@blueprint.route("/casussen/<uuid:case_id>/acties/nieuw", methods=["GET", "POST"])
@page(Verb.ACTION_MAKE)
def new_action(unit: Unit, case_id: UUID) -> Response:
    """Put down an action."""
    facts, _raw = case_at(unit, Verb.ACTION_MAKE, case_id)
    form: Any = ActionForm.from_request()
    form.owner.choices, form.goal.choices, status = colleagues(unit, facts), goals.choosable(unit, facts), 200
    if form.accepted(unit, Verb.ACTION_MAKE):
        try:
            goal = UUID(form.goal.data) if form.goal.data else None
            owner, due = UUID(form.owner.data), form.due.data
            actions.promise(unit, facts, case_id, form.words.data or "", owner, due, goal)
            return go("cases.dossier", case_id=case_id, **HERE)
        except Invalid as invalid:
            form.put_back(invalid.faults)
        except Conflict as conflict:  # no ground brings it there: said beside the colleague, nothing is lost
            form.fault("owner", " ".join((conflict.sentence, *conflict.lacking)))
            status = 409
    running = [aim for aim in plan.see(unit, facts, case_id).aims if aim.words and aim.status == goals.RUNS]
    form.goal.choices = [("", _("None"))] + [(str(aim.id), aim.words) for aim in running]
    by_owner = readers_by_owner(unit, facts)
    same = {readers for _organisation, readers in by_owner}
    return show(
        "cases/action_new.html", status=max(status, form.status), form=form, case_id=case_id,
        by_owner=by_owner, readers=same.pop() if len(same) == 1 else (),
    )  # fmt: skip


@blueprint.route("/casussen/<uuid:case_id>/stem", methods=["GET", "POST"])
@page(Verb.VOICE_RECORD)
def voice(unit: Unit, case_id: UUID) -> Response:
    """Write down how the resident sees it."""
    facts, _raw = case_at(unit, Verb.VOICE_RECORD, case_id)
    form: Any = VoiceForm.from_request()
    form.form.choices = coded("stemvormen")
    if form.accepted(unit, Verb.VOICE_RECORD):
        try:
            given = (form.form.data, form.said_on.data, form.words.data or "")
            hearing.hear(unit, facts, case_id, *given)
            return go("cases.dossier", case_id=case_id, **HERE)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show(
        "cases/voice.html", status=form.status, form=form, case_id=case_id, bare=facts.bare,
        readers=() if facts.bare else _readers(unit, facts, STEM),
    )  # fmt: skip


def colleagues(unit: Unit, facts: MatterFacts) -> list[tuple[str, str]]:
    """Who of the team can do something, with their organisation; nobody is chosen beforehand."""
    able = actions.team(unit, facts)
    team = [c for c in matter.team(unit, facts) if c.staff in able]
    return [("", _("Choose a colleague"))] + [(str(c.staff), f"{c.name}, {c.organisation}") for c in team]


def readers_by_owner(unit: Unit, facts: MatterFacts) -> list[tuple[str, tuple[str, ...]]]:
    """Of each organisation in the team: who would read an action for it; nobody where no ground brings it."""
    around, found = everyone_around(unit), []
    for organisation in {m.organisation for m in facts.team if m.holds(unit.now)}:
        try:
            category = category_for(facts, [organisation], unit)
            reads = who_reads(facts, as_part(facts, ACTIE, category), unit.now, around)
        except Conflict:
            reads = ()
        found.append((around[organisation][0], reads))
    return sorted(found)


def _readers(unit: Unit, facts: MatterFacts, kind: str) -> tuple[str, ...]:
    """Who reads words of the plan that this person writes; raises Conflict where they may not read them."""
    part = as_part(facts, kind, category_for(facts, (), unit))
    return who_reads(facts, part, unit.now, everyone_around(unit))
