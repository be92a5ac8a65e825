"""The house as it is served: from the commit of a note to the other screen, and to two hundred listeners."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.measure import percentile, tell
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.entries import Point
from wijkaanpak.sign_in.sessions import open_session

LISTENERS = 200


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, port: int) -> Iterator[str]:
    """`wijk serve` on this data folder, until the context ends."""
    url = f"http://localhost:{port}"
    env = os.environ | {
        "PORT": str(port), "WIJKAANPAK_HOME": str(home), "WIJKAANPAK_URL": url,
        "WIJKAANPAK_DEMO_WORLD": "none",
    }  # fmt: skip
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("wijk")), "serve", "--host", "127.0.0.1"],
        env=env,
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                Browser(url, "").get("/gezond")
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(30)


class Browser:
    """Just enough of a browser: one kept connection, a cookie, the token of the forms."""

    def __init__(self, url: str, cookie: str) -> None:
        self.url, self.cookie = url, cookie
        self.host = url.removeprefix("http://")
        self.line = http.client.HTTPConnection(self.host.replace("localhost", "127.0.0.1"), timeout=20)

    def get(self, path: str, **headers: str) -> str:
        """The body of a page that must be there."""
        self.line.request(
            "GET", path, headers={"Cookie": f"__Host-sid={self.cookie}", "Host": self.host, **headers}
        )
        answer = self.line.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return body

    def token(self, path: str) -> str:
        """The token that forms of this session carry."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(path))
        if found is None:
            raise RuntimeError(f"{path} holds no form")
        return found.group(1)

    def post(self, path: str, **fields: str) -> int:
        """Send a form; returns the status."""
        headers = {
            "Cookie": f"__Host-sid={self.cookie}", "Host": self.host, "Origin": self.url,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        self.line.request("POST", path, urlencode(fields), headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status


class Listeners:
    """Lines in a process of their own."""

    def __init__(self, url: str, origin: str, ref: str, count: int, cookies: list[str]) -> None:
        command = [
            sys.executable,
            "-m",
            "bench.lines",
            url.replace("localhost", "127.0.0.1"),
            origin,
            ref,
            str(count),
            *cookies,
        ]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._expect("ready")

    def _expect(self, word: str) -> None:
        assert self.process.stdout is not None
        if self.process.stdout.readline().strip() != word:
            raise RuntimeError("the listeners failed")

    def arm(self) -> None:
        """Wait for one bell on every line, from now on."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        self._expect("armed")

    def heard(self) -> tuple[float, float]:
        """The moments at which the first and the last line heard it."""
        assert self.process.stdout is not None
        first, last = self.process.stdout.readline().split()
        return float(first), float(last)

    def close(self) -> None:
        """Let go of every line."""
        self.process.kill()
        self.process.wait()


def bell_to_screen(
    url: str, database: Database, case: str, matter: str, writer: object, reader: object, rounds: int
) -> None:
    """Milliseconds from sending a note to the other browser's refreshed fragment, the bell in between."""
    pen = Browser(url, open_session(database.gate, writer, 2, Point()))  # type: ignore[arg-type]
    cookie = open_session(database.gate, reader, 2, Point())  # type: ignore[arg-type]
    screen, ear = Browser(url, cookie), Listeners(url, url, matter, 1, [cookie])
    csrf = pen.token(f"/casussen/{case}")
    taken = []
    for number in range(rounds):
        word = f"Bel om {number} uur even aan bij de buren."
        ear.arm()
        began = time.time()
        status = pen.post(f"/casussen/{case}/notities", csrf=csrf, feit=word, category="G_WOONFEIT")
        if status != 303:
            raise RuntimeError(f"the note was answered with {status}")
        ear.heard()
        if word not in screen.get(f"/casussen/{case}?fragment=tijdlijn", **{"X-Fragment": "1"}):
            raise RuntimeError("the screen does not show the note")
        taken.append((time.time() - began) * 1000)
        time.sleep(0.05)
    ear.close()
    tell("bell_to_screen", percentile(taken, 0.95), None, "ms p95", rounds, p50=round(median(taken), 1))


def fanout(
    url: str, database: Database, case: str, matter: str, writer: object, listeners: list[object], rounds: int
) -> None:
    """From the commit until the last of two hundred listeners heard it, beside bare python-socketio."""
    pen = Browser(url, open_session(database.gate, writer, 2, Point()))  # type: ignore[arg-type]
    cookies = [open_session(database.gate, who, 2, Point()) for who in listeners]  # type: ignore[arg-type]
    csrf = pen.token(f"/casussen/{case}")
    port = free_port()
    bare = subprocess.Popen(
        [sys.executable, "-m", "bench.bare_bell", str(port)], stdout=subprocess.PIPE, text=True
    )
    assert bare.stdout is not None
    bare.stdout.readline()
    ours_ears = Listeners(url, url, matter, LISTENERS, cookies)
    base_ears = Listeners(f"http://127.0.0.1:{port}", "http://x", "-", LISTENERS, [])
    ours, base = [], []
    for number in range(rounds):
        ours_ears.arm()
        pen.post(f"/casussen/{case}/notities", csrf=csrf, feit=f"Ronde {number}.", category="G_WOONFEIT")
        began = time.time()
        ours.append((ours_ears.heard()[1] - began) * 1000)
        base_ears.arm()
        began = time.time()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        line.request("POST", "/ring")
        base.append((base_ears.heard()[1] - began) * 1000)
        line.close()
        time.sleep(0.05)
    for thing in (ours_ears, base_ears):
        thing.close()
    bare.kill()
    tell("fanout", median(ours), median(base), "ms until the last of 200", rounds)
