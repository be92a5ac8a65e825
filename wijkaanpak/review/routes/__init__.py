"""The pages of the review desk, and the one on which a colleague answers its question."""

from flask import Blueprint

blueprint = Blueprint("review", __name__)

from wijkaanpak.review.routes import footprints, insight, quarterly  # noqa: E402, F401
