"""What makes a ground lawful: every rule of chapter 2 as a question to a proposal, all faults at once."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from uuid import UUID

from flask_babel import gettext as _

from wijkaanpak.access import codes, roles, rules
from wijkaanpak.consent.justified import (
    Fault,
    after_no_faults,
    informing_faults,
    reason_faults,
    secrecy_faults,
    text_faults,
)
from wijkaanpak.consent.periods import period_faults
from wijkaanpak.consent.proposal import (
    CONFLICT,
    DEFERRED,
    VITAL,
    Proposal,
    Setting,
    grounds_for,
    held_back,
    tasks_for,
    yes_behind,
)
from wijkaanpak.consent.reaching import residents_of
from wijkaanpak.foundation.working_days import local
from wijkaanpak.web.language import language

BY_CONSENT = "TOESTEMMING"
ENFORCEMENT = "HANDHAVING"
MOST_VITAL = 2  # one, and one renewal by a second approver


class Second(Enum):
    """Why a second approver must look (requirements.md 2.1)."""

    VITAL = "A6_1D"
    CONFLICT = "CONFLICT_VAN_PLICHTEN"
    DEFERRED = "UITGESTELD"
    POLICE = "STRAFRECHT"
    AFTER_NO = "NA_WEIGERING"


ONLY_PO = frozenset({Second.DEFERRED, Second.AFTER_NO})  # R34, R40, R54


def faults(proposal: Proposal, setting: Setting) -> dict[str, str]:
    """Everything that stands in the way, one sentence a field; empty when the ground may be recorded."""
    found: dict[str, str] = {}
    checks = (
        _purpose, _whom, _which, _basis, _consent, _task, _special, _police, secrecy_faults, reason_faults,
        informing_faults, after_no_faults, _vital, period_faults, text_faults,
    )  # fmt: skip
    for check in checks:
        for field, sentence in check(proposal, setting):
            found.setdefault(field, sentence)
    return found


def not_allowed(proposal: Proposal, setting: Setting) -> bool:
    """R3: this kind of organisation may not use this ground at all (GRONDSLAG_NIET_TOEGESTAAN)."""
    return roles.allowed_ground(proposal.basis, setting.kind) == "no"


def second_needed(proposal: Proposal, setting: Setting) -> frozenset[Second]:
    """Why somebody else must judge it before it counts; empty when nobody needs to."""
    why = {
        Second.VITAL: proposal.basis in roles.ground_rules()["second_approver"],
        Second.CONFLICT: proposal.secrecy_exception == CONFLICT,
        Second.DEFERRED: proposal.informed == DEFERRED,
        Second.POLICE: any(codes.category(c).data_class == "K6" for c in proposal.categories),
        Second.AFTER_NO: held_back(proposal, setting),
    }
    return frozenset(reason for reason, holds in why.items() if holds)


def _purpose(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R13: care and enforcement never meet, so what is meant for enforcement reaches nobody from here."""
    if codes.purpose(setting.facts.purpose).type == ENFORCEMENT:
        yield "recipients", _("This is meant for enforcement. From here it is shared with nobody.")


