"""Nothing grows past what can be seen at once (STYLE.md, Shape); there is no list of exceptions.

Migrations are not looked at: they are a record of what a tool wrote down once, and nobody works in them.
"""

from pathlib import Path

import pytest

from tests.house.tree import files, functions, name

MOST = {
    ("wijkaanpak", ".py"): 300,
    ("tools", ".py"): 300,
    ("bench", ".py"): 300,
    ("tests", ".py"): 300,
    ("wijkaanpak", ".sql"): 300,
    ("templates", ".html"): 120,
    ("static", ".css"): 200,
    ("static", ".js"): 200,
}
LONGEST = 40  # lines of a function


def too_long(lines: dict[str, int], most: int) -> dict[str, int]:
    return {what: count for what, count in lines.items() if count > most}


def height(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("where", "ending"), MOST, ids=lambda word: word.strip("."))
def test_no_file_is_longer_than_one_can_oversee(where: str, ending: str) -> None:
    found = {name(path): height(path) for path in files(ending, under=where)}
    assert not too_long(found, MOST[where, ending])


@pytest.mark.parametrize("where", ["wijkaanpak", "tools", "tests", "bench"])
def test_no_function_does_two_jobs(where: str) -> None:
    found = {
        f"{name(path)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in files(".py", under=where)
        for function in functions(path)
    }
    assert not too_long(found, LONGEST)


def test_the_limit_bites() -> None:
    assert too_long({"tall": 301, "fits": 300}, 300) == {"tall": 301}
