"""The canary world: all routes, all roles; four oracles over every byte that came back."""

from __future__ import annotations

from collections import defaultdict

from tests.canary import fields, oracles
from tests.canary.allowed import PLACE, READS, people, sight
from tests.canary.conftest import WALKERS, Walked
from tests.canary.crawler import World, unfillable
from tests.canary.tokens import TOKEN, unlisted
from wijkaanpak.access import roles

MOST = 20  # findings in the message of a failure


def told(findings: list[str]) -> str:
    """The findings, each once, and not all of them."""
    every = sorted(set(findings))
    return "\n".join([f"{len(every)} findings:", *every[:MOST]])


def test_every_address_and_every_text_is_looked_at(world: World) -> None:
    """A new kind of id, a form that reads or a text column stops here until somebody says what it is."""
    assert unfillable(world) == set(), "say in tests/canary what fills these (IDS of crawler.py, asking.py)"
    assert unlisted(world.house) == set(), (
        "say in tests/canary/tokens.py whether these can tell of a resident"
    )
    assert len(world.canaries.tokens) > 300


def test_every_role_walks(walked: Walked) -> None:
    """R72"""
    held = {role for who in WALKERS for role in people()[who][1]}
    assert held == set(roles.role_codes())
    assert {one.who for one in walked.seen} == set(WALKERS)
    assert {200, 303, 403, 404} <= {one.status for one in walked.seen}


def test_nobody_sees_what_they_may_not(walked: Walked) -> None:
    """R58, R60, R69, T01, T07: no text, no name, no birth date, no number and no id beyond the table."""
    found = oracles.beyond_sight(walked.seen, READS)
    assert not found, told(found)


def test_everybody_sees_what_they_may(walked: Walked) -> None:
    """An oracle over an empty walk would prove nothing: all that the table opens was seen somewhere."""
    seen = defaultdict(set)
    for one in walked.seen:
        for token in one.tokens:
            seen[one.who, token.zaak] |= {token.key, token.key.partition("/")[0]}
    quiet = {"melding", "grond"}  # shown only where there is something to tell
    missing = [
        (who, zaak, kind)
        for who in WALKERS
        for zaak in (*READS, PLACE)
        for kind in sight(who, zaak, READS) - quiet - seen[who, zaak]
        if (zaak, kind) not in NOT_WRITTEN
    ]
    assert missing == []


NOT_WRITTEN = {("S-03", "duiding"), ("S-08", "advies")}  # empty in the scenario


def test_every_canary_seen_stands_in_the_journal(world: World, walked: Walked) -> None:
    """R88: what somebody saw is among the objects of that person's entry of that very request."""
    found = oracles.unrecorded(world, walked.seen)
    assert not found, told(found)


def test_no_canary_stands_in_an_address_a_header_or_a_cookie(walked: Walked) -> None:
    """T27"""
    assert not oracles.outside(walked.seen), told(oracles.outside(walked.seen))


def test_no_canary_stands_in_a_log_or_in_what_the_database_shows_of_its_work(
    world: World, walked: Walked
) -> None:
    """T27, R168: logs, the texts of statements in pg_stat_activity, and the journal itself."""
    assert any("app.begin" in line for line in walked.said), "the statements of the application were seen"
    assert list(oracles.logged(world, walked.said)) == []
    entries = world.house.truth("select string_agg(e::text, ' ') as said from journal.entry e")[0].said
    assert TOKEN.findall(entries.encode()) == []
    kept = world.house.truth("select coalesce(string_agg(location, ' '), '') as said from app.submission")
    assert TOKEN.findall(kept[0].said.encode()) == []


def test_what_may_not_be_known_is_answered_as_what_does_not_exist(world: World, walked: Walked) -> None:
    """T07, rulings.md 8: status, headers and body of what is forbidden are those of nobody's id."""
    found = oracles.existence(world, walked.seen, READS)
    assert not found, told(found)
    hidden = [one for one in walked.seen if one.about in world.canaries.ids and one.status == 404]
    assert len(hidden) > 1000


def test_every_entry_of_the_walk_has_every_required_field(world: World, walked: Walked) -> None:
    """R88: readings, lists, searches, exports and refusals, of everybody and at every address."""
    assert len(walked.seen) > 1_000
    found = list(fields.lacking(world.house))
    assert not found, told(found)
