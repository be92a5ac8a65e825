"""The pages of residents and of emergency access."""

from flask import Blueprint

blueprint = Blueprint("matters", __name__)

from wijkaanpak.matters.routes import banner, emergency, emergency_review, resident  # noqa: E402, F401
