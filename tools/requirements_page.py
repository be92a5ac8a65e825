"""docs/requirements.md: what each requirement asks, which tests name it, and what of it is still open."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.steps import ROOT

SOURCE = Path(__file__).with_name("requirements.yaml")
TESTS = ROOT / "tests"
NUMBER = re.compile(r"\bR(\d{1,3})\b(?:-R(\d{1,3})\b)?")
OPENING = """\
# Requirements the code refers to

A number such as R52 in a comment or a test stands for a rule of law or of the domain. This page says what
each asks, in short, which tests name it, and what of it is still open. It is made from
`tools/requirements.yaml` and from the tests themselves (`make docs`): a test names a requirement in the
sentence under its own name, or in that of its file. The numbers come from a longer study of the law and the
field and have gaps, for what is not built is not here. Have a lawyer read it before real use: it is no legal
advice.

Chapters are referred to as well:

| chapter | is about | in this project |
|---|---|---|
| 2, 2.1, 2.2 | the records of a ground and of a consent | `consent/models.py` |
| 2.3 | which ground which kind of organisation may use | `access/grounds.yaml`, [access.md](access.md) |
| 2.4 | the access decision in ten steps | `access/policy.py`, [access.md](access.md) |
| 2.5 | the states of a ground | `consent` |
| 3.1, 3.3 | roles and what they may | `access/matrix.yaml`, [access.md](access.md) |
| 3.2 | classes K0 to K7 | `access/codes.yaml`, [codes.md](codes.md) |
| 4.1, 4.2 | the life of a signal and of a case | `signals/states.py`, `cases` |
| 5.2, 5.3 | what an entry of the journal holds | `journal/entries.py`, `journal/record.py` |
| 12, 12.2 | code lists | `access/codes.yaml` |"""


@dataclass(frozen=True)
class Proof:
    """A test that names a requirement; without a name it is the whole file."""

    file: Path
    name: str | None


def requirements_page() -> str:
    """The page as Markdown."""
    return "\n".join([OPENING, *_groups()]) + "\n"


def asked() -> list[int]:
    """Every requirement that has its line, in order."""
    return sorted(int(key[1:]) for lines in _source()["asks"].values() for key in lines)


def still_open() -> dict[int, str]:
    """What of a requirement is not built yet, and why."""
    return {int(key[1:]): reason for key, reason in _source()["open"].items()}


@cache
def proofs() -> Mapping[int, tuple[Proof, ...]]:
    """For each requirement the tests that name it, in the order of their files."""
    found: defaultdict[int, list[Proof]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for number, name in _named(path):
            found[number].append(Proof(path, name))
    return {number: tuple(dict.fromkeys(named)) for number, named in found.items()}


def numbers(text: str | None) -> list[int]:
    """The requirements that a sentence names; R61-R63 are three."""
    spans = ((int(first), int(last or first)) for first, last in NUMBER.findall(text or ""))
    return [number for first, last in spans for number in range(first, last + 1)]


@cache
def _source() -> Any:
    return yaml.safe_load(SOURCE.read_text(encoding="utf-8"))


def _named(path: Path) -> Iterator[tuple[int, str | None]]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    tests = list(_tests(module, []))
    yield from ((number, name) for name, said in tests for number in said)
    alone = {number for _name, said in tests for number in said}
    yield from ((number, None) for number in numbers(ast.get_docstring(module)) if number not in alone)


def _tests(body: ast.Module | ast.ClassDef, around: list[int]) -> Iterator[tuple[str, list[int]]]:
    """Each test with the requirements that it or its class names."""
    for node in body.body:
        if isinstance(node, ast.ClassDef):
            yield from _tests(node, [*around, *numbers(ast.get_docstring(node))])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name, [*around, *numbers(ast.get_docstring(node))]


def _groups() -> Iterator[str]:
    for name, lines in _source()["asks"].items():
        yield f"\n## {name}\n"
        for key, asks in lines.items():
            yield f"- **{key}** {asks}"
            yield from _below(int(key[1:]))


def _below(number: int) -> Iterator[str]:
    by_file: defaultdict[Path, list[str]] = defaultdict(list)
    for proof in proofs().get(number, ()):
        by_file[proof.file].append(_words(proof.name))
    for file, said in by_file.items():
        where = file.relative_to(ROOT).as_posix()
        yield f"  - [{where.removeprefix('tests/')}](../{where}): {'; '.join(said)}"
    if number in still_open():
        yield f"  - Open: {still_open()[number]}"


def _words(name: str | None) -> str:
    return name.removeprefix("test_").replace("_", " ") if name else "all of it"
