"""The only module that knows every room: it hangs their pages and refuses what names no verb."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_login import LoginManager, UserMixin

from wijkaanpak.access.actor import Actor
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.web import errors, frame, guard, headers, language
from wijkaanpak.web.house import House

TOP = Path(__file__).resolve().parents[1]
ROOMS = (
    "web",
    "sign_in",
    "organisations",
    "places",
    "residents",
    "matters",
    "signals",
    "consent",
    "cases",
    "meetings",
    "review",
    "exchange",
    "notices",
)
LARGEST = 1024 * 1024  # bytes of one request; a longer text than a form takes is 413 with one sentence


class SignedIn(UserMixin):
    """Flask-Login's view of who is here; the session itself is a row of the database."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        """What Flask-Login calls somebody by."""
        return str(self.actor.id)


def create_app(settings: Settings, database: Database, *, testing: bool = False) -> Flask:
    """Build the application; raises Undeclared where an endpoint names no verb and no reason to be public."""
    app = Flask("wijkaanpak", root_path=str(TOP), template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret, MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_MEMORY_SIZE=LARGEST,
        MAX_FORM_PARTS=200, TESTING=testing, TEMPLATES_AUTO_RELOAD=False,
    )  # fmt: skip
    app.url_map.strict_slashes = True
    app.jinja_env.trim_blocks = True
    app.extensions["house"] = House(settings, database)
    for manners in (errors, guard, frame):
        manners.install(app)
    language.install(app, str(TOP / "translations"))
    headers.install(app, settings.url)
    _flask_login(app)
    for room in ROOMS:
        if find_spec(f"wijkaanpak.{room}.routes"):
            app.register_blueprint(import_module(f"wijkaanpak.{room}.routes").blueprint)
    guard.check(app)
    return app


def with_bell(app: Flask) -> Any:
    """Hang the live channel in a finished application; its Socket.IO, for who serves with gevent."""
    from wijkaanpak.live import sockets

    return sockets.hang(app)


def _flask_login(app: Flask) -> None:
    login = LoginManager(app)
    login.session_protection = None

    @login.request_loader  # type: ignore[untyped-decorator]
    def signed_in(_request: object) -> SignedIn | None:
        unit = g.get("unit")
        return SignedIn(unit.actor) if unit is not None else None
