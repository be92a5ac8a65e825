"""`make proof`: the heavy runs, a JSON object a line: random worlds, planted faults, months of work, load.

`python -m bench.proof worlds pages policy rows desk load` runs some of them; exit 1 when anything was found.
"""

from __future__ import annotations

import importlib.util
import sys

from bench import proof_desk, proof_worlds

LOAD = "bench.proof_load"


def main() -> None:
    """Run what was asked for, or all of it."""
    only = set(sys.argv[1:])
    found = proof_worlds.run(only)
    if not only or "desk" in only:
        found += proof_desk.run()
    if (not only or "load" in only) and importlib.util.find_spec(LOAD):
        sys.argv[1:] = []  # its own words are not ours
        importlib.import_module(LOAD).main()
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
