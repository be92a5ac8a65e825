"""Local accounts: a password, a one-time code, and a lock after five wrong tries (R64, R173)."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, text

from wijkaanpak.access.roles import policy_version
from wijkaanpak.foundation.off_loop import off_loop
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.sign_in.sessions import note

STEP = 30  # seconds that a one-time code lasts
HASHER = PasswordHasher()
DECOY = HASHER.hash("nobody signs in with this")  # so that an unknown name takes as long as a known one
PLACE = b"sealed.credential:totp_secret"


@dataclass(frozen=True)
class Credentials:
    """What an account starts with: shown once to who sets it up, kept only as hash and as sealed secret."""

    password: str
    totp_secret: str


def set_credentials(
    connection: Connection, staff: UUID, key: bytes, password: str | None = None
) -> Credentials:
    """Give an account a password and a one-time-code secret, on the gate's connection."""
    made = Credentials(password or secrets.token_urlsafe(12), pyotp.random_base32())
    connection.execute(
        text("select sealed.set_credential(:who, :hash, :secret)"),
        {"who": staff, "hash": off_loop(HASHER.hash, made.password), "secret": _seal(made.totp_secret, key)},
    )
    return made


def verify(connection: Connection, login: str, password: str, code: str, key: bytes) -> UUID | None:
    """Whose account this is when password and code are right, else None; both are always checked."""
    row = _credential(connection, login)
    fits = off_loop(_password_fits, row.password_hash if row else DECOY, password)
    step = _matching_step(_open(bytes(row.totp_secret), key) if row else pyotp.random_base32(), code)
    good = bool(row and fits and step is not None and not row.locked and step > row.last_step)
    if row is None:
        return None
    counted = connection.scalar(
        text("select sealed.note_attempt(:who, :step)"), {"who": row.staff_id, "step": step if good else None}
    )
    return row.staff_id if good and counted else None


def has_code(connection: Connection, login: str) -> bool:
    """Whether this account has a one-time code; one that others vouch for, or of the demo, has none."""
    return _credential(connection, login) is not None


def confirm(connection: Connection, login: str, code: str, key: bytes) -> bool:
    """Whether this is the account's code of this moment; wrong ones count and lock as at the door (R64)."""
    row = _credential(connection, login)
    if row is None:
        return False
    step = _matching_step(_open(bytes(row.totp_secret), key), code)
    good = step is not None and not row.locked and step > row.last_step
    counted = connection.scalar(
        text("select sealed.note_attempt(:who, :step)"), {"who": row.staff_id, "step": step if good else None}
    )
    return bool(good and counted)


def record_failure(connection: Connection, point: Point) -> None:
    """A failed sign-in is an event; whose name was tried is not told (R88)."""
    refused = Footprint(
        "AANMELDEN_MISLUKT", "session.refused", "E", Thing("SESSIE"), policy_version(), outcome="GEWEIGERD",
        reason_code="GEEN_SESSIE",
    )  # fmt: skip
    note(connection, Who(), point, refused)


def _credential(connection: Connection, login: str) -> Row[Any] | None:
    return connection.execute(text("select * from sealed.find_credential(:login)"), {"login": login}).first()


def _password_fits(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _matching_step(secret: str, code: str) -> int | None:
    """The time step of a right code: this one or its neighbours, for clocks that differ."""
    now = int(time.time()) // STEP
    totp = pyotp.TOTP(secret)
    steps = [s for s in (now, now - 1, now + 1) if secrets.compare_digest(totp.generate_otp(s), code.strip())]
    return steps[0] if steps else None


def _seal(secret: str, key: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, secret.encode(), PLACE)


def _open(sealed: bytes, key: bytes) -> str:
    try:
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], PLACE).decode()
    except InvalidTag:
        return pyotp.random_base32()
