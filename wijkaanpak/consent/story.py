"""The story behind one cell of "Wie ziet wat": which grounds, who decided, what the resident said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from wijkaanpak.access import codes, explaining, policy, rules
from wijkaanpak.access.explaining import Explanation, Words
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.ending import ENDS, may_end
from wijkaanpak.consent.models import Consent, Ground
from wijkaanpak.consent.objecting import OPEN_TO_OBJECTION
from wijkaanpak.consent.reaching import Cell, residents_of, whole_part
from wijkaanpak.consent.withdrawing import consents_to_end
from wijkaanpak.door import Unit
from wijkaanpak.matters.models import Subject
from wijkaanpak.organisations.models import Staff
from wijkaanpak.web.frame import day
from wijkaanpak.web.language import language

READS = frozenset({"ziet", "deel", "stopt"})
MOST = 4  # grounds and words told; the newest first
SAID_NO = frozenset({"INGETROKKEN", "GEWEIGERD"})

Fact = tuple[str, str]


@dataclass(frozen=True)
class Act:
    """What one can do to a ground, with what then happens; `path` follows the address of its page."""

    path: str
    label: str
    consequence: str


@dataclass(frozen=True)
class Story:
    """A sentence, facts as (term, value), warnings, what would let them see it, and what can be done.

    `said`: the resident was asked before; `withdrawable`: there is a living yes; `never`: no ground will do.
    """

    sentence: str
    facts: list[Fact]
    said: bool
    withdrawable: bool
    warnings: list[str]
    acts: list[Act]
    remedies: list[str]
    never: bool = False


def tell(
    unit: Unit, facts: MatterFacts, cell: Cell, names: Mapping[UUID, str],
    kinds: Mapping[UUID, str] = MappingProxyType({}),
) -> Story:  # fmt: skip
    """Read what is behind a cell, as far as the rows exist for this reader; what is told is disclosed.

    `names` of organisations and of who leads; `kinds` of organisations, which bring their ceilings.
    """
    if cell.state == "eigen":
        return Story(_("This organisation wrote it itself."), [], False, False, [], [], [])
    found = _grounds(unit, facts, cell)
    told = [fact for row in found for fact in _about_ground(unit, facts, cell, row, names)]
    told += _words(unit, facts, cell)
    if cell.until and cell.state in READS:
        told.append((_("Stops by itself"), day(cell.until)))
    warned = warnings(facts, cell, unit, names)
    lacking = _lacking(unit, facts, cell, kinds.get(cell.organisation, ""))
    sentence = _sentence(facts, cell, found)
    if lacking and not sentence and not warned:
        sentence = _reason(unit, facts, lacking[0], cell)
    if not (lacking or sentence or warned or told):
        sentence = _("Nothing of this was written yet.")
    words = Words(language(), names, facts.lead if facts.lead != unit.actor.id else None, day, day)
    remedies = [explaining.tell(r, words) for one in lacking for r in (*one.remedies, *one.instead)]
    return Story(
        sentence=sentence,
        facts=told,
        said=any((w.recipient, w.category) == (cell.organisation, cell.category) for w in facts.consents),
        withdrawable=bool(consents_to_end(facts, unit, None, cell.organisation, cell.category)),
        warnings=warned,
        acts=_acts(unit, facts, found),
        remedies=list(dict.fromkeys(remedies)),
        never=bool(lacking) and not any(one.remedies for one in lacking),
    )


def _lacking(unit: Unit, facts: MatterFacts, cell: Cell, kind: str) -> list[Explanation]:
    """Why the residents of whom it does not reach do not reach, one answer of the policy for each source."""
    people = residents_of(facts)
    sources = {reach.source: people - reach.residents for reach in cell.reach if not reach.whole}
    if not cell.reach and cell.organisation != facts.provider:
        sources = {facts.provider: people}
    answers = (
        explaining.why_not(
            cell.organisation, kind, whole_part(cell.category, source, about or people),
            facts, unit.now, unit.actor.organisation_id,
        )
        for source, about in sources.items()
    )  # fmt: skip
    return [answer for answer in answers if answer]


def _reason(unit: Unit, facts: MatterFacts, lacking: Explanation, cell: Cell) -> str:
    """Why they do not see it, said of others: codes.yaml says it of oneself."""
    if cell.state == "deel":
        missing = select(Subject.ordinal).where(
            Subject.matter_id == facts.id, Subject.person_id.in_(residents_of(facts) - cell.seen)
        )
        numbers = sorted(unit.session.scalars(missing))
        if numbers:
            whom = ", ".join(_("resident %(n)s", n=n) for n in numbers)
            return _("They do not see this of %(whom)s.", whom=whom)
        return _("They see this of one organisation, and not of another.")
    if cell.state == "weg" and cell.withdrawn:
        return _("The resident withdrew.")
    reasons = {
        "CONVENANT_INACTIEF": _("No covenant in force lets them receive this."),
        "KLASSE_TE_HOOG": _("This is too sensitive to reach an organisation like this one."),
        "GEBLOKKEERD": _("All of this is closed for now."),
    }
    if cell.state == "weg":
        reasons["GRONDSLAG_VERVALLEN"] = _("The ground to share this with them no longer holds.")
    return reasons.get(lacking.decision.reason or "", _("There is no ground to share this with them."))


def warnings(facts: MatterFacts, cell: Cell, unit: Unit, names: Mapping[UUID, str]) -> list[str]:
    """What keeps a ground in force from carrying anything (R44: told, not refused)."""
    who = names.get(cell.organisation, "")
    lines = [
        line
        for line in facts.lines
        if (line.recipient, line.category, line.status) == (cell.organisation, cell.category, rules.IN_FORCE)
        and line.valid_from <= unit.now < line.valid_until
    ]
    said = []
    if any(not rules.receiving(facts, x.provider, x.recipient, x.category, unit.now) for x in lines):
        said.append(_("%(who)s has no ground of its own to receive this, so it sees nothing of it.", who=who))
    if lines and not cell.written:
        said.append(_("Nothing of this was written yet."))
    return said


def _sentence(facts: MatterFacts, cell: Cell, found: list[Row]) -> str:
    """R53: after a no it may still be seen on another ground, and then this says on which."""
    noes = {
        w.result
        for w in facts.consents
        if (w.recipient, w.category) == (cell.organisation, cell.category) and w.result in SAID_NO
    }
    carrying = [
        codes.label("grondslagen", row.basis, language()).lower() for row in found if row.id in cell.grounds
    ]
    if noes and carrying and cell.state in READS:
        on = ", ".join(dict.fromkeys(carrying))
        return _(
            "The resident said no, and yet this can still be seen on another ground: %(ground)s.", ground=on
        )
    return _("A ground waits for a second judgement.") if cell.waits else ""


def _grounds(unit: Unit, facts: MatterFacts, cell: Cell) -> list[Row]:
    """The grounds that carry it, and the others to the same recipient for the same data; newest first."""
    lines = (x for x in facts.lines if (x.recipient, x.category) == (cell.organisation, cell.category))
    wanted = {*cell.grounds, *(line.ground for line in lines)}
    second = aliased(Staff)
    query = (
        select(
            Ground.id, Ground.basis, Ground.task, Ground.special, Ground.special_article, Ground.provider_id,
            Ground.recipients, Ground.ordinal, Ground.status, Ground.necessity, Ground.decided_by,
            Ground.decided_at, Ground.second_at, Ground.valid_from, Ground.valid_until, Ground.taken_over,
            Staff.name.label("decider"), second.name.label("second"),
        )
        .outerjoin(Staff, Staff.id == Ground.decided_by)
        .outerjoin(second, second.id == Ground.second_by)
        .where(Ground.id.in_(wanted))
        .order_by(Ground.decided_at.desc(), Ground.id)
    )  # fmt: skip
    rows = sorted(unit.session.execute(query), key=lambda row: row.id not in cell.grounds)[:MOST]
    for row in rows:
        unit.disclose("GRONDSLAG", row.id, controller=row.provider_id)
    return rows


def _about_ground(
    unit: Unit, facts: MatterFacts, cell: Cell, row: Row, names: Mapping[UUID, str]
) -> Iterator[Fact]:
    item = codes.item("grondslagen", row.basis)
    law = f"; {codes.label('wettelijke_taken', row.task, language())}" if row.task else ""
    special = f"; {codes.label('uitzonderingen_bijzonder', row.special, language())}" if row.special else ""
    status = codes.label("grondslagstatussen", row.status, language())
    articles = ", ".join(a for a in (str(item.facts["artikel"]), row.special_article) if a)
    yield _("Ground"), f"{item.name(language())}{law}{special} ({articles}). {status}."
    yield _("In plain words"), item.sentence(language())
    yield _("From"), names.get(row.provider_id, "")
    if row.ordinal:
        yield _("About whom"), _("resident %(n)s", n=row.ordinal)
    if row.decider:
        yield _("Who decided"), _("%(who)s, on %(day)s", who=row.decider, day=day(row.decided_at))
    if row.second:
        yield _("Judged as second by"), _("%(who)s, on %(day)s", who=row.second, day=day(row.second_at))
    inside = unit.actor.organisation_id in (row.provider_id, facts.lead_organisation)
    if row.necessity and (inside or cell.state in READS):
        yield _("Why it is needed"), row.necessity
    yield (
        _("From and until"),
        _("%(start)s until %(end)s", start=day(row.valid_from), end=day(row.valid_until)),
    )
    if row.taken_over:
        yield _("Origin"), _("taken over from elsewhere")


def _words(unit: Unit, facts: MatterFacts, cell: Cell) -> list[Fact]:
    """Every word of the residents on this cell, the newest first; none is ever changed (R56)."""
    query = (
        select(
            Consent.id, Consent.result, Consent.said_at, Consent.form, Consent.given_by, Consent.confirmed_on,
            Consent.provider_id, Consent.person_id, Consent.taken_over, Subject.ordinal,
        )
        .outerjoin(Subject, (Subject.person_id == Consent.person_id) & (Subject.matter_id == facts.id))
        .where(
            Consent.matter_id == facts.id, Consent.recipient_id == cell.organisation,
            Consent.category == cell.category,
        )
        .order_by(Consent.said_at.desc(), Consent.recorded_at.desc(), Consent.id)
        .limit(MOST)
    )  # fmt: skip
    told = []
    for row in unit.session.execute(query):
        unit.disclose("TOESTEMMING", row.id, controller=row.provider_id, persons=(row.person_id,))
        who = (
            _("What did resident %(n)s say?", n=row.ordinal)
            if row.ordinal
            else _("What did the resident say?")
        )
        told.append((who, _word(row)))
    return told


def _word(row: Row) -> str:
    said = _(
        "%(word)s, on %(day)s",
        word=codes.label("toestemmingsresultaten", row.result, language()),
        day=day(row.said_at),
    )
    if row.given_by:
        said += f" ({codes.label('gegeven_door', row.given_by, language()).lower()})"
    if row.confirmed_on:
        said += ". " + _("Confirmed in writing on %(day)s", day=day(row.confirmed_on))
    return said + (". " + _("Taken over from elsewhere") if row.taken_over else "")


def _acts(unit: Unit, facts: MatterFacts, found: list[Row]) -> list[Act]:
    """Ending a ground, and recording an objection, for who would not be refused."""
    ends = policy.decide(unit.actor, Verb.GROUND_END, facts, unit.now).allowed
    objects = policy.decide(unit.actor, Verb.GROUND_OBJECT, facts, unit.now).allowed
    acts = []
    for row in found:
        if objects and row.basis in OPEN_TO_OBJECTION and row.status == rules.IN_FORCE:
            then = _("Nothing is shared on it until a privacy officer has decided. No reason is needed.")
            acts.append(Act(f"/grondslagen/{row.id}/bezwaar", _("The resident objects"), then))
        if ends and row.status in ENDS and may_end(unit, facts, row.decided_by):
            then = _("The partner sees it no more, at once. What was done stays valid.")
            acts.append(Act(f"/grondslagen/{row.id}/einde", _("End this ground"), then))
    return acts
