"""Imports only go down, and a room that is built is on the list (ADR 0001)."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tools.tree import rooms

RULES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PACKAGE = ROOT / "wijkaanpak"


def lint(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """import-linter as `make check` runs it, on the package found under `root`."""
    linter = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    asked = [linter, "--no-cache", *words]
    return subprocess.run(asked, cwd=root, capture_output=True, text=True, env=environment)


def test_every_import_contract_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert f"{len(RULES['contracts'])} kept, 0 broken" in re.sub(r"\s+", " ", done.stdout)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("access/rules.py", "import sqlalchemy"),
        ("signals/models.py", "import wijkaanpak.cases.models"),
        ("cases/models.py", "import flask"),
        ("cases/notes.py", "import wijkaanpak.journal.record"),
        ("review/__init__.py", "import wijkaanpak.residents.models"),
        ("cli/__init__.py", "import wijkaanpak.cases.routes.today"),
    ],
)
def test_an_import_that_goes_up_or_round_is_caught(tmp_path: Path, module: str, line: str) -> None:
    """The contracts bite: each of these, planted in a copy of the package, is refused."""
    for path in PACKAGE.rglob("*.py"):
        copy = tmp_path / "wijkaanpak" / path.relative_to(PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    planted = tmp_path / "wijkaanpak" / module
    planted.write_text(planted.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout, done.stdout


def test_every_room_that_is_built_stands_on_a_floor() -> None:
    built = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()
    }
    assert set(rooms()) == built - {"__init__"}


def test_only_rooms_that_are_not_built_stand_in_parentheses() -> None:
    layers = " ".join(RULES["contracts"][0]["layers"])
    optional = re.findall(r"\((\w+)\)", layers)
    assert not set(optional) & set(rooms())


def test_every_module_that_a_contract_names_exists() -> None:
    named = {
        module
        for contract in RULES["contracts"]
        for key in ("protected_modules", "allowed_importers", "source_modules", "forbidden_modules")
        for module in contract.get(key, [])
        if module.startswith("wijkaanpak.") and "*" not in module
    }
    missing = [
        module
        for module in named
        if not (ROOT / module.replace(".", "/")).is_dir()
        and not (ROOT / f"{module.replace('.', '/')}.py").exists()
    ]
    assert not missing
