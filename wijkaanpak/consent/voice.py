"""What a resident said, as someone writes it down: who speaks, in which form, and how freely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _

from wijkaanpak.access import codes, roles, rules
from wijkaanpak.access.facts import INSIDE, ConsentLine
from wijkaanpak.consent.justified import at_least
from wijkaanpak.consent.periods import age_on, birthday, months_later, most_months
from wijkaanpak.consent.proposal import Setting
from wijkaanpak.consent.reaching import CONSENT, residents_of
from wijkaanpak.foundation.free_text import find_citizen_numbers

GIVEN, REFUSED, WITHDRAWN, INVALID = "GEGEVEN", "GEWEIGERD", "INGETROKKEN", "ONGELDIG"
# The five questions on whether the resident was free to say no (R48); each must be answered with yes.
FREE = ("no_effect", "alternative", "no_pressure", "understood", "not_decider")
INFORMATION = "wijkaanpak-1"  # the version of the text that is read out or handed over
SPOKEN = "MONDELING"
LEAST_SUMMARY = 40
NOT_AGAIN = timedelta(days=30)  # R55
MUNICIPAL = frozenset({"gemeente", "burgemeester"})
YOUNG, GROWN = 12, 16
# Who may speak for a resident of that age (R57): below 12, from 12, from 16.
SPEAKS_FOR_CHILD = frozenset({"OUDER_1+OUDER_2", "VOOGD"})
SPEAKS_WITH_YOUTH = frozenset({"OUDER+JONGERE"})
SPEAKS_GROWN = frozenset({"ZELF", "CURATOR", "MENTOR", "GEMACHTIGDE"})
SHOWS_EVIDENCE = frozenset({"VOOGD", "CURATOR", "MENTOR", "GEMACHTIGDE"})

Fault = tuple[str, str]


@dataclass(frozen=True)
class Word:
    """One answer of a resident; for several recipients and categories it becomes as many rows (R48)."""

    person: UUID | None
    provider: UUID
    recipients: tuple[UUID, ...]
    categories: tuple[str, ...]
    result: str
    valid_until: datetime | None = None
    given_by: str | None = None
    evidence: str = ""
    form: str | None = None
    summary: str = ""
    information_version: str | None = None
    language: str | None = None
    interpreter: bool = False
    free: frozenset[str] = frozenset()
    explicit: bool = False
    confirmed_on: datetime | None = None
    own_initiative: bool = False

    @property
    def keys(self) -> list[tuple[UUID, str]]:
        """Each recipient with each category."""
        return [(recipient, category) for recipient in self.recipients for category in self.categories]

    @property
    def is_free(self) -> bool:
        """Five of the five questions with yes."""
        return self.free >= set(FREE)


def word_faults(word: Word, setting: Setting, born: date | None) -> dict[str, str]:
    """Everything that stands in the way of writing this down, one sentence a field."""
    found: dict[str, str] = {}
    checks = [_about_whom(word, setting), _about_what(word, setting), _again(word, setting), _texts(word)]
    if word.result == GIVEN:
        checks += [_who_speaks(word, setting, born), _how(word, setting), _free(word, setting)]
    for check in checks:
        for field, sentence in check:
            found.setdefault(field, sentence)
    return found


def not_for(kind: str) -> bool:
    """Consent is no ground at all for this kind of organisation (2.3)."""
    return roles.allowed_ground(CONSENT, kind) == "no"


def providers(setting: Setting) -> list[UUID]:
    """Whose data it can be about: one's own organisation, then who else wrote something, and the lead."""
    others = {p.provider for p in setting.facts.parts if p.kind not in INSIDE}
    others |= {setting.facts.lead_organisation} if setting.facts.lead_organisation else set()
    rest = sorted(others - {setting.provider}, key=lambda o: setting.names.get(o, ""))
    return [setting.provider, *rest]


def lasts_until(word: Word, born: date | None, now: datetime) -> datetime | None:
    """Until when a yes counts: as said, and never past the birthday on which others must speak (R57).

    That is the twelfth of a child and the sixteenth of a youth; from then on it is asked anew.
    """
    if word.valid_until is None or born is None:
        return word.valid_until
    to_come = [birthday(born, age) for age in (YOUNG, GROWN) if now < birthday(born, age)]
    return min([word.valid_until, *to_come])


def speakers(born: date | None, now: datetime) -> frozenset[str]:
    """Who may speak for a resident of this age; all where the birth date is not known."""
    if born is None:
        return codes.codes_of("gegeven_door")
    age = age_on(born, now)
    if age >= GROWN:
        return SPEAKS_GROWN
    return SPEAKS_WITH_YOUTH if age >= YOUNG else SPEAKS_FOR_CHILD


