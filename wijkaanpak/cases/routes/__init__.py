"""The pages of the work itself."""

from flask import Blueprint

blueprint = Blueprint("cases", __name__)

from wijkaanpak.cases.routes import classing, dossier, opening, participation, today, writing  # noqa: E402, F401
