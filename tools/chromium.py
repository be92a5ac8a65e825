"""The browser of the tests: the machine's Chromium, installed by its package manager when that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess

from tools.steps import Stop, run, say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
# The manager and the commands that install with it.
MANAGERS = {
    "apt-get": [["update"], ["install", "-y", "--no-install-recommends", "chromium"]],
    "dnf": [["install", "-y", "chromium"]],
    "apk": [["add", "chromium"]],
    "pacman": [["-Sy", "--noconfirm", "chromium"]],
    "zypper": [["--non-interactive", "install", "chromium"]],
}
MISSING = "The tests need Chromium: install it with this machine's package manager{example} and run it again."


def find_chromium() -> str | None:
    """The path of a Chromium: WIJKAANPAK_CHROMIUM, else the machine's, else None."""
    return os.environ.get("WIJKAANPAK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """See to it that there is a Chromium; raises Stop with one sentence when there cannot be one."""
    if find_chromium():
        return
    manager = next(filter(shutil.which, MANAGERS), None)
    if manager is None:
        raise Stop(MISSING.format(example=""))
    before = _permission()
    if before is None:
        words = " ".join(["sudo", manager, *MANAGERS[manager][-1]])
        raise Stop(MISSING.format(example=f" (for instance: {words})"))
    say(f"Installing Chromium with {manager}, for the tests in a browser (one or two minutes) ...")
    for command in MANAGERS[manager]:
        run([*before, manager, *command], environment=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
    if not find_chromium():
        raise Stop(
            f"{manager} says it installed Chromium, yet it is not found: set WIJKAANPAK_CHROMIUM to it."
        )


def _permission() -> list[str] | None:
    """What stands before a command that installs: nothing for root, sudo where it asks nothing, else None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