def latest(setting: Setting, word: Word, recipient: UUID, category: str) -> ConsentLine | None:
    """What this resident last said on one key."""
    key = (word.person, word.provider, recipient, category)
    words = setting.facts.consents
    return next((w for w in words if (w.person, w.provider, w.recipient, w.category) == key), None)


def living(said: ConsentLine | None, now: datetime) -> bool:
    """A yes that has not run out."""
    return said is not None and said.result == GIVEN and (said.valid_until is None or now < said.valid_until)


def _about_whom(word: Word, setting: Setting) -> Iterator[Fault]:
    if word.person not in residents_of(setting.facts):
        yield "person", _("Choose a resident whom this is about.")
    if word.result not in (GIVEN, REFUSED):
        yield "result", _("Choose what the resident said.")
    if word.provider not in providers(setting):
        yield "provider", _("Choose whose data this is about.")
    elif not_for(setting.kinds.get(word.provider, "")):
        yield "provider", _("This organisation may not share on consent. Choose another ground.")


def _about_what(word: Word, setting: Setting) -> Iterator[Fault]:
    if not word.recipients:
        yield "recipients", _("Choose at least one organisation.")
    if not word.categories:
        yield "categories", _("Choose at least one kind of data.")
    for recipient in word.recipients:
        if recipient == word.provider or not rules.covenant(
            setting.facts, word.provider, recipient, None, setting.now
        ):
            name = setting.names.get(recipient, "")
            yield "recipients", _("%(who)s is not in a covenant with you for this purpose.", who=name)
    for category in word.categories:
        if not codes.known("gegevenscategorieen", category):
            yield "categories", _("This choice does not exist.")


def _again(word: Word, setting: Setting) -> Iterator[Fault]:
    """R55: who said no is left in peace for thirty days, unless they begin about it."""
    for recipient, category in word.keys:
        said = latest(setting, word, recipient, category)
        refused = said is not None and said.result == REFUSED and setting.now < said.recorded_at + NOT_AGAIN
        if refused and not word.own_initiative:
            yield (
                "own_initiative",
                _("The resident said no less than 30 days ago. Ask again only when they begin about it."),
            )


def _who_speaks(word: Word, setting: Setting, born: date | None) -> Iterator[Fault]:
    """R57: below 12 who has authority, from 12 to 16 both, from 16 the resident."""
    allowed = speakers(born, setting.now)
    if not codes.known("gegeven_door", word.given_by):
        yield "given_by", _("Choose who said it.")
    elif word.given_by not in allowed:
        sentences = {
            SPEAKS_FOR_CHILD: _("Below 12 years those with parental authority decide."),
            SPEAKS_WITH_YOUTH: _("From 12 to 16 years parent and young person both say yes."),
            SPEAKS_GROWN: _("From 16 years the resident decides, or who was appointed for it."),
        }
        yield "given_by", sentences[allowed]
    elif word.given_by in SHOWS_EVIDENCE and not word.evidence.strip():
        yield "evidence", _("Write down which document you saw.")


def _how(word: Word, setting: Setting) -> Iterator[Fault]:
    if not codes.known("vormen_van_toestemming", word.form):
        yield "form", _("Choose how it was said.")
    elif word.form == SPOKEN and len(word.summary.strip()) < LEAST_SUMMARY:
        yield "summary", at_least(LEAST_SUMMARY)
    if not word.information_version:
        yield "information_version", _("First tell what is shared, with whom, what for, and that no is fine.")
    if not word.language:
        yield "language", _("Choose the language you spoke.")
    known = [c for c in word.categories if codes.known("gegevenscategorieen", c)]
    if any(codes.category(c).special for c in known) and not word.explicit:
        yield "explicit", _("Health, care and youth data need a yes that was said for exactly that.")
    if word.confirmed_on is not None and word.confirmed_on > setting.now:
        yield "confirmed_on", _("This day lies ahead. Leave it empty until it was confirmed on paper.")
    if word.valid_until is None or word.valid_until <= setting.now:
        yield "valid_until", _("Choose until which day this counts.")
    elif word.valid_until > months_later(setting.now, most_months()):
        yield "valid_until", _("A consent lasts twelve months at most.")


def _free(word: Word, setting: Setting) -> Iterator[Fault]:
    """A yes that does not count may be written down, but never over one that does."""
    if word.is_free:
        return
    if any(living(latest(setting, word, r, c), setting.now) for r, c in word.keys):
        yield "free", _("There is a valid consent already. Without five times yes this would end it.")


def _texts(word: Word) -> Iterator[Fault]:
    for name in ("summary", "evidence"):
        if find_citizen_numbers(getattr(word, name)):
            yield name, _("This looks like a citizen service number. Take it out; we never keep it.")
