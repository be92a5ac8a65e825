"""A visitor that opens every address there is, and keeps what came back as little as the oracles need."""

from __future__ import annotations

import hashlib
import html
import random
import re
import secrets
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.canary.asking import ASKED
from tests.canary.tokens import ID, Canaries, Token
from tests.cast import House, Someone
from tests.review.reading_papers import text_of
from wijkaanpak.access.verbs import Verb

# Which ids stand in an address, by the name of its argument. A new name is a new kind of thing: say where
# its ids are, or what is behind it is looked at by nobody.
IDS = {
    "case_id": "select id from app.case_file",
    "signal_id": "select id from app.signal",
    "thing_id": "select id from app.case_file union select id from app.signal",
    "person_id": "select id from app.person",
    "ground_id": "select id from app.ground",
    "staff_id": "(select id from app.staff where system is null order by reference limit 2)",
    "role_id": "(select id from app.role_assignment order by id limit 2)",
    "conflict_id": "select id from app.conflict",
    "use_id": "select id from app.break_glass",
    "finding_id": "select id from app.finding",
    "question_id": "select id from app.question",
    "notice_id": "select id from app.notice",
    "goal_id": "select id from app.goal",
    "action_id": "select id from app.action",
    "offer_id": "select id from app.offer",
    "meeting_id": "select id from app.meeting",
    "item_id": "select id from app.agenda_item",
    "code": "select unnest(array['naar_plan', 'schaal_op', 'heropen']) as id",
    "number": "select generate_series(1, 5) as id",
    "quarter": "select to_char(now() at time zone 'Europe/Amsterdam', 'YYYY-Q') as id",
}
# What no filled-in address holds: the ids of one kind of thing at the addresses of another.
STRAY = ["select id from app.matter", "select id from app.case_file", "select id from app.signal",
         "select id from app.person", "select id from app.staff where system is null"]  # fmt: skip
READS = ("LEZEN", "LIJST", "ZOEKEN", "LOG_GELEZEN", "AFDRUK_EXPORT", "AVG_EXPORT", "LOG_GEEXPORTEERD")
NOT_OURS = ("static",)
ADDRESS = re.compile(rb'(?:href|action|src|data-fragment|data-bell)="([^"]*)"')
ONCE = re.compile(rb'name="eenmalig" value="[^"]*"')  # new in every form
LINK = re.compile(rb'(href|data-fragment)="(/[^"]*)"')


@dataclass(frozen=True)
class Seen:
    """One answer: who asked what, what it was like, and which canaries were in it."""

    who: str
    path: str
    rule: str
    trace: str
    status: int
    print: str
    tokens: frozenset[Token]
    things: frozenset[str]
    outside: frozenset[Token]  # in headers, cookies, and addresses
    nobodys: bool  # the address holds an id that nothing has
    fragment: bool

    @property
    def about(self) -> str | None:
        """The first id in the address."""
        found = ID.search(urlsplit(self.path).path.encode())
        return found.group().decode() if found else None


@dataclass
class World:
    """The house with its canaries, and the ids that fill its addresses."""

    house: House
    canaries: Canaries
    ids: dict[str, list[UUID]] = field(default_factory=dict)
    stray: list[UUID] = field(default_factory=list)
    nobodys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ids = {name: [row.id for row in self.house.truth(sql)] for name, sql in IDS.items()}
        self.stray = [self.house.truth(f"{sql} limit 1")[0].id for sql in STRAY]


def verb_of(world: World, rule: Rule) -> Verb | None:
    """The verb that an endpoint declares; None for what is public."""
    kind, verb = getattr(world.house.app.view_functions[rule.endpoint], "declared", ("public", ""))
    return verb if kind == "verb" else None


def rules(world: World, method: str) -> list[Rule]:
    """Every rule of the house that takes this method."""
    every = world.house.app.url_map.iter_rules()
    return [rule for rule in every if method in (rule.methods or ()) and rule.endpoint not in NOT_OURS]


def unfillable(world: World) -> set[str]:
    """Addresses with an argument that nothing fills, and reading forms with nothing to ask."""
    found = {
        f"{rule.rule} ({name})"
        for method in ("GET", "POST")
        for rule in rules(world, method)
        for name in rule.arguments - IDS.keys()
    }
    for rule in rules(world, "POST"):
        verb = verb_of(world, rule)
        reads = verb is not None and verb.event in READS
        if reads and rule.endpoint not in ASKED and verb is not Verb.SESSION_STAY:
            found.add(f"{rule.rule} (a form that reads)")
    return found


def filled(
    world: World, rule: Rule, wanted: Container[UUID] | None = None, *, strays: bool = True
) -> Iterator[str]:
    """The addresses of a rule with every wanted id, one that is nobody's, and those of other things."""
    names = sorted(rule.arguments, key=lambda name: rule.rule.index(f"{name}>"))  # what it is about, first
    if not names:
        yield rule.rule
        return
    fixed = {name: world.ids[name][0] for name in names[1:]}
    first = [i for i in world.ids[names[0]] if wanted is None or i in wanted]
    nobody = uuid4()
    world.nobodys.add(str(nobody))
    for ident in [*first, nobody, *(world.stray if wanted is None else world.stray[:1])[: len(IDS) * strays]]:
        yield put(rule, {**fixed, names[0]: ident})
    for other in names[1:]:
        for ident in world.ids[other]:
            for one in first[:2]:
                yield put(rule, {**fixed, names[0]: one, other: ident})


def put(rule: Rule, ids: dict[str, UUID]) -> str:
    """The rule with these ids in it."""
    path = rule.rule
    for name, ident in ids.items():
        path = re.sub(rf"<[a-z]+:{name}>", str(ident), path)
    return path


