"""What a ground must account for in words: secrecy, three reasons, the resident told, what follows a no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from wijkaanpak.access import codes
from wijkaanpak.consent.proposal import (
    CONFLICT,
    CRITERIA,
    DEFERRED,
    INFORMED,
    NOBODY,
    Proposal,
    Setting,
    held_back,
    regime_of,
    regimes_for,
)
from wijkaanpak.foundation.free_text import find_citizen_numbers

LEAST_REASON, LEAST_AFTER_NO, LEAST_CRITERION, LEAST_DEFERRAL = 40, 80, 10, 20
STRICT = frozenset({"WGBO_457", "JEUGDWET_7_3_11", "BIG_88"})  # medical and youth secrecy (R27)
REASONS = ("necessity", "proportionality", "subsidiarity")
TEXTS = (*REASONS, "after_refusal", "informed_reason", "consulted_colleague")

Fault = tuple[str, str]


def secrecy_faults(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R26-R28: who is bound to secrecy needs an exception too, and a conflict of duties six answers."""
    regime = regime_of(proposal, setting)
    if regime not in regimes_for(setting.kind):
        yield "secrecy_regime", _("Choose the duty of secrecy that binds you.")
    exception = proposal.secrecy_exception
    if exception and not codes.known("geheimhoudingsuitzonderingen", exception):
        yield "secrecy_exception", _("This choice does not exist.")
    elif regime in STRICT and not exception:
        yield "secrecy_exception", _("You are bound to secrecy. Choose why you may still share this.")
    if exception != CONFLICT:
        return
    for name in CRITERIA:
        if len(proposal.secrecy_criteria.get(name, "").strip()) < LEAST_CRITERION:
            yield f"criterion_{name}", at_least(LEAST_CRITERION)
    if not (proposal.consulted_colleague or "").strip():
        yield "consulted_colleague", _("Name the colleague whom you consulted.")


def reason_faults(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R6: three reasons of their own; a yes of the resident needs none."""
    if proposal.on_consent:
        return
    for name in REASONS:
        if len(getattr(proposal, name).strip()) < LEAST_REASON:
            yield name, at_least(LEAST_REASON)


def informing_faults(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R34, R40: the resident knows before anything leaves, or a privacy officer agrees that it must wait."""
    if proposal.informed not in (INFORMED, DEFERRED, NOBODY):
        yield "informed", _("Choose whether the resident knows that this is shared.")
    elif proposal.informed == NOBODY and not proposal.on_consent:
        yield "informed", _("The resident must know this, or there must be a reason to wait.")
    elif proposal.informed == INFORMED:
        if proposal.informed_on is None:
            yield "informed_on", _("Fill in on which day you told it.")
        elif proposal.informed_on > setting.now:
            yield "informed_on", _("This day lies ahead. First tell the resident, then share.")
    elif proposal.informed == DEFERRED:
        if len(proposal.informed_reason.strip()) < LEAST_DEFERRAL:
            yield "informed_reason", at_least(LEAST_DEFERRAL)
        if not _within(proposal.review_on, setting.now, timedelta(days=30)):
            yield "review_on", _("Choose a day within 30 days on which this is looked at again.")


def after_no_faults(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R54: after a no of the resident, or an objection that stands, a reason of at least 80 characters."""
    known = all(codes.known("gegevenscategorieen", c) for c in proposal.categories)
    if known and held_back(proposal, setting) and len(proposal.after_refusal.strip()) < LEAST_AFTER_NO:
        yield "after_refusal", at_least(LEAST_AFTER_NO)


def text_faults(proposal: Proposal, setting: Setting) -> Iterator[Fault]:
    """R11, also where no form stood before it."""
    texts = {name: getattr(proposal, name) or "" for name in TEXTS}
    texts |= {f"criterion_{name}": text for name, text in proposal.secrecy_criteria.items()}
    for name, text in texts.items():
        if find_citizen_numbers(text):
            yield name, _("This looks like a citizen service number. Take it out; we never keep it.")


def _within(moment: datetime | None, now: datetime, span: timedelta) -> bool:
    return moment is not None and now < moment <= now + span


def at_least(count: int) -> str:
    """The sentence for a text that is too short."""
    return ngettext("Write at least %(num)s character.", "Write at least %(num)s characters.", count)
