"""Nothing adds up by colleague (R126): a works council agreed to a journal, not to a ranking (R24)."""

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import files, name

# Whatever names somebody at work, in tables and in what pages are made of.
SOMEBODY = re.compile(
    r"\b(actor|actor_id|actor_name|staff|staff_id|author|author_id|reviewer|reviewer_id|asked_by|judged_by|"
    r"decided_by|recorded_by|reviewed_by|second_by|lead_id|claimed_by|user|user_id|colleague|collega|person_at_work|"
    r"who|by)\b|\bStaff\.(id|name)\b",
    re.IGNORECASE,
)
ADDS_UP = re.compile(r"(?:\.group_by|\bgroupby|\bCounter)\(", re.IGNORECASE)
IN_SQL = re.compile(
    r"\b(?:group|partition)\s+by\s+(.*?)(?:\border\s+by\b|\bhaving\b|\blimit\b|\bunion\b|[)\";]|\Z)",
    re.IGNORECASE | re.DOTALL,
)
CHOSEN = re.compile(r"\bselect\b(.*?)\bfrom\b", re.IGNORECASE | re.DOTALL)
# Where the rules look at one colleague's day; what they find is a finding, and no number of it is shown.
RULES = {
    "wijkaanpak/review/acts.py": "what is usual in a role is the middle of hours, whoever's they were",
    "wijkaanpak/review/queues/q04_many.py": "the busiest hour of one colleague on one day",
}


def enclosed(text: str, begin: int) -> str:
    """What stands between this bracket and the one that closes it."""
    depth = 1
    for at in range(begin, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[begin:at]
    return text[begin:]


def groupings(text: str) -> Iterator[str]:
    """By what something is added up in this text, wherever it is."""
    for found in ADDS_UP.finditer(text):
        yield enclosed(text, found.end())
    for found in IN_SQL.finditer(text):
        yield _named(text[: found.start()], found[1])


def _named(before: str, columns: str) -> str:
    """Columns that are meant by their place in the list, by what stands at that place."""
    chosen = [part.strip() for part in (CHOSEN.findall(before) or [""])[-1].split(",")]
    places = [int(one) for one in re.findall(r"\b\d+\b", columns)]
    return ", ".join([columns, *(chosen[n - 1] for n in places if 0 < n <= len(chosen))])


def by_somebody(text: str) -> list[str]:
    return [columns.strip() for columns in groupings(text) if SOMEBODY.search(columns)]


@pytest.mark.parametrize("where", ["wijkaanpak", "templates", "static", "tools"])
def test_nothing_is_added_up_by_colleague(where: str) -> None:
    """R24, R126: in code, in statements and in pages."""
    found = {
        name(path): said
        for path in files(".py", ".sql", ".html", ".js", under=where)
        if name(path) not in RULES and (said := by_somebody(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        "select(func.count()).group_by(Finding.queue, Finding.staff_id)",
        "select(Staff.name, func.count()).group_by(Staff.name)",
        "select actor_id, count(*) from journal.entry group by 1 order by 2 desc",
        "select queue, staff_id, count(*) from app.finding group by queue, staff_id",
        "row_number() over (partition by e.actor_id order by e.at)",
        "{% for name, own in findings|groupby('who') %}",
        'groupby(told, key=lambda one: (one.day, one.actor))',
        "Counter(entry.actor_name for entry in entries)",
    ],
)  # fmt: skip
def test_a_ranking_would_be_found(planted: str) -> None:
    assert by_somebody(planted)


def test_what_counts_no_people_may_be_added_up() -> None:
    for plain in (
        "select(Finding.queue, func.count()).group_by(Finding.queue)",
        "select role, count(*) from journal.entry group by 1",
        "groupby(told, key=lambda one: one.at.date())",
    ):
        assert by_somebody(plain) == []


def test_the_rules_that_look_at_a_day_are_there() -> None:
    """An exemption for what is gone would exempt the next file of that name."""
    present = {name(path) for path in files(".py", under="wijkaanpak/review")}
    assert RULES.keys() - present <= {"wijkaanpak/review/acts.py"}
