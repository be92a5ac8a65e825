"""The front-end assets: installed by npm from the lock, then copied with their licences to static/vendor/."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.steps import PYTHON, ROOT, VENV, run, say, step

STATIC = ROOT / "static"
MODULES = STATIC / "node_modules"
VENDOR = STATIC / "vendor"
OLDEST_NODE = 20
# From the package to the name under static/vendor/.
COPIES = {
    "socket.io-client/dist/socket.io.min.js": "socket.io.min.js",
    "socket.io-client/LICENSE": "socket.io.LICENSE",
    "axe-core/axe.min.js": "axe.min.js",
    "axe-core/LICENSE": "axe.LICENSE",
}


def install() -> None:
    """Bring static/vendor/ up to the lock; does nothing when it is."""
    inputs = [STATIC / "package.json", STATIC / "package-lock.json", Path(__file__)]
    step(
        "assets",
        "Installing the front-end assets",
        inputs,
        [VENDOR / name for name in COPIES.values()],
        _install,
    )


def _install() -> None:
    folder = _node_folder()
    environment = dict(os.environ, npm_config_update_notifier="false")
    if folder:
        environment["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = folder / "npm" if folder else "npm"
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], STATIC, environment)
    VENDOR.mkdir(exist_ok=True)
    for source, name in COPIES.items():
        shutil.copyfile(MODULES / source, VENDOR / name)
    shutil.rmtree(MODULES)  # static/ is served: nothing lies there that no page needs


def _node_folder() -> Path | None:
    """None when the machine's own Node will do, else the folder of the one that is installed for us."""
    if shutil.which("npm") and _major("node") >= OLDEST_NODE:
        return None
    ours = VENV / "bin"
    if not (ours / "npm").exists():
        say(f"  there is no Node {OLDEST_NODE} or newer here: taking one along (about 60 MB)")
        locked = ROOT / "requirements" / "node.txt"
        run([PYTHON, "-m", "pip", "install", "--require-hashes", "--retries", "2", "-r", locked])
    return ours


def _major(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    number = re.match(r"v(\d+)", said)
    return int(number[1]) if number else 0
