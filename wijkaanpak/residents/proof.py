"""Proof that this session was shown this resident, so that a button can name whom the rows hide.

The row of a hit in a colleague's work does not exist for who found it. Without a proof, sending an id would
tell whether somebody with that id is on record.
"""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID


def proof_of(secret: bytes, session: UUID | None, person: UUID) -> str:
    """What the button of this resident carries, in this session alone; `secret` is the installation's."""
    own = hmac.new(secret, b"wijkaanpak shown resident", hashlib.sha256).digest()
    return hmac.new(own, f"{session} {person}".encode(), hashlib.sha256).hexdigest()


def proven(secret: bytes, session: UUID | None, person: UUID, proof: str) -> bool:
    """Whether this session was shown this resident."""
    return session is not None and hmac.compare_digest(proof_of(secret, session, person), proof.lower())
