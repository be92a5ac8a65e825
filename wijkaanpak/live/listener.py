"""Hears the notary over LISTEN, in every process that serves, and finds its way back after a silence."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from structlog import get_logger

from wijkaanpak.journal.bell import CHANNEL, latest

BREATH = 0.5  # seconds between two looks at whether to go on
PROBE = 30  # breaths between two questions that find out a dead connection
PATIENCE = 0.5


class Listener:
    """Hands each message of the notary to `hear`; after a silence the newest bells of `refs` to `catch_up`.

    `engine` connects as wijk_notary.
    """

    def __init__(
        self, engine: Engine, hear: Callable[[Mapping[str, Any]], None],
        catch_up: Callable[[Mapping[UUID, tuple[int, str]]], None], refs: Callable[[], Iterable[UUID]],
    ) -> None:  # fmt: skip
        self._engine = engine
        self._hear = hear
        self._catch_up = catch_up
        self._refs = refs
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen until `stop`, beside everything else this process does."""
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hang up."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with self._connect() as line:
                    line.execute(f"LISTEN {CHANNEL}")
                    self._look_back()
                    self._follow(line)
            except (psycopg.Error, SQLAlchemyError) as error:
                get_logger().warning("the bell lost its connection", kind=type(error).__name__)
            self._ended.wait(PATIENCE)

    def _connect(self) -> psycopg.Connection[Any]:
        words, about = self._engine.dialect.create_connect_args(self._engine.url)
        return psycopg.connect(*words, **about, autocommit=True)

    def _look_back(self) -> None:
        """What rang while nobody listened reached no browser: ring for it now."""
        refs = list(self._refs())
        with self._engine.connect() as connection:
            self._catch_up(latest(connection, refs))

    def _follow(self, line: psycopg.Connection[Any]) -> None:
        breaths = 0
        while not self._ended.is_set():
            for message in line.notifies(timeout=BREATH):
                self._pass_on(message.payload)
                if self._ended.is_set():
                    return
            breaths += 1
            if breaths % PROBE == 0:
                line.execute("SELECT 1")

    def _pass_on(self, payload: str) -> None:
        try:
            told = json.loads(payload)
        except ValueError:
            return
        if isinstance(told, dict):
            self._hear(told)
