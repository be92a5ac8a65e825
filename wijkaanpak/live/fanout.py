"""From a bell to the browsers that may hear it: `bell` with exactly n, kind and ref, and `einde`."""

from __future__ import annotations

from typing import Any

from wijkaanpak.journal.events import BELLS
from wijkaanpak.live import lines

GRACE = 1.0  # seconds in which a browser may hear that its session ended before the line is cut


class Fanout:
    """The only place that sends anything over a line. `server` is python-socketio's."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def bell(self, ref: str, n: int, kind: str, *, to: str | None = None) -> None:
        """Ring for the room of this reference, or for one socket; an unknown kind is not rung (R196)."""
        if kind in BELLS:
            self._server.emit("bell", {"n": n, "kind": kind, "ref": ref}, to=to or ref)

    def enter(self, sid: str, ref: str) -> None:
        """From now on this socket hears that reference."""
        self._server.enter_room(sid, ref)

    def leave(self, sid: str, ref: str) -> None:
        """From now on this socket hears it no more."""
        self._server.leave_room(sid, ref)

    def end(self, sid: str) -> None:
        """Say that the session ended, show the socket out, and cut the line if it stays open all the same."""
        self._server.emit("einde", {}, to=sid)
        line = self._server.manager.eio_sid_from_sid(sid, "/")
        self._server.disconnect(sid)
        self.later(self._cut, line)

    def later(self, work: Any, *about: Any) -> None:
        """Do this beside what is going on now."""
        self._server.start_background_task(work, *about)

    def cut_slow(self) -> int:
        """Cut the lines at whose other end nobody reads."""
        return lines.cut_slow(self._server.eio)

    def _cut(self, line: str | None) -> None:
        self._server.sleep(GRACE)
        one = self._server.eio.sockets.get(line)
        if one is not None:
            lines.cut(one)
