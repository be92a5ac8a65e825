"""Which mails are due and what became of each: a digest in the morning or a mail at once, a count alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text, update

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.working_days import HERE, is_working_day, local
from wijkaanpak.journal.entries import PLATFORM
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.notices.models import AT_ONCE, MORNING, OFF, NoticeMail
from wijkaanpak.notices.post import ACCEPTED, Letter

AT = time(7, 30)  # in Amsterdam, on working days
APART = timedelta(minutes=10)  # between two mails to who wants one at once
# How long a mail rests after each try that a server did not answer; after the last it is given up.
PAUSES = tuple(timedelta(minutes=m) for m in (5, 30, 120, 480, 1440))
MOST = 50  # mails of one conversation
MAIL = Thing("MAIL", PLATFORM)
TURN = text("select pg_try_advisory_xact_lock(hashtext('wijkaanpak mails of notices'))")
# Who wants mail, has an address and may sign in; what they have not seen, and what they were mailed before.
WAITING = text("""
    select s.id, s.mail as address, coalesce(c.mail, :morning) as choice, n.unseen, n.upto, f.oldest,
           m.made_at
    from app.staff s join app.organisation o on o.id = s.organisation_id
         left join app.notice_choice c on c.staff_id = s.id
         cross join lateral (select count(*) as unseen, max(number) as upto from app.notice x
                             where x.staff_id = s.id and x.seen_at is null) n
         left join lateral (select max(y.upto) as upto, max(y.made_at) as made_at,
                                   bool_or(y.sent_at is null and y.gave_up_at is null) as open
                            from app.notice_mail y where y.staff_id = s.id) m on true
         cross join lateral (select min(x.made_at) as oldest from app.notice x
                             where x.staff_id = s.id and x.seen_at is null
                               and x.number > coalesce(m.upto, -1)) f
    where s.mail is not null and s.suspended_at is null and o.suspended_at is null
      and coalesce(c.mail, :morning) <> :off
      and f.oldest is not null and not coalesce(m.open, false)
    order by n.upto
""")
# Mails that no server took yet and whose rest is over; `address` is null where it may not go any more.
RESTED = text("""
    select m.id, m.notices, m.tries,
           case when s.suspended_at is null and o.suspended_at is null and coalesce(c.mail, :morning) <> :off
                then s.mail end as address
    from app.notice_mail m join app.staff s on s.id = m.staff_id
         join app.organisation o on o.id = s.organisation_id
         left join app.notice_choice c on c.staff_id = s.id
    where m.sent_at is null and m.gave_up_at is null and m.next_try_at <= app.now()
    order by m.made_at, m.id limit :most
""")
WORDS = {"morning": MORNING, "off": OFF}


@dataclass(frozen=True)
class Due:
    """What must be done now: mails to make, mails to try once more, and mails to give up."""

    fresh: tuple[NoticeMail, ...]
    again: Mapping[UUID, int]  # to how often it was tried before
    hopeless: tuple[UUID, ...]
    letters: tuple[Letter, ...]

    def __bool__(self) -> bool:
        return bool(self.letters or self.hopeless)


@dataclass(frozen=True, kw_only=True)
class MailsPosted(Event, name="notice.posted", says="{actor} mailed colleagues that notices wait"):
    """Mails on their way to the mail server: how many for the first time, again, and given up."""

    fresh: int
    again: int
    given_up: int


@dataclass(frozen=True, kw_only=True)
class MailsSettled(Event, name="notice.settled", says="{actor} noted which mails the mail server took"):
    """What the mail server answered: so many mails taken, so many refused for good."""

    accepted: int
    refused: int


def due(unit: Unit) -> Due | None:
    """The mails that are due now, or None while another process works them out."""
    if not unit.session.scalar(TURN):
        return None
    again, hopeless, letters = {}, [], []
    for row in unit.session.execute(RESTED, {**WORDS, "most": MOST}):
        if row.address is None or row.tries >= len(PAUSES):
            hopeless.append(row.id)
            continue
        again[row.id] = row.tries
        letters.append(Letter(row.id, row.address, row.notices))
    fresh = []
    for row in unit.session.execute(WAITING, WORDS):
        if len(letters) < MOST and is_due(row.choice, row.oldest, row.made_at, unit.now):
            fresh.append(_mail(unit, row))
            letters.append(Letter(fresh[-1].id, row.address, row.unseen))
    return Due(tuple(fresh), again, tuple(hopeless), tuple(letters))


def is_due(choice: str, oldest: datetime, before: datetime | None, now: datetime) -> bool:
    """Whether who chose this is mailed now, of what waits since `oldest`, and was mailed last at `before`."""
    if choice == AT_ONCE:
        return before is None or now - before >= APART
    today = local(now).date()
    morning = datetime.combine(today, AT, HERE)
    return choice == MORNING and is_working_day(today) and oldest < morning <= now


@command(Verb.NOTICE_POST)
def post(unit: Unit, now: Due, /) -> MailsPosted:
    """Keep that these are tried now, before a server hears of it: killed after this, they go again later."""
    unit.session.add_all(now.fresh)
    for mail, tries in now.again.items():
        _change(unit, mail, tries=tries + 1, next_try_at=unit.now + PAUSES[tries])
    for mail in now.hopeless:
        _change(unit, mail, gave_up_at=unit.now)
    return MailsPosted(thing=MAIL, fresh=len(now.fresh), again=len(now.again), given_up=len(now.hopeless))


@command(Verb.NOTICE_SETTLE)
def settle(unit: Unit, outcomes: Mapping[UUID, str], /) -> MailsSettled:
    """Keep what the mail server took, and what it will never take; what it did not answer for goes again."""
    for mail, outcome in outcomes.items():
        _change(unit, mail, **{"sent_at" if outcome == ACCEPTED else "gave_up_at": unit.now})
    taken = _count(outcomes.values())
    return MailsSettled(thing=MAIL, accepted=taken, refused=len(outcomes) - taken)


def _count(outcomes: Iterable[str]) -> int:
    return sum(outcome == ACCEPTED for outcome in outcomes)


def _mail(unit: Unit, row: Row[Any]) -> NoticeMail:
    return NoticeMail(
        id=uuid4(), staff_id=row.id, upto=row.upto, notices=row.unseen, made_at=unit.now, tries=1,
        next_try_at=unit.now + PAUSES[0],
    )  # fmt: skip


def _change(unit: Unit, mail: UUID, **values: Any) -> None:
    unit.session.execute(
        update(NoticeMail)
        .where(NoticeMail.id == mail, NoticeMail.sent_at.is_(None), NoticeMail.gave_up_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
