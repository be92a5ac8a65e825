"""Which socket may hear what: asked when it enters, and asked again whenever access may have changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from structlog import get_logger

from wijkaanpak.access import policy, roles
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.policy import Decision
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, deny, reading, unit_of
from wijkaanpak.foundation.errors import NotFound, Refusal, SignedOut
from wijkaanpak.journal.bell import numbers
from wijkaanpak.journal.entries import Point
from wijkaanpak.journal.events import BELLS, Thing
from wijkaanpak.live.fanout import Fanout
from wijkaanpak.live.gate import Caller
from wijkaanpak.meetings.models import Meeting

READINGS = (Verb.CASE_READ, Verb.SIGNAL_READ, Verb.TRIAGE_READ)
ACCESS = "access.changed"
RENEWED = 50.0  # seconds after which a place in a room is judged again, so never later than 60 (R198)
MOST_SOCKETS = 32  # of one session: so many open pages
MOST_ROOMS = 64  # of one socket
ENDED_AMONG = text("select sealed.ended_among(:sessions)")


@dataclass
class Seat:
    """One socket: who sits there, and with each reference it hears the number it knows."""

    sid: str
    caller: Caller
    refs: dict[str, int] = field(default_factory=dict)
    judged: float = field(default_factory=time.monotonic)


def judge(unit: Unit, ref: UUID) -> tuple[Decision, MatterFacts | None]:
    """May this person hear the bell of this reference now? Who may read the thing may; nobody else (R197)."""
    actor = unit.actor
    if ref == actor.id:
        return policy.decide(actor, Verb.WORK_READ, None, unit.now), None
    if ref == actor.organisation_id:
        return _queue(unit), None
    found = unit.facts(ref)
    if found is None and unit.session.get(Meeting, ref) is not None:  # its row exists for who sits at it
        return policy.decide(actor, Verb.MEETING_FOLLOW, None, unit.now), None
    if found is None or found[0].id != ref:
        return policy.deny("NIET_BETROKKEN"), None
    facts = found[0]
    return policy.best(policy.decide(actor, verb, facts, unit.now) for verb in READINGS), facts


def _queue(unit: Unit) -> Decision:
    """The queues of one's own organisation are for who weighs there: jointly, or all of its own signals."""
    weighs = any(roles.cell("signaal.eigen_triage", code) == "A" for code in unit.actor.role_codes)
    verb = Verb.SIGNAL_LIST if weighs else Verb.TRIAGE_LIST
    return policy.decide(unit.actor, verb, None, unit.now)


@reading(Verb.ROOM_JOIN)
def listen(unit: Unit, ref: UUID, enter: Callable[[], None]) -> int:
    """Enter the room of a reference and learn the number of its newest bell; one entry, also when refused.

    The queue of one's own organisation is nobody's data: who weighs nothing is refused without an entry.
    """
    decision, facts = judge(unit, ref)
    if not decision.allowed and ref == unit.actor.organisation_id:
        raise NotFound()
    if not decision.allowed:
        deny(unit, Verb.ROOM_JOIN, decision, facts, ref)
    about = Thing("KAMER", ref)
    if facts is not None:
        kind = "CASUS" if facts.is_case else "SIGNAAL"
        about = Thing(kind, facts.id, facts.id, (facts.provider,), (), facts.purpose)
    unit.reading = (Verb.ROOM_JOIN, decision, about)
    enter()  # before the number is read: a bell in between is heard twice rather than not at all
    return numbers(unit.session.connection(), [ref])[ref]


