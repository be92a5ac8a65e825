"""The set-up is quick when nothing changed, and says in one sentence what is in its way."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import chromium, steps
from tools.check import CHECKS
from tools.setup import port_is_free
from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import HERE, CannotStart

ADDRESS = re.compile(r"https?://|\bresolved\b|--(extra-)?index-url|--find-links")
NETWORKLESS = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_NO_CACHE_DIR": "1",
}


def make(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make there as a person would, outside of any environment of ours."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=folder,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def sentences(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What was said, without make's own closing line and the announcements of steps."""
    return [line for line in done.stderr.splitlines() if not line.startswith("make") and "..." not in line]


def copy_checkout(folder: Path) -> None:
    """Copy what the set-up reads, as fresh as in a clone."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(HERE / name, folder / name)
    for name in ("requirements", "tools"):
        shutil.copytree(HERE / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout without an environment."""
    copy_checkout(tmp_path)
    return tmp_path


def test_make_alone_explains_itself() -> None:
    said = make(HERE).stdout
    for word in ("run", "setup", "test", "check", "bench", "proof", "docs", "clean"):
        assert re.search(rf"^  make {word} +\w+", said, re.MULTILINE), word


def test_a_set_up_that_was_done_says_nothing_and_is_quick() -> None:
    make(HERE, "setup")
    began = time.monotonic()
    again = make(HERE, "setup")
    taken = time.monotonic() - began
    print(f"set up again: {taken:.2f} s")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert taken < 2


@pytest.mark.parametrize("python", ["/bin/false", "/no/such/python"])
def test_a_wrong_python_is_one_sentence(checkout: Path, python: str) -> None:
    done = make(checkout, "setup", f"PYTHON={python}")
    assert done.returncode != 0
    assert len(sentences(done)) == 1
    assert sentences(done)[0].startswith("Python 3.11 or newer is needed")


def test_without_a_network_it_is_one_sentence(checkout: Path) -> None:
    done = make(checkout, "setup", **NETWORKLESS)
    assert done.returncode != 0
    assert sentences(done) == [
        "No network: connect once, so that the set-up can download what it needs. (Details: .venv/setup.log)"
    ]


def test_a_step_that_failed_is_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    (tmp_path / "lock").write_text("one")
    done: list[str] = []

    def fails() -> None:
        raise steps.Stop("no")

    with pytest.raises(steps.Stop):
        steps.step("trial", "Trying", [tmp_path / "lock"], [], fails)
    for expected in (True, False):
        assert steps.step("trial", "Trying", [tmp_path / "lock"], [], lambda: done.append("")) is expected
    (tmp_path / "lock").write_text("two")
    assert steps.step("trial", "Trying", [tmp_path / "lock"], [], lambda: done.append("")) is True
    assert len(done) == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm error code ENOSPC", "The disk is full"),
        ("npm error code EAI_AGAIN", "No network"),
        ("NewConnectionError\nERROR: No matching distribution found for flask", "No network"),
        ("ERROR: No matching distribution found for flask", "A locked package does not exist"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS", "differs from its locked"),
        ("The virtual environment was not created: ensurepip is not available.", "venv is incomplete"),
        ("one\nERROR: something new\nthree", "ERROR: something new"),
        ("", "A tool of the set-up failed"),
    ],
)
def test_a_tools_words_become_one_sentence(said: str, meant: str) -> None:
    assert meant in steps.meaning(said)
    assert "\n" not in steps.meaning(said)


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """A disk of two megabytes, where this machine lets us have one."""
    home.mkdir()
    size = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=755", "none", str(home)]
    if subprocess.run(size, capture_output=True).returncode:
        pytest.skip("only who may mount can have a disk that is full")
    yield home
    subprocess.run(["umount", "-l", home], check=True)


def test_a_full_disk_is_one_sentence_for_the_set_up(small_disk: Path) -> None:
    copy_checkout(small_disk)
    done = make(small_disk, "setup")
    assert done.returncode != 0
    assert len(sentences(done)) == 1, done.stderr
    assert sentences(done)[0].startswith("The disk is full: make room and run it again.")


def test_a_full_disk_is_one_sentence_for_the_server(small_disk: Path, binaries: Path | None) -> None:
    with pytest.raises(CannotStart, match="is full"):
        Cluster(small_disk / "home", binaries).start()
    assert not (small_disk / "home" / "postgres" / "data").exists(), "half a data folder would pass for whole"


def test_a_port_in_use_is_one_sentence_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(steps.Stop, match=f"Port {port} is in use: choose another"):
            port_is_free(str(port))
    port_is_free(str(port))


@pytest.mark.parametrize("told", ["0", "65536", "eighty", "-1", ""])
def test_a_port_that_is_none_is_one_sentence(told: str) -> None:
    with pytest.raises(steps.Stop, match="PORT must be a number from 1 to 65535"):
        port_is_free(told)


def test_without_a_browser_and_the_right_to_install_one_it_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WIJKAANPAK_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(steps.Stop, match=r"The tests need Chromium.*sudo apt-get install"):
        chromium.install()


def test_the_locks_name_no_address_and_every_package_has_a_hash() -> None:
    for lock in sorted((HERE / "requirements").glob("*.txt")):
        text = lock.read_text()
        assert not ADDRESS.search(text), lock.name
        packages = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
        assert packages
        for package in packages:
            assert "--hash=sha256:" in package, package.splitlines()[0]
    assert not ADDRESS.search((HERE / "static" / "package-lock.json").read_text())


def test_checking_needs_no_database() -> None:
    said = " ".join(str(word) for command in CHECKS.values() for word in command)
    assert "pytest" not in said
