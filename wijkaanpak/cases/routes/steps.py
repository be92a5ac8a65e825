"""The next step of a case: what it still needs, and the form on which it is taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.steps import Step
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import correcting, moving
from wijkaanpak.cases.guards import readable_categories
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.matters import reading as matter
from wijkaanpak.web.forms import HouseForm, choice, coded, day, pick, text, tick, ticks
from wijkaanpak.web.page import go, page, show

INSIDE = lazy("Only your own organisation reads this. Partners see that the step was taken.")


class StepForm(HouseForm):
    """Every question that some step asks; a page shows those of its own step."""

    relevant = tick(lazy("Each organisation gets only what it needs on the agenda."))
    no_ground = tick(lazy("I looked for it: there is no lawful ground to share."))
    request = choice(lazy("Why is the case suspended?"), required=False)
    settled = tick(lazy("What the resident asked has been decided on."))
    target = choice(lazy("Where does the case go?"), required=False)
    criteria = ticks(lazy("What holds?"))
    package = ticks(lazy("What do you hand over?"))
    basis = pick(lazy("On what ground?"))
    evaluate_on = day(lazy("When do you evaluate?"))
    reconfirmed = tick(lazy("I asked again whether the resident still agrees, and they do."))
    answer = text(lazy("What did the other side answer?"), rows=3, most=2000)
    local_task = tick(lazy("Something is still to be done here."))
    no_local_task = tick(lazy("Nothing is left to be done here."))
    stable = tick(lazy("It has been stable for six weeks, though not every goal was reached."))
    contact = pick(lazy("Whom can the resident call afterwards?"))
    result = choice(lazy("How does the case end?"), required=False)
    told = choice(lazy("How did the resident hear that the case ends?"), required=False)
    told_on = day(lazy("On which day?"))
    lessons = text(lazy("What did you learn from it?"), rows=3, most=2000)
    what_is_new = text(lazy("What is new?"), rows=3, most=2000)
    reason = text(lazy("Why?"), rows=3, most=2000)

    @classmethod
    def of(cls, row: Step) -> Any:
        """The form of one step: its own questions, with their lists."""
        form: Any = cls.from_request()
        asked = moving.asked(row)
        for name in [field.name for field in form if field.name not in asked]:
            del form[name]
        for name, listed in LISTS.items():
            if name in asked:
                form[name].choices = coded(listed)
        return form

    def answers(self) -> dict[str, Any]:
        """What was filled in, by field."""
        found = {field.name: field.data for field in self}
        if found.get("contact"):
            found["contact"] = UUID(found["contact"])
        return found


LISTS = {
    "request": "opschortredenen", "target": "opschaaldoelen", "criteria": "opschaalcriteria",
    "result": "resultaten", "told": "afsluitberichten",
}  # fmt: skip


def ways(case_id: UUID) -> dict[str, tuple[str, str]]:
    """Where somebody goes to put right what a step still lacks: guard to address and words."""
    here = f"/casussen/{case_id}"
    return {
        "grounds": (f"{here}/grondslagen/nieuw", _("Record a ground")),
        "attendance": (f"{here}/overleg", _("Put a meeting on record")),
        "resolutions": (f"{here}/overleg", _("Put a meeting on record")),
        "voice": (f"{here}/stem", _("Write down how the resident sees it")),
        "goal": (f"{here}/doelen/nieuw", _("Set a goal")),
        "one_lead": (f"{here}/vervanger", _("Name who replaces you")),
        "safeguarding": (f"{here}/team", _("Invite someone")),
        "code_begun": (f"{here}/meldcode", _("To the reporting code")),
        "actions_whole": (f"{here}#plan", _("To the plan")),
        "no_open_actions": (f"{here}#plan", _("To the plan")),
    }


@blueprint.get("/casussen/<uuid:case_id>/stappen")
@page(Verb.CASE_STEPS)
def steps(unit: Unit, case_id: UUID) -> Response:
    """Which steps this case can take from here, and what each still needs."""
    facts, raw = case_at(unit, Verb.CASE_STEPS, case_id)
    seen, ahead = moving.look(unit, facts, case_id)
    return show(
        "cases/steps.html", fragments={"stappen": "cases/_steps.html"}, case_id=case_id, ahead=ahead,
        facts=facts, bells=raw["bells"], seen=seen, leads=facts.lead == unit.actor.id, ways=ways(case_id),
    )  # fmt: skip


@blueprint.route("/casussen/<uuid:case_id>/stappen/<code>", methods=["GET", "POST"])
@page(Verb.CASE_MOVE)
def take(unit: Unit, case_id: UUID, code: str) -> Response:
    """Take one step."""
    verb = Verb.CASE_REOPEN if code == moving.REOPEN else Verb.CASE_MOVE
    facts, _raw = case_at(unit, verb, case_id)
    row = moving.row_from(code, facts)
    form = _filled(unit, StepForm.of(row), facts)
    first: tuple[str, ...] = ()
    if form.accepted(unit, verb):
        try:
            if verb is Verb.CASE_REOPEN:
                moving.reopen(unit, facts, case_id, form.answers())
            else:
                moving.move(unit, facts, case_id, code, form.answers())
            return go("cases.dossier", case_id=case_id) if unit.actor.holds("CR") else go("cases.today")
        except Invalid as invalid:
            form.put_back(invalid.faults)
        except Conflict as conflict:  # what was filled in stays, beside what must come first
            if not conflict.lacking:
                raise
            first = conflict.lacking
    seen, ahead = moving.look(unit, facts, case_id)
    mine = next((one for one in ahead if one.step.code == code), None)
    lacking = first or tuple(str(guard.lacks) for guard in (mine.lacks if mine else ()))
    return show(
        "cases/step.html", status=409 if first else form.status, form=form, row=row, case_id=case_id,
        facts=facts, inside=INSIDE, seen=seen, lacking=lacking,
    )  # fmt: skip


@blueprint.route("/casussen/<uuid:case_id>/opschorten", methods=["GET", "POST"])
@page(Verb.CASE_CORRECT)
def correct(unit: Unit, case_id: UUID) -> Response:
    """A privacy officer suspends a case, lets it go on, or ends what has no ground."""
    facts, _raw = case_at(unit, Verb.CASE_CORRECT, case_id)
    seen, rows = correcting.weighable(unit, facts, case_id)
    code = request.values.get("stap") or (rows[0].code if rows else "")
    row = next((one for one in rows if one.code == code), None)
    if row is None:
        raise Conflict(_("There is nothing that you can do with this case now."), "STATUS")
    form = StepForm.of(row)
    if form.accepted(unit, Verb.CASE_CORRECT):
        try:
            correcting.correct(unit, facts, case_id, code, form.answers())
            return go("cases.corrected", case_id=case_id)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show(
        "cases/correct.html", status=form.status, form=form, row=row, rows=rows, facts=facts, seen=seen,
        case_id=case_id,
    )  # fmt: skip


@blueprint.get("/casussen/<uuid:case_id>/opgeschort")
@page(Verb.CASE_WEIGH)
def corrected(unit: Unit, case_id: UUID) -> Response:
    """How the case stands after what its privacy officer did, and what can be done next."""
    facts, _raw = case_at(unit, Verb.CASE_WEIGH, case_id)
    seen, rows = correcting.weighable(unit, facts, case_id)
    return show("cases/corrected.html", case_id=case_id, facts=facts, seen=seen, rows=rows)


def _filled(unit: Unit, form: Any, facts: Any) -> Any:
    """The lists that depend on the case: what one may hand over, and who is in the team."""
    if "package" in form:
        mine = readable_categories(facts, unit.actor.organisation_id, unit.now)
        form.package.choices = coded("gegevenscategorieen", mine)
    if "basis" in form:
        form.basis.choices = [("", _("Choose")), *coded("grondslagen")]
    if "contact" in form:
        team = matter.team(unit, facts)
        form.contact.choices = [("", _("Choose"))] + [
            (str(one.staff), f"{one.name}, {one.organisation}") for one in team
        ]
    return form
