"""Listeners to the bell: as many lines as asked, each a real websocket, all heard by one thread apart.

Run as `python -m bench.lines URL ORIGIN REF COUNT COOKIE…`; prints "ready", then for every line of standard
input ("go") waits for one bell on every line and prints the moments of the first and the last (seconds).
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import RejectConnection, Request, TextMessage

PATIENCE = 10.0  # seconds


class Line:
    """One Socket.IO line; opening it waits for its answers, afterwards `hear` takes what has come in."""

    def __init__(self, url: str, headers: dict[str, str], ref: str | None) -> None:
        address = urlsplit(url)
        self.bells: list[float] = []
        self.said: list[str] = []
        self.socket = socket.create_connection((address.hostname or "", address.port or 80), PATIENCE)
        self.wire = WSConnection(ConnectionType.CLIENT)
        target = "/socket.io/?EIO=4&transport=websocket"
        extra = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.socket.sendall(self.wire.send(Request(host=address.netloc, target=target, extra_headers=extra)))
        self._until("0")
        self._say("40{}")
        self._until("40")
        if ref is not None:
            self._say("420" + json.dumps(["luister", {"ref": ref}]))
            answer = self._until("430")
            if '"ok":true' not in answer.replace(" ", ""):
                raise RuntimeError(f"a line may not listen: {answer}")

    def _say(self, words: str) -> None:
        self.socket.sendall(self.wire.send(TextMessage(words)))

    def _until(self, start: str) -> str:
        """The first message that begins like this."""
        while True:
            for message in self.said:
                if message.startswith(start):
                    self.said.clear()
                    return message
            self.hear()

    def hear(self) -> None:
        """Take what came in: answer pings, note the moment of a bell."""
        data = self.socket.recv(65536)
        if not data:
            raise RuntimeError("the line was closed")
        now = time.time()
        self.wire.receive_data(data)
        for event in self.wire.events():
            if isinstance(event, RejectConnection):
                raise RuntimeError(f"the line was refused: {event.status_code}")
            if isinstance(event, TextMessage):
                self._heard(event.data, now)

    def _heard(self, message: str, now: float) -> None:
        if message == "2":
            self._say("3")
        elif message.startswith('42["bell"'):
            self.bells.append(now)
        else:
            self.said.append(message)


def hear_all(lines: list[Line], ear: selectors.BaseSelector, wanted: list[int]) -> None:
    """Take what comes in until every line has heard one bell more."""
    end = time.time() + PATIENCE
    while any(len(line.bells) <= n for line, n in zip(lines, wanted, strict=True)):
        for key, _events in ear.select(0.05):
            key.data.hear()
        if time.time() > end:
            raise RuntimeError("a bell was lost")


def main() -> None:
    """Open the lines, then answer every "go"."""
    url, origin, ref, count, *cookies = sys.argv[1:]
    lines, ear = [], selectors.DefaultSelector()
    ear.register(sys.stdin, selectors.EVENT_READ, None)
    for number in range(int(count)):
        headers = {"Origin": origin}
        if cookies:
            headers["Cookie"] = f"__Host-sid={cookies[number % len(cookies)]}"
        lines.append(Line(url, headers, ref if ref != "-" else None))
        ear.register(lines[-1].socket, selectors.EVENT_READ, lines[-1])
    print("ready", flush=True)
    while True:
        ready = ear.select()  # between rounds pings are answered too
        for key, _events in ready:
            if key.data is not None:
                key.data.hear()
        if any(key.data is None for key, _events in ready):
            if not sys.stdin.readline():
                return
            ear.unregister(sys.stdin)
            seen = [len(line.bells) for line in lines]
            print("armed", flush=True)
            hear_all(lines, ear, seen)
            heard = [line.bells[n] for line, n in zip(lines, seen, strict=True)]
            print(min(heard), max(heard), flush=True)
            ear.register(sys.stdin, selectors.EVENT_READ, None)


if __name__ == "__main__":
    main()
