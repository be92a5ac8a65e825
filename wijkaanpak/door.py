"""THE way in: a unit of work, the policy before it, the journal entry after it; neither can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from wijkaanpak.access import policy, roles
from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import MatterFacts, matter_facts
from wijkaanpak.access.involved import involvement
from wijkaanpak.access.policy import Decision
from wijkaanpak.access.verbs import Verb
from wijkaanpak.foundation.errors import Forbidden, NotFound, SignedOut, Unrecorded
from wijkaanpak.journal.disclosure import Disclosure
from wijkaanpak.journal.entries import ONE_FACTOR, SYSTEM, TWO_FACTORS, Footprint, Point, Who
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.journal.record import record

BOUND: dict[Verb, Callable[..., Any]] = {}
BEGIN = text("select app.begin(:secret, :active)")
FACTS = text("select app.matter_facts(:thing)")
SILENT = "WA001"
NATURES = {
    "NOODPROCEDURE_": "NOOD", "ZOEKEN": "ZOEK", "AFDRUK_EXPORT": "EXPORT", "AVG_EXPORT": "EXPORT",
    "LOG_GEEXPORTEERD": "EXPORT", "CONFIG_GEWIJZIGD": "BEHEER", "ROL_": "BEHEER",
}  # fmt: skip
P = ParamSpec("P")
R = TypeVar("R")
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Origin:
    """Whose work it was, where the loader takes over what others did elsewhere (rulings.md 25)."""

    staff: UUID | None
    organisation: UUID


@dataclass
class Unit:
    """One transaction of one actor; the database has sealed who is asking before anything else runs."""

    actor: Actor
    session: Session
    now: datetime
    clock: datetime
    point: Point
    occurred: datetime | None = None
    origin: Origin | None = None
    reading: tuple[Verb, Decision, Thing] | None = None
    involved: UUID | None = None  # what the reading rests on (field 26)
    nature: str = "NORMAAL"
    because: str | None = None
    disclosed: Disclosure = field(default_factory=Disclosure)

    @property
    def taking_over(self) -> bool:
        """True while a world is loaded: guards on how a record came about are skipped (rulings.md 25)."""
        return self.actor.system == "systeem:laden"

    @property
    def author(self) -> UUID | None:
        """Who wrote or decided: the actor, or the person whose work is taken over."""
        return self.origin.staff if self.taking_over and self.origin else self.actor.id

    @property
    def provider(self) -> UUID:
        """The organisation that what is written here belongs to (rulings.md 2)."""
        return self.origin.organisation if self.taking_over and self.origin else self.actor.organisation_id

    @property
    def who(self) -> Who:
        """Who the journal names for what happens here."""
        actor = self.actor
        acr = SYSTEM if actor.system else TWO_FACTORS if actor.assured else ONE_FACTOR
        return Who(actor.id, actor.main_role, actor.organisation_id, actor.session_id, acr)

    @property
    def moment(self) -> datetime:
        """When what is done here happened: now, unless the loader says otherwise."""
        return self.occurred or self.now

    def facts(self, thing: UUID) -> tuple[MatterFacts, dict[str, Any]] | None:
        """The facts of one signal, case or matter, or nothing; the same question for any id."""
        found = self.session.execute(FACTS, {"thing": thing}).scalar()
        return (matter_facts(found), found) if found else None

    def disclose(
        self, kind: str, ident: UUID, *, controller: UUID, data_class: str = "K1",
        category: str | None = None, persons: tuple[UUID, ...] = (), grounds: tuple[UUID, ...] = (),
    ) -> None:  # fmt: skip
        """Register one thing that this answer hands out."""
        self.disclosed.add(
            kind, ident, controller=controller, data_class=data_class, category=category, persons=persons,
            grounds=grounds,
        )  # fmt: skip

    def write(self, footprint: Footprint) -> UUID:
        """Write one entry in this transaction; raises Unrecorded."""
        return record(
            self.session.connection(), self.who, self.point, footprint, clock=self.clock, occurred=self.moment
        )

    def witness(self, who: Who, footprint: Footprint) -> UUID:
        """Record what someone else did, as only the taking over of a world may (rulings.md 13)."""
        if not self.taking_over:
            raise TypeError("only what takes over a world may speak for others")
        doer = Who(who.id, who.role, who.organisation, self.actor.session_id, SYSTEM)
        return record(
            self.session.connection(), doer, self.point, footprint, clock=self.clock, occurred=self.moment
        )

    def close(self) -> None:
        """Record what was read, then commit: no byte leaves before this returns (R88, R89)."""
        if self.reading:
            verb, decision, thing = self.reading
            out = self.disclosed
            seen = out.seen(thing)
            grounds = tuple(sorted(out.grounds | set(decision.grounds), key=str))
            self.write(
                Footprint(
                    verb.event, verb.code, "R", seen, roles.policy_version(), nature=self.nature,
                    grounds=grounds, via=decision.via, involvement=self.involved,
                    disclosed=tuple(out.items), particulars=out.particulars, because=self.because,
                )
            )  # fmt: skip
        commit(self.session)


def leave_footprint(
    connection: Connection, who: Who, point: Point, footprint: Footprint, clock: datetime
) -> None:
    """Record what happens before there is an actor: signing in, failing to, signing out."""
    record(connection, who, point, footprint, clock=clock, occurred=clock)


def commit(session: Session) -> None:
    """Commit; a change without an entry, or a journal that refuses, leaves nothing behind."""
    try:
        session.commit()
    except OperationalError as error:
        raise Unrecorded() from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == SILENT:
            raise Unrecorded() from error
        raise


@contextmanager
def unit_of(engine: Engine, secret: bytes, point: Point, *, active: bool = True) -> Iterator[Unit]:
    """Open a unit for the holder of this session secret; raises SignedOut where there is no such session."""
    with Session(engine, expire_on_commit=False) as session:
        sealed = session.execute(BEGIN, {"secret": secret, "active": active}).scalar()
        if sealed is None:
            raise SignedOut()
        now, clock = (datetime.fromisoformat(sealed[name]) for name in ("now", "clock"))
        yield Unit(Actor.from_seal(sealed), session, now, clock, point)


def deny(
    unit: Unit, verb: Verb, decision: Decision, found: MatterFacts | None, thing: UUID | None,
    kind: str | None = None,
) -> None:  # fmt: skip
    """Write the refusal in a transaction of its own, as the failing one rolls back, then raise 403 or 404.

    `kind` is what the thing is, where it is no signal or case.
    """
    unit.session.rollback()
    kind = kind or ("CASUS" if found and found.is_case else "SIGNAAL")
    about = Thing(
        kind, thing, found.id if found else None, (found.provider,) if found else (), (), None, "K0"
    )
    footprint = Footprint(
        verb.event, verb.code, "R", about, roles.policy_version(), outcome="GEWEIGERD", nature=nature(verb),
        reason_code=decision.reason,
    )  # fmt: skip
    clock = unit.session.execute(text("select transaction_timestamp()")).scalar_one()
    record(unit.session.connection(), unit.who, unit.point, footprint, clock=clock, occurred=unit.now)
    commit(unit.session)
    if thing is None or (found is not None and policy.knows(unit.actor, found, unit.now)):
        raise Forbidden(decision, found, verb)
    raise NotFound()


def find(unit: Unit, verb: Verb, thing: UUID, kind: str | None = None) -> tuple[MatterFacts, dict[str, Any]]:
    """The facts of a thing that this actor may do this verb to; otherwise 403 for who knows it, else 404.

    With `kind` ("case", "signal") an id of another kind is the address of nothing.
    """
    found = unit.facts(thing)
    if found is not None and kind is not None and found[1][kind] != str(thing):
        found = None
    facts = found[0] if found else None
    decision = policy.decide(unit.actor, verb, facts, unit.now) if facts else policy.deny("NIET_BETROKKEN")
    if facts is None or found is None or not decision.allowed:
        deny(unit, verb, decision, facts, thing)
        raise NotFound()
    return found


def require(unit: Unit, verb: Verb, facts: MatterFacts | None) -> Decision:
    """Ask the policy; a refusal is recorded and raised."""
    asked = Verb.WORLD_TAKE_OVER if unit.taking_over else verb
    decision = policy.decide(unit.actor, asked, facts, unit.now)
    if not decision.allowed:
        deny(unit, verb, decision, facts, facts.id if facts else None)
    return decision


def command(
    verb: Verb,
) -> Callable[[Callable[Concatenate[Unit, Any, P], E]], Callable[Concatenate[Unit, Any, P], E]]:
    """Bind a verb to the one function that does it: the policy is asked before, the event recorded after."""

    def bind(do: Callable[Concatenate[Unit, Any, P], E]) -> Callable[Concatenate[Unit, Any, P], E]:
        _claim(verb, do)

        @wraps(do)
        def carried_out(unit: Unit, thing: Any, /, *args: P.args, **kwargs: P.kwargs) -> E:
            facts = thing if isinstance(thing, MatterFacts) else None
            decision = require(unit, verb, facts)
            event = do(unit, thing, *args, **kwargs)
            unit.session.flush()
            unit.write(
                Footprint(
                    verb.event, event.name, "U" if verb.event in ("WIJZIGEN", "STATUS") else "C", event.thing,
                    roles.policy_version(), nature=nature(verb), grounds=decision.grounds, via=decision.via,
                    involvement=involvement(unit.actor, decision.via, facts, unit.now),
                    particulars=event.particulars(), rings=event.rings(), bell=event.bell,
                    because=event.because,
                )
            )  # fmt: skip
            return event

        return carried_out

    return bind


def reading(
    verb: Verb,
) -> Callable[[Callable[Concatenate[Unit, Any, P], R]], Callable[Concatenate[Unit, Any, P], R]]:
    """Bind a verb to what reads: the unit records it when it closes, with all that was disclosed."""

    def bind(read: Callable[Concatenate[Unit, Any, P], R]) -> Callable[Concatenate[Unit, Any, P], R]:
        _claim(verb, read)

        @wraps(read)
        def carried_out(unit: Unit, thing: Any, /, *args: P.args, **kwargs: P.kwargs) -> R:
            facts = thing if isinstance(thing, MatterFacts) else None
            decision = require(unit, verb, facts)
            if unit.reading is None:
                unit.reading = (verb, decision, _about(verb, facts))
                unit.involved = involvement(unit.actor, decision.via, facts, unit.now)
                unit.nature = nature(verb, decision.via)
            return read(unit, thing, *args, **kwargs)

        return carried_out

    return bind


def nature(verb: Verb, via: str | None = None) -> str:
    """What sort of event this is (field 6): an emergency, a search, an export, upkeep, or ordinary."""
    if via == "emergency":
        return "NOOD"
    return next((kind for begin, kind in NATURES.items() if verb.event.startswith(begin)), "NORMAAL")


def _claim(verb: Verb, do: Callable[..., Any]) -> None:
    if verb in BOUND:
        raise TypeError(f"{verb.name} is bound twice: {BOUND[verb].__qualname__} and {do.__qualname__}")
    BOUND[verb] = do


def _about(verb: Verb, facts: MatterFacts | None) -> Thing:
    if facts is None:
        return Thing(verb.code.split(".")[0].upper())
    return Thing(
        "CASUS" if facts.is_case else "SIGNAAL", facts.id, facts.id, (facts.provider,), (), facts.purpose
    )
