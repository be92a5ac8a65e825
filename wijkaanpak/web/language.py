"""Which language someone reads: Dutch, unless the switch in the footer says English."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale
from markupsafe import Markup

LANGUAGES = ("nl", "en")
COOKIE = "taal"


def language() -> str:
    """ "nl" or "en", for this request; "nl" outside one."""
    if not has_request_context():
        return "nl"
    known: str | None = g.get("language")
    if known is None:
        chosen = request.cookies.get(COOKIE, "nl")
        known = g.language = chosen if chosen in LANGUAGES else "nl"
    return known


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Within this everything is said in one language: that of who will read it, not of who is signed in."""
    before = language()
    g.language = lang
    try:
        with force_locale(lang):
            yield
    finally:
        g.language = before


@cache
def catalogue(folder: str, lang: str) -> NullTranslations:
    """The sentences of one language, read once; English is what the code says."""
    return Translations.load(folder, [lang]) if lang != "en" else NullTranslations()


@lru_cache(maxsize=4096)
def sentence_in(folder: str, lang: str, sentence: str) -> Markup:
    """One sentence of ours in one language, its places not yet filled; what fills them is escaped then."""
    return Markup(catalogue(folder, lang).gettext(sentence))  # noqa: S704  # our own words


class Sentences(Domain):
    """The catalogues as Flask-Babel asks for them: of the language in force, each read once."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.folder = folder

    def get_translations(self) -> NullTranslations:
        """The sentences of the language in force."""
        locale = get_locale()
        return catalogue(self.folder, locale.language if locale else "nl")


def install(app: Flask, folder: str) -> None:
    """Let Flask-Babel find the catalogues in `folder`, and templates say their sentences from them."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = folder
    babel = Babel(app, locale_selector=language, timezone_selector=lambda: "Europe/Amsterdam")
    babel.domain_instance = Sentences(folder)

    # A page says a hundred sentences; the way through a context of Jinja costs each five times as much.
    def say(sentence: str, /, **filled: Any) -> Markup:
        said = sentence_in(folder, language(), sentence)
        return said % filled if "%" in said else said

    def count(one: str, more: str, number: int, /, **filled: Any) -> Markup:
        said = catalogue(folder, language()).ngettext(one, more, number)
        return Markup(said) % {"num": number, **filled}  # noqa: S704  # our own words; values are escaped

    app.jinja_env.globals.update({"_": say, "gettext": say, "ngettext": count})
