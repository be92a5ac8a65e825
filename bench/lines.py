"""Listeners to the bell: as many lines as asked, each a real websocket, in a process of their own.

Run as `python -m bench.lines URL ORIGIN REF COUNT COOKIE…`; prints "ready", then for every line of standard
input ("go") waits for one bell on every line and prints the moments of the first and the last (seconds).
"""

from __future__ import annotations

import json
import sys
import threading
import time

from simple_websocket import Client

PATIENCE = 10.0  # seconds


class Line:
    """One Socket.IO line that listens to one reference."""

    def __init__(self, url: str, headers: dict[str, str], ref: str | None) -> None:
        self.bells: list[float] = []
        address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        self.socket = Client(address, headers=headers)
        self._until("0")
        self.socket.send("40{}")
        self._until("40")
        if ref is not None:
            self.socket.send("420" + json.dumps(["luister", {"ref": ref}]))
            answer = self._until("430")
            if '"ok":true' not in answer.replace(" ", ""):
                raise RuntimeError(f"a line may not listen: {answer}")
        threading.Thread(target=self._hear, daemon=True).start()

    def _until(self, start: str, patience: float | None = PATIENCE) -> str:
        """The first message that begins like this; pings in between are answered."""
        while True:
            message = self.socket.receive(timeout=patience)
            if message is None:
                raise RuntimeError(f"no answer that begins with {start}")
            if message == "2":
                self.socket.send("3")
            elif str(message).startswith(start):
                return str(message)

    def _hear(self) -> None:
        while True:
            self._until('42["bell"', None)
            self.bells.append(time.time())


def main() -> None:
    """Open the lines, then answer every "go"."""
    url, origin, ref, count, *cookies = sys.argv[1:]
    lines = []
    for number in range(int(count)):
        headers = {"Origin": origin}
        if cookies:
            headers["Cookie"] = f"__Host-sid={cookies[number % len(cookies)]}"
        lines.append(Line(url, headers, ref if ref != "-" else None))
    print("ready", flush=True)
    for _go in sys.stdin:
        seen = [len(line.bells) for line in lines]
        print("armed", flush=True)
        end = time.time() + PATIENCE
        while any(len(line.bells) <= n for line, n in zip(lines, seen, strict=True)):
            time.sleep(0.002)
            if time.time() > end:
                raise RuntimeError("a bell was lost")
        heard = [line.bells[n] for line, n in zip(lines, seen, strict=True)]
        print(min(heard), max(heard), flush=True)


if __name__ == "__main__":
    main()
