"""Listeners to the bell: as many lines as asked, each a real websocket, in a process of their own.

Run as `python -m bench.lines URL ORIGIN REF COUNT COOKIE…`; prints "ready", then for every line of standard input
("go") waits for one bell on every line and prints the moments of the first and the last (seconds, wall clock).
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

import gevent  # noqa: E402
from simple_websocket import Client  # noqa: E402


class Line:
    """One Socket.IO line that listens to one reference."""

    def __init__(self, url: str, headers: dict[str, str], ref: str | None) -> None:
        self.bells: list[float] = []
        self.socket = Client(
            f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket", headers=headers
        )
        self.socket.receive(timeout=10)
        self.socket.send("40{}")
        self.socket.receive(timeout=10)
        if ref is not None:
            self.socket.send("420" + json.dumps(["luister", {"ref": ref}]))
            answer = self.socket.receive(timeout=10)
            if '"ok":true' not in str(answer):
                raise RuntimeError(f"a line may not listen: {answer}")
        gevent.spawn(self._hear)

    def _hear(self) -> None:
        while True:
            message = str(self.socket.receive())
            if message == "2":
                self.socket.send("3")
            elif message.startswith('42["bell"'):
                self.bells.append(time.time())


def main() -> None:
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
        end = time.time() + 10
        while any(len(line.bells) <= n for line, n in zip(lines, seen, strict=True)):
            gevent.sleep(0.001)
            if time.time() > end:
                raise RuntimeError("a bell was lost")
        heard = [line.bells[n] for line, n in zip(lines, seen, strict=True)]
        print(min(heard), max(heard), flush=True)


if __name__ == "__main__":
    main()
