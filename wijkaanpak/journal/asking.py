"""Asking one witness to confirm a checkpoint (C2SP tlog-witness), and what its answer is worth."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from wijkaanpak.journal import notes
from wijkaanpak.journal.checkpoints import Signed
from wijkaanpak.journal.exposure import CONFIRMED, LATE, OTHER_TREE, UNREADABLE, WRONG_KEY
from wijkaanpak.journal.notes import COSIGNATURE, Unreadable, Unsigned, Verifier

PATIENCE = 5.0  # seconds that one question may take in all
LARGEST = 64_000  # bytes of an answer that are read
TRIES = 3  # a witness says how far it is, and is asked from there
# What a witness says with a status of its own; 200 and 409 are looked into.
STATUSES = {403: WRONG_KEY, 404: WRONG_KEY, 422: OTHER_TREE}


@dataclass(frozen=True)
class Partner:
    """A witness: whose it is, where it listens, and its key."""

    organisation: str
    url: str
    key: Verifier

    @property
    def name(self) -> str:
        """By which it is kept."""
        return self.key.name

    @classmethod
    def read(cls, line: str) -> Partner:
        """From `organisation address key`; raises ValueError with what is wrong."""
        words = line.rsplit(maxsplit=2)
        if len(words) != 3:
            raise ValueError("a line has an organisation, an address and a key")
        organisation, url, vkey = words
        parts, key = urlsplit(url), Verifier.read(vkey)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("the address is not one of a website")
        if key.algorithm != COSIGNATURE:
            raise ValueError("the key is not one of a witness")
        return cls(organisation, url, key)


@dataclass(frozen=True)
class Answer:
    """What came of asking: an outcome, the size it confirmed with the proof of that, and what it said."""

    outcome: str
    size: int = 0
    line: str = ""
    said: str = ""


def ask(partner: Partner, newest: Signed, since: int, log: Verifier, grown: Callable[[int], str]) -> Answer:
    """Ask for the newest checkpoint from size `since`, and once it said how far it is, from there.

    `grown(old)` is what is sent: a proof of growth from that size, and the checkpoint.
    """
    old, said = (since if since <= newest.size else 0), ""
    for _ in range(TRIES):
        body = grown(old)
        try:
            status, said = post(partner.url, body)
        except (OSError, HTTPException, ValueError) as silence:
            return Answer(LATE, said=type(silence).__name__)
        if status == 200:
            return confirmed(newest, said, partner.key, log)
        if status != 409:
            return Answer(STATUSES.get(status, UNREADABLE), said=said)
        seen = said.removesuffix("\n")
        if not notes.NUMBER.fullmatch(seen):
            return Answer(UNREADABLE, said=said)
        if (
            int(seen) == old or int(seen) > newest.size
        ):  # it saw another one of this size, or more than there is
            return Answer(OTHER_TREE, said=said)
        old = int(seen)
    return Answer(LATE, said=said)


def confirmed(newest: Signed, said: str, key: Verifier, log: Verifier) -> Answer:
    """What a witness that said yes has proven: its own signature counts, below this very checkpoint."""
    try:
        line = notes.opened(newest.note + said, [log, key]).by.get(key)
    except Unreadable:
        return Answer(UNREADABLE, said=said)
    except Unsigned:
        return Answer(WRONG_KEY, said=said)
    if line is None:
        return Answer(WRONG_KEY if said else UNREADABLE, said=said)
    return Answer(CONFIRMED, newest.size, line)


def post(url: str, body: str) -> tuple[int, str]:
    """The status and the text of an answer; raises OSError or HTTPException, after PATIENCE at the latest."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    with _at_most(PATIENCE, line) as held:
        line.connect()
        held.append(line.sock)  # the line itself forgets it as soon as it read the head of the answer
        line.request("POST", parts.path.rstrip("/") + "/add-checkpoint", body.encode())
        answer = line.getresponse()
        return answer.status, answer.read(LARGEST).decode("utf-8", "replace")


@contextmanager
def _at_most(seconds: float, line: HTTPConnection) -> Iterator[list[socket.socket]]:
    """Cut the line then: a timeout of the socket alone never comes for who sends a byte now and then."""
    late = threading.Event()
    held: list[socket.socket] = []

    def cut() -> None:
        late.set()
        for sock in held or [line.sock]:
            with suppress(OSError, AttributeError):
                sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield held
    finally:
        timer.cancel()
        line.close()
    if late.is_set():
        raise TimeoutError("no whole answer in time")
