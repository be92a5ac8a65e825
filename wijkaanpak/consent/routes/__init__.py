"""The pages of grounds and consents, on a signal and on a case alike."""

from flask import Blueprint

blueprint = Blueprint("consent", __name__)

from wijkaanpak.consent.routes import ending, grounds, review, words  # noqa: E402, F401
