"""Signing in and out, staying signed in, and the switch of language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import Row, text
from wtforms import Form, PasswordField, StringField

from wijkaanpak.access import codes
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import NotFound, SignedOut
from wijkaanpak.sign_in import local
from wijkaanpak.sign_in.sessions import end_session, open_session
from wijkaanpak.web import guard
from wijkaanpak.web.forms import Required
from wijkaanpak.web.guard import public
from wijkaanpak.web.house import house
from wijkaanpak.web.language import COOKIE, LANGUAGES, language
from wijkaanpak.web.page import page, point

blueprint = Blueprint("sign_in", __name__)


class SignInForm(Form):
    """Name, password and one-time code; pasting and password managers are welcome (R187)."""

    login = StringField(lazy("Sign-in name"), [Required(lazy("Fill in your sign-in name."))])
    password = PasswordField(lazy("Password"), [Required(lazy("Fill in your password."))])
    code = StringField(lazy("One-time code"), [Required(lazy("Fill in the six digits from your app."))])


@blueprint.get("/aanmelden")
@public("the door itself")
def sign_in() -> Response:
    """The page to sign in."""
    return _door(SignInForm())


@blueprint.post("/aanmelden")
@public("the door itself")
def knock() -> Response:
    """Sign in with name, password and code."""
    form = SignInForm(request.form)
    if not form.validate():
        return _door(form, 400)
    with house().database.gate.begin() as connection:
        staff = local.verify(
            connection,
            form.login.data or "",
            form.password.data or "",
            form.code.data or "",
            house().settings.secret,
        )
        if staff is None:
            local.record_failure(connection, point())
    if staff is None:
        form.login.errors = [
            _("Name, password and code do not belong together, or the account is closed for now.")
        ]
        return _door(form, 400)
    return _let_in(staff)


@blueprint.post("/aanmelden/demo")
@public("the demo's cast, one tap; exists only in demo")
def one_tap() -> Response:
    """Sign in as someone of the demo."""
    if house().settings.production:
        raise NotFound()
    try:
        staff = UUID(request.form.get("persoon", ""))
    except ValueError:
        raise NotFound() from None
    if staff not in {row.id for row in _people()}:  # the house's own subjects have an id too
        raise NotFound()
    return _let_in(staff)


@blueprint.post("/aanmelden/verleng")
@page(Verb.SESSION_STAY)
def stay(unit: Unit) -> Response:
    """One key keeps the session open (R186): opening the unit already counted as a sign of life."""
    return make_response("", 204)


@blueprint.post("/afmelden")
@public("whoever holds a session may end it")
def sign_out() -> Response:
    """End this session, at once."""
    value = guard.secret()
    if value is not None:
        end_session(house().database.gate, value, point())
        house().wake()
    answer = make_response(redirect("/aanmelden", code=303))
    answer.delete_cookie(guard.COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.post("/taal")
@public("everyone may choose a language")
def switch() -> Response:
    """Choose the language to read in."""
    chosen = request.form.get("taal", "nl")
    here = request.form.get("terug", "/")
    local = here.startswith("/") and not here.startswith(("//", "/\\")) and here.isprintable()
    answer = make_response(redirect(here if local else "/", code=303))
    if chosen in LANGUAGES:
        answer.set_cookie(COOKIE, chosen, max_age=31536000, secure=True, httponly=True, samesite="Lax")
    return answer


def _let_in(staff: UUID) -> Response:
    before = guard.secret()
    if before is not None:
        end_session(house().database.gate, before, point())
    try:
        value = open_session(house().database.gate, staff, 2, point())
    except SignedOut:
        raise NotFound() from None
    answer = make_response(redirect("/", code=303))
    guard.set_cookie(answer, value)
    return answer


def _door(form: SignInForm, status: int = 200) -> Response:
    cast = [] if house().settings.production else _cast()
    return make_response(render_template("sign_in/door.html", form=form, cast=cast), status)


def _people() -> Sequence[Row[Any]]:
    with house().database.gate.connect() as connection:
        return connection.execute(text("select * from sealed.cast_of_the_demo()")).all()


def _cast() -> list[dict[str, object]]:
    groups: dict[str, list[dict[str, object]]] = {}
    for row in _people():
        title = ", ".join(codes.label("rollen", role, language()) for role in row.roles)
        groups.setdefault(row.organisation, []).append({"id": row.id, "name": row.name, "role_title": title})
    return [{"organisation": name, "people": people} for name, people in groups.items()]
