"""Withdrawing a consent for a resident: no reason asked, and it counts in the next statement (R51-R53)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask_babel import gettext as _

from wijkaanpak.access import codes
from wijkaanpak.access.facts import ConsentLine, MatterFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.grounds import colleagues
from wijkaanpak.consent.models import Consent
from wijkaanpak.consent.present import as_it_stands
from wijkaanpak.consent.reaching import residents_of, whole_part
from wijkaanpak.consent.voice import WITHDRAWN, living
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict
from wijkaanpak.journal.events import Event, Thing


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(
    Event, name="consent.withdrawn", says="{actor} withdrew consent for a resident", bell="access.changed"
):
    """A consent is over; `grounds` are those on which the recipient still sees some of it (R53)."""

    recipient: UUID
    categories: tuple[str, ...]
    grounds: tuple[UUID, ...]
    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and everybody of the recipient in the team: their open pages ask again, and close."""
        return (*super().rings(), *self.told)


@command(Verb.CONSENT_WITHDRAW)
def withdraw(
    unit: Unit, facts: MatterFacts, /, *, person: UUID | None, recipient: UUID, category: str | None = None,
    provider: UUID | None = None,
) -> ConsentWithdrawn:  # fmt: skip
    """Withdraw what was given for one recipient: of one resident or of all, one category or every one.

    The database ends the grounds that rested on it. Raises Conflict where there is nothing to withdraw.
    """
    facts = as_it_stands(unit, facts)
    given = consents_to_end(facts, unit, person, recipient, category, provider)
    if not given:
        raise Conflict(
            _("There is no consent here to withdraw. It is over already, or was never given."), "STATUS"
        )
    rows = [_row(unit, facts, word) for word in given]
    unit.session.add_all(rows)
    unit.session.flush()
    categories = tuple(sorted({word.category for word in given}))
    persons = tuple(sorted({word.person for word in given}, key=str))
    controllers = tuple(sorted({word.provider for word in given}, key=str))
    sensitivity = codes.highest_class(codes.category(c).data_class for c in categories)
    return ConsentWithdrawn(
        thing=Thing(
            "TOESTEMMING", rows[0].id, facts.id, controllers, persons, facts.purpose, sensitivity, categories
        ),
        recipient=recipient, categories=categories, grounds=still(unit, facts, given),
        told=colleagues(facts, (recipient,), unit),
    )  # fmt: skip


def consents_to_end(
    facts: MatterFacts, unit: Unit, person: UUID | None, recipient: UUID, category: str | None = None,
    provider: UUID | None = None,
) -> list[ConsentLine]:  # fmt: skip
    """The living yeses that a withdrawal would end; None means every resident, category or provider."""
    return [
        word
        for word in facts.consents
        if word.recipient == recipient and living(word, unit.now)
        and person in (None, word.person) and category in (None, word.category)
        and provider in (None, word.provider)
    ]  # fmt: skip


def still(unit: Unit, facts: MatterFacts, given: list[ConsentLine]) -> tuple[UUID, ...]:
    """The grounds on which the recipient goes on seeing some of what was withdrawn (R53)."""
    found = unit.facts(facts.id)
    if found is None:
        return ()
    now_known, people = found[0], residents_of(facts)
    used: list[UUID] = []
    for word in given:
        about = frozenset({word.person}) & people
        part = whole_part(word.category, word.provider, about)
        used += organisation_reads(word.recipient, part, now_known, unit.now) or ()
    return tuple(dict.fromkeys(used))


def _row(unit: Unit, facts: MatterFacts, word: ConsentLine) -> Consent:
    return Consent(
        id=uuid4(), matter_id=facts.id, person_id=word.person, purpose=facts.purpose,
        provider_id=word.provider, recipient_id=word.recipient, category=word.category, result=WITHDRAWN,
        said_at=unit.moment, channel="TEAM", recorded_by=unit.author, recorded_at=unit.now,
    )  # fmt: skip
