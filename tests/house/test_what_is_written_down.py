"""One page lists everything that the system writes down of its use (R97)."""

import re

from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TABLE = re.compile(r"create table (journal\.\w+) ?\(")


def listed() -> str:
    """What stands under Logs on that page."""
    return PAGE.partition("\n## Logs\n")[2].partition("\n## ")[0]


def test_every_table_of_the_journal_stands_on_the_page_of_logs() -> None:
    """R97: a log that nobody knows of is one that nobody guards."""
    made = set()
    for path in sorted((ROOT / "wijkaanpak" / "access" / "sql").glob("*.sql")):
        made |= set(TABLE.findall(path.read_text(encoding="utf-8")))
    assert len(made) >= 9
    assert {name for name in made if f"`{name}`" not in listed()} == set()


def test_the_page_names_no_table_that_is_not_there() -> None:
    named = set(re.findall(r"`(journal\.\w+)`", listed()))
    sql = " ".join(path.read_text() for path in (ROOT / "wijkaanpak" / "access" / "sql").glob("*.sql"))
    assert {name for name in named if f"create table {name} " not in sql} == set()
