"""An entry says all that the standard asks, in one form; residents stand in it by pseudonym (R88)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.canonical import NotCanonical, canonical, leaf, strict
from wijkaanpak.journal.entries import Footprint, Point, Who, network
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.keys import keys_from, keys_of
from wijkaanpak.journal.personal import Unreadable, seal, unseal
from wijkaanpak.journal.record import COLUMNS, written
from wijkaanpak.journal.subjects import pid, subjects

Write = Callable[..., UUID]
KEYS = keys_from(b"one")
ANN, BEN, HOUSING, CARE = uuid4(), uuid4(), uuid4(), uuid4()
UNSAID = {"txid", "place", "canonical", "leaf"}


def row(database: Database, entry: UUID) -> Any:
    with database.notary.connect() as connection:
        return connection.execute(text("select * from journal.entry where id = :e"), {"e": entry}).one()


def test_what_is_hashed_says_every_column(database: Database, write: Write) -> None:
    """R91: a column that the hash does not cover could be changed by whoever owns the tables."""
    with database.app.begin() as connection:
        entry = write(connection, thing=Thing("PERSOON", ANN, None, (CARE,), (ANN, BEN), "P_ZORG", "K2"))
    found = row(database, entry)
    said = strict(found.canonical)
    assert set(said) == {"v", *COLUMNS} == {"v", *(set(found._fields) - UNSAID)}
    assert found.leaf == hashlib.sha256(b"\x00" + found.canonical.encode()).digest() == leaf(found.canonical)
    assert said["recorded_at"] == found.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert (said["disclosed"], said["particulars"]) == (found.disclosed, found.particulars)


def test_residents_stand_in_an_entry_by_pseudonym_and_by_id_in_what_is_sealed(
    database: Database, write: Write
) -> None:
    """T35: whoever has the tables and not the secret of the house cannot tell who it was."""
    with database.app.begin() as connection:
        keys = keys_of(connection)
        about = Thing("PERSOON", ANN, None, (CARE,), (ANN,))
        items = ({"type": "PERSOON", "id": str(ANN), "class": "K2", "category": "G_NAW"},)
        by = Who(uuid4(), "WC", HOUSING, uuid4(), "SUBSTANTIEEL")
        entry = write(
            connection, thing=about, disclosed=items, who=by, because="Zij belde zelf en vroeg erom."
        )
    found = row(database, entry)
    assert str(ANN) not in " ".join(str(value) for value in found)
    assert found.subjects == sorted(f"{home}/{pid(keys, ANN, home)}" for home in (CARE, HOUSING))
    assert found.object_id == UUID(found.disclosed[0]["id"]) == pid(keys, ANN, HOUSING)
    with database.notary.connect() as connection:
        part = connection.execute(
            text("select * from journal.personal where entry_id = :e"), {"e": entry}
        ).one()
    said, commitment = unseal(keys, entry, bytes(part.nonce), bytes(part.sealed))
    assert said == {"persons": [str(ANN)], "because": "Zij belde zelf en vroeg erom."}
    assert commitment == found.commitment


def test_two_organisations_cannot_join_what_their_logs_call_a_resident() -> None:
    """T35: one pseudonym an organisation; another house has others still."""
    names = {pid(KEYS, ANN, HOUSING), pid(KEYS, ANN, CARE), pid(KEYS, BEN, CARE)}
    assert len(names | {pid(keys_from(b"other"), ANN, CARE)}) == 4
    assert pid(KEYS, ANN, CARE) in names
    back = pid(KEYS, ANN, CARE)
    assert subjects(KEYS, [back], [HOUSING, CARE]) == [f"{CARE}/{back}"], "a pseudonym is its own log's only"


def test_a_sealed_part_opens_for_its_own_entry_and_house_alone() -> None:
    entry = uuid4()
    closed = seal(KEYS, entry, {"because": "Kort"})
    assert unseal(KEYS, entry, closed.nonce, closed.sealed) == ({"because": "Kort"}, closed.commitment)
    assert seal(KEYS, entry, {"because": "Kort"}).commitment != closed.commitment, (
        "few words could be guessed"
    )
    for keys, whose, sealed in (
        (keys_from(b"other"), entry, closed.sealed),
        (KEYS, uuid4(), closed.sealed),
        (KEYS, entry, closed.sealed[:-1] + bytes([closed.sealed[-1] ^ 1])),
        (KEYS, entry, b""),
    ):
        with pytest.raises(Unreadable):
            unseal(keys, whose, closed.nonce, sealed)


@pytest.mark.parametrize(
    "other",
    [
        '{"a":1,"a":1}', '{"b":1,"a":1}', '{"a": 1}', '{"a":1} ', '{"a":1.0}', '{"a":1e3}', '{"a":NaN}',
        '\ufeff{"a":1}', '{"a":"e\u0301"}', '{"a":"\\u00e9"}', '{"a":01}', "[1]", "1", "", "{",
    ],
)  # fmt: skip
def test_there_is_one_way_to_write_an_entry(other: str) -> None:
    """X22: two texts for one meaning would let one be put in the place of the other."""
    with pytest.raises(NotCanonical):
        strict(other)


def test_the_one_way_is_taken() -> None:
    said = canonical({"b": ["é", 1, None, True], "a": ANN})
    assert strict(said) == {"a": str(ANN), "b": ["é", 1, None, True]}


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", None), (None, None),
        ("somewhere", None),
    ],
)  # fmt: skip
def test_of_an_address_the_network_is_kept(address: str | None, kept: str | None) -> None:
    """Field 16: /24 and /48."""
    assert network(address) == kept


def test_an_id_tells_the_millisecond_and_nothing_else() -> None:
    """Field 1: UUIDv7, so that entries lie in the order in which they came."""
    from datetime import UTC, datetime

    from wijkaanpak.journal.record import entry_id

    clock = datetime(2026, 11, 16, 9, 0, 0, 123000, UTC)
    made = [entry_id(clock) for _ in range(50)]
    assert len(set(made)) == 50
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    assert {one.int >> 80 for one in made} == {int(clock.timestamp() * 1000)}
    assert entry_id(clock.replace(microsecond=124000)) > max(made)


def test_an_entry_carries_every_required_field() -> None:
    """requirements.md 5.2: what is marked there as required stands in each entry, for each kind of event."""
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    who = Who(uuid4(), "WC", HOUSING, uuid4(), "SUBSTANTIEEL")
    thing = Thing("CASUS", uuid4(), None, (CARE,), (), "P_ZORG", "K3")
    footprint = Footprint("LEZEN", "case.read", "R", thing, "test")
    made = written(KEYS, who, Point(address="192.0.2.77"), footprint, clock=now, occurred=now)
    said = json.loads(made["canonical"])
    for name in (
        "id", "occurred_at", "recorded_at", "event", "action", "nature", "outcome", "actor_id", "actor_role",
        "actor_organisation_id", "access_point", "session_id", "acr", "object_kind", "object_id",
        "sensitivity", "controller_ids", "policy", "purpose", "activity", "source", "trace_id", "span_id",
        "commitment",
    ):  # fmt: skip
        assert said[name] not in (None, "", []), name
    assert unseal(KEYS, made["id"], made["nonce"], made["sealed"])[0] == {"network": "192.0.2.0/24"}
