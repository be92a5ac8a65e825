"""Runs the tests: what depends on PostgreSQL's version on a second one where found, then all of them.

    .venv/bin/python -m tools.suite [arguments of pytest]

The last line is pytest's own, about the whole suite.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.steps import ROOT, say
from wijkaanpak.foundation.binaries import SYSTEM, find_binaries, major_version

# Two at a time, each with a server of its own; what shares a file shares a process and what it set up.
SIDE_BY_SIDE = ["-n", "2", "--dist", "loadfile"]


def main(words: list[str]) -> int:
    """Run both parts; returns pytest's exit code, that of the first part when it failed."""
    if not words:
        failed = on_a_second_version()
        if failed:
            return failed
    return int(
        subprocess.run([sys.executable, "-m", "pytest", *(words or SIDE_BY_SIDE)], cwd=ROOT).returncode
    )


def on_a_second_version() -> int:
    """The part marked `postgres` on the system's server, where there is one of another major version."""
    other = second_version()
    if other is None:
        say("The system has no second PostgreSQL of version 15 to 18: the tests run on one version.")
        return 0
    say(f"What depends on PostgreSQL's version, on the system's PostgreSQL {major_version(other)}:")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "postgres", "-q", *SIDE_BY_SIDE],
        cwd=ROOT,
        env={"WORLDS": "100"} | os.environ | {"WIJKAANPAK_TEST_PG": str(other)},
    ).returncode
    return 0 if done == pytest.ExitCode.NO_TESTS_COLLECTED else int(done)


def second_version() -> Path | None:
    """The folder of the system's programs, when they are of another major version than the tests' own."""
    told = os.environ.get("WIJKAANPAK_TEST_PG")
    own = major_version(find_binaries(Path(told) if told else None))
    found = {major_version(folder): folder for folder in sorted(SYSTEM.glob("*/bin"))}
    others = [version for version in found if version and 15 <= version <= 18 and version != own]
    return found[min(others)] if others else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
