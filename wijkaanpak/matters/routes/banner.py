"""What stands above every page while one's own emergency access runs."""

from __future__ import annotations

from datetime import datetime

from flask import g

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.errors import SignedOut
from wijkaanpak.foundation.working_days import local
from wijkaanpak.matters.emergency import Running, running
from wijkaanpak.matters.routes import blueprint
from wijkaanpak.web import guard
from wijkaanpak.web.house import house
from wijkaanpak.web.language import language
from wijkaanpak.web.page import point


@blueprint.app_template_filter("clock_time")
def clock_time(moment: datetime) -> str:
    """The time of day as people here write it."""
    return local(moment).strftime("%H.%M" if language() == "nl" else "%H:%M")


@blueprint.app_template_global("emergency_offered")
def offered() -> bool:
    """Whether who is here may begin emergency access at this moment."""
    unit = g.get("unit")
    return unit is not None and _may(unit)


@blueprint.app_template_global("emergency_runs")
def runs() -> Running | None:
    """The emergency access of who is here, or nothing; who may not use it now is not looked up.

    Off duty it opens nothing to who may use it on duty only, so then it does not stand there either.
    """
    unit = g.get("unit")
    if unit is None or not _may(unit):
        return None
    if unit.session.in_transaction():
        return running(unit)
    return _anew()


def _anew() -> Running | None:
    """A page that says what went wrong is made after its unit was over: the question has one of its own."""
    token = guard.secret()
    try:
        with unit_of(house().database.app, token or b"", point(), active=False) as unit:
            return running(unit)
    except SignedOut:
        return None


def _may(unit: Unit) -> bool:
    return policy.decide(unit.actor, Verb.BREAK_GLASS_START, None, unit.now).allowed
