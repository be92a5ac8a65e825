"""While the house serves, what is numbered is signed and confirmed, and the bell waits for no witness."""

import time
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.journal.partners import Partner, listening, silent
from tests.live.conftest import Served, open_house
from tests.live.world import World
from tools import witness
from wijkaanpak.foundation.config import Settings
from wijkaanpak.journal import checkpoints, witnesses
from wijkaanpak.journal.notes import COSIGNATURE, Checkpoint, Signer, opened


def test_what_is_numbered_is_confirmed_while_another_witness_hangs(world: World, tmp_path: Path) -> None:
    """Security.md 3.1: signed and confirmed by one other organisation, whatever the second does."""
    home = tmp_path / "home"
    key = checkpoints.signer(Settings(home=home, url="http://localhost:1"))
    zuid = Partner(tmp_path, "zuid", witness.public_key(key.verifier.vkey, witness.LOG))
    mute = Signer.new("stil.example", COSIGNATURE).verifier.vkey
    with listening(zuid.says) as url, silent() as hole:
        listed = f"Stil {hole} {mute}\nZuid {url} {zuid.line}\n"
        (home / witnesses.FILE).write_text(listed, encoding="utf-8")
        with open_house(world.addresses, home, every=0.1) as (address, process):
            with Served(address, world, process).line("wc") as wc:
                wc.listen(world.matter)
                for n in range(1, 6):
                    world.ring(world.matter)
                    assert wc.heard(5) == [{"n": n, "kind": "case.changed", "ref": str(world.matter)}]
            size, notes = confirmed(world, zuid.name)
    assert size > 0
    for note in notes:
        assert Checkpoint.read(opened(note, [key.verifier]).text).origin == "localhost:1"


def confirmed(world: World, name: str) -> tuple[int, list[str]]:
    """The size that this witness confirmed, as soon as it did, and every checkpoint."""
    engine = create_engine(str(world.addresses.admin))
    deadline, size = time.monotonic() + 20, 0
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not size and time.monotonic() < deadline:
            time.sleep(0.05)
            asked = text("select max(size) from journal.cosignature where witness = :name")
            size = connection.scalar(asked, {"name": name}) or 0
        notes = list(connection.scalars(text("select note from journal.checkpoint")))
    engine.dispose()
    return size, notes
