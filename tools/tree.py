"""The captioned tree of ARCHITECTURE.md: floors by the import rules, captions by the modules themselves."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.steps import ROOT

PACKAGE = ROOT / "wijkaanpak"
WIDTH = 27
# What a floor is called, by its first room from above; the rooms that follow stand on the same floor.
FLOORS = {
    "cli": "roof: what starts and puts together",
    "demo": "attic: a neighbourhood that does not exist",
    "live": "fifth floor: out to people",
    "review": "fourth floor: round the work",
    "cases": "third floor: the work",
    "signals": "second floor: noticed, allowed, known",
    "residents": "first floor: who and where",
    "web": "hall and door",
    "journal": "ground floor: what happened, who may, on what we stand",
}


def tree() -> str:
    """The whole tree as text; raises ValueError for a module without a sentence of its own."""
    lines: list[str] = []
    for room in rooms():
        if room in FLOORS:
            lines += ["", f"── {FLOORS[room]} {'─' * (70 - len(FLOORS[room]))}"]
        lines += _room(room)
    return "\n".join(lines).strip() + "\n"


def rooms() -> list[str]:
    """The built rooms from the roof down, in the order of the first import contract."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = rules["tool"]["importlinter"]["contracts"][0]["layers"]
    named = [room for layer in layers for room in re.findall(r"\w+", layer)]
    return [room for room in named if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file()]


def _room(room: str) -> Iterator[str]:
    single = PACKAGE / f"{room}.py"
    if single.is_file():
        yield _line(0, single.name, caption(single))
    else:
        yield from _folder(PACKAGE / room, 0)


def _folder(folder: Path, depth: int) -> Iterator[str]:
    yield _line(depth, f"{folder.name}/", caption(folder / "__init__.py"))
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if path.suffix == ".py" and path.name != "__init__.py":
            yield _line(depth + 1, path.name, caption(path))
        elif (path / "__init__.py").is_file():
            yield from _folder(path, depth + 1)
        elif path.is_dir() and any(path.glob("*.sql")):
            yield from _statements(path, depth + 1)


def _statements(folder: Path, depth: int) -> Iterator[str]:
    yield _line(depth, f"{folder.name}/", "What the database itself holds, in the order in which it is laid.")
    for path in sorted(folder.glob("*.sql")):
        yield _line(depth + 1, path.name, _first_comment(path))


def _line(depth: int, name: str, said: str) -> str:
    return f"{'  ' * depth + name:<{WIDTH}} {said}".rstrip()


def caption(module: Path) -> str:
    """The first sentence of a module's docstring."""
    said = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    if not said:
        raise ValueError(f"{module.relative_to(ROOT)} does not say what it is for")
    return _sentence(said.split("\n\n")[0])


def _first_comment(path: Path) -> str:
    """The comment a file of SQL begins with, up to its first sentence's end."""
    said = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        said.append(line.lstrip("- ").rstrip())
    if not said:
        raise ValueError(f"{path.relative_to(ROOT)} does not say what it is for")
    return _sentence(" ".join(said))


def _sentence(text: str) -> str:
    """The first sentence, without what it cites: the tree says what is where, the module itself says why."""
    first = re.split(r"(?<=[.!?])\s+(?=[A-Z])", " ".join(text.split()))[0]
    return re.sub(r"\s*\((?:R\d|requirements|rulings|security|screens|tech|architecture)[^)]*\)", "", first)
