"""The pages of the review desk, and the one on which a colleague answers its question."""

from flask import Blueprint

blueprint = Blueprint("review", __name__)

from wijkaanpak.review.routes import (  # noqa: E402, F401
    answering,
    desk,
    following,
    footprints,
    insight,
    judging,
    quarterly,
    verifying,
)
