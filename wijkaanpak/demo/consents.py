"""What residents said, one row a person, provider, recipient and category (R48, rulings 25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wijkaanpak.demo.shapes import Consent, Ground
from wijkaanpak.demo.shifting import Shift

CONSENT = "A6_1A"
GIVEN, WITHDRAWN = "GEGEVEN", "INGETROKKEN"
Key = tuple[str, str, str, str]  # person, provider, recipient, category


@dataclass(frozen=True)
class Setting:
    """What a matter's consents are read against."""

    persons: tuple[str, ...]
    provider: str
    grounds: tuple[Ground, ...]
    shift: Shift
    moment: datetime


def consents(spoken: Any, setting: Setting) -> tuple[Consent, ...]:
    """The consents as the file tells them, and for an A-ground without such a word one with its own dates."""
    words = [spoken] if isinstance(spoken, dict) else spoken or []
    told = [row for word in words for row in _told(word, setting)]
    keys = {_key(row) for row in told}
    return (*told, *(row for row in _implied(setting) if _key(row) not in keys))


def one_or_more(value: Any) -> tuple[str, ...]:
    """A text or a list of texts as a tuple, each once."""
    return tuple(dict.fromkeys([value] if isinstance(value, str) else value or []))


def _key(row: Consent) -> Key:
    return row.person, row.provider, row.recipient, row.category


def _told(word: dict[str, Any], setting: Setting) -> Iterator[Consent]:
    def moment(key: str) -> datetime | None:
        return setting.shift.moment(word[key]) if word.get(key) else None

    given = setting.shift.moment(word["op"])
    withdrawn = word["resultaat"] == WITHDRAWN
    for recipient in one_or_more(word["ontvanger"]):
        for category in one_or_more(word["categorie"]):
            for person, provider in _whose(word, recipient, category, setting):
                yield Consent(
                    person=person,
                    provider=provider,
                    recipient=recipient,
                    category=category,
                    result=word["resultaat"],
                    given_at=given,
                    valid_until=moment("geldig_tot"),
                    withdrawn_at=moment("ingetrokken_op") or (given if withdrawn else None),
                    given_by=word.get("door"),
                    form=word.get("vorm"),
                    confirmed_at=moment("bevestigd_op"),
                    processed_by=word.get("verwerkt_door"),
                    derived=False,
                )


def _whose(
    word: dict[str, Any], recipient: str, category: str, setting: Setting
) -> Iterator[tuple[str, str]]:
    """Whose word it is and to which provider: as the file says, else as A-grounds that carry it, else all."""
    carrying = [
        g for g in _consent_grounds(setting) if recipient in g.recipients and category in g.categories
    ]
    people = {person for ground in carrying for person in _persons_of(ground, setting)} or set(
        setting.persons
    )
    if word.get("betrokkene"):
        people = {word["betrokkene"]}
    providers = one_or_more([ground.provider for ground in carrying]) or (setting.provider,)
    if word.get("verstrekker"):
        providers = (word["verstrekker"],)
    yield from (
        (person, provider) for person in setting.persons if person in people for provider in providers
    )


def _consent_grounds(setting: Setting) -> list[Ground]:
    return [ground for ground in setting.grounds if ground.basis == CONSENT]


def _persons_of(ground: Ground, setting: Setting) -> tuple[str, ...]:
    return (ground.person,) if ground.person else setting.persons


def _implied(setting: Setting) -> Iterator[Consent]:
    """One row a key, over all its A-grounds: no consent may be narrower than a ground that implies it."""
    behind: defaultdict[Key, list[Ground]] = defaultdict(list)
    for ground in _consent_grounds(setting):
        for person in _persons_of(ground, setting):
            for recipient in ground.recipients:
                for category in ground.categories:
                    behind[person, ground.provider, recipient, category].append(ground)
    for (person, provider, recipient, category), grounds in behind.items():
        given, until = min(g.from_ for g in grounds), max(g.until for g in grounds)
        withdrawn = all(ground.status == WITHDRAWN for ground in grounds)
        yield Consent(
            person=person,
            provider=provider,
            recipient=recipient,
            category=category,
            result=WITHDRAWN if withdrawn else GIVEN,
            given_at=given,
            valid_until=until,
            withdrawn_at=max(given, min(until, setting.moment)) if withdrawn else None,
            given_by=None,
            form=None,
            confirmed_at=None,
            processed_by=None,
            derived=True,
        )
