"""The quick checks, each with its name and time: format, lint, types, import rules, docs current."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tools.steps import ROOT, VENV

HERE = VENV / "bin"
CHECKS: dict[str, list[str | Path]] = {
    "format": [HERE / "ruff", "format", "--check", "."],
    "lint": [HERE / "ruff", "check", "."],
    "types": [HERE / "mypy"],
    "import rules": [HERE / "lint-imports"],
    "docs current": [sys.executable, "-m", "tools.docs", "--check"],
}


def main() -> int:
    """Run every check, also after one failed; what a failing one says is shown. Returns 0 or 1."""
    checks = dict(CHECKS)
    if not (ROOT / "tools" / "docs.py").exists():
        del checks["docs current"]
    failed = [name for name, command in checks.items() if not _passes(name, [str(word) for word in command])]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    fine = done.returncode == 0
    print(f"{name:<14} {'ok' if fine else 'FAILED'}  {time.monotonic() - began:.1f} s", flush=True)
    if not fine:
        print(done.stdout, flush=True)
    return fine


if __name__ == "__main__":
    sys.exit(main())
