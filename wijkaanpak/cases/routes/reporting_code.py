"""The reporting code of a case: its five steps on one page, and the form of one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import reporting_code
from wijkaanpak.cases.reporting_code import DECIDING, WEIGHING, Outcome
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid, NotFound
from wijkaanpak.foundation.working_days import local
from wijkaanpak.web.forms import HouseForm, choice, day, text
from wijkaanpak.web.page import go, page, show

YES, NO = "ja", "nee"


class StepForm(HouseForm):
    """What was done at one step; the fourth also asks how unsafe it is, the fifth for two decisions."""

    done = choice(lazy("Was this step taken?"), required=lazy("Say whether this step was taken."))
    done_on = day(lazy("On which day?"))
    unsafe = choice(lazy("Is it acutely or structurally unsafe?"), required=False)
    report = choice(lazy("Do you report to Veilig Thuis?"), required=False)
    help = choice(lazy("Do you offer or arrange help?"), required=False)
    words = text(lazy("What came of it?"), rows=4, most=4000)

    @classmethod
    def of(cls, number: int) -> Any:
        """The form of one step, with its own questions alone."""
        form: Any = cls.from_request()
        form.done.choices = [
            ("gedaan", _("Yes")), ("overgeslagen", _("No, it was skipped; below you say why")),
        ]  # fmt: skip
        form.unsafe.choices = [(YES, _("Yes, acutely or structurally unsafe")), (NO, _("No"))]
        form.report.choices = [(YES, _("Yes, report to Veilig Thuis")), (NO, _("No, do not report"))]
        form.help.choices = [(YES, _("Yes")), (NO, _("No"))]
        asked = {WEIGHING: {"unsafe"}, DECIDING: {"report", "help"}}.get(number, set())
        for name in {"unsafe", "report", "help"} - asked:
            del form[name]
        return form

    def outcome(self) -> Outcome:
        """What was filled in; what a skipped step would have decided does not count."""
        skipped = self.done.data == "overgeslagen"
        told = {
            name: None if skipped or not self[name].data else self[name].data == YES
            for name in ("unsafe", "report", "help")
            if name in self
        }
        return Outcome(done_on=self.done_on.data, text=self.words.data or "", skipped=skipped, **told)


@blueprint.get("/casussen/<uuid:case_id>/meldcode")
@page(Verb.REPORTING_READ)
def reporting(unit: Unit, case_id: UUID) -> Response:
    """The five steps, as far as this reader may read them."""
    facts, raw = case_at(unit, Verb.REPORTING_READ, case_id)
    return show(
        "cases/reporting_code.html", fragments={"stappen": "cases/_reporting_steps.html"}, case_id=case_id,
        code=reporting_code.read(unit, facts, case_id), facts=facts, bells=raw["bells"],
        may_add=policy.decide(unit.actor, Verb.REPORTING_STEP, facts, unit.now).allowed,
        landlord=unit.actor.organisation_kind == reporting_code.LANDLORD,
    )  # fmt: skip


@blueprint.route("/casussen/<uuid:case_id>/meldcode/<int:number>", methods=["GET", "POST"])
@page(Verb.REPORTING_STEP)
def reporting_step(unit: Unit, case_id: UUID, number: int) -> Response:
    """Record one step, or add to it."""
    facts, _raw = case_at(unit, Verb.REPORTING_STEP, case_id)
    if number not in reporting_code.STEPS:
        raise NotFound()
    reporting_code.refuse_other(facts)
    form = StepForm.of(number)
    if form.accepted(unit, Verb.REPORTING_STEP):
        try:
            reporting_code.record(unit, facts, case_id, number, form.outcome())
            return go("cases.reporting", case_id=case_id)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    elif form.errors:
        form.put_back(reporting_code.lacking(unit, facts, case_id, number, form.outcome()))
    return _form(unit, facts, case_id, number, form)


def _form(unit: Unit, facts: MatterFacts, case_id: UUID, number: int, form: Any) -> Response:
    """The form as it was sent; a new one begins at today, and at a report where it is unsafe (R31)."""
    code = reporting_code.read(unit, facts, case_id)
    unsafe = number == DECIDING and code.unsafe
    if request.method == "GET":
        form.done_on.data = local(unit.now).date()
        if unsafe:
            form.report.data = YES
    return show(
        "cases/reporting_step.html", status=form.status, form=form, case_id=case_id, number=number,
        step=code.steps[number - 1], unsafe=unsafe,
        landlord=unit.actor.organisation_kind == reporting_code.LANDLORD,
    )  # fmt: skip
