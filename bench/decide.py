"""One decision of the policy beside pycasbin on an equivalent set of rules (aim 0.1).

Casbin has the cells of the matrix, times classes and where a part comes from, in its fast enforcer, indexed
by role and kind of organisation. For each role it is told how somebody comes to a case and whether a ground
carries the part; our policy works that out itself, within the time that is measured.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import casbin
from casbin.model import FastModel

from bench.measure import side_by_side, tell
from tests.access.questions import Question, world
from wijkaanpak.access import policy, roles, rules
from wijkaanpak.access.actor import RoleHeld
from wijkaanpak.access.verbs import Verb

SEEDS, MOST = range(20), 2000
READING = "casus.lezen"
CLASSES = [f"K{n}" for n in range(8)]
WAYS = {"T": "team", "D": "duty", "I": "agenda"}
MODEL = """
[request_definition]
r = role, kind, permission, way, data_class, source
[policy_definition]
p = role, kind, permission, way, data_class, source
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.role == p.role && r.kind == p.kind && r.permission == p.permission && r.way == p.way && \
r.data_class == p.data_class && r.source == p.source
"""
INDEX = [0, 1]  # by role and kind of organisation
Request = tuple[str, str, str, str, str, str]


def enforcer() -> Any:
    """Casbin with every combination that may read a part of a case."""
    model = FastModel(INDEX)
    model.load_model_from_text(MODEL)
    made = casbin.FastEnforcer(model, cache_key_order=INDEX)
    made.add_policies([list(rule) for rule in allowed()])
    return made


def allowed() -> Iterator[Request]:
    """The matrix, written out: role, kind of organisation, permission, way, class, own or on a ground."""
    for role, kind, data_class in itertools.product(roles.role_codes(), roles.matrix()["ceilings"], CLASSES):
        cell = roles.cell(READING, role).split(".")[0]
        sources = {
            "own": roles.own_classes(role),
            "ground": roles.foreign_classes(role, kind),
        }
        for source, classes in sources.items():
            if data_class in classes and cell in WAYS and (data_class != "K7" or cell == "T"):
                yield role, kind, READING, WAYS[cell], data_class, source
            if data_class in ("K0", "K1"):
                yield role, kind, READING, "committee" if role == "BC" else "all", data_class, source


def requests(question: Question) -> list[Request]:
    """What casbin is asked for one question: one request for each role, with what our own rules say of it."""
    actor, facts, part, now = question.actor, question.facts, question.part, question.now
    if part is None or not actor.assured or facts.blocked or actor.id in facts.kept_from:
        return []
    ours = part.provider == actor.organisation_id
    agreed = ours or rules.covenant(facts, part.provider, actor.organisation_id, part.category, now)
    carried = ours or rules.grounds_for(part, actor.organisation_id, facts, now) is not None
    made = []
    for role in actor.roles:
        way = rules.involvement(actor, role, READING, facts, now, part)
        lawful = carried and (agreed or way == "committee") and not _late(role, way, question)
        source = ("own" if ours else "ground") if lawful else "none"
        made.append((role.code, actor.organisation_kind, READING, way or "none", part.data_class, source))
    return list(dict.fromkeys(made))


def _late(role: RoleHeld, way: str | None, question: Question) -> bool:
    plan = way == "team" and roles.cell(READING, role.code) == "T.plan"
    return plan and question.facts.status not in rules.EARLY_CASE


def sample() -> list[Question]:
    """Readings of parts of cases in the random worlds, without emergencies, which casbin has no rule for."""
    found = itertools.chain.from_iterable(world(seed) for seed in SEEDS)
    fitting = (q for q in found if q.part and q.verbs == (Verb.CASE_READ,) and not q.facts.emergencies)
    return [q for q in fitting if requests(q)][:MOST]


def decide(rounds: int) -> None:
    """The row `decide`: microseconds a decision, over the same questions; first both must say the same."""
    asked = sample()
    theirs, told = enforcer(), [requests(q) for q in asked]
    ours_say = [q.answer() for q in asked]
    theirs_say = [any(theirs.enforce(*request) for request in each) for each in told]
    assert ours_say == theirs_say, "the two sets of rules differ"

    def ours() -> None:
        for q in asked:
            policy.decide(q.actor, Verb.CASE_READ, q.facts, q.now, q.part)

    def baseline() -> None:
        for each in told:
            for request in each:
                if theirs.enforce(*request):
                    break

    mine, casbins = side_by_side(ours, baseline, min(rounds, 15))
    each_us = 1000 / len(asked)
    tell(
        "decide", mine * each_us, casbins * each_us, "us", len(asked),
        allowed=sum(ours_say), rules=len(theirs.get_policy()), aim=0.1,
    )  # fmt: skip
