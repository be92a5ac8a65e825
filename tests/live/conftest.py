"""The application served for real, in a process of its own, over a small world."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.live.building import build
from tests.live.line import Line
from tests.live.world import World
from wijkaanpak.foundation.addresses import Addresses

SERVING = Path(__file__).with_name("serving.py")


@dataclass
class Served:
    """A running server and its world."""

    url: str
    world: World
    process: subprocess.Popen[str]

    def line(self, who: str) -> Line:
        """An open line of this person's own fresh session."""
        return Line(self.url, self.world.cookie(who)).open()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(addresses: Addresses, home: Path, port: int, **more: Any) -> Iterator[subprocess.Popen[str]]:
    said = {
        "addresses": asdict(addresses),
        "home": str(home),
        "port": port,
        "url": f"http://localhost:{port}",
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, str(SERVING), json.dumps(said)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="module")
def addresses(clone: Callable[..., AbstractContextManager[Addresses]]) -> Iterator[Addresses]:
    """One database for the tests of a file; each has a world of its own in it."""
    with clone() as fresh:
        yield fresh


@pytest.fixture
def world(addresses: Addresses) -> World:
    return build(addresses)


@contextmanager
def open_house(addresses: Addresses, home: Path, **more: Any) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The house, open for as long as the context lasts: its address and its process."""
    port = free_port()
    with serve(addresses, home, port, **more) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("Wijkaanpak"), said + process.stdout.read()
        yield f"http://localhost:{port}", process


@pytest.fixture(scope="module")
def running(
    addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with open_house(addresses, tmp_path_factory.mktemp("house") / "home") as running:
        yield running


@pytest.fixture
def served(running: tuple[str, subprocess.Popen[str]], world: World) -> Served:
    """A house that is open already, and a world for this test alone."""
    return Served(running[0], world, running[1])


@pytest.fixture
def hurried(world: World, tmp_path: Path) -> Iterator[Served]:
    """A house of its own, which judges everyone again every two seconds instead of every minute."""
    with open_house(world.addresses, tmp_path / "home", renewed=2.0) as (url, process):
        yield Served(url, world, process)
