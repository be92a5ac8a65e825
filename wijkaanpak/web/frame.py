"""What every page shows round its own content: who is signed in, the menu, the house, dates in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import Flask, g, request
from flask_babel import gettext as _
from markupsafe import Markup, escape

from wijkaanpak.access import codes, roles
from wijkaanpak.access.actor import Actor
from wijkaanpak.web.house import house
from wijkaanpak.web.language import language

HERE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    url: str
    label: str
    current: bool


@dataclass(frozen=True)
class Me:
    """Who is signed in, as the frame shows it."""

    id: str
    name: str
    role_title: str
    organisation: str


def can(permission: str, actor: Actor) -> bool:
    """True when one of the roles held opens this permission at all."""
    return any(roles.grants(permission, code) for code in actor.role_codes)


def menu(actor: Actor) -> list[Entry]:
    """Only what this person can use; a menu holds no counts (R60)."""
    wanted = [("/", _("Today"), True), ("/berichten", _("Notices"), True)]
    wanted.append(("/signalen", _("Signals"), can("signaal.lezen", actor) or can("signaal.maken", actor)))
    wanted.append(("/triage", _("Triage"), can("signaal.triage", actor)))
    wanted.append(("/casussen", _("Cases"), can("casus.lezen", actor)))
    wanted.append(("/overleggen", _("Meetings"), can("casus.lezen", actor)))
    wanted.append(("/zoeken", _("Search"), can("casus.zoeken_op_persoon", actor)))
    wanted.append(("/controle", _("Review"), can("audit.lezen", actor) and actor.holds("FG")))
    wanted.append(("/controle/grondslagen", _("Grounds"), can("grondslag.beoordelen", actor)))
    judges = can("noodprocedure.beoordelen", actor) and not actor.holds("FG")  # who has the desk goes by it
    wanted.append(("/controle/noodprocedures", _("Emergencies"), judges))
    wanted.append(("/beheer", _("Administration"), can("gebruiker.beheren", actor)))
    shown = [(url, label) for url, label, yes in wanted if yes]
    here = max((u for u, _label in shown if _within(request.path, u)), key=len, default=None)
    return [Entry(url, label, url == here) for url, label in shown]


def _within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url + "/"))


def role_title(actor: Actor) -> str:
    """The roles someone holds now, in words."""
    return ", ".join(codes.label("rollen", c, language()) for c in actor.role_codes) or _("no role now")


def moment(value: datetime | date | None) -> str:
    """A date as people here write it; with the time where there is one."""
    if value is None:
        return ""
    lang = language()
    if isinstance(value, datetime):
        hour = "HH.mm" if lang == "nl" else "HH:mm"
        return _written(
            value.astimezone(HERE).replace(second=0, microsecond=0), f"EEEE d MMMM y, {hour}", lang
        )
    return _written(value, "EEEE d MMMM y", lang)


def day(value: datetime | date | None, *, short: bool = False) -> str:
    """A date without its day of the week; `short` is 31-12-2026."""
    if value is None:
        return ""
    local = value.astimezone(HERE).date() if isinstance(value, datetime) else value
    return local.strftime("%d-%m-%Y") if short else _written(local, "d MMMM y", language())


def weekday(value: date) -> str:
    """A date of these weeks as people say it: with its day, without its year."""
    return _written(value, "EEEE d MMMM", language())


@lru_cache(maxsize=4096)
def _written(value: datetime | date, form: str, lang: str) -> str:
    if isinstance(value, datetime):
        return str(format_datetime(value, form, tzinfo=HERE, locale=lang))
    return str(format_date(value, form, locale=lang))


def _moment_day(value: datetime | date) -> str:
    """A day that begins a sentence."""
    said = moment(value.astimezone(HERE).date() if isinstance(value, datetime) else value)
    return said[:1].upper() + said[1:]


@lru_cache(maxsize=4096)
def label(list_name: str, code: str, lang: str) -> Markup:
    """What people read instead of a code, made safe for a page once."""
    return escape(codes.label(list_name, code, lang))


# What the frame itself shows: a page that gave one of these another meaning would show it in its head.
NAMES = frozenset({"locale", "house_name", "demo", "session_minutes", "label", "me", "menu", "can"})


def _context() -> dict[str, Any]:
    unit, lang, here = g.get("unit"), language(), house()
    base: dict[str, Any] = {
        "locale": lang, "house_name": here.name, "demo": not here.settings.production,
        "session_minutes": 30, "label": partial(label, lang=lang),
    }  # fmt: skip
    if unit is None:
        return base | {"me": None, "menu": []}
    actor = unit.actor
    me = Me(str(actor.id), actor.name, role_title(actor), actor.organisation_name)
    return base | {"me": me, "menu": menu(actor), "can": lambda permission: can(permission, actor)}


def install(app: Flask) -> None:
    """Give every template what the frame shows."""
    app.context_processor(_context)
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["moment_day"] = _moment_day
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["weekday"] = weekday
    app.jinja_env.filters["short_day"] = lambda value: day(value, short=True)
