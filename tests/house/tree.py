"""The files of the project as the house's own tests look at them."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNWRITTEN = {"static/package-lock.json"}  # written by a tool


def files(*endings: str, under: str = "") -> list[Path]:
    """What is in the repository, or would be: tracked, and new where git ignores it not."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", under or "."]
    try:
        said = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout
        names = {name for name in said.split("\0") if name}
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive: no git, no leftovers either
        names = {str(path.relative_to(ROOT)) for path in _unpacked(ROOT / under)}
    found = [ROOT / name for name in sorted(names - UNWRITTEN)]
    return [path for path in found if path.is_file() and (not endings or path.suffix in endings)]


def _unpacked(folder: Path) -> Iterator[Path]:
    skipped = {"node_modules", "vendor", "__pycache__"}
    for path in folder.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not parts[0].startswith(".") and not skipped & set(parts):
            yield path


def name(path: Path) -> str:
    """As people say it: from the top of the project."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, also those inside others."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
