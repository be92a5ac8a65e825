"""Which language someone reads: Dutch, unless the switch in the footer says English."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask_babel import Babel

LANGUAGES = ("nl", "en")
COOKIE = "taal"


def language() -> str:
    """ "nl" or "en", for this request; "nl" outside one."""
    if not has_request_context():
        return "nl"
    chosen = request.cookies.get(COOKIE, "nl")
    return chosen if chosen in LANGUAGES else "nl"


def install(app: Flask, folder: str) -> None:
    """Let Flask-Babel find the catalogues in `folder`."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = folder
    Babel(app, locale_selector=language, timezone_selector=lambda: "Europe/Amsterdam")
