"""How fresh and how well witnessed the journal is, in words, above the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import text

from wijkaanpak.door import Unit
from wijkaanpak.journal import exposure
from wijkaanpak.journal.exposure import LATE, OTHER_TREE, Exposure, Witness
from wijkaanpak.review.clocks import clock_time, lasting
from wijkaanpak.web.frame import HERE, moment

VERIFIED = text(
    "select max(recorded_at) from journal.entry "
    "where name = 'journal.verified' and actor_organisation_id = :organisation"
)
QUARTER = timedelta(days=92)  # at least so often (R92)
BEHIND = 60  # seconds from a line to its signature; the aim is ten
OPEN = 900  # seconds from a line to its confirmation, where somebody is asked; the aim is five minutes


@dataclass(frozen=True)
class State:
    """The state of the journal: its sentences, and whether it asks attention or is alarming."""

    first: str
    rest: tuple[str, ...]
    heed: bool = False
    alarm: bool = False


def told(unit: Unit) -> State:
    """The state of the journal at this moment."""
    verified = unit.session.scalar(VERIFIED, {"organisation": unit.actor.organisation_id})
    return say(exposure.read(unit.session), verified, unit.clock)


def say(stand: Exposure, verified: datetime | None, now: datetime) -> State:
    """How it stands, the gravest first: another tree, not signed, nobody outside, not confirmed."""
    rest = (*_rest(stand, now), _verified(verified, now))
    if any(witness.outcome == OTHER_TREE for witness in stand.witnesses):
        return State(_("A witness holds another journal than this one."), rest, alarm=True)
    if stand.signed is None or stand.unsigned > BEHIND:
        return State(_("The journal is behind."), rest, heed=True)
    if not stand.witnesses:
        return State(_("The journal is up to date, but nobody outside confirms it."), rest, heed=True)
    if stand.window > OPEN:
        return State(_("The journal is up to date, but not confirmed in time."), rest, heed=True)
    return State(_("The journal is up to date."), rest)


def _rest(stand: Exposure, now: datetime) -> Iterator[str]:
    if stand.signed is None:
        yield _("Nothing of it was signed yet.")
    else:
        yield _(
            "Everything until %(when)s is numbered and signed: what is changed or taken away in it shows.",
            when=_when(stand.signed.at, now),
        )
    if stand.signed is not None and stand.unsigned > BEHIND:
        yield _(
            "Lines have waited for it for %(long)s. Tell your functional administrator if it stays so.",
            long=lasting(stand.unsigned),
        )
    yield from _witnessed(stand, now)


def _witnessed(stand: Exposure, now: datetime) -> Iterator[str]:
    """Who outside confirms it, who does not, and what could still be taken away without a trace."""
    if not stand.witnesses:
        yield _("Until a partner does, who holds the database and its key could take lines away unseen.")
        return
    yield ngettext(
        "One witness outside this platform is asked; %(yes)s confirmed what it was asked last.",
        "%(num)s witnesses outside this platform are asked; %(yes)s confirmed what they were asked last.",
        len(stand.witnesses), yes=stand.confirming,
    )  # fmt: skip
    for witness in stand.witnesses:
        if not witness.confirms:
            yield _fault(witness, now)
    if stand.window:
        yield _("What was written in the last %(long)s is not confirmed yet.", long=lasting(stand.window))


def _verified(last: datetime | None, now: datetime) -> str:
    """When somebody of the own organisation worked it out last: at least once a quarter (R92)."""
    if last is None:
        return _("Nobody of your organisation worked it out yet; do so at least each quarter.")
    if now - last > QUARTER:
        return _("It was worked out last %(when)s; do so at least each quarter.", when=_when(last, now))
    return _("It was worked out last %(when)s.", when=_when(last, now))


def _fault(witness: Witness, now: datetime) -> str:
    who, when = witness.organisation, _when(witness.at, now)
    if witness.outcome == OTHER_TREE:
        return _(
            "%(who)s saw lines that are not here, or not the same: %(when)s. Call them today, and do not "
            "restart anything.", who=who, when=when,
        )  # fmt: skip
    if witness.outcome == LATE:
        return _("%(who)s did not answer in time; it was asked last %(when)s.", who=who, when=when)
    return _("%(who)s answered with something that cannot be used: %(when)s.", who=who, when=when)


def _when(at: datetime, now: datetime) -> str:
    if at.astimezone(HERE).date() == now.astimezone(HERE).date():
        return _("today at %(time)s", time=clock_time(at))
    return moment(at)
