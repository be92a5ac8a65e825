"""The text that the columns of an entry give, put together from a line of COPY without parsing it.

It may be wrong in one direction only: where a line holds what this does not expect, it gives another text
than the entry's, or none, and that entry is then read once more with care.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import Connection, text

from wijkaanpak.journal.canonical import ENCODER, VERSION

UNSAID = ("txid", "place", "canonical", "leaf")  # columns that the text of an entry does not speak of
NULL = b"\\N"
COLUMNS = text("""
    select attname, format_type(atttypid, null) from pg_attribute
    where attrelid = cast('journal.entry' as regclass) and attnum > 0 and not attisdropped
      and attname <> all (:unsaid)
""")
BESIDE = ("e.canonical", "encode(e.leaf, 'hex')", "encode(n.leaf, 'hex')", "encode(p.nonce, 'hex')",
          "encode(p.sealed, 'hex')", "n.recorded_at", "n.number")  # fmt: skip
ITEM = re.compile(rb'", "type": ("[^"\\]*"), "class": ("[^"\\]*"), "category": ("[^"\\]*"|null)')
EMPTY, NOTHING = b"{}", (b"[]", b"{}")
HEAD, UUID_BEGINS, UUID_ENDS = b'"id": "', 7, 43  # of what was handed out, as jsonb writes it


class Columns:
    """Which columns there are, in which order they are asked for, and how their text is made."""

    def __init__(self, connection: Connection) -> None:
        kinds: dict[str, str] = dict(connection.execute(COLUMNS, {"unsaid": list(UNSAID)}).all())
        self.names = sorted(kinds)
        self._asked = sorted(
            kinds, key=lambda name: (kinds[name] == "jsonb", name)
        )  # texts, then what is nested
        at = {name: place for place, name in enumerate(self._asked)}
        self._arrays = [at[name] for name in self.names if kinds[name].endswith("[]")]
        self._moments = [at[name] for name in self.names if kinds[name] == "timestamp with time zone"]
        self._nested = [at[name] for name in self.names if kinds[name] == "jsonb"]
        self._plain = len(self._asked) - len(self._nested)
        self._bytes = {name for name in self.names if kinds[name] == "bytea"}
        self._ordered = itemgetter(*(at[name] for name in self.names))
        bare = set(self._arrays) | set(self._nested)
        said = {name: '"%b"' if at[name] not in bare else "%b" for name in self.names} | {"v": str(VERSION)}
        self._form = ("{" + ",".join(f'"{name}":{said[name]}' for name in sorted(said)) + "}").encode()
        self.ident, self.recorded, self.policy = at["id"], at["recorded_at"], at["policy"]
        self.commitment = at["commitment"]
        self.said, self.leaf, self.numbered, self.nonce, self.sealed, self.dated, self.number = range(
            len(at), len(at) + len(BESIDE)
        )

    @property
    def asked(self) -> str:
        """What is selected of e (entry), n (number) and p (personal)."""
        own = [f"encode(e.{name}, 'hex')" if name in self._bytes else f"e.{name}" for name in self._asked]
        return ", ".join([*own, *BESIDE])

    def given(self, line: bytes, fields: list[bytes]) -> bytes | None:
        """The text that these columns give; moments in `fields` are then written as in that text.

        None when it cannot be told this way: where a text holds what JSON writes in another way.
        """
        for at in self._moments:
            fields[at] = _moment(fields[at])
        quote = line.find(b'"')
        if line.count(b"\t", 0, quote) < self._plain and quote >= 0:
            return None
        for at in self._arrays:
            said = fields[at]
            fields[at] = b'["' + said[1:-1].replace(b",", b'","') + b'"]' if said != EMPTY else b"[]"
        for at in self._nested:
            if fields[at] not in NOTHING:
                fields[at] = _nested(fields[at])
        said = (self._form % self._ordered(fields)).replace(b'"\\N"', b"null")
        return said if b"\\" not in said else None


@lru_cache(maxsize=16)  # two of one entry are mostly the same
def _moment(said: bytes) -> bytes:
    """As PostgreSQL writes it (ISO, UTC) to how entries do."""
    if len(said) == 29:
        return said[:10] + b"T" + said[11:26] + b"Z"
    head, _, part = said[:-3].partition(b".")
    return head[:10] + b"T" + head[11:] + b"." + part.ljust(6, b"0") + b"Z"


def _nested(said: bytes) -> bytes:
    """What was handed out has four keys, with few words after the id; all else is parsed after all."""
    items = []
    if said.startswith(b"[{" + HEAD):
        for item in said[2:-2].split(b"}, {"):
            ident, around = item[:UUID_ENDS], _around(item[UUID_ENDS:])
            if around is None or ident.count(b'"') != 3 or not ident.startswith(HEAD):
                break
            items.append(around[0] + ident[UUID_BEGINS:] + around[1])
        else:
            return b"[" + b",".join(items) + b"]"
    try:
        return ENCODER.encode(json.loads(said)).encode()
    except ValueError:
        return b""


@lru_cache(maxsize=4096)
def _around(rest: bytes) -> tuple[bytes, bytes] | None:
    found = ITEM.fullmatch(rest)
    if found is None:
        return None
    return b'{"category":%b,"class":%b,"id":"' % (found[3], found[2]), b'","type":%b}' % found[1]
