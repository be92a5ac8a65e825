"""Data folders for servers of their own, and a way to run a piece of the house as a separate process."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.folders import data_folder
from wijkaanpak.foundation.config import HERE


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder that is not there yet, on a short path, gone afterwards."""
    with data_folder() as above:
        yield above / "home"


@pytest.fixture
def binaries() -> Path | None:
    """The programs that this run tests with."""
    told = os.environ.get("WIJKAANPAK_TEST_PG")
    return Path(told) if told else None


@pytest.fixture
def apart(binaries: Path | None) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start Python code as a process of its own, with the same programs of PostgreSQL."""
    begun: list[subprocess.Popen[str]] = []

    def start(code: str, *words: object, **about: object) -> subprocess.Popen[str]:
        interpreter = str(about.pop("interpreter", sys.executable))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path[1:]])}
        environment |= {"WIJKAANPAK_PG_BIN": str(binaries)} if binaries else {}
        process = subprocess.Popen(
            [interpreter, "-c", code, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            **about,  # type: ignore[call-overload]
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()
