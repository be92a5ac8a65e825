"""Signed notes and checkpoints, in the form of C2SP signed-note, tlog-checkpoint and tlog-cosignature.

A key has a name and an algorithm that is a byte beside it: another algorithm is a line in `ALGORITHMS`, not
a new form. What is signed is text that people can read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01  # a log signs the text itself
COSIGNATURE = 0x04  # a witness signs the text and the moment at which it saw it; Ed25519 as well
MOST = 64_000  # characters of a note that is looked at: room for 16 signatures, of the longest algorithm too
DASH = "\u2014 "
NAME = re.compile(r"[^\s+\x00-\x1f]+")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class Unreadable(ValueError):
    """This is no signed note, no checkpoint or no key."""


class Unsigned(ValueError):
    """Nobody that is trusted signed this text, or a signature of theirs is false."""


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """The four bytes by which a signature names its key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


@dataclass(frozen=True)
class Algorithm:
    """How a text becomes what is signed; what is `timed` says in its signature when that was."""

    length: int  # bytes of a signature, with the moment before it
    timed: bool

    def message(self, text: str, moment: int | None) -> bytes:
        """The bytes that are signed."""
        head = f"cosignature/v1\ntime {moment}\n" if self.timed else ""
        return (head + text).encode()


ALGORITHMS = {ED25519: Algorithm(64, timed=False), COSIGNATURE: Algorithm(72, timed=True)}


@dataclass(frozen=True)
class Verifier:
    """A key that is trusted: its name, its algorithm and the public bytes."""

    name: str
    algorithm: int
    public: bytes

    @classmethod
    def read(cls, vkey: str) -> Verifier:
        """From `name+id+base64(algorithm, public key)`; raises Unreadable."""
        name, _, rest = vkey.strip().partition("+")
        number, _, data = rest.partition("+")
        raw = _bytes(data)
        if not NAME.fullmatch(name) or len(raw) != 33 or raw[0] not in ALGORITHMS:
            raise Unreadable("this is no key of a known algorithm")
        if number != key_id(name, raw[0], raw[1:]).hex():
            raise Unreadable("the number of this key is not that of its bytes")
        return cls(name, raw[0], raw[1:])

    @property
    def id(self) -> bytes:
        """The four bytes before each of its signatures."""
        return key_id(self.name, self.algorithm, self.public)

    @property
    def vkey(self) -> str:
        """The one line by which this key is handed to others."""
        return f"{self.name}+{self.id.hex()}+{_text(bytes([self.algorithm]) + self.public)}"

    def moment(self, signature: bytes) -> int | None:
        """When this was signed, in seconds since 1970, where the algorithm says so."""
        return int.from_bytes(signature[:8]) if ALGORITHMS[self.algorithm].timed else None

    def holds(self, text: str, signature: bytes) -> bool:
        """Is this the signature of this key below this text?"""
        algorithm = ALGORITHMS[self.algorithm]
        if len(signature) != algorithm.length:
            return False
        message = algorithm.message(text, self.moment(signature))
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature[-64:], message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A key that signs; `private` are its 32 secret bytes."""

    name: str
    private: bytes = field(repr=False)
    algorithm: int = ED25519

    @classmethod
    def new(cls, name: str, algorithm: int = ED25519) -> Signer:
        """A key that nobody else has."""
        if not NAME.fullmatch(name):
            raise Unreadable("the name of a key has no spaces and no plus")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw(), algorithm)

    @classmethod
    def read(cls, kept: str) -> Signer:
        """From what `kept` is; raises Unreadable."""
        head, _, rest = kept.strip().partition("+KEY+")
        name, _, rest = rest.partition("+")
        raw = _bytes(rest.partition("+")[2])
        if head != "PRIVATE" or not NAME.fullmatch(name) or len(raw) != 33 or raw[0] not in ALGORITHMS:
            raise Unreadable("this is no key that signs")
        return cls(name, raw[1:], raw[0])

    @property
    def kept(self) -> str:
        """The line by which a key is kept; whoever reads it can sign."""
        secret = _text(bytes([self.algorithm]) + self.private)
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{secret}"

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()
        return Verifier(self.name, self.algorithm, public)

    def line(self, text: str, moment: int | None = None) -> str:
        """The line below this text; `moment` in seconds since 1970, for an algorithm that says when."""
        algorithm = ALGORITHMS[self.algorithm]
        if algorithm.timed == (moment is None):
            raise ValueError("this algorithm says when it signed, or it does not")
        signed = Ed25519PrivateKey.from_private_bytes(self.private).sign(algorithm.message(text, moment))
        when = moment.to_bytes(8) if moment is not None else b""
        return f"{DASH}{self.name} {_text(self.verifier.id + when + signed)}\n"


@dataclass(frozen=True)
class Checkpoint:
    """How large the tree is and what its root is, by the log that calls itself `origin`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n"

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """From the text of a note; raises Unreadable, also for a fourth line: nobody here writes one."""
        lines = text.split("\n")
        if len(lines) != 4 or not lines[0] or lines[3] or not NUMBER.fullmatch(lines[1]):
            raise Unreadable("this is no checkpoint")
        root = _bytes(lines[2])
        if len(root) != 32:
            raise Unreadable("the root of this checkpoint is no hash")
        return cls(lines[0], int(lines[1]), root)


@dataclass(frozen=True)
class Opened:
    """A note of which a signature was checked: its text, and whose signatures hold with their lines."""

    text: str
    by: dict[Verifier, str]


def sign(text: str, *signers: Signer) -> str:
    """The note: this text with a line of each signer below it."""
    _fit(text)
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def opened(note: str, trusted: Iterable[Verifier]) -> Opened:
    """Check a note; raises Unreadable for another form, Unsigned without a trusted key's true signature."""
    text, lines = parted(note)
    keys = {(key.name, key.id): key for key in trusted}
    by: dict[Verifier, str] = {}
    for line in lines:
        name, signed = signature(line)
        key = keys.get((name, signed[:4]))
        if key is not None:
            if not key.holds(text, signed[4:]):
                raise Unsigned("a signature below this text is false")
            by[key] = line
    if not by:
        raise Unsigned("nobody that is trusted signed this")
    return Opened(text, by)


def parted(note: str) -> tuple[str, list[str]]:
    """The text of a note, and its signature lines with their ends; raises Unreadable."""
    text, between, below = note.rpartition("\n\n")
    if len(note) > MOST or not between or not below.endswith("\n"):
        raise Unreadable("this is no signed note")
    _fit(text + "\n")
    lines = [line + "\n" for line in below[:-1].split("\n")]
    for line in lines:
        signature(line)
    return text + "\n", lines


def signature(line: str) -> tuple[str, bytes]:
    """Who signed, and the bytes: the key's four first, then the signature; raises Unreadable."""
    name, _, data = line.removeprefix(DASH).removesuffix("\n").partition(" ")
    signed = _bytes(data)
    if not line.startswith(DASH) or not line.endswith("\n") or not NAME.fullmatch(name) or len(signed) < 5:
        raise Unreadable("this is no line of a signature")
    return name, signed


def _fit(text: str) -> None:
    if not text.endswith("\n") or CONTROL.search(text):
        raise Unreadable("a note is lines of text")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("this is no base64") from None
    if _text(data) != text:
        raise Unreadable("this base64 has a second form")
    return data
