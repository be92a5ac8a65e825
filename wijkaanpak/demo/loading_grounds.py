"""What residents said and on what grounds a matter's parts are shared, as a world tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from wijkaanpak.access import codes, roles
from wijkaanpak.consent.models import Consent, Ground, GroundLine
from wijkaanpak.demo import shapes
from wijkaanpak.demo.loading_directory import Names, as_moment, earlier
from wijkaanpak.demo.shapes import Matter
from wijkaanpak.door import Origin, Unit
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Event, Thing

GIVEN, WITHDRAWN, REFUSED = "GEGEVEN", "INGETROKKEN", "GEWEIGERD"
IN_FORCE, EXPIRED = "ACTIEF", "VERLOPEN"
A_TICK = timedelta(microseconds=1)
CONSENT_EVENTS = {
    GIVEN: "TOESTEMMING_GEGEVEN",
    REFUSED: "TOESTEMMING_GEWEIGERD",
    WITHDRAWN: "TOESTEMMING_INGETROKKEN",
}


@dataclass(frozen=True, kw_only=True)
class GroundTakenOver(Event, name="ground.taken_over", says="{actor} took over a ground"):
    """A ground came in from elsewhere, with its status."""

    ground: UUID
    recipients: tuple[UUID, ...]
    status: str


@dataclass(frozen=True, kw_only=True)
class ConsentTakenOver(Event, name="consent.taken_over", says="{actor} took over what a resident said"):
    """A resident's word came in from elsewhere."""

    result: str
    recipients: tuple[UUID, ...]


def load_consents(unit: Unit, matter: Matter, names: Names) -> None:
    """Each word a row, oldest first; what was withdrawn had been given before (R56)."""
    born = {person.id: person.born for person in matter.persons}
    heard: dict[tuple[str, str, datetime], list[tuple[shapes.Consent, UUID]]] = {}
    for word in matter.consents:
        before: Consent | None = None
        for result, at in _words(word, unit.now):
            unit.occurred = earlier(at, unit.now)
            unit.origin = Origin(_by(matter, names, word), names.organisations[word.provider])
            before = _consent(unit, matter, names, word, result, at, before, born)
            heard.setdefault((word.person, result, at), []).append((word, before.id))
    for (person, result, at), words in heard.items():
        unit.occurred = earlier(at, unit.now)
        _heard(unit, matter, names, person, result, words)


def _words(word: shapes.Consent, now: datetime) -> Iterator[tuple[str, datetime]]:
    if word.result != WITHDRAWN:
        yield word.result, word.given_at
        return
    yield GIVEN, word.given_at
    withdrawn = earlier(word.withdrawn_at or word.given_at, now)
    yield WITHDRAWN, max(withdrawn, word.given_at + A_TICK)


def _consent(
    unit: Unit, matter: Matter, names: Names, word: shapes.Consent, result: str, at: datetime,
    before: Consent | None, born: dict[str, date | None],
) -> Consent:  # fmt: skip
    row = Consent(
        id=uuid4(), matter_id=names.matters[matter.id], person_id=names.persons[word.person],
        purpose=matter.purpose, provider_id=names.organisations[word.provider],
        recipient_id=names.organisations[word.recipient], category=word.category, result=result, said_at=at,
        valid_until=word.valid_until, given_by=word.given_by, form=word.form, confirmed_on=word.confirmed_at,
        explicit=codes.category(word.category).special, age=_age(born[word.person], at),
        previous_id=before.id if before else None, recorded_by=unit.author, recorded_at=at, taken_over=True,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    return row


def _age(born: date | None, at: datetime) -> int | None:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day)) if born else None


def _by(matter: Matter, names: Names, word: shapes.Consent) -> UUID | None:
    user = word.processed_by or matter.author
    return names.staff[user] if user else None


def _heard(
    unit: Unit,
    matter: Matter,
    names: Names,
    person: str,
    result: str,
    rows: list[tuple[shapes.Consent, UUID]],
) -> None:
    words = [word for word, _id in rows]
    recipients = tuple(dict.fromkeys(names.organisations[word.recipient] for word in words))
    about = _thing(matter, names, words[0].provider, (person,), {word.category for word in words})
    event = ConsentTakenOver(
        thing=replace(about, id=rows[0][1]), result=result, recipients=recipients,
    )  # fmt: skip
    _write(unit, event, CONSENT_EVENTS.get(result, "TOESTEMMING_VASTGELEGD"))


