"""A mail server of the tests, on a real socket: it takes mails, refuses them, hangs, drips, or goes away."""

from __future__ import annotations

import datetime as dt
import email
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from wijkaanpak.notices.post import Server


@dataclass
class PostOffice:
    """How it behaves, and every mail it took, as the bytes that came in.

    `manner`: `takes`, `hangs` (says nothing), `drips` (a byte now and then), `leaves` (takes the mail and
    goes before it says so), `busy` (421 at the door). `answers`: by address, what it says to that recipient.
    """

    port: int = 0
    manner: str = "takes"
    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None  # with which STARTTLS is offered
    taken: list[bytes] = field(default_factory=list)
    knocks: int = 0
    drops: int = 0
    heard: list[str] = field(default_factory=list)

    def server(self, **changed: Any) -> Server:
        """How the house would know it: on this machine, and quick to lose patience."""
        base = {
            "host": "127.0.0.1", "port": self.port, "way": "plain", "sender": "berichten@wijk.example",
            "url": "https://wijk.example", "patience": 2.0, "talk": 4.0,
        }  # fmt: skip
        return Server(**base | changed)

    @property
    def mails(self) -> list[EmailMessage | Message]:
        """What it took, read as mails."""
        return [email.message_from_bytes(raw, policy=default) for raw in self.taken]

    def serve(self, line: socket.socket) -> None:
        """One conversation, in its manner."""
        self.knocks += 1
        if self.manner == "hangs":
            line.recv(1)  # until the other side has enough of it
        while self.manner == "drips":
            line.sendall(b"2")
            self.drops += 1
            time.sleep(0.05)
        if self.manner == "busy":
            line.sendall(b"421 too busy\r\n")
        elif self.manner != "hangs":
            line.sendall(b"220 post office\r\n")
            self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        file = line.makefile("rb")
        while said := file.readline():
            word = said.decode().strip()
            self.heard.append(word)
            if word.upper() == "STARTTLS" and self.tls:
                line.sendall(b"220 go on\r\n")
                line = self.tls.wrap_socket(line, server_side=True)
                file = line.makefile("rb")
                continue
            if word.upper() == "DATA":
                line.sendall(b"354 go on\r\n")
                self._take(file)
                if self.manner == "leaves":
                    return
            secure = isinstance(line, ssl.SSLSocket)
            line.sendall(self._answer(word, secure).encode() + b"\r\n")

    def _answer(self, word: str, secure: bool) -> str:
        verb = word.upper()
        if verb.startswith("EHLO"):
            return "250-post office\r\n250 " + ("STARTTLS" if self.tls and not secure else "HELP")
        if verb.startswith("RCPT"):
            return self.answers.get(word.split("<")[1].split(">")[0], "250 ok")
        return self.answers.get("data", "250 taken") if verb == "DATA" else "250 ok"

    def _take(self, file: Any) -> None:
        read = []
        while (part := file.readline()) not in (b".\r\n", b""):
            read.append(part)
        self.taken.append(b"".join(read))


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of this machine that nobody vouches for: its file, and what serves with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, both = folder / "public.pem", folder / "both.pem"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    both.write_bytes(secret + public.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return public, context


@contextmanager
def open_post_office(**how: Any) -> Iterator[PostOffice]:
    """A mail server for as long as the context lasts."""
    office = PostOffice(**how)
    listening = socket.create_server(("127.0.0.1", 0))
    office.port = listening.getsockname()[1]

    def run() -> None:
        while True:
            try:
                line, _where = listening.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(line,), daemon=True).start()

    def one(line: socket.socket) -> None:
        with line, suppress(OSError):
            office.serve(line)

    threading.Thread(target=run, daemon=True).start()
    try:
        yield office
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
