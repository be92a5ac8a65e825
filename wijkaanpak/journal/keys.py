"""The keys of the journal: one makes pseudonyms, one seals the part of an entry that can be erased."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection

from wijkaanpak.foundation.database import SECRET

LENGTH = 32  # bytes


@dataclass(frozen=True)
class Keys:
    """Derived from the installation's secret, which is not in the database (docs/keys.md)."""

    subjects: bytes = field(repr=False)
    personal: bytes = field(repr=False)


@lru_cache(maxsize=8)
def keys_from(secret: bytes) -> Keys:
    """The keys that belong to this secret, each good for one purpose only."""
    return Keys(_derived(secret, b"journal subjects"), _derived(secret, b"journal personal"))


def keys_of(connection: Connection) -> Keys:
    """The keys of the house that this connection belongs to; KeyError for one without a secret."""
    return keys_from(connection.get_execution_options()[SECRET])


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), LENGTH, salt=None, info=b"wijkaanpak " + purpose).derive(secret)
