"""The pages of meetings."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)

from wijkaanpak.meetings.routes import agenda, live, minutes, planning  # noqa: E402, F401
