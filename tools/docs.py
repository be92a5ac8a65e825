"""Writes the documents that are made from the code, or with --check says which of them are stale.

.venv/bin/python -m tools.docs [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools.access_page import access_page
from tools.events_page import codes_page, events_page
from tools.requirements_page import requirements_page
from tools.steps import ROOT, say
from tools.tree import tree

ARCHITECTURE = ROOT / "ARCHITECTURE.md"
BEGIN = "<!-- tree: written by make docs -->\n```text\n"
END = "```\n<!-- end of tree -->\n"


def main(words: list[str]) -> int:
    """Write what differs; with --check write nothing and return 1 when something differs."""
    stale = [path for path, made in documents().items() if _present(path) != made()]
    for path in stale:
        if "--check" in words:
            say(f"{path.relative_to(ROOT)} is stale: run make docs")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(documents()[path](), encoding="utf-8")
            say(f"{path.relative_to(ROOT)} written")
    return 1 if stale and "--check" in words else 0


def documents() -> dict[Path, Callable[[], str]]:
    """Each document with what makes it."""
    return {
        ARCHITECTURE: architecture,
        ROOT / "docs" / "access.md": access_page,
        ROOT / "docs" / "events.md": events_page,
        ROOT / "docs" / "codes.md": codes_page,
        ROOT / "docs" / "requirements.md": requirements_page,
    }


def architecture() -> str:
    """ARCHITECTURE.md with today's tree between its marks; raises ValueError when the marks are gone."""
    written = ARCHITECTURE.read_text(encoding="utf-8")
    before, begin, rest = written.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("ARCHITECTURE.md has lost the marks round its tree")
    return before + begin + tree() + end + after


def _present(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
