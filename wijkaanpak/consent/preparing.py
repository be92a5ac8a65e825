"""What a form on sharing starts from: whom it is about, who may receive, what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from wijkaanpak.access import codes, roles, rules
from wijkaanpak.access.facts import INSIDE, MELDER, ConsentLine, MatterFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.grounds import setting_of
from wijkaanpak.consent.objections import WAITS
from wijkaanpak.consent.proposal import SAID_NO, Setting
from wijkaanpak.consent.reaching import ORDINARY, residents_of
from wijkaanpak.consent.voice import MUNICIPAL
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters.reading import residents


@dataclass(frozen=True)
class Partner:
    """An organisation in a covenant for this purpose; `receives`: it recorded a ground to receive (R44)."""

    id: UUID
    name: str
    kind: str
    receives: bool
    ceiling: frozenset[str]


@dataclass(frozen=True)
class EarlierNo:
    """A refusal, withdrawal or objection that stays in sight (R46, R54)."""

    who: str
    recipient: str
    category: str
    result: str
    at: datetime


@dataclass(frozen=True)
class Blank:
    """An empty form's world; `people` are the residents one may name, `others` how many more there are."""

    setting: Setting
    people: tuple[tuple[UUID, str], ...]
    others: int
    born: dict[UUID, date | None]
    partners: tuple[Partner, ...]
    categories: tuple[str, ...]
    written: frozenset[str]
    noes: tuple[EarlierNo, ...]

    @property
    def municipal(self) -> bool:
        """R50: a municipal body gives or could receive, so a yes may not be freely given."""
        return self.setting.kind in MUNICIPAL or any(p.kind in MUNICIPAL for p in self.partners)


@reading(Verb.GROUND_PREPARE)
def for_ground(unit: Unit, facts: MatterFacts, /) -> Blank:
    """For recording a ground: what one's own organisation may share, and with whom."""
    return _blank(unit, facts)


@reading(Verb.CONSENT_PREPARE)
def for_consent(unit: Unit, facts: MatterFacts, /) -> Blank:
    """For writing down what a resident says."""
    return _blank(unit, facts)


def _blank(unit: Unit, facts: MatterFacts) -> Blank:
    setting = setting_of(unit, facts)
    found = residents(unit, facts)
    names = {r.person: r.name or _("resident %(n)s", n=r.ordinal) for r in found if r.person}
    partners = _partners(setting)
    written = _written(setting)
    return Blank(
        setting=setting,
        people=tuple(names.items()),
        others=len(residents_of(facts) - names.keys()),
        born={r.person: r.born for r in found if r.person},
        partners=partners,
        categories=_categories(setting, partners),
        written=written,
        noes=_noes(setting, names, written),
    )


def _partners(setting: Setting) -> tuple[Partner, ...]:
    facts, now, own = setting.facts, setting.now, setting.provider
    reached = [
        o for o in setting.kinds if o != own and rules.covenant(facts, own, o, None, now) and setting.kinds[o]
    ]
    ceilings = roles.matrix()["ceilings"]
    partners = (
        Partner(
            o, setting.names[o], setting.kinds[o], rules.receiving(facts, own, o, None, now),
            frozenset(ceilings.get(setting.kinds[o], ())),
        )
        for o in reached
    )  # fmt: skip
    return tuple(sorted(partners, key=lambda partner: partner.name))


def _categories(setting: Setting, partners: tuple[Partner, ...]) -> tuple[str, ...]:
    """What the covenants name and some partner may read; a class K7 only where the matter is K7 already."""

    def open_to(code: str) -> bool:
        data_class = codes.category(code).data_class
        if data_class == "K7" and not setting.facts.secret:
            return False
        return any(
            data_class in p.ceiling
            and rules.covenant(setting.facts, setting.provider, p.id, code, setting.now)
            for p in partners
        )

    return tuple(item.code for item in codes.items("gegevenscategorieen") if open_to(item.code))


def _written(setting: Setting) -> frozenset[str]:
    """The kinds of data that this organisation knows to be there: its own, and what reaches it (R69).

    The name of who complained is no name that can be shared, also where no resident is named (R17).
    """
    facts, own = setting.facts, setting.provider
    kept = [p for p in facts.parts if p.category and p.kind != MELDER]
    found = (p for p in kept if p.provider == own or p.kind not in INSIDE)
    known = (p.category for p in found if organisation_reads(own, p, facts, setting.now) is not None)
    return frozenset(category for category in known if category)


def _noes(setting: Setting, names: dict[UUID, str], written: frozenset[str]) -> tuple[EarlierNo, ...]:
    """Every no of these residents (R54), but not on kinds of data that one may not know of (R69)."""

    def in_sight(word: ConsentLine) -> bool:
        ordinary = codes.category(word.category).data_class in ORDINARY or word.category in written
        concerned = setting.provider in (word.provider, word.recipient, setting.facts.lead_organisation)
        return word.result in SAID_NO and (ordinary or concerned)

    said = [
        EarlierNo(
            names.get(word.person, _("a resident")), setting.names.get(word.recipient, ""), word.category,
            word.result, word.recorded_at,
        )
        for word in setting.facts.consents
        if in_sight(word)
    ]  # fmt: skip
    return tuple(sorted([*said, *_objections(setting, names)], key=lambda no: no.at, reverse=True))


def _objections(setting: Setting, names: dict[UUID, str]) -> list[EarlierNo]:
    """The objections that stand against grounds of one's own organisation."""
    found = (
        line
        for line in setting.facts.lines
        if line.ground in setting.objected and line.provider == setting.provider
    )
    return [
        EarlierNo(
            names.get(line.person, _("a resident")) if line.person else _("everyone in the matter"),
            setting.names.get(line.recipient, ""), line.category, WAITS, setting.objected[line.ground],
        )
        for line in found
    ]  # fmt: skip
