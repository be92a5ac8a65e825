"""Closed by default: every endpoint names its verb or says why it is public, or the house does not open."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from flask import Flask, abort, request

from wijkaanpak.web.house import house

COOKIE = "__Host-sid"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
V = TypeVar("V", bound=Callable[..., Any])


class Undeclared(Exception):
    """An endpoint, socket handler or command without a verb and without a reason to be public."""


def public(reason: str) -> Callable[[V], V]:
    """Declare an endpoint that needs nobody signed in, and why."""

    def declare(view: V) -> V:
        view.declared = ("public", reason)  # type: ignore[attr-defined]
        return view

    return declare


def check(app: Flask) -> None:
    """Refuse to open while anything is undeclared (R59)."""
    missing = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "declared")
    ]
    if missing:
        raise Undeclared(f"these endpoints declare no verb: {', '.join(sorted(set(missing)))}")


def secret() -> bytes | None:
    """The session secret of this request, as the database knows it, or None."""
    value = request.cookies.get(COOKIE)
    return value.encode("utf-8", "replace") if value else None


def set_cookie(response: Any, value: str) -> None:
    """Hand the session secret to the browser, out of reach of scripts."""
    response.set_cookie(COOKIE, value, secure=True, httponly=True, samesite="Lax", path="/")


def csrf_token() -> str:
    """A token tied to the session: who reads one cannot make another's."""
    return hmac.new(house().settings.secret, b"csrf" + (secret() or b"nobody"), hashlib.sha256).hexdigest()


def once_token() -> str:
    """What makes a form count once, however often it is sent."""
    return str(uuid4())


def same_origin() -> None:
    """Refuse an unsafe request from elsewhere: exact Origin, and a token once someone is signed in (T12)."""
    if request.method in SAFE:
        return
    if request.headers.get("Origin") != house().settings.url:
        abort(403)
    given = request.headers.get("X-CSRF") or request.form.get("csrf", "")
    if secret() is not None and not hmac.compare_digest(given.encode(), csrf_token().encode()):
        abort(403)


def readable() -> None:
    """Refuse a zero byte: no person types one, and the database holds no text with it (R188)."""
    said = (*request.args.values(), *(value for _name, value in request.form.items(multi=True)))
    if any("\0" in value for value in said):
        abort(400)


def install(app: Flask) -> None:
    """Look at every request before a view does."""
    app.before_request(same_origin)
    app.before_request(readable)
    app.jinja_env.globals.update(csrf_token=csrf_token, once_token=once_token)
