"""A browser's end of the line: Socket.IO as bytes over a real websocket, so that a test sees every frame."""

from __future__ import annotations

import json
import time
from types import TracebackType
from typing import Any
from uuid import UUID

import simple_websocket


class _Client(simple_websocket.Client):
    def handshake(self) -> None:
        super().handshake()
        self._handle_events()  # what came in one piece with the handshake would lie there until more comes


class Line:
    """One socket. `frames` keeps all that came in, in order."""

    def __init__(self, url: str, cookie: str | None, *, origin: str | None = "own", **headers: str) -> None:
        given = dict(headers)
        if origin is not None:
            given["Origin"] = url if origin == "own" else origin
        if cookie is not None:
            given["Cookie"] = f"__Host-sid={cookie}"
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self.frames: list[str] = []
        self.ws = _Client(address, headers=given)
        self._asked = 0

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.ws.connected:
            self.ws.close()

    def open(self, auth: str = "") -> Line:
        """Say hello on the namespace; raises ConnectionError when refused."""
        assert self._next(5, "0")
        self.ws.send("40" + auth)
        answer = self._next(5, "40", "44")
        if answer is None or answer.startswith("44"):
            raise ConnectionError(answer)
        return self

    def listen(self, ref: UUID | str, event: str = "luister") -> dict[str, Any]:
        """Ask to hear a reference; the server's answer."""
        self._asked += 1
        self.ws.send(f"42{self._asked}" + json.dumps([event, {"ref": str(ref)}]))
        answer = self._next(5, f"43{self._asked}")
        assert answer is not None
        return json.loads(answer[len(f"43{self._asked}") :])[0]

    def heard(self, seconds: float, most: int = 1, event: str = "bell") -> list[dict[str, Any]]:
        """The next `most` events of this name, or those that came within so many seconds."""
        found: list[dict[str, Any]] = []
        until = time.monotonic() + seconds
        while len(found) < most and (frame := self._next(until - time.monotonic(), f'42["{event}"')):
            found.append(json.loads(frame[2:])[1])
        return found

    def ended(self, seconds: float) -> float | None:
        """After how many seconds the server showed us out with `einde`, or None when it did not."""
        began = time.monotonic()
        return time.monotonic() - began if self.heard(seconds, event="einde") else None

    def closed(self, seconds: float) -> bool:
        """Whether the line goes down within so many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.ws.connected:
            self._next(0.1, "nothing")
        return not self.ws.connected

    def _next(self, seconds: float, *starts: str) -> str | None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                frame = self.ws.receive(timeout=left)
            except simple_websocket.ConnectionClosed:
                return None
            if frame is None:
                return None
            if frame == "2":
                self.ws.send("3")
                continue
            self.frames.append(frame)
            if frame.startswith(starts):
                return frame
        return None
