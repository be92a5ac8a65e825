"""Sets up this checkout: environment, locked packages, assets, translations; quick when nothing changed.

    python3 -m tools.setup [run | serve | dev | test]

run: what serving needs; serve: also a free port; dev: what tests and checks need; test: also a browser.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

from tools import assets, chromium
from tools.steps import LOG, PYTHON, ROOT, STAMPS, VENV, Stop, mark_of, run, say, step

REQUIREMENTS = ROOT / "requirements"
TRANSLATIONS = ROOT / "translations"


def main(words: list[str]) -> int:
    """Set up for `words[0]`; returns the exit code, after one sentence when something is in the way."""
    what = words[0] if words else "run"
    try:
        with open(__file__) as ourselves:
            fcntl.flock(ourselves, fcntl.LOCK_EX)  # a second set-up waits for the first
            set_up(what)
        if what == "serve":
            port_is_free(os.environ.get("PORT") or "8000")
    except Stop as reason:
        say(str(reason))
        return 1
    except OSError as error:
        say(_of_system(error))
        return 1
    except KeyboardInterrupt:
        say("Interrupted; run it again to go on.")
        return 130
    return 0


def set_up(what: str) -> None:
    """Every step that `what` needs and that is not done yet."""
    environment()
    packages("runtime" if what in ("run", "serve") else "dev")
    ourselves()
    assets.install()
    translations()
    if what == "test":
        chromium.install()


def environment() -> None:
    """A working .venv of this Python or another that is new enough."""
    if _works():
        return
    version = ".".join(map(str, sys.version_info[:2]))
    say(f"Making the environment .venv with Python {version} ...")
    run([sys.executable, "-m", "venv", "--clear", VENV])
    if not _works():
        raise Stop(f"The environment that {sys.executable} made in .venv does not work.")


def _works() -> bool:
    try:
        asked = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        return subprocess.run([PYTHON, "-c", asked], capture_output=True).returncode == 0
    except OSError:
        return False


def packages(which: str) -> None:
    """The locked packages; those of development are those of running, and more."""
    if which == "runtime" and _stamped("dev", REQUIREMENTS / "dev.txt"):
        return
    locked = REQUIREMENTS / f"{which}.txt"
    step(
        which,
        f"Installing the packages of requirements/{which}.txt (up to a minute)",
        [locked],
        [],
        lambda: run([*pip("install"), "--require-hashes", "-r", locked]),
    )


def pip(command: str) -> list[str | Path]:
    """pip of the environment, that does not try for minutes where there is no network."""
    return [PYTHON, "-m", "pip", command, "--disable-pip-version-check", "--no-input", "--retries", "2"]


def _stamped(name: str, *inputs: Path) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == mark_of(inputs)


def ourselves() -> None:
    """The house itself, from this checkout, with its command `wijk`."""
    step(
        "package",
        "Making the command wijk",
        [ROOT / "pyproject.toml"],
        [VENV / "bin" / "wijk"],
        lambda: run([*pip("install"), "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT]),
    )


def translations() -> None:
    """The catalogues in the form that gettext reads."""
    catalogues = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
    if catalogues:
        step(
            "translations",
            "Compiling the translations",
            catalogues,
            [catalogue.with_suffix(".mo") for catalogue in catalogues],
            lambda: run([VENV / "bin" / "pybabel", "compile", "-d", TRANSLATIONS]),
        )


def port_is_free(told: str) -> None:
    """Raise Stop with one sentence when PORT cannot be served on."""
    if not told.isdigit() or not 0 < int(told) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, not {told}.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", int(told)))
        except PermissionError:
            raise Stop(
                f"Port {told} needs the rights of root: choose one above 1023, as in PORT=8001."
            ) from None
        except OSError:
            raise Stop(
                f"Port {told} is in use: choose another, as in PORT={_near(int(told))} make run."
            ) from None


def _near(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def _of_system(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: make room and run it again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename} may not be written: see who owns this checkout."
    return f"The set-up cannot go on: {error.strerror or error} ({error.filename or LOG})."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
