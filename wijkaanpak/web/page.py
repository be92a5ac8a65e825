"""A page: opens the unit, lets the room answer, commits before the first byte leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.errors import SignedOut
from wijkaanpak.journal import trace
from wijkaanpak.journal.entries import Point
from wijkaanpak.web import frame, guard
from wijkaanpak.web.house import house
from wijkaanpak.web.models import Submission

View = Callable[..., Any]


def page(verb: Verb, *, engine: str = "app") -> Callable[[View], View]:
    """Declare the verb of an endpoint and give it its unit; what it returns leaves only after the commit."""

    def declare(view: View) -> View:
        @wraps(view)
        def answered(**kwargs: Any) -> Response:
            token = guard.secret()
            if token is None:
                raise SignedOut()
            quiet = "X-Fragment" in request.headers
            with unit_of(getattr(house().database, engine), token, point(), active=not quiet) as unit:
                g.unit = unit
                once = _once()
                earlier = _handled(unit, once)
                if earlier is not None:
                    return earlier
                answer = make_response(view(unit, **kwargs))
                done = _remember(unit, once, answer)
                unit.close()
            if request.method not in guard.SAFE:
                house().wake()
            return done or answer

        answered.declared = ("verb", verb)  # type: ignore[attr-defined]
        return answered

    return declare


def point() -> Point:
    """Where this request came in; an incoming W3C trace is honoured (R98)."""
    called = trace.read(request.headers.get(trace.HEADER, ""))
    return Point("WEB", *called, request.remote_addr) if called else Point("WEB", address=request.remote_addr)


def show(
    template: str, status: int = 200, fragments: Mapping[str, str] | None = None, **context: Any
) -> Response:
    """Render a page, or only the fragment that the bell asks for: one rendering, one gate.

    Raises ValueError for a name that the frame round every page keeps for itself.
    """
    if taken := context.keys() & frame.NAMES:
        raise ValueError(f"the frame shows {sorted(taken)} already")
    wanted = request.args.get("fragment", "")
    if fragments and wanted in fragments:
        template = fragments[wanted]
    return make_response(render_template(template, **context), status)


def go(endpoint: str, **values: Any) -> Response:
    """After a change: see the result with a fresh request (303)."""
    return make_response(redirect(url_for(endpoint, **values), code=303))


def _once() -> UUID | None:
    given = request.form.get("eenmalig") if request.method not in guard.SAFE else None
    try:
        return UUID(given) if given else None
    except ValueError:
        return None


def _handled(unit: Unit, token: UUID | None) -> Response | None:
    """The answer of the first time, when this very form was sent before."""
    if token is None:
        return None
    earlier = unit.session.get(Submission, token)
    return make_response(redirect(earlier.location, code=303)) if earlier else None


def _remember(unit: Unit, token: UUID | None, answer: Response) -> Response | None:
    """Keep where a handled form led; if a twin got there first, its result is the answer."""
    if token is None or answer.status_code not in (302, 303):
        return None
    location = answer.headers["Location"]
    unit.session.add(Submission(token=token, staff_id=unit.actor.id, location=location, at=datetime.now(UTC)))
    try:
        unit.session.flush()
    except IntegrityError:
        unit.session.rollback()
        unit.reading = None
        return make_response(redirect("/", code=303))
    return None
