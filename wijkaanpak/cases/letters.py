"""Letters to a resident: who makes one, for whom, and the record of what they were told (R42, R85)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import codes, policy, roles
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import letter_content
from wijkaanpak.cases.dossier import moves
from wijkaanpak.cases.letter_content import CLOSING, INFORMING, Content
from wijkaanpak.cases.models import Letter
from wijkaanpak.door import Unit, command, deny, reading
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.reading import residents
from wijkaanpak.organisations.models import Staff

VERSION = "1"  # of the text in letter_paper.py: another text is another version
LANGUAGES = ("nl", "en")
AHEAD = timedelta(days=14)  # the day on which a letter is given lies no further off
LEAST_DONE = 20  # characters of what was done
WITHOUT_PLACE = frozenset({"AFGEWEZEN", "GEANNULEERD", "GEARCHIVEERD", "VERNIETIGD"})


@dataclass(frozen=True)
class Made:
    """A letter that was made: which, for whom, how it reached them, and by whom it was made."""

    kind: str
    name: str
    language: str
    version: str
    channel: str
    given_on: date
    made_at: datetime
    by: str | None


@dataclass(frozen=True)
class Prepared:
    """What there is to choose from, and which letters there are already."""

    kinds: tuple[str, ...]
    people: tuple[tuple[UUID, str], ...]
    made: tuple[Made, ...]


@dataclass(frozen=True)
class Asked:
    """Which letter, for whom, in which language, and how and when it reaches them."""

    kind: str
    person: UUID
    language: str
    channel: str
    given_on: date
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterMade(Event, name="letter.made", says="{actor} made a letter for a resident", bell="case.changed"):
    """A resident is told by letter; `codes` holds its language, its channel and the version of its text."""

    letter: UUID
    kind: str
    codes: tuple[str, ...]
    given_on: date


@reading(Verb.LETTER_PREPARE)
def prepare(unit: Unit, facts: MatterFacts, /, case_id: UUID) -> Prepared:
    """The residents one may write to, and the letters there are; raises Forbidden or Conflict."""
    _check(unit, Verb.LETTER_PREPARE, facts, case_id)
    unit.disclose("CASUS", case_id, controller=facts.provider)
    people = tuple((r.person, r.name) for r in residents(unit, facts) if r.person and r.name)
    return Prepared(kinds(facts), people, _made(unit, facts, dict(people)))


def content(unit: Unit, facts: MatterFacts, case_id: UUID, asked: Asked) -> Content:
    """What the letter says, as far as its maker may read it; raises Invalid with every fault."""
    people = {r.person: r.name for r in residents(unit, facts) if r.person and r.name}
    faults = lacking(unit, facts, asked.kind, asked.given_on, asked.done)
    if asked.person not in people:
        faults["person"] = _("Choose a resident of this case whose name your organisation may know.")
    if faults:
        raise Invalid(faults)
    name = people[asked.person]
    return letter_content.gather(unit, facts, case_id, asked.kind, (asked.person, name), asked.done.strip())


@command(Verb.LETTER_MAKE)
def make(unit: Unit, facts: MatterFacts, /, case_id: UUID, asked: Asked, told: Content) -> LetterMade:
    """Put on record that a resident is told, by whom, how, in which language and what of (R42)."""
    _check(unit, Verb.LETTER_MAKE, facts, case_id)
    letter = Letter(
        id=uuid4(), matter_id=facts.id, person_id=asked.person, organisation_id=unit.actor.organisation_id,
        kind=asked.kind, language=asked.language, version=VERSION, channel=asked.channel,
        given_on=asked.given_on, content=told.record(), made_at=unit.now, made_by=unit.actor.id,
    )  # fmt: skip
    unit.session.add(letter)
    unit.session.flush()
    classes = codes.highest_class(codes.category(one).data_class for one in told.categories)
    thing = Thing(
        "BRIEF", letter.id, facts.id, tuple(i for i, _name in told.controllers), (asked.person,),
        facts.purpose, classes, told.categories,
    )  # fmt: skip
    said = (asked.language, asked.channel, VERSION)
    return LetterMade(thing=thing, letter=letter.id, kind=asked.kind, codes=said, given_on=asked.given_on)


def kinds(facts: MatterFacts) -> tuple[str, ...]:
    """Which letters fit the state of a case."""
    if facts.status == "AFGESLOTEN":
        return (CLOSING,)
    return (INFORMING, CLOSING) if facts.status == "AFSCHALING" else (INFORMING,)


def may_make(unit: Unit, facts: MatterFacts) -> bool:
    """Who leads a case or may move it; and of what has ended, who speaks with residents where it came from.

    What a partner's lead knew of the resident went with the grounds when the case was closed.
    """
    if facts.lead == unit.actor.id or moves(unit, facts):
        return True
    at_home = facts.status == "AFGESLOTEN" and facts.provider == unit.actor.organisation_id
    in_team = any(m.staff == unit.actor.id and m.holds(unit.now) for m in facts.team)
    return (
        at_home
        and in_team
        and any(roles.grants("toestemming.vastleggen", role) for role in unit.actor.role_codes)
    )


def lacking(
    unit: Unit, facts: MatterFacts, kind: str | None, given_on: date | None, done: str
) -> dict[str, str]:
    """What is not right about a letter besides whom it is for, by field."""
    faults, today = {}, local(unit.now).date()
    if kind not in kinds(facts):
        faults["kind"] = _("This letter does not fit where the case is now.")
    elif kind == CLOSING and len(done.strip()) < LEAST_DONE:
        faults["done"] = _("Write what was done, in at least %(least)s characters.", least=LEAST_DONE)
    if given_on is None or not today <= given_on <= today + AHEAD:
        faults["given_on"] = _("Choose a day from today until two weeks from now.")
    return faults


def _check(unit: Unit, verb: Verb, facts: MatterFacts, case_id: UUID) -> None:
    """Whether this person makes letters here, and whether there are letters at all in a case like this."""
    if not may_make(unit, facts):
        deny(unit, verb, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)
    if facts.secret:
        raise Conflict(
            _("In a case about safety at home no letter goes to an address: it could be read by somebody "
              "who must not know. Tell the resident yourself, where it is safe."),
            "STATUS",
        )  # fmt: skip
    if facts.bare:
        raise Conflict(_("This case is about a place. There is no resident to write to."), "STATUS")
    if facts.status in WITHOUT_PLACE:
        raise Conflict(_("For a case that ended like this there is no letter."), "STATUS")


def _made(unit: Unit, facts: MatterFacts, names: dict[UUID, str]) -> tuple[Made, ...]:
    query = (
        select(
            Letter.kind, Letter.person_id, Letter.language, Letter.version, Letter.channel, Letter.given_on,
            Letter.made_at, Staff.name, Letter.id, Letter.organisation_id,
        )
        .outerjoin(Staff, Staff.id == Letter.made_by)
        .where(Letter.matter_id == facts.id)
        .order_by(Letter.made_at.desc())
    )  # fmt: skip
    found = []
    for kind, person, *rest, letter, organisation in unit.session.execute(query):
        unit.disclose("BRIEF", letter, controller=organisation, data_class="K2", persons=(person,))
        found.append(Made(kind, names.get(person, ""), *rest))
    return tuple(found)
