"""The part of an entry that can be erased: who it is about, from where, and why in words (R89)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wijkaanpak.journal.canonical import canonical
from wijkaanpak.journal.keys import Keys

KEY = "personal/1"  # which key sealed it: AES-256-GCM with the installation's first one
NONCE, VECTOR = 32, 12  # bytes


@dataclass(frozen=True)
class Sealed:
    """What the row holds, and the commitment that the entry keeps when the row is gone."""

    nonce: bytes
    sealed: bytes
    commitment: bytes
    key_id: str = KEY


class Unreadable(ValueError):
    """The sealed part was changed, or belongs to another entry or another house."""


def seal(keys: Keys, entry: UUID, said: Mapping[str, Any]) -> Sealed:
    """Seal this part for one entry; the random nonce keeps few words from being guessed afterwards."""
    plain = canonical(dict(said)).encode()
    nonce, vector = secrets.token_bytes(NONCE), secrets.token_bytes(VECTOR)
    closed = vector + AESGCM(keys.personal).encrypt(vector, plain, entry.bytes)
    return Sealed(nonce, closed, commitment(nonce, plain))


def unseal(keys: Keys, entry: UUID, nonce: bytes, sealed: bytes) -> tuple[dict[str, Any], bytes]:
    """What was sealed for this entry, and the commitment it gives; raises Unreadable."""
    try:
        plain = AESGCM(keys.personal).decrypt(sealed[:VECTOR], sealed[VECTOR:], entry.bytes)
    except (InvalidTag, ValueError):
        raise Unreadable(str(entry)) from None
    return json.loads(plain), commitment(nonce, plain)


def commitment(nonce: bytes, plain: bytes) -> bytes:
    """SHA-256 of both; without the nonce it tells nothing of what it commits to."""
    return hashlib.sha256(nonce + plain).digest()
