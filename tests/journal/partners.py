"""Witnesses of partners as they can be: true ones, with a server of their own, and what answers otherwise."""

import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tools import witness

Says = Callable[[str], tuple[int, str]]


@contextmanager
def listening(says: Says) -> Iterator[str]:
    """The address of something that answers a checkpoint with this status and text."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = says(said)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_words: Any) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        running = threading.Thread(target=server.serve_forever, args=(0.01,))
        running.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/getuige/"
        finally:
            server.shutdown()
            running.join()


@contextmanager
def silent(every: float | None = None, first: bytes = b"") -> Iterator[str]:
    """Something that never ends its answer: it says nothing, or after its first words a byte now and then."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            while not ended.is_set():
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                line.sendall(first)
                while not ended.wait(every or 0.05):
                    if every is not None:
                        try:
                            line.sendall(b"H")
                        except OSError:
                            break
                line.close()

        threading.Thread(target=drip, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            ended.set()
            server.shutdown(socket.SHUT_RDWR)


@contextmanager
def flooding() -> Iterator[str]:
    """Something that answers yes and never stops talking."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def flood() -> None:
            line, _ = server.accept()
            with line, suppress(OSError):
                line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                while True:
                    line.sendall(b"x" * 65_536)

        threading.Thread(target=flood, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


class Partner:
    """A real witness with a name, and the line by which the house knows it."""

    def __init__(self, home: Path, name: str, log: witness.Key) -> None:
        self.line = witness.Witness.make(home / name, f"{name}.example/getuige")
        self.name = f"{name}.example/getuige"
        self.sees = witness.Witness(home / name, log)
        self.asked = 0

    def says(self, said: str) -> tuple[int, str]:
        self.asked += 1
        try:
            return 200, self.sees.add(said) + "\n"
        except witness.Wrong as wrong:
            status, why = wrong.args
            return status, f"{why}\n"
