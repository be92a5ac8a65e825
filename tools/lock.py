"""Resolves requirements/*.in into locks with hashes, for every platform and Python from 3.11."""

from __future__ import annotations

import sys

from tools.steps import ROOT, VENV, Stop, run, say

LOCKS = {"runtime": ["runtime"], "dev": ["runtime", "dev"], "node": ["node"]}
FORM = [
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet", "--upgrade"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
]


def main() -> int:
    """Write every lock; returns the exit code."""
    folder = ROOT / "requirements"
    try:
        for name, parts in LOCKS.items():
            say(f"Resolving requirements/{name}.txt ...")
            sources = [folder / f"{part}.in" for part in parts]
            run([VENV / "bin" / "uv", "pip", "compile", *FORM, *sources, "-o", folder / f"{name}.txt"])
    except Stop as reason:
        say(str(reason))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