def _whom(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    facts = setting.facts
    people = residents_of(facts)
    if not people:
        yield "person", _("Nobody is named here yet. Record first whom this is about.")
    elif proposal.person is not None and proposal.person not in people:
        yield "person", _("Choose a resident whom this is about.")
    if not proposal.recipients:
        yield "recipients", _("Choose at least one organisation.")
    for recipient in proposal.recipients:
        party = rules.covenant(facts, setting.provider, recipient, None, setting.now)
        if recipient == setting.provider or not party:
            yield (
                "recipients",
                _("%(who)s is not in a covenant with you for this purpose.", who=_name(recipient, setting)),
            )


def _which(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R20: the covenant's annex names the category; R9: some may never be read by that kind of reader."""
    if not proposal.categories:
        yield "categories", _("Choose at least one kind of data.")
    for category in proposal.categories:
        if not codes.known("gegevenscategorieen", category):
            yield "categories", _("This choice does not exist.")
            continue
        for recipient in proposal.recipients:
            yield from _fits(category, recipient, setting)


def _fits(category: str, recipient: UUID, setting: Setting) -> Iterator[Fault]:
    kind = setting.kinds.get(recipient, "")
    who, what = _name(recipient, setting), _category(category)
    if codes.category(category).data_class not in roles.matrix()["ceilings"].get(kind, ()):
        yield (
            "categories",
            _(
                "%(who)s may never read this: %(what)s. Share an advice without a diagnosis instead.",
                who=who,
                what=what,
            ),
        )
    elif not rules.covenant(setting.facts, setting.provider, recipient, category, setting.now):
        yield "categories", _("The covenant with %(who)s does not name this: %(what)s.", who=who, what=what)


def _basis(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    if not codes.known("grondslagen", proposal.basis):
        yield "basis", _("Choose one of the six grounds.")
    elif not_allowed(proposal, setting):
        yield "basis", _("Your kind of organisation may not use this ground. Choose another one.")
    elif roles.allowed_ground(proposal.basis, setting.kind) == "mandate" and not proposal.mandate:
        yield "mandate", _("This is only possible when the municipality gave you a mandate for it.")


def _consent(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R48: on consent means a living, valid yes for each recipient, category and resident."""
    lifts = proposal.secrecy_exception == BY_CONSENT
    if not (proposal.on_consent or lifts):
        return
    words = yes_behind(proposal, setting)
    if None in words or not words:
        field = "basis" if proposal.on_consent else "secrecy_exception"
        yield field, _("There is no valid consent for all of this yet. Record first what the resident says.")
        return
    ends = [word.valid_until for word in words if word is not None and word.valid_until]
    if proposal.on_consent and ends and proposal.valid_until > min(ends):
        yield "valid_until", _("The consent ends earlier. Choose a date that is not after it.")


def _task(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R4, R5: a statute from the list, for this ground and this kind of organisation, in force today."""
    if proposal.basis not in roles.ground_rules()["needs_task"] or not_allowed(proposal, setting):
        return
    if not proposal.task:
        yield "task", _("Choose the law that gives this task.")
    elif not codes.known("wettelijke_taken", proposal.task):
        yield "task", _("This choice does not exist.")
    elif not codes.statutory_task(proposal.task).in_force(local(setting.now).date()):
        yield "task", _("This law is not in force. Choose another one.")
    elif proposal.task not in tasks_for(proposal.basis, setting.kind, setting.now):
        yield "task", _("This law does not give this ground to your kind of organisation.")


def _special(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R7: special data needs an exception of art. 9 on top; with consent that is the explicit consent."""
    known = [c for c in proposal.categories if codes.known("gegevenscategorieen", c)]
    if not any(codes.category(c).special for c in known):
        return
    if not codes.known("uitzonderingen_bijzonder", proposal.special):
        yield "special", _("Health, care and youth data are special. Choose why sharing them is allowed.")
    elif proposal.on_consent and proposal.special != "A9_2A":
        yield "special", _("With consent as the ground this must be the explicit consent.")


def _police(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R8: police data needs its own legal basis, and a covenant that names it (see R20)."""
    known = [c for c in proposal.categories if codes.known("gegevenscategorieen", c)]
    police = any(codes.category(c).data_class == "K6" for c in known)
    if police and not codes.known("strafrechtgronden", proposal.criminal_basis):
        yield "criminal_basis", _("Police data need a legal basis of their own. Choose it.")


def _vital(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R45: vital interest is for acute danger, never for money, and is renewed once."""
    if proposal.basis != VITAL:
        return
    if setting.facts.urgency != "ACUUT":
        yield "basis", _("Vital interest is only for danger right now. This is not acute.")
    forbidden = roles.ground_rules()["forbidden_categories"].get(VITAL, ())
    if set(proposal.categories) & set(forbidden):
        yield "categories", _("On vital interest no money matters can be shared.")
    for recipient in proposal.recipients:
        for category in proposal.categories:
            if len(_earlier_vital(proposal, setting, recipient, category)) >= MOST_VITAL:
                yield "basis", _("Vital interest was used twice for this already. Choose another ground.")


def _earlier_vital(proposal: Proposal, setting: Setting, recipient: UUID, category: str) -> set[UUID]:
    wanted = (VITAL, setting.provider, recipient, category)
    return {
        line.ground
        for line in setting.facts.lines
        if (line.basis, line.provider, line.recipient, line.category) == wanted
        and line.status != "CONCEPT"
        and (line.person is None or proposal.person in (None, line.person))
    }


def allowed_here(setting: Setting) -> tuple[str, ...]:
    """The grounds to choose from, consent last; vital interest only where it is acute (R3, R45)."""
    return tuple(
        c for c in grounds_for(setting.kind, setting.now) if c != VITAL or setting.facts.urgency == "ACUUT"
    )


def _name(organisation: UUID, setting: Setting) -> str:
    return setting.names.get(organisation) or _("This organisation")


def _category(code: str) -> str:
    return codes.label("gegevenscategorieen", code, language())