def links(body: bytes) -> Iterator[tuple[str, bool]]:
    """Every address on a page, and whether it is a fragment of it."""
    for kind, address in LINK.findall(body):
        path = html.unescape(address.decode()).partition("#")[0]
        if path and not path.startswith("/static/"):
            yield path, kind == b"data-fragment"


@dataclass(frozen=True)
class _Either:
    near: Container[UUID]
    few: Container[UUID | None]

    def __contains__(self, ident: object) -> bool:
        return ident in self.near or ident in self.few


class Crawler:
    """One person walking through the house; `most` bounds how many addresses of one form are followed."""

    def __init__(self, world: World, who: str, most: int = 6) -> None:
        self.world, self.who, self.most = world, who, most
        self.someone: Someone = world.house.sign_in(who)
        self.seen: list[Seen] = []
        self._known: set[str] = set()
        self._forms: Counter[str] = Counter()
        self._chance = random.Random(who)

    def walk(self, near: Container[UUID] | None = None, *, only: bool = False) -> list[Seen]:
        """Open every address, then what the pages lead to.

        With `near`, what lies deeper than the page of a thing is opened for these things and a few others;
        with `only` every address is.
        """
        for rule in rules(self.world, "GET"):
            deep = near is not None and (only or rule.rule.count("/") > 2)
            few = self._chance.sample(
                self.world.ids.get(min(rule.arguments, default=""), [])[:20] or [None], 1
            )
            wanted = _Either(near, [] if only else few) if deep and near is not None else None
            for path in filled(self.world, rule, wanted, strays=not only):
                self.open(path)
        for rule in rules(self.world, "POST") if not only else ():
            asked = ASKED[rule.endpoint](self.world) if rule.endpoint in ASKED else []
            every = [(path, one) for one in asked for path in filled(self.world, rule, near, strays=False)]
            for path, fields in every if near is None else self._chance.sample(every, min(len(every), 5)):
                self.send(path, fields)
        return self.seen

    def again(self, seen: Iterable[Seen]) -> list[Seen]:
        """Open these addresses once more in the same session, as the pages that stand open would."""
        before = len(self.seen)
        self._known.clear()
        for one in list(seen):
            self.open(one.path, one.fragment)
        return self.seen[before:]

    def again_now(self, path: str) -> None:
        """Open one address, however often it was opened before."""
        self._known.discard(path)
        self.open(path)

    def open(self, path: str, fragment: bool = False) -> TestResponse | None:
        """Open one address, once, and follow what it leads to."""
        if path in self._known:
            return None
        self._known.add(path)
        trace, headers = self._headers()
        answer = self.someone.get(path, headers=headers | ({"X-Fragment": "1"} if fragment else {}))
        self._keep(path, trace, answer, fragment)
        found = sorted(set(links(answer.data)))
        self._chance.shuffle(found)
        for link, part in found:
            form = f"{urlsplit(path).path} {re.sub('=[^&]*', '', link)}"
            self._forms[form] += 1
            if self._forms[form] <= self.most:
                self.open(link, part)
        return answer

    def send(self, path: str, fields: dict[str, str]) -> TestResponse:
        """Send a form that reads, and go where it leads."""
        trace, headers = self._headers()
        answer = self.someone.post(path, fields, headers=headers)
        self._keep(path, trace, answer, False, asked="\n".join(fields.values()).encode())
        if answer.status_code == 303:
            self.open(answer.headers["Location"])
        return answer

    def _headers(self) -> tuple[str, dict[str, str]]:
        trace = secrets.token_hex(16)
        return trace, {"traceparent": f"00-{trace}-{secrets.token_hex(8)}-01"}

    def _keep(self, path: str, trace: str, answer: TestResponse, fragment: bool, asked: bytes = b"") -> None:
        canaries, body = self.world.canaries, body_of(answer)
        echoed = canaries.in_bytes(asked)  # a form that is shown again holds what was filled in
        headers = "\n".join(f"{k}: {v}" for k, v in answer.headers).encode()
        addresses = b"\n".join(ADDRESS.findall(body))
        own = {found.decode() for found in ID.findall(path.encode())}
        self.seen.append(
            Seen(
                self.who, path, rule_of(self.world, path), trace, answer.status_code,
                fingerprint(answer, own), frozenset(canaries.in_bytes(body) - echoed),
                frozenset(canaries.things_in(body, own if answer.status_code >= 400 else set())),
                frozenset(canaries.in_bytes(b"\n".join((headers, addresses, path.encode())))),
                bool(own & self.world.nobodys), fragment,
            )
        )  # fmt: skip


def body_of(answer: TestResponse) -> bytes:
    """What came back, as a reader finds it: a paper by its text too."""
    return answer.data + (text_of(answer.data).encode() if answer.mimetype == "application/pdf" else b"")


def rule_of(world: World, path: str) -> str:
    """The rule that an address falls under."""
    adapter = world.house.app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        try:
            return str(adapter.match(urlsplit(path).path, method, return_rule=True)[0].rule)
        except HTTPException:
            continue
    return path


def fingerprint(answer: TestResponse, own: Iterable[str] = ()) -> str:
    """Status, every header but Date, and every byte of the body; the id that was asked for is nobody's."""
    said = [str(answer.status_code), *sorted(f"{k}: {v}" for k, v in answer.headers if k != "Date")]
    whole = "\n".join(said).encode() + b"\n\n" + answer.data
    for ident in own:
        whole = whole.replace(ident.encode(), b"?")
    whole = ONCE.sub(b"", whole)
    return hashlib.sha256(whole).hexdigest()
