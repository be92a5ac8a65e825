"""Writing down what a resident said about sharing; every new word is a new row (R56)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import codes
from wijkaanpak.access.facts import ConsentLine, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import grounds, lawful
from wijkaanpak.consent.grounds import NOT_ALLOWED, colleagues, setting_of
from wijkaanpak.consent.justified import STRICT
from wijkaanpak.consent.models import Consent
from wijkaanpak.consent.periods import age_on
from wijkaanpak.consent.present import as_it_stands
from wijkaanpak.consent.proposal import INFORMED, Proposal, Setting, regimes_for
from wijkaanpak.consent.reaching import CONSENT
from wijkaanpak.consent.voice import FREE, GIVEN, INVALID, Word, lasts_until, not_for, word_faults
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.residents.models import Person


@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(
    Event,
    name="consent.recorded",
    says="{actor} recorded what a resident said about sharing",
    bell="access.changed",
):
    """A yes, a no, or a yes that does not count; `result` says which."""

    result: str
    recipients: tuple[UUID, ...]
    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and those for whom something opens or closes."""
        return (*super().rings(), *self.told)


@command(Verb.CONSENT_RECORD)
def record(unit: Unit, facts: MatterFacts, /, word: Word, *, make_ground: bool = False) -> ConsentRecorded:
    """Write down a word, one row for each recipient and category (R48, R49, R55, R57).

    A yes without five times yes on being free is kept as ONGELDIG and opens nothing. `make_ground` records
    the ground on this consent in the same transaction, for one's own organisation's data. Raises Invalid with
    every fault at once, before anything is written.
    """
    facts = as_it_stands(unit, facts)
    setting = setting_of(unit, facts)
    born = _born(unit, word.person)
    faults = word_faults(word, setting, born)
    if not faults and make_ground and word.is_free and word.result == GIVEN:
        faults = _ground_faults(word, setting, born)
    if faults or word.person is None:
        barred = not_for(setting.kinds.get(word.provider, ""))
        raise Invalid(faults, NOT_ALLOWED if barred else None)
    result = INVALID if word.result == GIVEN and not word.is_free else word.result
    rows = _rows(unit, facts, word, result, born)
    unit.session.add_all(rows)
    unit.session.flush()
    if make_ground and result == GIVEN:
        _ground_too(unit, facts, word, born)
    sensitivity = codes.highest_class(codes.category(c).data_class for c in word.categories)
    return ConsentRecorded(
        thing=Thing(
            "TOESTEMMING", rows[0].id, facts.id, (word.provider,), (word.person,), facts.purpose, sensitivity,
            tuple(sorted(word.categories)),
        ),
        result=result, recipients=word.recipients, told=colleagues(facts, word.recipients, unit),
    )  # fmt: skip


def proposal_on(word: Word, setting: Setting, born: date | None) -> Proposal:
    """The ground that a yes carries by itself, as long as the yes lasts."""
    special = any(codes.category(c).special for c in word.categories)
    until = lasts_until(word, born, setting.now) or setting.now
    return Proposal(
        word.recipients, word.categories, CONSENT, setting.now, until, person=word.person,
        special="A9_2A" if special else None, informed=INFORMED, informed_on=setting.now,
        secrecy_exception="TOESTEMMING" if regimes_for(setting.kind)[0] in STRICT else None,
    )  # fmt: skip


def _ground_faults(word: Word, setting: Setting, born: date | None) -> dict[str, str]:
    """What would keep the ground from being recorded once the yes is there, told at the fields of it."""
    if word.provider != setting.provider:
        return {"make_ground": _("Only the organisation whose data it is can record the ground.")}
    until = lasts_until(word, born, setting.now)
    said = [
        ConsentLine(word.person, word.provider, recipient, category, GIVEN, setting.now, until)
        for recipient, category in word.keys
        if word.person is not None
    ]
    keys = {(w.person, w.provider, w.recipient, w.category) for w in said}
    kept = [w for w in setting.facts.consents if (w.person, w.provider, w.recipient, w.category) not in keys]
    then = replace(setting, facts=replace(setting.facts, consents=(*said, *kept)))
    found = lawful.faults(proposal_on(word, setting, born), then)
    fields = {"recipients", "categories", "person", "valid_until"}
    return {name if name in fields else "make_ground": sentence for name, sentence in found.items()}


def _ground_too(unit: Unit, facts: MatterFacts, word: Word, born: date | None) -> None:
    now_known = unit.facts(facts.id)
    if now_known is None:
        raise Conflict(_("This is no longer there."), "STATUS")
    try:
        grounds.record(unit, now_known[0], proposal_on(word, setting_of(unit, now_known[0]), born))
    except (
        Invalid
    ) as invalid:  # the database took the word as another than it was meant: nothing of it is kept
        raise Conflict(" ".join(invalid.faults.values()), "STATUS") from invalid


def _born(unit: Unit, person: UUID | None) -> date | None:
    """The birth date, as far as it may be known here."""
    return unit.session.scalar(select(Person.born).where(Person.id == person)) if person else None


def _rows(unit: Unit, facts: MatterFacts, word: Word, result: str, born: date | None) -> list[Consent]:
    until = lasts_until(word, born, unit.moment) if word.result == GIVEN else None
    free = {f"free_{name}": name in word.free for name in FREE}
    return [
        Consent(
            id=uuid4(), matter_id=facts.id, person_id=word.person, purpose=facts.purpose,
            provider_id=word.provider, recipient_id=recipient, category=category, result=result,
            said_at=unit.moment, valid_until=until, given_by=word.given_by,
            evidence=word.evidence.strip() or None, own_initiative=word.own_initiative,
            age=age_on(born, unit.moment) if born else None, explicit=word.explicit, form=word.form,
            summary=word.summary.strip() or None, information_version=word.information_version,
            language=word.language, interpreter=word.interpreter, confirmed_on=word.confirmed_on,
            recorded_by=unit.author, recorded_at=unit.now, **free,
        )
        for recipient, category in word.keys
    ]  # fmt: skip
