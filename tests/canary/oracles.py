"""The four oracles of the canary world; each answers with sentences on what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from tests.canary.allowed import SEARCH, Sights, may_find, may_know, may_see, weighs
from tests.canary.crawler import Seen, World
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.subjects import pid

# Where the officer sees footprints, those of what is secret as references (rulings.md 6).
DESK = ("/controle/sporen", "/controle", "/controle/bevindingen/<uuid:finding_id>")


def beyond_sight(seen: Iterable[Seen], reads: Sights) -> list[str]:
    """1. Confidentiality: what somebody saw and may not, whatever the address."""
    wrong = []
    for one in seen:
        if one.status >= 500:
            wrong.append(f"{one.who} broke {one.path}")
        for token in one.tokens:
            found = one.rule == SEARCH and may_find(one.who, token)
            if not found and not may_see(one.who, token, reads):
                wrong.append(f"{one.who} read {token.column} of {token.zaak} ({token.key}) at {one.path}")
        unknown = (zaak for zaak in one.things if not may_know(one.who, zaak, reads) and one.rule not in DESK)
        wrong += [
            f"{one.who} found the id of {zaak} at {one.path}"
            for zaak in unknown
            if not weighs(one.who, zaak, one.rule)
        ]
    return wrong


def unrecorded(world: World, seen: Iterable[Seen]) -> list[str]:
    """2. Audit: what somebody saw while no entry of that person and that request says so (R88)."""
    wrong, told = [], entries(world)
    for one in seen:
        disclosed = told.get((world.house.staff[one.who], one.trace), frozenset())
        for token in one.tokens:
            beside = one.rule in DESK and token.key == "nummer"  # the entry there lists the entries it showed
            if not (token.objects & disclosed or (beside and disclosed)):
                wrong.append(
                    f"no entry says that {one.who} read {token.column} of {token.zaak} at {one.path}"
                )
    return wrong


def entries(world: World) -> dict[tuple[UUID, str], frozenset[UUID]]:
    """What the journal says was handed out, by who it was and by the trace of the request."""
    rows = world.house.truth(
        "select actor_id, trace_id, "
        "array(select (x ->> 'id')::uuid from jsonb_array_elements(disclosed) x) as ids "
        "from journal.entry where outcome = 'GESLAAGD' and actor_id is not null"
    )
    found: defaultdict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    residents = by_pseudonym(world)
    for row in rows:
        found[row.actor_id, row.trace_id].update(residents.get(one, one) for one in row.ids)
    return {key: frozenset(ids) for key, ids in found.items()}


def by_pseudonym(world: World) -> dict[UUID, UUID]:
    """Every resident by what the log of any organisation calls one."""
    keys = keys_from(world.house.settings.secret)
    persons = world.house.truth("select id from app.person")
    homes = world.house.truth("select id from app.organisation")
    return {pid(keys, person.id, home.id): person.id for person in persons for home in homes}


def outside(seen: Iterable[Seen]) -> list[str]:
    """3. Leaks: a canary in an address, a header or a cookie."""
    return [
        f"{t.column} stands in an address or header of {s.path} for {s.who}" for s in seen for t in s.outside
    ]


def existence(world: World, seen: Iterable[Seen], reads: Sights) -> list[str]:
    """4. Existence: what may not be known is answered, bit for bit, as what does not exist."""
    seen = list(seen)
    absent: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in seen:
        if one.nobodys:
            absent[one.who, one.rule].add(one.print)
    wrong = []
    for one in seen:
        zaak = world.canaries.ids.get(one.about or "")
        if zaak is None or may_know(one.who, zaak, reads) or weighs(one.who, zaak, one.rule):
            continue
        expected = absent[one.who, one.rule]
        if len(expected) != 1 or one.print not in expected:
            wrong.append(
                f"{one.path} ({zaak}) answers {one.who} with {one.status}, not as what does not exist"
            )
    return wrong


def logged(world: World, said: Iterable[str]) -> Iterator[str]:
    """3, for what is written down elsewhere: logs, the statements that the database shows, the journal."""
    for line in said:
        for token in world.canaries.in_bytes(line.encode()):
            yield f"{token.column} of {token.zaak} stands in: {line[:200]}"
