"""Closed by default: what names no verb and no reason to be public keeps the house shut (R58, R59)."""

from pathlib import Path

import pytest
from flask import Flask

import wijkaanpak
from wijkaanpak import application
from wijkaanpak.access.verbs import Verb
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.web.guard import Undeclared

# All that is answered to somebody who is not signed in. A line more here is a decision, not an oversight.
PUBLIC = {
    "static",
    "hall.health",
    "hall.accessibility",
    "sign_in.sign_in",
    "sign_in.knock",
    "sign_in.one_tap",
    "sign_in.sign_out",
    "sign_in.switch",
}
PLANTED = """
from flask import Blueprint

blueprint = Blueprint("planted", __name__)


@blueprint.get("/achterdeur")
def back_door():
    return "everything"
"""


def declared(app: Flask) -> dict[str, tuple[str, object]]:
    """What each endpoint says of itself."""
    return {name: view.declared for name, view in app.view_functions.items() if hasattr(view, "declared")}


def test_an_endpoint_without_a_verb_keeps_the_house_closed(
    settings: Settings, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "planted"
    room.mkdir()
    (room / "__init__.py").write_text('"""A room with a back door."""\n')
    (room / "routes.py").write_text(PLANTED)
    monkeypatch.setattr(wijkaanpak, "__path__", [*wijkaanpak.__path__, str(tmp_path)])
    monkeypatch.setattr(application, "ROOMS", (*application.ROOMS, "planted"))
    with pytest.raises(Undeclared, match=r"planted\.back_door"):
        application.create_app(settings, database)


def test_only_what_is_on_the_list_is_public(app: Flask) -> None:
    open_to_all = {name for name, (kind, _reason) in declared(app).items() if kind == "public"}
    assert open_to_all | {"static"} == PUBLIC


def test_what_is_public_says_why(app: Flask) -> None:
    for name, (kind, reason) in declared(app).items():
        if kind == "public":
            assert len(str(reason)) > 5, name


def test_every_other_endpoint_names_a_verb_of_the_list(app: Flask) -> None:
    for name, (kind, verb) in declared(app).items():
        if kind != "public":
            assert isinstance(verb, Verb), name


def test_every_address_is_dutch_and_has_no_slash_at_its_end(app: Flask) -> None:
    """An address is read by people; a second form of it would be a second page."""
    for rule in app.url_map.iter_rules():
        assert rule.rule == "/" or not rule.rule.endswith("/"), rule.rule
        assert rule.rule == rule.rule.lower() or "<" in rule.rule, rule.rule
