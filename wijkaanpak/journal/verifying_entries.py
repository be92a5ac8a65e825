"""Entries one by one: the columns show what the text says, the text gives the leaf, and the seal holds.

An entry passes when its columns give the very text that was hashed, byte for byte; millions pass so. What
does not is read once more, with care, and only that says what is wrong.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from binascii import unhexlify
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, RowMapping, text

from wijkaanpak.journal.canonical import NotCanonical, canonical, leaf, moment, strict
from wijkaanpak.journal.explained import Explained
from wijkaanpak.journal.findings import MOST, Findings, Kind
from wijkaanpak.journal.keys import Keys
from wijkaanpak.journal.personal import VECTOR
from wijkaanpak.journal.verifying_columns import NULL, Columns

LATE = timedelta(minutes=1)  # that a transaction may have been open before its entry was numbered
SUSPECTS = text("""
    select e.*, n.leaf as numbered, n.number
    from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
    where n.number = any(:numbers) order by n.number
""")
LATEST = text("""
    select max(recorded_at) from journal.number where number < :first and number >= :first - 1000
""")


class Entries:
    """Holds each entry to its own text, to its seal, and to what was registered before it."""

    def __init__(
        self, connection: Connection, first: int, keys: Keys | None, known: Explained, found: Findings
    ) -> None:
        self.columns = Columns(connection)
        self.erased = 0
        self._connection = connection
        self._found = found
        self._known = known
        self._open = AESGCM(keys.personal).decrypt if keys else None
        self._policies = {name.encode(): number for name, number in known.policies.items()}
        self._resets = {number for number, _at in known.clocks}
        latest = connection.execute(LATEST, {"first": first}).scalar()
        self._latest = moment(latest).encode() if latest else b""
        self._suspects: list[int] = []
        self._wrong = 0

    def check(self, number: int, leaf: bytes, line: bytes, fields: list[bytes]) -> None:
        """Everything about one entry that has this leaf; what looks wrong waits for `examine`."""
        columns = self.columns
        said = fields[columns.said]
        same = columns.given(line, fields) == said and fields[columns.leaf] == fields[columns.numbered]
        same = same and hashlib.sha256(b"\x00" + said).digest() == leaf
        if not same or not (said.isascii() or unicodedata.is_normalized("NFC", said.decode())):
            self._suspects.append(number)
        self._seal(number, fields)
        registered = self._policies.get(fields[columns.policy])
        if registered is None or registered > number:
            self._found.add(Kind.POLICY_UNKNOWN, number)
        recorded = fields[columns.recorded]
        if recorded >= self._latest or number in self._resets:
            self._latest = recorded
        else:
            self._dated(number, recorded)

    def examine(self) -> None:
        """Say what is wrong with the entries that did not pass; some have only an unusual sign in them."""
        if self._suspects and self._wrong < MOST:
            for row in self._connection.execute(SUSPECTS, {"numbers": self._suspects}).mappings():
                wrong = _wrong(row, self.columns.names)
                if wrong is not None:
                    self._wrong += 1
                    self._found.add(wrong[0], row["number"], about=wrong[1])
        self._suspects.clear()

    def _seal(self, number: int, fields: list[bytes]) -> None:
        columns, known = self.columns, self._known.erased
        ident, sealed = fields[columns.ident], fields[columns.sealed]
        erased = bool(known) and ident.decode() in known
        if sealed == NULL:
            self.erased += erased
            if not erased:
                self._found.add(Kind.PERSONAL_GONE, number)
        elif erased:
            self._found.add(Kind.PERSONAL_BACK, number)
        elif self._open is not None:
            data = unhexlify(sealed)
            try:
                plain = self._open(data[:VECTOR], data[VECTOR:], unhexlify(ident.replace(b"-", b"")))
            except (InvalidTag, ValueError):
                plain = b""
            commitment = hashlib.sha256(unhexlify(fields[columns.nonce]) + plain).hexdigest().encode()
            if commitment != fields[columns.commitment]:
                self._found.add(Kind.PERSONAL_CHANGED, number)

    def _dated(self, number: int, recorded: bytes) -> None:
        """Dated before another that has its number already: by a moment, or by a clock that was moved."""
        when, latest = (datetime.fromisoformat(at.decode()) for at in (recorded, self._latest))
        if latest - when > LATE and not self._known.clock_moved(number, when):
            self._found.add(Kind.ANTEDATED, number)


def _wrong(row: RowMapping, names: list[str]) -> tuple[Kind, str] | None:
    """What is wrong with one entry, and which columns do not say what its text does; None when nothing is."""
    try:
        said = strict(row["canonical"])
    except NotCanonical:
        return Kind.OTHER_FORM, ""
    hashed, kept, numbered = leaf(row["canonical"]), bytes(row["leaf"]), bytes(row["numbered"])
    if hashed != numbered:
        return (Kind.OTHER_ENTRY if hashed == kept else Kind.TEXT_CHANGED), ""
    shown = json.loads(canonical({"v": said.get("v"), **{name: row[name] for name in names}}))
    differ = [key for key in sorted(said.keys() | shown) if said.get(key, ...) != shown.get(key, ...)]
    differ += ["leaf"] * (hashed != kept)
    return (Kind.COLUMN_CHANGED, ", ".join(differ)) if differ else None
