"""The pages of the work itself."""

from flask import Blueprint

blueprint = Blueprint("cases", __name__)

from wijkaanpak.cases.routes import (  # noqa: E402, F401
    classing,
    dossier,
    handing_over,
    letters,
    opening,
    participation,
    plan,
    plan_changes,
    reporting_code,
    steps,
    table,
    today,
    writing,
)
