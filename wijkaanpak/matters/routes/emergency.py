"""Beginning emergency access, and ending it: at two at night, in a stairwell, with one thumb."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import select
from wtforms import Field, HiddenField

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.matters import emergency
from wijkaanpak.matters.emergency import CannotOpen, Keys, Plea
from wijkaanpak.matters.routes import blueprint
from wijkaanpak.organisations.models import Staff
from wijkaanpak.places.models import Complex
from wijkaanpak.sign_in import local
from wijkaanpak.web.forms import HouseForm, choice, coded, day, line, pick, text, tick
from wijkaanpak.web.house import house
from wijkaanpak.web.page import go, page, show

WRONG_CODE = "ACR_TE_LAAG"
NOBODY = "NIET_BETROKKEN"


class EmergencyForm(HouseForm):
    """Who, why now, and that it is really you."""

    person = HiddenField()
    surname = line(lazy("Surname"), most=120)
    born = day(lazy("Date of birth"))
    place = pick(lazy("Building"))
    number = line(lazy("House number"), most=20)
    reason: Field = choice(lazy("Why is it needed now?"), required=lazy("Choose a reason."))
    text = text(
        lazy("What is going on?"), least=emergency.LEAST, rows=3, most=2000,
        required=lazy("Write in one sentence what is going on."),
    )  # fmt: skip
    code = line(lazy("One-time code"), most=10)
    sure = tick(lazy("I am sure: this cannot wait, and everything I open will be judged"))

    @classmethod
    def made(cls, unit: Unit) -> EmergencyForm:
        """With its lists; what arrives from the list of hits is only an id, and nothing is faulty yet."""
        sent = "text" in request.form
        form: Any = cls(request.form) if sent else cls(data={"person": request.form.get("person", "")})
        places = unit.session.execute(select(Complex.id, Complex.name).order_by(Complex.name))
        form.place.choices = [("", ""), *((str(ident), name) for ident, name in places)]
        form.reason.choices = coded("noodredenen")
        form.sent = sent
        return form

    @property
    def chosen(self: Any) -> UUID | None:
        """The resident from the list of hits, if one comes from there."""
        try:
            return UUID(self.person.data)
        except (TypeError, ValueError):
            return None

    @property
    def keys(self: Any) -> Keys:
        """What was filled in of a resident."""
        place = UUID(self.place.data) if self.place.data and not self.place.errors else None
        return Keys(self.surname.data or "", self.born.data, place, self.number.data or "")


@blueprint.route("/noodprocedure", methods=["GET", "POST"])
@page(Verb.BREAK_GLASS_START)
def start(unit: Unit) -> Response:
    """Ask for it, or see that it runs."""
    require(unit, Verb.BREAK_GLASS_START, None)
    now = emergency.running(unit)
    if now is not None:
        return show("matters/emergency_runs.html", status=409 if request.method == "POST" else 200, runs=now)
    form: Any = EmergencyForm.made(unit)
    login = unit.session.scalar(select(Staff.login).where(Staff.id == unit.actor.id)) or ""
    with_code = _has_code(login)
    if form.sent and _complete(unit, form, with_code) and _confirmed(unit, form, with_code, login):
        try:
            person = form.chosen or emergency.find_resident(unit, form.keys)
            return _begin(unit, person, form)
        except CannotOpen:
            emergency.note_attempt(unit, NOBODY)
            form.fault("surname", nobody())
        except Invalid as invalid:
            form.put_back(invalid.faults)
    form.code.data = ""
    return show("matters/emergency.html", status=form.status, form=form, with_code=with_code)


@blueprint.post("/noodprocedure/einde")
@page(Verb.BREAK_GLASS_END)
def end(unit: Unit) -> Response:
    """Done: everything of it closes at once."""
    now = emergency.running(unit)
    if now is not None:
        emergency.end(unit, now)
    return go("cases.today")


def nobody() -> str:
    """The one answer for all that cannot be opened; it never tells whether there is such a resident."""
    return _("Nobody can be opened with this. Look at what you filled in, or call the person on duty.")


def _begin(unit: Unit, person: UUID | None, form: Any) -> Response:
    if person is None:
        raise CannotOpen()
    emergency.start(unit, Plea(person, form.reason.data or "", form.text.data or ""))
    return go("matters.person", person_id=person)


def _complete(unit: Unit, form: Any, with_code: bool) -> bool:
    """Every fault at once, before a code is used up."""
    good = form.accepted(unit, Verb.BREAK_GLASS_START)
    if form.chosen is None and form.keys.count < emergency.ENOUGH and not form.surname.errors:
        form.fault("surname", _("Fill in two of these three: surname, date of birth, address."))
    if with_code and not (form.code.data or "").strip():
        form.fault("code", _("Fill in the six digits from your app."))
    if not with_code and not form.sure.data:
        form.fault("sure", _("Tick this to begin."))
    return good and not form.errors


def _has_code(login: str) -> bool:
    with house().database.gate.connect() as connection:
        return local.has_code(connection, login)


def _confirmed(unit: Unit, form: Any, with_code: bool, login: str) -> bool:
    """Step-up: the one-time code, where the account has one.

    In the demo's sign-in with one tap there is no code: there the tick on the form stands in for it.
    """
    if not with_code:
        return True
    with house().database.gate.begin() as connection:
        if local.confirm(connection, login, form.code.data or "", house().settings.secret):
            return True
    emergency.note_attempt(unit, WRONG_CODE)
    form.fault("code", _("This code is not right, or was used before. Wait for the next one."))
    return False
