"""What goes wrong, for another system: problem details instead of a page (RFC 9457, R166)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, jsonify, request
from flask_babel import lazy_gettext as lazy

from wijkaanpak.foundation.errors import Forbidden, Invalid

API, VERSION = "/v1/", "1.0.0"
UNAUTHORISED = 401
SAYS = {
    400: (lazy("This does not fit yet."), lazy("Something in what you sent is not right.")),
    UNAUTHORISED: (lazy("Not signed in."), lazy("Sign in first.")),
    403: (lazy("You may not open this."), lazy("This is not allowed.")),
    404: (lazy("Not found."), lazy("There is nothing here.")),
    409: (lazy("Someone was just ahead of you."), lazy("Nothing was changed.")),
    413: (lazy("This is too much at once."), lazy("Nothing was saved.")),
    503: (lazy("We show nothing now."), lazy("The journal cannot be reached for a moment.")),
}
H = Callable[[Any], Response]


def asked() -> bool:
    """Whether another system asks, and no person."""
    return request.path.startswith(API)


def for_systems(handler: H) -> H:
    """The same handler, whose page becomes a problem for another system; no more is told than on the page."""

    @wraps(handler)
    def answered(error: Any) -> Response:
        page = handler(error)
        return _problem(page, error) if asked() else page

    return answered


def _problem(page: Response, error: Any) -> Response:
    status = UNAUTHORISED if page.status_code in (302, 303) else page.status_code
    title, detail = SAYS.get(status, (lazy("That did not work."), lazy("Nothing was changed.")))
    said: dict[str, Any] = {"status": status, "title": str(title), "detail": str(detail)}
    if isinstance(error, Forbidden):
        said["code"] = error.decision.reason
    if isinstance(error, Invalid) and error.faults:
        said["detail"] = " ".join(error.faults.values())
        said["errors"] = [{"name": name, "reason": reason} for name, reason in error.faults.items()]
    answer = jsonify(said)
    answer.content_type = "application/problem+json"
    answer.headers["API-Version"] = VERSION
    if "Retry-After" in page.headers:
        answer.headers["Retry-After"] = page.headers["Retry-After"]
    answer.status_code = status
    return answer
