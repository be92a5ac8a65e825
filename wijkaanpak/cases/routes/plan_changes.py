"""The pages on which a goal or an action changes; who comes second sees both versions and chooses (409)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import actions, goals, plan
from wijkaanpak.cases.actions import BECOMES, CARRY, HAND, Change
from wijkaanpak.cases.editing import Outdated
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.cases.routes.plan import HERE, colleagues
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.web.forms import HouseForm, choice, coded, day, pick
from wijkaanpak.web.frame import weekday
from wijkaanpak.web.language import language
from wijkaanpak.web.page import go, page, show


class GoalStateForm(HouseForm):
    """How a goal stands, and from which version that is said."""

    state = choice(lazy("How does this goal stand?"))
    version = IntegerField(widget=HiddenInput())


class ActionStateForm(HouseForm):
    """What becomes of an action, and from which version that is said."""

    act = choice(lazy("What becomes of it?"))
    due = day(lazy("To which day?"))
    owner = pick(lazy("To whom?"))
    version = IntegerField(widget=HiddenInput())


@dataclass(frozen=True)
class Line:
    """One thing that both versions say: how it is now, and what who comes second wanted."""

    label: str
    theirs: str
    mine: str


@blueprint.route("/casussen/<uuid:case_id>/doelen/<uuid:goal_id>", methods=["GET", "POST"])
@page(Verb.GOAL_CHANGE)
def goal(unit: Unit, case_id: UUID, goal_id: UUID) -> Response:
    """Say how a goal stands."""
    facts, _raw = case_at(unit, Verb.GOAL_CHANGE, case_id)
    form: Any = GoalStateForm.from_request()
    form.state.choices = coded("doelstatussen")
    if form.accepted(unit, Verb.GOAL_CHANGE):
        try:
            goals.say(unit, facts, case_id, goal_id, form.state.data, form.version.data or 0)
            return go("cases.dossier", case_id=case_id, **HERE)
        except Outdated:
            return _both_goals(unit, facts, case_id, goal_id, form.state.data)
    seen = plan.see(unit, facts, case_id, goal_id)
    (aim,) = seen.aims
    form.version.data = form.version.data or aim.version
    return show("cases/goal.html", status=form.status, form=form, aim=aim, case_id=case_id)


@blueprint.route("/casussen/<uuid:case_id>/acties/<uuid:action_id>", methods=["GET", "POST"])
@page(Verb.ACTION_CHANGE)
def action(unit: Unit, case_id: UUID, action_id: UUID) -> Response:
    """Take up, finish, carry over, drop or hand on an action."""
    facts, _raw = case_at(unit, Verb.ACTION_CHANGE, case_id)
    form: Any = ActionStateForm.from_request()
    form.act.choices = list(WORDS.items())
    form.owner.choices = colleagues(unit, facts)
    status = 200
    if form.accepted(unit, Verb.ACTION_CHANGE):
        owner = UUID(form.owner.data) if form.owner.data else None
        wanted = Change(form.act.data, form.due.data, owner)
        try:
            actions.change(unit, facts, case_id, action_id, wanted, form.version.data or 0)
            return go("cases.dossier", case_id=case_id, **HERE)
        except Outdated:
            return _both_actions(unit, facts, case_id, action_id, wanted, form)
        except Invalid as invalid:
            form.put_back(invalid.faults)
        except Conflict as conflict:
            if wanted.act != HAND:
                raise
            form.fault("owner", " ".join((conflict.sentence, *conflict.lacking)))
            status = 409
    seen = plan.see(unit, facts, case_id, action_id)
    (promised,) = seen.actions
    form.version.data = form.version.data or promised.version
    return show(
        "cases/action.html", status=max(status, form.status), form=form, one=promised, case_id=case_id,
        words=WORDS, becomes=BECOMES,
    )  # fmt: skip


WORDS = {
    "neem": lazy("I take it up"), "klaar": lazy("It is done"), "niet": lazy("It did not work"),
    "schrap": lazy("It is not needed any more"), CARRY: lazy("Carry it over to this day"),
    HAND: lazy("Hand it to this colleague"),
}  # fmt: skip


def _both_goals(unit: Unit, facts: MatterFacts, case_id: UUID, goal_id: UUID, status: str) -> Response:
    (now,) = plan.see(unit, facts, case_id, goal_id).aims
    lines = [Line(_("How it stands"), _label("doelstatussen", now.status), _label("doelstatussen", status))]
    here = url_for("cases.goal", case_id=case_id, goal_id=goal_id)
    return _both(case_id, now.words, lines, here, {"state": status, "version": now.version})


def _both_actions(
    unit: Unit, facts: MatterFacts, case_id: UUID, action_id: UUID, wanted: Change, form: Any
) -> Response:
    (now,) = plan.see(unit, facts, case_id, action_id).actions
    names = dict(form.owner.choices)
    mine_owner = (
        names.get(str(wanted.owner), "") if wanted.act == HAND else f"{now.owner}, {now.organisation}"
    )
    mine_day = wanted.due if wanted.act == CARRY else now.due_on
    mine_status = BECOMES.get(wanted.act) or (
        now.status if now.open and wanted.act == CARRY else actions.TO_DO
    )
    lines = [
        Line(_("How it stands"), _label("actiestatussen", now.status), _label("actiestatussen", mine_status)),
        Line(_("By which day"), weekday(now.due_on), weekday(mine_day) if mine_day else ""),
        Line(_("Who does it"), f"{now.owner}, {now.organisation}", mine_owner),
    ]
    again = {"act": wanted.act, "version": now.version}
    again |= {"due": _plain(wanted.due)} if wanted.act == CARRY else {}
    again |= {"owner": str(wanted.owner or "")} if wanted.act == HAND else {}
    here = url_for("cases.action", case_id=case_id, action_id=action_id)
    return _both(case_id, now.words, lines, here, again)


def _both(case_id: UUID, words: str | None, lines: list[Line], here: str, again: dict[str, Any]) -> Response:
    """Both versions, and one button each; without a difference there is nothing left to choose."""
    differs = any(line.theirs != line.mine for line in lines)
    return show(
        "cases/both.html", status=409, case_id=case_id, words=words, lines=lines, here=here, again=again,
        differs=differs,
    )  # fmt: skip


def _label(name: str, code: str) -> str:
    return codes.label(name, code, language())


def _plain(value: date | None) -> str:
    return value.isoformat() if value else ""