class Rooms:
    """All sockets of this process. `app` and `gate` are the engines of those roles."""

    def __init__(self, app: Engine, gate: Engine, fanout: Fanout) -> None:
        self._app = app
        self._gate = gate
        self._fanout = fanout
        self._seats: dict[str, Seat] = {}
        self._doubted: dict[str, bool] = {}  # reference to whether those who lose it must still be told
        self._settling = False
        self._changes = (
            0  # how often access may have changed: a judgement from before a change does not count
        )

    def seat(self, sid: str, caller: Caller) -> bool:
        """Give a socket its seat; False when this session has too many."""
        if sum(seat.caller.session_id == caller.session_id for seat in self._seats.values()) >= MOST_SOCKETS:
            return False
        self._seats[sid] = Seat(sid, caller)
        return True

    def forget(self, sid: str) -> None:
        """The socket is gone."""
        self._seats.pop(sid, None)

    def join(self, sid: str, ref: UUID) -> int | None:
        """Let a socket hear a reference; returns the number of its newest bell, or None when it may not."""
        seat, room = self._seats.get(sid), str(ref)
        if seat is None or (len(seat.refs) >= MOST_ROOMS and room not in seat.refs):
            return None
        before = self._changes
        try:
            with unit_of(self._app, seat.caller.secret, Point("SOCKET"), active=False) as unit:
                n = listen(unit, ref, lambda: self._enter(seat, room))
                unit.close()
        except SignedOut:
            self._end(seat)
            return None
        except (Refusal, SQLAlchemyError):
            self._leave(seat, room)
            return None
        seat.refs[room] = max(n, seat.refs.get(room, 0))
        if self._changes != before:
            self.doubt(room, tell=True)
        return n

    def hear(self, told: Mapping[str, Any]) -> None:
        """Act on one message of the notary: a bell, a reference whose listeners to judge again, or an end."""
        if "check" in told:
            self.doubt(str(told["check"]))
        elif "ended" in told:
            self._fanout.later(self.sweep)
        elif told.get("kind") in BELLS and isinstance(told.get("n"), int):
            self._ring(str(told.get("ref")), told["n"], told["kind"])

    def catch_up(self, rung: Mapping[UUID, tuple[int, str]]) -> None:
        """After a silence: ring for what was missed, and judge everyone; an end may be among it."""
        for ref, (n, kind) in rung.items():
            if any(n > seat.refs.get(str(ref), n) for seat in self._seats.values()):
                self._ring(str(ref), n, kind)
        self._changes += 1
        for seat in self._seats.values():
            seat.judged = 0.0

    def refs(self) -> list[UUID]:
        """Everything that is listened to here."""
        return [UUID(ref) for ref in {ref for seat in self._seats.values() for ref in seat.refs}]

    def doubt(self, ref: str, *, tell: bool = False) -> None:
        """Judge this whole room again, beside what is going on now; without `tell` a bell told them."""
        self._changes += 1
        self._doubted[ref] = tell or self._doubted.get(ref, False)
        if not self._settling:
            self._settling = True
            self._fanout.later(self._settle)

    def sweep(self) -> None:
        """Show out each socket whose session ended, whatever ended it (R198)."""
        sessions = {seat.caller.session_id for seat in self._seats.values()}
        if not sessions:
            return
        with self._gate.connect() as connection:
            ended = set(connection.scalars(ENDED_AMONG, {"sessions": list(sessions)}))
        for seat in list(self._seats.values()):
            if seat.caller.session_id in ended:
                self._end(seat)

    def renew(self) -> None:
        """Judge again whoever was judged longest ago; what ended by time alone ends here (R197)."""
        due = time.monotonic() - RENEWED
        for seat in [s for s in self._seats.values() if s.judged <= due]:
            self._judge_again([seat], list(seat.refs), tell=True)
            seat.judged = time.monotonic()

    def cut_slow(self) -> int:
        """Cut the lines at whose other end nobody reads; returns how many."""
        return self._fanout.cut_slow()

    def _ring(self, ref: str, n: int, kind: str) -> None:
        self._fanout.bell(ref, n, kind)
        for seat in self._seats.values():
            if ref in seat.refs:
                seat.refs[ref] = n
        if kind == ACCESS:
            self.doubt(ref)
            self._doubt_all_of(ref)

    def _doubt_all_of(self, ref: str) -> None:
        """What changed for one person alone: everything that person listens to is judged again, and told."""
        theirs = [seat for seat in self._seats.values() if str(seat.caller.staff_id) == ref]
        for seat in theirs:
            seat.judged = 0.0
        if theirs:
            self._fanout.later(self.renew)

    def _settle(self) -> None:
        try:
            while self._doubted:
                ref, tell = self._doubted.popitem()
                self._judge_again([s for s in self._seats.values() if ref in s.refs], [ref], tell)
        except SQLAlchemyError:
            for seat in self._seats.values():
                seat.judged = 0.0  # the next round judges them all
            get_logger().warning("rooms could not be judged; everyone is judged again")
        finally:
            self._settling = False

    def _judge_again(self, seats: Iterable[Seat], refs: list[str], tell: bool) -> None:
        """One judgement a session; who may no longer hear a reference gets a last bell and leaves it."""
        by_session: dict[UUID, list[Seat]] = {}
        for seat in seats:
            by_session.setdefault(seat.caller.session_id, []).append(seat)
        for same in by_session.values():
            lost = self._lost(same[0].caller, refs)
            for seat in same:
                if lost is None:
                    self._end(seat)
                    continue
                for ref in lost & set(seat.refs):
                    if tell:
                        self._fanout.bell(ref, seat.refs[ref] + 1, ACCESS, to=seat.sid)
                    self._leave(seat, ref)

    def _lost(self, caller: Caller, refs: list[str]) -> set[str] | None:
        """Which of these this person may no longer hear; None when the session ended."""
        try:
            with unit_of(self._app, caller.secret, Point("SOCKET"), active=False) as unit:
                return {ref for ref in refs if not judge(unit, UUID(ref))[0].allowed}
        except SignedOut:
            return None

    def _enter(self, seat: Seat, room: str) -> None:
        if seat.sid in self._seats:
            seat.refs.setdefault(room, 0)
            self._fanout.enter(seat.sid, room)

    def _leave(self, seat: Seat, room: str) -> None:
        if seat.refs.pop(room, None) is not None and seat.sid in self._seats:
            self._fanout.leave(seat.sid, room)

    def _end(self, seat: Seat) -> None:
        if self._seats.pop(seat.sid, None) is not None:
            self._fanout.end(seat.sid)
