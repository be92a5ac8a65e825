"""What the hall itself answers: is the house well, and how accessible is it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, jsonify, make_response, render_template
from sqlalchemy import text

from wijkaanpak.web.guard import public
from wijkaanpak.web.house import house

blueprint = Blueprint("hall", __name__)


@blueprint.get("/gezond")
@public("says only whether the house can serve")
def health() -> Response:
    """Is the house well?"""
    with house().database.app.connect() as connection:
        connection.execute(text("select app.now()"))
    return jsonify(status="ok")


@blueprint.get("/toegankelijkheid")
@public("the law asks for it (R183)")
def accessibility() -> Response:
    """How accessible it is (R183)."""
    return make_response(render_template("hall/accessibility.html", checked=date(2026, 11, 22)))
