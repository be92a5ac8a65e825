"""One step of the set-up: skipped when nothing changed, said when it runs, one sentence when it fails."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOG = VENV / "setup.log"

# What it means for who waits when a tool says one of these; the first that fits.
MEANINGS = {
    "The disk is full: make room and run it again.": ["No space left on device", "ENOSPC"],
    "A download differs from its locked hash and was not installed.": [
        "DO NOT MATCH THE HASHES",
        "EINTEGRITY",
    ],
    "No network: connect once, so that the set-up can download what it needs.": [
        *("NameResolutionError", "Name or service not known", "Temporary failure", "NewConnectionError"),
        *("ConnectTimeoutError", "ReadTimeoutError", "ProxyError", "Network is unreachable"),
        *("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH"),
    ],
    "Python's venv is incomplete: install it (on Debian and Ubuntu: python3-venv) and run it again.": [
        "ensurepip"
    ],
    "A folder or file of this checkout may not be written: see who owns it.": ["Permission denied", "EACCES"],
    "A locked package does not exist for this Python and this machine.": ["No matching distribution found"],
}


class Stop(Exception):
    """Why the set-up cannot go on, as one sentence."""


def say(sentence: str) -> None:
    """Tell who waits; never on standard output, which belongs to results."""
    print(sentence, file=sys.stderr, flush=True)


def mark_of(inputs: Iterable[Path]) -> str:
    """A digest of these files, and of the folder they are in: a moved checkout is set up anew."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in sorted(inputs):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def step(
    name: str, doing: str, inputs: Sequence[Path], outputs: Sequence[Path], work: Callable[[], None]
) -> bool:
    """Do `work` unless it was done for the same inputs and its outputs are there; returns whether it ran."""
    stamp = STAMPS / name
    mark = mark_of(inputs)
    if stamp.exists() and stamp.read_text() == mark and all(path.exists() for path in outputs):
        return False
    say(f"{doing} ...")
    began = time.monotonic()
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    say(f"  done in {time.monotonic() - began:.0f} s")
    return True


def run(
    command: Sequence[str | Path], folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> None:
    """Run a tool with its words in the log; raises Stop with what they mean when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if VENV.exists():
        with open(LOG, "a") as log:
            log.write(f"$ {' '.join(map(str, command))}\n{done.stdout}\n")
    if done.returncode:
        raise Stop(meaning(done.stdout) + f" (Details: {LOG.relative_to(ROOT)})")


def meaning(said: str) -> str:
    """One sentence for a tool's failure: ours when we know it, else the tool's own last words."""
    for sentence, signs in MEANINGS.items():
        if any(sign in said for sign in signs):
            return sentence
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["A tool of the set-up failed without a word."])[-1]
