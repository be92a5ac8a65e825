"""What stands above every page while one's own emergency access runs."""

from __future__ import annotations

from datetime import datetime

from flask import g

from wijkaanpak.access import policy
from wijkaanpak.access.actor import EmergencyRuns
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.working_days import local
from wijkaanpak.matters.emergency import running
from wijkaanpak.matters.routes import blueprint
from wijkaanpak.web.language import language


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
def runs() -> EmergencyRuns | None:
    """The emergency access of who is here, or nothing.

    Off duty it opens nothing to who may use it on duty only, so then it does not stand there either.
    """
    unit = g.get("unit")
    return running(unit) if unit is not None and _may(unit) else None


def _may(unit: Unit) -> bool:
    return policy.decide(unit.actor, Verb.BREAK_GLASS_START, None, unit.now).allowed
