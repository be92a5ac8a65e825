"""Handing mails to a mail server: encrypted on the way, within a minute, whatever it does."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit
from uuid import UUID

from structlog import get_logger

from wijkaanpak.foundation.config import Settings

ACCEPTED, REFUSED = "AANGENOMEN", "GEWEIGERD"  # without an outcome a mail is tried again
PATIENCE, TALK = 15.0, 60.0  # seconds for one answer, and for the whole conversation
READY = 220
PERMANENT = 500  # and above: the server will never take this one
HERE = ("localhost", "127.0.0.1", "::1")
SUBJECT = "Nieuwe berichten"
ONE, MORE = "Er staat 1 nieuw bericht voor je klaar.", "Er staan {count} nieuwe berichten voor je klaar."
BODY = """{waiting}

Je leest het hier: {url}/berichten

Deze mail zegt niet waar het over gaat. Je kiest zelf of en wanneer je hem krijgt: {url}/berichten/keuzes
"""


@dataclass(frozen=True)
class Letter:
    """A mail to one colleague: how many notices wait, and nothing of what they are."""

    id: UUID
    to: str
    notices: int


@dataclass(frozen=True)
class Server:
    """The mail server of this installation. `way`: `tls`, `starttls`, or `plain` on this very machine."""

    host: str
    port: int
    way: str
    sender: str
    url: str  # of the platform, as people open it
    user: str = ""
    password: str = field(default="", repr=False)
    patience: float = PATIENCE
    talk: float = TALK


def server_of(settings: Settings) -> Server | None:
    """The mail server that the settings name; None where notices stay inside."""
    if settings.smtp_url is None:
        return None
    parts = urlsplit(settings.smtp_url.get_secret_value())
    host = parts.hostname or ""
    way = "tls" if parts.scheme == "smtps" else "plain" if host in HERE else "starttls"
    port = parts.port or {"tls": 465, "starttls": 587, "plain": 25}[way]
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(host, port, way, settings.mail_from, settings.url, name, password)


def written(letter: Letter, server: Server) -> EmailMessage:
    """The mail itself: a count and the address of the platform, the same text at each try (R202)."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, letter.to, SUBJECT
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{letter.id}@{_name(server)}>"
    mail["Auto-Submitted"] = "auto-generated"
    waiting = ONE if letter.notices == 1 else MORE.format(count=letter.notices)
    mail.set_content(BODY.format(waiting=waiting, url=server.url))
    return mail


def send(server: Server, letters: Iterable[Letter]) -> dict[UUID, str]:
    """What became of each: accepted, refused for good, or absent where it must be tried again.

    A server that hangs, refuses or drips is done with in a minute; nothing is raised, no address is logged.
    """
    outcomes: dict[UUID, str] = {}
    try:
        with _conversation(server) as smtp:
            for letter in letters:
                outcome = _hand_over(smtp, server, letter)
                if outcome:
                    outcomes[letter.id] = outcome
    except (OSError, smtplib.SMTPException, ValueError) as error:
        get_logger().warning("the mail server did not take everything", kind=type(error).__name__)
    return outcomes


def _hand_over(smtp: smtplib.SMTP, server: Server, letter: Letter) -> str | None:
    try:
        smtp.send_message(written(letter, server), server.sender, [letter.to])
    except smtplib.SMTPRecipientsRefused as refused:
        hard = all(code >= PERMANENT for code, _said in refused.recipients.values())
        return REFUSED if hard else None
    except smtplib.SMTPDataError as refused:
        return REFUSED if refused.smtp_code >= PERMANENT else None
    return ACCEPTED


@contextmanager
def _conversation(server: Server) -> Iterator[smtplib.SMTP]:
    """An open conversation, encrypted unless it stays on this machine; cut when it lasts too long."""
    context, name = ssl.create_default_context(), _name(server)
    opened: list[smtplib.SMTP] = []
    watch = threading.Timer(server.talk, _cut, (opened,))
    watch.daemon = True
    watch.start()
    try:
        if server.way == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                local_hostname=name, timeout=server.patience, context=context
            )
        else:
            smtp = smtplib.SMTP(local_hostname=name, timeout=server.patience)
        opened.append(smtp)
        smtp._host = server.host  # type: ignore[attr-defined]  # the name that its certificate must carry
        code, said = smtp.connect(server.host, server.port)
        if code != READY:
            raise smtplib.SMTPConnectError(code, said)
        if server.way == "starttls":
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        watch.cancel()
        for one in opened:
            one.close()


def _cut(opened: list[smtplib.SMTP]) -> None:
    """End the conversation from here, whatever it waits for."""
    for smtp in opened:
        line = smtp.sock
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _name(server: Server) -> str:
    """By which name we speak and number our mails: that of the platform, never of the machine."""
    return urlsplit(server.url).hostname or "localhost"
