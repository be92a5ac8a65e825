"""Documents that can rot are made from the code, and what can be checked in the others is."""

import json
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, name
from tools import docs
from tools.tree import caption

DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
CITED = re.compile(r"\bR(\d{1,3})\b")
# What these cite is not in the project, so a reader could not follow it.
ELSEWHERE = re.compile(r"\b(?:tech|security|screens|architecture|interface|features|style-anchors)\.md\b")


@pytest.mark.parametrize("path", docs.documents(), ids=name)
def test_what_is_made_from_the_code_is_as_the_code_is(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == docs.documents()[path](), "run make docs"


def test_every_module_says_what_it_is_for() -> None:
    for path in files(".py", under="wijkaanpak"):
        assert len(caption(path)) > 10, name(path)


def test_every_dependency_has_its_reason_and_nothing_else_has() -> None:
    named = set()
    for path in (ROOT / "requirements").glob("*.in"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.match(r"[A-Za-z][\w.-]*", line)
            named |= {found[0].lower()} if found else set()
    package = json.loads((ROOT / "static" / "package.json").read_text(encoding="utf-8"))
    named |= set(package["dependencies"]) | set(package["devDependencies"])
    told = {line.split("|")[1].strip() for line in DEPENDENCIES.splitlines() if re.match(r"\| [a-z]", line)}
    assert told - {"package"} == named


def test_every_requirement_that_is_referred_to_has_its_line() -> None:
    listed = set(CITED.findall((ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")))
    cited = {
        number
        for folder in ("wijkaanpak", "tests", "templates", "static", "tools", "bench", "migrations")
        for path in files(".py", ".sql", ".html", ".js", ".css", ".yaml", under=folder)
        for number in CITED.findall(path.read_text(encoding="utf-8"))
    }
    assert cited <= listed, sorted(cited - listed, key=int)


def test_nothing_refers_to_a_document_that_is_not_here() -> None:
    found = [
        f"{name(path)}: {match[0]}"
        for path in files(".py", ".sql", ".html", ".js", ".css", ".yaml", ".toml")
        if path != ROOT / "tests" / "house" / "test_docs_are_current.py"
        for match in ELSEWHERE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize("path", files(".md"), ids=name)
def test_every_link_between_the_documents_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if "://" not in target and not target.endswith(".png"):
            assert (path.parent / target).exists(), target


def test_every_decision_is_a_page_with_its_price() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    for page in pages:
        said = page.read_text(encoding="utf-8")
        assert all(word in said for word in ("**Decided.**", "**Why.**", "**Price.**")), page.name
        assert said.count("\n") < 40, page.name
