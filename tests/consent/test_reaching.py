"""Who sees what is what the policy says, for every matter one can think of."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.consent.matters import (
    ANNA,
    BEN,
    GEM,
    GGZ,
    KINDS,
    NAMES,
    NOW,
    RIE,
    WEL,
    covenant,
    line,
    matter,
    part,
    said,
)
from wijkaanpak.access.facts import DUIDING, MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.consent.reaching import SOON, Cell, cell_of, residents_of, who_sees_what, whole_part

ORGS = (RIE, GEM, WEL, GGZ)
CATEGORIES = ("G_NAW", "G_WOONFEIT", "G_ADVIES")
PEOPLE = (ANNA, BEN)
TICK = timedelta(microseconds=1)

lines = some.builds(
    line,
    recipient=some.sampled_from(ORGS),
    category=some.sampled_from(CATEGORIES),
    provider=some.sampled_from(ORGS),
    person=some.sampled_from((None, *PEOPLE)),
    basis=some.sampled_from(("A6_1A", "A6_1E")),
    status=some.sampled_from(
        ("ACTIEF", "ACTIEF", "ACTIEF", "INGETROKKEN", "BEZWAAR", "TER_BEOORDELING", "VERVALLEN")
    ),
    start=some.sampled_from((-40, -10, 5)),
    until=some.sampled_from((-5, 0, 0.5, 12, 30, 90)),
)
words = some.builds(
    said,
    result=some.sampled_from(("GEGEVEN", "GEGEVEN", "GEWEIGERD", "INGETROKKEN")),
    person=some.sampled_from(PEOPLE),
    provider=some.sampled_from(ORGS),
    recipient=some.sampled_from(ORGS),
    category=some.sampled_from(CATEGORIES),
    days=some.sampled_from((-30, -3)),
    until=some.sampled_from((None, 0, 7, 60)),
)


@some.composite
def matters(draw: some.DrawFn) -> MatterFacts:
    """One or two residents, parts of several organisations about some of them, any grounds and words."""
    people = draw(some.sampled_from(((ANNA,), PEOPLE)))
    about = some.sampled_from([(p,) for p in people] + [people])
    parts = draw(
        some.lists(
            some.builds(
                lambda o, c, who, kind: part(o, c, *who, kind=kind),
                some.sampled_from(ORGS),
                some.sampled_from(CATEGORIES),
                about,
                some.sampled_from(("feit", "advies", DUIDING)),
            ),
            max_size=5,
        )
    )
    said_words = {
        (w.person, w.provider, w.recipient, w.category): w for w in draw(some.lists(words, max_size=8))
    }
    base = matter(people)
    ends = draw(some.sampled_from((20, 400)))
    return replace(
        base,
        parts=(*base.parts, *parts),
        lines=tuple(draw(some.lists(lines, max_size=9))),
        consents=tuple(said_words.values()),
        lead_organisation=draw(some.sampled_from((None, GEM))),
        status=draw(some.sampled_from(("REGIE", "REGIE", "REGIE", "AFGESLOTEN", "OPGESCHORT"))),
        covenants=(covenant(valid_until=NOW + timedelta(days=ends)),),
    )


def written(cell: Cell, facts: MatterFacts) -> list[PartFacts]:
    """What others really wrote of this kind, and is not meant to stay inside."""
    return [
        p
        for p in facts.parts
        if p.category == cell.category
        and p.provider != cell.organisation
        and p.kind not in ("duiding", "titel")
    ]


def reads(cell: Cell, shape: PartFacts, facts: MatterFacts, now: object = NOW) -> bool:
    return organisation_reads(cell.organisation, shape, facts, now) is not None  # type: ignore[arg-type]


@settings(max_examples=600, deadline=None)
@given(matters())
def test_a_filled_cell_means_that_every_part_there_is_can_be_read_and_an_empty_one_that_none_can(
    facts: MatterFacts,
) -> None:
    """R1, R53, Wie ziet wat: the grid is nothing but the policy."""
    for row in who_sees_what(facts, NOW, NAMES).rows:
        for cell in row.cells:
            open_to = [reads(cell, p, facts) for p in written(cell, facts)]
            if cell.state in ("ziet", "stopt"):
                assert all(open_to)
            if cell.state in ("niet", "weg", "bezwaar"):
                assert not any(open_to)
            own = any(
                p.provider == cell.organisation and p.category == cell.category and p.kind != DUIDING
                for p in facts.parts
            )
            assert (cell.state == "eigen") is own


@settings(max_examples=600, deadline=None)
@given(matters())
def test_a_cell_is_filled_exactly_when_every_resident_is_covered(facts: MatterFacts) -> None:
    people = residents_of(facts)
    for row in who_sees_what(facts, NOW, NAMES).rows:
        for cell in row.cells:
            if cell.state == "eigen":
                continue
            whole = [reads(cell, whole_part(cell.category, r.source, people), facts) for r in cell.reach]
            each = [
                reads(cell, whole_part(cell.category, r.source, (p,)), facts)
                for r in cell.reach
                for p in people
            ]
            assert (cell.state in ("ziet", "stopt")) is (bool(whole) and all(whole))
            assert (cell.state == "deel") is (any(each) and not all(whole))


@settings(max_examples=600, deadline=None)
@given(matters())
def test_the_end_of_a_cell_is_the_moment_at_which_the_policy_changes_its_answer(facts: MatterFacts) -> None:
    """Wie ziet wat: striped is what ends within 30 days, not a day more or less."""
    people = residents_of(facts)
    for row in who_sees_what(facts, NOW, NAMES).rows:
        for cell in row.cells:
            if cell.state not in ("ziet", "stopt"):
                continue
            shapes = [whole_part(cell.category, r.source, people) for r in cell.reach]
            assert cell.until is not None
            assert all(reads(cell, s, facts, cell.until - TICK) for s in shapes)
            assert not all(reads(cell, s, facts, cell.until) for s in shapes)
            assert (cell.state == "stopt") is (cell.until <= NOW + SOON)


@settings(max_examples=400, deadline=None)
@given(matters())
def test_what_is_gone_once_counted(facts: MatterFacts) -> None:
    for row in who_sees_what(facts, NOW, NAMES).rows:
        for cell in row.cells:
            once = [
                x
                for x in facts.lines
                if (x.recipient, x.category) == (cell.organisation, cell.category)
                and x.status not in ("CONCEPT", "TER_BEOORDELING")
                and x.valid_from <= NOW
            ]
            if cell.state == "weg":
                assert once
            if cell.ended is not None:
                assert cell.ended <= NOW


@settings(max_examples=300, deadline=None)
@given(matters(), some.sampled_from(ORGS))
def test_a_viewer_learns_of_no_kind_of_data_that_it_has_no_part_in(
    facts: MatterFacts, viewer: object
) -> None:
    """R69: that there is health data is itself known to few."""
    health = part(GGZ, "G_GEZOND", ANNA)
    hidden = replace(facts, parts=(*facts.parts, health))
    grid = who_sees_what(hidden, NOW, NAMES, viewer)  # type: ignore[arg-type]
    assert ("G_GEZOND" in grid.columns) is (viewer == GGZ)


def cell(facts: MatterFacts, organisation: object = GEM, category: str = "G_WOONFEIT") -> Cell:
    return cell_of(facts, NOW, organisation, category)  # type: ignore[arg-type]


def test_withdrawn_says_since_when() -> None:
    facts = matter(
        lines=(line(basis="A6_1A", status="INGETROKKEN"),), consents=(said("INGETROKKEN", days=-4),)
    )
    found = cell(facts)
    assert (found.state, found.withdrawn, found.ended) == ("weg", True, NOW - timedelta(days=4))


def test_run_out_says_since_when() -> None:
    """R47: without any job, by the date alone."""
    found = cell(matter(lines=(line(until=-3),)))
    assert (found.state, found.withdrawn, found.ended) == ("weg", False, NOW - timedelta(days=3))


def test_another_ground_keeps_a_cell_filled_after_a_withdrawal() -> None:
    """R53."""
    task = line(basis="A6_1E")
    facts = matter(lines=(line(basis="A6_1A", status="INGETROKKEN"), task), consents=(said("INGETROKKEN"),))
    found = cell(facts)
    assert found.state == "ziet"
    assert found.grounds == (task.ground,)


def test_a_ground_that_follows_another_does_not_stop_between() -> None:
    found = cell(matter(lines=(line(until=12), line(start=5, until=80))))
    assert (found.state, found.until) == ("ziet", NOW + timedelta(days=80))


def test_striped_is_thirty_days_and_no_more() -> None:
    """Wie ziet wat."""
    assert cell(matter(lines=(line(until=30),))).state == "stopt"
    assert cell(matter(lines=(line(until=30.001),))).state == "ziet"


def test_where_the_first_link_ends_the_second_carries_nothing() -> None:
    """Rulings 2: what the lead passes on, it must itself be able to read."""
    second = line(WEL, provider=GEM)
    facts = matter(lines=(line(until=7), second), lead_organisation=GEM)
    assert cell(facts, WEL).state == "stopt"
    assert cell(facts, WEL).until == NOW + timedelta(days=7)
    assert cell(replace(facts, lines=(line(until=-1), second)), WEL).state == "weg"


def test_a_ground_without_a_ground_to_receive_opens_nothing() -> None:
    """R44."""
    deaf = covenant(receiving=frozenset({(WEL, "P_ZORG")}))
    assert cell(matter(lines=(line(),), covenants=(deaf,))).state == "niet"


def test_an_objection_and_a_second_judgement_are_said() -> None:
    """R46."""
    assert cell(matter(lines=(line(status="BEZWAAR"),))).state == "bezwaar"
    waits = cell(matter(lines=(line(status="TER_BEOORDELING"),)))
    assert (waits.state, waits.waits) == ("niet", True)


def test_of_two_residents_one_is_a_part() -> None:
    found = cell(matter((ANNA, BEN), lines=(line(),)))
    assert (found.state, found.seen, found.residents) == ("deel", {ANNA}, 2)


def test_nothing_reaches_who_may_never_read_that_class() -> None:
    """3.2, R9: with the kinds of organisations their ceilings count."""
    facts = matter(
        provider=GGZ, parts=(part(GGZ, "G_GEZOND", ANNA),), lines=(line(RIE, "G_GEZOND", provider=GGZ),)
    )
    rows = {row.organisation: row for row in who_sees_what(facts, NOW, NAMES, None, KINDS).rows}
    assert RIE not in rows or rows[RIE].cells[0].state == "niet"


def test_grounds_that_wait_are_in_sight_of_who_decides_on_them_only() -> None:
    facts = matter(lines=(line(WEL, status="TER_BEOORDELING"),), lead_organisation=GEM)
    seen_by = {o: {r.organisation for r in who_sees_what(facts, NOW, NAMES, o).rows} for o in (RIE, GEM, WEL)}
    assert WEL in seen_by[RIE]
    assert WEL in seen_by[GEM]
    assert WEL not in seen_by[WEL]


def test_the_provider_comes_first_then_the_lead() -> None:
    facts = matter(lines=(line(WEL), line(GEM)), lead_organisation=GEM)
    assert [row.organisation for row in who_sees_what(facts, NOW, NAMES).rows] == [RIE, GEM, WEL]


def test_a_signal_within_its_own_organisation_lets_nobody_in() -> None:
    facts = matter(stage="signal", status="INGEDIEND", shared=False, lines=(line(),))
    assert [row.outside for row in who_sees_what(facts, NOW, NAMES).rows] == [False, True]
