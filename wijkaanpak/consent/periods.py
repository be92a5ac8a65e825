"""How long a ground may count: twelve months, 72 hours on vital interest, 14 days on a conflict of duties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from wijkaanpak.access import roles
from wijkaanpak.consent.proposal import CONFLICT, VITAL, Proposal, Setting
from wijkaanpak.foundation.working_days import HERE, local

CONFLICT_LASTS = timedelta(days=14)


def period_faults(proposal: Proposal, setting: Setting) -> Iterator[tuple[str, str]]:
    """What is wrong with from and until, as (field, sentence); until is excluded (rulings.md 17)."""
    start, end = proposal.valid_from, proposal.valid_until
    if start < start_of(local(setting.now).date()):
        yield "valid_from", _("A ground cannot begin in the past.")
    if end <= start or end <= setting.now:
        yield "valid_until", _("Choose a day that lies after the first one.")
    elif proposal.basis == VITAL and end > start + vital_lasts():
        yield "valid_until", _("Vital interest lasts 72 hours at most.")
    elif proposal.secrecy_exception == CONFLICT and end > start + CONFLICT_LASTS:
        yield "valid_until", _("With a conflict of duties this lasts 14 days at most.")
    elif end > months_later(start, most_months()):
        yield "valid_until", _("A ground lasts twelve months at most.")


def most_months() -> int:
    """For grounds and consents alike."""
    return int(roles.ground_rules()["months_at_most"])


def vital_lasts() -> timedelta:
    """R45."""
    return timedelta(hours=roles.ground_rules()["hours_at_most"][VITAL])


def start_of(day: date) -> datetime:
    """A bare date is 00:00 in Europe/Amsterdam."""
    return datetime.combine(day, time(), HERE)


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and hour here so many months later, or the last day of a shorter month."""
    here = local(moment)
    years, month = divmod(here.month - 1 + months, 12)
    year, month = here.year + years, month + 1
    for day in (here.day, 30, 29, 28):
        try:
            return here.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    raise ValueError(moment)


def birthday(born: date, age: int) -> datetime:
    """The first moment at which someone is so old; who was born on 29 February on 1 March."""
    try:
        return start_of(born.replace(year=born.year + age))
    except ValueError:
        return start_of(date(born.year + age, 3, 1))


def age_on(born: date, moment: datetime) -> int:
    """Whole years at that moment, here."""
    day = local(moment).date()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