def load_grounds(unit: Unit, matter: Matter, names: Names) -> None:
    """Each ground with a line for every recipient and category; its dates say whether it is in force."""
    for ground in matter.grounds:
        unit.occurred = earlier(ground.from_, unit.now)
        unit.origin = Origin(_decider(matter, names, ground), names.organisations[ground.provider])
        row = _ground(unit, matter, names, ground)
        names.grounds[ground.id] = row.id
        unit.session.add(row)
        unit.session.flush()
        unit.session.add_all(_lines(row, ground, names))
        unit.session.flush()
        whom = (ground.person,) if ground.person else ()
        event = GroundTakenOver(
            thing=replace(
                _thing(matter, names, ground.provider, whom, ground.categories), kind="GRONDSLAG", id=row.id
            ),
            ground=row.id, recipients=tuple(row.recipients), status=row.status,
        )  # fmt: skip
        _write(unit, event, "GRONDSLAG_GEMAAKT")


def _ground(unit: Unit, matter: Matter, names: Names, ground: shapes.Ground) -> Ground:
    informing = matter.raw.get("informeren", {})
    special = any(codes.category(c).special for c in ground.categories)
    return Ground(
        id=uuid4(), reference=ground.id, matter_id=names.matters[matter.id],
        person_id=names.persons[ground.person] if ground.person else None, provider_id=unit.provider,
        recipients=[names.organisations[r] for r in ground.recipients], purpose=matter.purpose,
        activity=next(iter(codes.activities_for(matter.purpose)), "VA-001/v1"),
        categories=list(ground.categories), basis=ground.basis, task=ground.task,
        special=ground.special if special else None, secrecy_exception=ground.secrecy,
        necessity=ground.reason,
        informed=informing.get("status") or ("GEINFORMEERD" if matter.discussed == "ja" else "NVT"),
        review_on=as_moment(informing.get("herbeoordelen_op")), valid_from=ground.from_,
        valid_until=ground.until, decided_by=unit.author, decided_at=unit.moment,
        second_by=names.staff[ground.second] if ground.second else None,
        second_at=unit.moment if ground.second else None, status=_status(ground, unit.now), taken_over=True,
    )  # fmt: skip


def _lines(row: Ground, ground: shapes.Ground, names: Names) -> Iterator[GroundLine]:
    for recipient in row.recipients:
        for category in ground.categories:
            yield GroundLine(
                id=uuid4(), ground_id=row.id, matter_id=row.matter_id, person_id=row.person_id,
                provider_id=row.provider_id, recipient_id=recipient, category=category, basis=row.basis,
                status=row.status, valid_from=row.valid_from, valid_until=row.valid_until,
            )  # fmt: skip


def _status(ground: shapes.Ground, now: datetime) -> str:
    """As written, but whether it ran out is told by its dates alone."""
    if ground.status in (IN_FORCE, EXPIRED):
        return EXPIRED if ground.until <= now else IN_FORCE
    return ground.status


def _decider(matter: Matter, names: Names, ground: shapes.Ground) -> UUID | None:
    """Someone of the provider in the team who may decide on grounds, for the file does not say who."""
    provider = names.organisations[ground.provider]
    for user in (*matter.team, *([matter.author] if matter.author else [])):
        able = any(roles.grants("grondslag.maken", role) for role in names.roles[user])
        if names.works_for[user] == provider and able and user != ground.second:
            return names.staff[user]
    return None


def _thing(
    matter: Matter, names: Names, provider: str, persons: tuple[str, ...], categories: Iterable[str]
) -> Thing:
    whom = persons or tuple(person.id for person in matter.persons)
    return Thing(
        "TOESTEMMING", None, names.matters[matter.id],
        (names.organisations[provider],), tuple(names.persons[p] for p in whom), matter.purpose,
        codes.highest_class(codes.category(c).data_class for c in categories), tuple(sorted(categories)),
    )  # fmt: skip


def _write(unit: Unit, event: Event, code: str) -> None:
    unit.write(
        Footprint(code, event.name, "C", event.thing, roles.policy_version(), particulars=event.particulars())
    )
