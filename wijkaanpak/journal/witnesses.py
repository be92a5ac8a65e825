"""Having the partners' witnesses confirm the newest checkpoint, beside the numbering and never in its way."""

from __future__ import annotations

import base64
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from sqlalchemy import Engine, text
from structlog import get_logger

from wijkaanpak.journal import checkpoints, tiles
from wijkaanpak.journal.asking import Answer, Partner, ask
from wijkaanpak.journal.checkpoints import Signed
from wijkaanpak.journal.exposure import CONFIRMED, DISMISSED
from wijkaanpak.journal.notes import Verifier

EVERY = 10.0  # seconds between two looks
FILE = "witnesses"  # in the data folder: a line each with the organisation, the address and the public key
QUOTED = 200  # characters of an answer that are kept

DISMISS = text("""
    update journal.witness_state set outcome = :dismissed, at = clock_timestamp()
    where witness <> all (cast(:names as text[])) and outcome <> :dismissed
""")
KNOWN = text("select witness, size, outcome from journal.witness_state")
DONE = text("select witness from journal.cosignature where size = :size")
CONFIRM = text("""
    insert into journal.cosignature (size, witness, line) values (:size, :witness, :line)
    on conflict do nothing
""")
REMEMBER = text("""
    insert into journal.witness_state (witness, organisation, size, outcome, said)
    values (:witness, :organisation, :size, :outcome, :said)
    on conflict (witness) do update set
        organisation = excluded.organisation, size = greatest(journal.witness_state.size, excluded.size),
        outcome = excluded.outcome, said = excluded.said, at = clock_timestamp()
""")


def partners(home: Path) -> list[Partner]:
    """The witnesses in the file, none without a file; a line that cannot be read is told, and left out."""
    found: dict[str, Partner] = {}
    with suppress(FileNotFoundError):
        for number, line in enumerate((home / FILE).read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                partner = Partner.read(line)
                found[partner.name] = partner
            except ValueError as fault:
                get_logger().warning("a line of the witnesses cannot be read", line=number, why=str(fault))
    return list(found.values())


class Witnesses:
    """Asks the witnesses of this house; `engine` connects as wijk_notary, `log` is the key that signs."""

    def __init__(self, engine: Engine, home: Path, log: Verifier) -> None:
        self._engine = engine
        self._home = home
        self._log = log

    def round(self) -> None:
        """Have the newest checkpoint confirmed by who has not yet, all at once and each for itself."""
        listed = partners(self._home)
        with self._engine.begin() as connection:
            names = [partner.name for partner in listed]
            connection.execute(DISMISS, {"names": names, "dismissed": DISMISSED})
            newest = checkpoints.newest(connection)
            known = {row.witness: (row.size, row.outcome) for row in connection.execute(KNOWN)}
            done = set(connection.scalars(DONE, {"size": newest.size})) if newest else set()
        waiting = [partner for partner in listed if partner.name not in done]
        if newest is None or not waiting:
            return
        answers: SimpleQueue[tuple[Partner, Answer | Exception]] = SimpleQueue()
        for partner in waiting:
            asked = partner, newest, known.get(partner.name, (0, ""))[0], answers
            threading.Thread(target=self._ask, args=asked, name="asking a witness", daemon=True).start()
        for _ in waiting:
            partner, answer = answers.get()
            if isinstance(answer, Exception):
                get_logger().error(
                    "a witness could not be asked", kind=type(answer).__name__, why=str(answer)
                )
            else:
                self._remember(partner, answer, known.get(partner.name, (0, ""))[1])

    def _ask(self, partner: Partner, newest: Signed, since: int, answers: SimpleQueue[Any]) -> None:
        """In a thread of its own, that nobody waits for when the house closes."""
        try:
            answer = ask(partner, newest, since, self._log, lambda old: self._grown(old, newest))
        except Exception as fault:  # whatever it is: the round waits for an answer
            answers.put((partner, fault))
        else:
            answers.put((partner, answer))

    def _grown(self, old: int, newest: Signed) -> str:
        with self._engine.connect() as connection:
            proof = tiles.consistency(connection, old, newest.size)
        steps = "".join(base64.b64encode(step).decode() + "\n" for step in proof)
        return f"old {old}\n{steps}\n{newest.note}"

    def _remember(self, partner: Partner, answer: Answer, before: str) -> None:
        kept = {
            "witness": partner.name, "organisation": partner.organisation, "size": answer.size,
            "outcome": answer.outcome, "line": answer.line, "said": _quoted(answer.said),
        }  # fmt: skip
        with self._engine.begin() as connection:
            if answer.line:
                connection.execute(CONFIRM, kept)
            connection.execute(REMEMBER, kept)
        if answer.outcome not in (CONFIRMED, before):
            get_logger().warning("a witness does not confirm", witness=partner.name, outcome=answer.outcome)


def _quoted(said: str) -> str:
    return "".join(sign for sign in said[:QUOTED] if sign.isprintable())
