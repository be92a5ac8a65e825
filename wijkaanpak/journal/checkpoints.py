"""Checkpoints: when the journal grew, its size and its root are signed, for others to keep (ADR 0017)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session
from structlog import get_logger

from wijkaanpak.foundation.config import CannotStart, Settings, keep_secret, open_home
from wijkaanpak.journal import notes, tiles, tree
from wijkaanpak.journal.notes import Checkpoint, Signer, Unreadable, Unsigned, Verifier

EVERY = 10.0  # seconds between two looks
KEY, PUBLIC = "notary.key", "notary.pub"  # files in the data folder: the key, and its line for witnesses

SIZE = text("select next_number from journal.watermark")
NEWEST = text("select size, root, note from journal.checkpoint order by size desc limit 1")
KEEP = text(
    "insert into journal.checkpoint (size, root, note) values (:size, :root, :note) on conflict do nothing"
)


class Discontinued(Exception):
    """The journal does not go on from the last checkpoint, so nothing is signed; `wijk verify` tells more."""


@dataclass(frozen=True)
class Signed:
    """A checkpoint as it is kept: over how many entries, its root, and the note that others are given."""

    size: int
    root: bytes
    note: str


def signer(settings: Settings) -> Signer:
    """The key of this house, made once (mode 0600); its name, the origin, stays when the address changes.

    Raises CannotStart when it cannot be read, or can be read by others.
    """
    open_home(settings.home)
    path = settings.home / KEY
    fresh = Signer.new(urlsplit(settings.url).netloc.rpartition("@")[2])
    try:
        kept = Signer.read(keep_secret(path, fresh.kept.encode() + b"\n").decode())
        if path.stat().st_mode & 0o077:
            raise CannotStart("Others may read {file}: take that away (chmod 600).", file=path)
        _publish(settings.home / PUBLIC, kept.verifier)
    except (OSError, UnicodeDecodeError, Unreadable) as error:
        raise CannotStart("The file {file} cannot be used: {why}.", file=path, why=str(error)) from None
    return kept


def newest(connection: Session | Connection) -> Signed | None:
    """The newest checkpoint; what is printed below every export."""
    found = connection.execute(NEWEST).one_or_none()
    return Signed(found.size, bytes(found.root), found.note) if found else None


def sign(connection: Connection, key: Signer) -> Signed | None:
    """Sign the journal as it is numbered now, in this transaction; None when it did not grow.

    A log never signs what contradicts what it signed before: raises Discontinued, or tiles.Incomplete.
    """
    size: int = connection.scalar(SIZE) or 0
    last = newest(connection)
    if size == (last.size if last else 0):
        return None
    root = tiles.root(connection, size)
    if last is not None:
        _goes_on(connection, last, size, root, key.verifier)
    made = Signed(size, root, notes.sign(Checkpoint(key.name, size, root).text, key))
    connection.execute(KEEP, {"size": size, "root": root, "note": made.note})
    return made


class Checkpoints:
    """Signs what the notary numbered; `engine` connects as wijk_notary."""

    def __init__(self, engine: Engine, key: Signer) -> None:
        self._engine = engine
        self._key = key
        self._told = ""

    def round(self) -> None:
        """Sign if the journal grew; why not is told once, and looked at again in the next round."""
        try:
            with self._engine.begin() as connection:
                sign(connection, self._key)
            self._told = ""
        except (Discontinued, tiles.Incomplete) as reason:
            if str(reason) != self._told:
                get_logger().error("the journal is not signed", why=str(reason))
            self._told = str(reason)


def _goes_on(connection: Connection, last: Signed, size: int, root: bytes, key: Verifier) -> None:
    """Raise Discontinued unless this tree grew from the last checkpoint, and that was ours."""
    try:
        known = Checkpoint.read(notes.opened(last.note, [key]).text)
    except (Unreadable, Unsigned):
        raise Discontinued("the last checkpoint is not signed by this house's key") from None
    if (known.size, known.root) != (last.size, last.root):
        raise Discontinued("the last checkpoint says something else than its row")
    if size < known.size:
        raise Discontinued(f"the journal has {size} entries, and had {known.size}")
    proof = tiles.consistency(connection, known.size, size)
    if not tree.verify_consistency(known.size, size, known.root, root, proof):
        raise Discontinued(f"what was numbered before {known.size} is not what was signed")


def _publish(path: Path, key: Verifier) -> None:
    line = key.vkey + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != line:
        path.write_text(line, encoding="utf-8")
