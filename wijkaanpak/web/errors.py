"""The pages for what goes wrong; what may not be known to exist is one static page, the same for all."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from wijkaanpak.foundation.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut, Unrecorded
from wijkaanpak.web import problem, refusing
from wijkaanpak.web.language import language

REFUSED_BELOW = ("WA002", "23505")  # a rule of ours; twice what there can be one of


@cache
def _missing(lang: str) -> str:
    return render_template("hall/missing.html")


def missing(_error: Any = None) -> Response:
    """404, byte for byte the same for what does not exist and for what may not be known (rulings.md 8)."""
    return make_response(_missing(language()), 404)


def error_page(status: int, title: str, sentence: str, advice: str = "", **context: Any) -> Response:
    """A page that says what is wrong and what to do."""
    page = render_template("hall/error.html", title=title, sentence=sentence, advice=advice, **context)
    return make_response(page, status)


def forbidden(error: Forbidden) -> Response:
    """403 with its reason: for those who already know that the thing exists (R195).

    A fragment is answered with the sentences that the open page shows as it closes.
    """
    told = refusing.told(error)
    if "X-Fragment" in request.headers:
        return make_response(render_template("hall/_closed.html", told=told), 403)
    page = render_template("hall/refused.html", title=_("You may not open this."), told=told)
    return make_response(page, 403)


def invalid(error: Invalid) -> Response:
    """400 for input that no form could show at its fields."""
    sentence = " ".join(error.faults.values()) or _("Something in what you sent is not right.")
    return error_page(
        400, _("This does not fit yet."), sentence, _("Go back and try again."), code=error.code
    )


def conflict(error: Conflict) -> Response:
    """409 with how it stands now, or with everything that must come first (R77)."""
    if error.lacking:
        return error_page(
            409, _("This cannot be done yet."), error.sentence,
            _("Nothing was changed."), code=error.code, lacking=error.lacking,
        )  # fmt: skip
    return error_page(
        409, _("Someone was just ahead of you."), error.sentence,
        _("Nothing was changed. Open the page again to see how it stands now."), code=error.code,
    )  # fmt: skip


def refused_below(error: DBAPIError) -> Response:
    """What the database itself refused because somebody was just ahead, or because it never fits (409)."""
    state = getattr(error.orig, "sqlstate", None)
    if state not in REFUSED_BELOW:
        if current_app.testing:
            raise error
        return broken(error)
    return conflict(Conflict(_("This does not fit how things stand now."), "STATUS"))


def unrecorded(_error: Any) -> Response:
    """503: without the journal nothing is shown or changed (R89)."""
    answer = error_page(
        503,
        _("We show nothing now."),
        _("The journal cannot be reached for a moment. Without it we open no data. Nothing was changed."),
        _("Try again in a minute."),
    )
    answer.headers["Retry-After"] = "10"
    return answer


def signed_out(_error: SignedOut) -> Response:
    """To the page to sign in; a fragment is told by its status."""
    if "X-Fragment" in request.headers:
        return make_response("", 401)
    return make_response(redirect("/aanmelden", code=303))


def http(error: HTTPException) -> Response:
    """Flask's own errors, in our words."""
    if error.code == 404 or error.code == 405:
        return missing()
    if error.code == 413:
        return error_page(
            413,
            _("This is too much at once."),
            _("What you sent is larger than a form can take. Make the text shorter."),
            _("Nothing was saved."),
        )
    if error.code == 403:
        return error_page(
            403,
            _("This request did not come from our own page."),
            _("For safety we only take forms from our own pages."),
            _("Open the page again and try once more."),
        )
    if error.code and error.code < 400:
        return make_response(error.get_response())
    return error_page(error.code or 500, _("That did not work."), _("We could not read what was sent."))


def broken(error: Exception) -> Response:
    """The last resort: a page that says nothing of what went wrong inside (ASVS 16.5)."""
    from structlog import get_logger

    get_logger().error("unhandled", kind=type(error).__name__, endpoint=request.endpoint)
    return error_page(500, _("Something went wrong here."), _("Nothing was changed. We look into it."))


def install(app: Flask) -> None:
    """Hang these pages in the application."""
    handlers: list[tuple[Any, Any]] = [
        (NotFound, missing), (Forbidden, forbidden), (Invalid, invalid), (Conflict, conflict),
        (Unrecorded, unrecorded), (OperationalError, unrecorded), (DBAPIError, refused_below),
        (SignedOut, signed_out), (HTTPException, http),
    ]  # fmt: skip
    for kind, handler in handlers:
        app.register_error_handler(kind, problem.for_systems(handler))
    if not app.debug and not app.testing:
        app.register_error_handler(Exception, problem.for_systems(broken))
