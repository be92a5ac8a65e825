"""A notary that kills itself: for each line it reads, this process forks one that dies at the point told.

Points are: before and after each statement and each commit, and the first call of every function of the
notary, the tiles and the checkpoints. Who is told no point lives, and tells what it came by.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from inspect import isfunction
from typing import Any

from sqlalchemy import Engine, event

from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import checkpoints, notary, tiles
from wijkaanpak.journal.notes import Signer

WATCHED = (notary, tiles, checkpoints)


class Points:
    """Notes what it comes by for the first time, and kills this process at the point that was told."""

    def __init__(self, deadly: str) -> None:
        self.passed: dict[str, None] = {}
        self._deadly = deadly
        self._commits = 0

    def come_by(self, what: str) -> None:
        self.passed.setdefault(what)
        if what == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine) -> None:
        def before(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self.come_by("before " + " ".join(statement.split())[:60])

        def after(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self.come_by("after " + " ".join(statement.split())[:60])

        def commit(connection: Any) -> None:
            self._commits += 1
            self.come_by(f"before commit {self._commits}")
            connection.commit()
            self.come_by(f"after commit {self._commits}")

        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
        engine.dialect.do_commit = commit  # type: ignore[method-assign]
        for module in WATCHED:
            for name, function in list(vars(module).items()):
                if isfunction(function) and function.__module__ == module.__name__:
                    setattr(module, name, self._step(name, function))

    def _step(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*words: Any, **named: Any) -> Any:
            self.come_by(name)
            return function(*words, **named)

        return step


def work(said: dict[str, Any], deadly: str) -> list[str]:
    """One round of the notary and one of the checkpoints."""
    tiles.HEIGHT = 2
    database = Database(Addresses(**said["addresses"]), bytes(32))
    follower = notary.Notary(database.notary)
    signing = checkpoints.Checkpoints(database.notary, Signer.read(said["key"]))
    points = Points(deadly)
    points.watch(database.notary)
    follower.follow_once()
    signing.round()
    database.close()
    return list(points.passed)


def main() -> None:
    said = json.loads(sys.argv[1])
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writing, json.dumps(work(said, line.removesuffix("\n"))).encode())
            os._exit(0)
        os.close(writing)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as pipe:
            passed = json.loads(pipe.read() or b"[]")
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "passed": passed}), flush=True)


if __name__ == "__main__":
    main()
