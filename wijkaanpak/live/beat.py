"""What is not there leaves on a beat: how long the answer took tells nothing of what was looked at (T08)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

BEAT = 0.05  # seconds; a multiple of what a refusal takes, and still quick for who mistyped an address
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def rest(taken: float) -> float:
    """Seconds until the next beat after so many seconds of work; never nothing."""
    return BEAT - taken % BEAT


class Beat:
    """Holds every answer 404 until the next beat; nothing of it is sent before, and no connection is kept.

    What may not be known and what does not exist have the same answer (rulings.md 8), yet deciding about the
    first takes longer. Rounded up, both take the same.
    """

    def __init__(self, app: Wsgi, sleep: Callable[[float], object] = time.sleep) -> None:
        self.app, self.sleep = app, sleep

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as the application does, on a beat where nothing is there."""
        began = time.perf_counter()

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if status.startswith("404"):
                self.sleep(rest(time.perf_counter() - began))
            return start_response(status, headers, *more)

        return self.app(environ, begin)
