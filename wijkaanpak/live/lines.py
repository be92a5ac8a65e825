"""The line to one browser: small frames of text only, and it is cut when nobody reads at the other end."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from engineio.async_drivers.gevent import WebSocketWSGI

from wijkaanpak.foundation.config import CannotStart

LARGEST_FRAME = 65_536  # bytes of one message, finished or not
MOST_FRAMES = 300  # messages a minute from one browser; a page sends about ten
MOST_WAITING = 256  # packets that a slow reader may leave waiting (SECURITY.md)
STUCK = 3.0  # seconds that one small packet may take to leave; by then megabytes wait in the system's buffers


class CappedLine(WebSocketWSGI):
    """A websocket that ends when a message grows too large, is not text, or when too many come.

    engineio's own wrapper sets no limit, so one unfinished frame could fill the memory (rulings.md 22).
    """

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.server_args["max_message_size"] = LARGEST_FRAME
        self._minute = (0, 0)
        self._sending: float | None = None  # since when
        handler.__self__.line = self  # engineio's socket knows its line, so that it can be cut

    def wait(self) -> str | None:
        """The next message; None ends the line."""
        message = super().wait()
        minute = int(time.monotonic() // 60)
        self._minute = (minute, self._minute[1] + 1 if self._minute[0] == minute else 1)
        return message if isinstance(message, str) and self._minute[1] <= MOST_FRAMES else None

    def send(self, message: str | bytes) -> None:
        """Send one packet; while the other end reads nothing this waits."""
        self._sending = time.monotonic()
        super().send(message)
        self._sending = None

    @property
    def stuck(self) -> bool:
        """Whether the other end has read nothing for too long."""
        return self._sending is not None and time.monotonic() - self._sending > STUCK

    def cut(self) -> None:
        """End the line at once, whatever is still being sent or read."""
        with suppress(OSError, AttributeError):
            self.ws.sock.shutdown(socket.SHUT_RDWR)


def cap(engine: Any) -> None:
    """Give this Engine.IO server capped lines, and no others.

    Raises CannotStart beside gevent-websocket: engineio would prefer it, and it has no cap (rulings.md 22).
    """
    if find_spec("geventwebsocket") is not None:
        raise CannotStart(
            "The package gevent-websocket takes frames of any size: uninstall it, then start again."
        )
    engine._async = {**engine._async, "websocket": CappedLine}


def cut_all(engine: Any) -> None:
    """Cut every line: the house closes."""
    for one in list(engine.sockets.values()):
        cut(one)


def cut_slow(engine: Any) -> int:
    """Cut every line at whose other end nobody reads; returns how many.

    The writer takes the whole queue at once, so a short queue alone says nothing: it may hold thousands.
    """
    slow = [one for one in list(engine.sockets.values()) if _slow(one)]
    for one in slow:
        cut(one)
    return len(slow)


def _slow(one: Any) -> bool:
    return one.queue.qsize() > MOST_WAITING or (hasattr(one, "line") and one.line.stuck)


def cut(one: Any) -> None:
    """Cut the line of one of engineio's sockets, and let the rest of the house know that it is gone."""
    if hasattr(one, "line"):
        one.line.cut()
    one.close(wait=False, abort=True)
