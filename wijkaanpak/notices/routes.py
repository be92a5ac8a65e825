"""The pages of notices: one's own, the one tap to what each is about, and the choice of mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.notices import choosing, reading
from wijkaanpak.notices.models import AT_ONCE, MORNING, OFF
from wijkaanpak.web.forms import HouseForm, choice
from wijkaanpak.web.house import house
from wijkaanpak.web.page import go, page, show

blueprint = Blueprint("notices", __name__)


class ChoiceForm(HouseForm):
    """When to mail."""

    mail = choice(lazy("When do you want a mail that notices wait for you?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mail.choices = [
            (MORNING, _("In the morning, on working days")), (AT_ONCE, _("At once")), (OFF, _("No mail")),
        ]  # fmt: skip


@blueprint.get("/berichten")
@page(Verb.NOTICE_LIST)
def notices(unit: Unit) -> Response:
    """One's own notices."""
    lines = reading.mine(unit, None)
    waiting = sum(not line.seen for line in lines)
    return show(
        "notices/list.html", fragments={"lijst": "notices/_list.html"}, lines=lines, waiting=waiting,
        me_id=unit.actor.id,
    )  # fmt: skip


@blueprint.post("/berichten/<uuid:notice_id>")
@page(Verb.NOTICE_SEE)
def open_notice(unit: Unit, notice_id: UUID) -> Response:
    """Go to what a notice is about; with that it is seen."""
    there = reading.place(unit, notice_id)
    reading.see(unit, notice_id)
    return make_response(redirect(there, code=303))


@blueprint.post("/berichten/gezien")
@page(Verb.NOTICE_SEE)
def see_all(unit: Unit) -> Response:
    """Put all notices aside."""
    reading.see(unit, None)
    return go("notices.notices")


@blueprint.get("/berichten/keuzes")
@page(Verb.NOTICE_CHOOSE)
def choices(unit: Unit) -> Response:
    """When a mail comes."""
    return _choices(unit, ChoiceForm(data={"mail": choosing.chosen(unit).mail}))


@blueprint.post("/berichten/keuzes")
@page(Verb.NOTICE_CHOOSE)
def choose(unit: Unit) -> Response:
    """Keep that choice."""
    form: Any = ChoiceForm.from_request()
    if form.accepted(unit, Verb.NOTICE_CHOOSE):
        choosing.choose(unit, None, mail=form.mail.data)
        return go("notices.choices", bewaard="ja")
    return _choices(unit, form)


def _choices(unit: Unit, form: Any) -> Response:
    chosen = choosing.chosen(unit)
    return show(
        "notices/choices.html", form.status, form=form, address=chosen.address,
        kept="bewaard" in request.args, mails=house().settings.mails,
    )  # fmt: skip
