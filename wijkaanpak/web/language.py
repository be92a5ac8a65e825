"""Which language someone reads: Dutch, unless the switch in the footer says English."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations

from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel

LANGUAGES = ("nl", "en")
COOKIE = "taal"


def language() -> str:
    """ "nl" or "en", for this request; "nl" outside one."""
    if not has_request_context():
        return "nl"
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "nl")
        g.language = chosen if chosen in LANGUAGES else "nl"
    known: str = g.language
    return known


@cache
def catalogue(folder: str, lang: str) -> NullTranslations:
    """The sentences of one language, read once; English is what the code says."""
    return Translations.load(folder, [lang]) if lang != "en" else NullTranslations()


def install(app: Flask, folder: str) -> None:
    """Let Flask-Babel find the catalogues in `folder`."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = folder
    Babel(app, locale_selector=language, timezone_selector=lambda: "Europe/Amsterdam")
    # A page asks for a hundred sentences; looking up the whole context for each costs more than the page.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: catalogue(folder, language()).gettext(sentence),
        lambda one, more, n: catalogue(folder, language()).ngettext(one, more, n),
        newstyle=True,
    )
