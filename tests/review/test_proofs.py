"""What goes with an overview: proofs that hold without us or a network, and that tell nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.journal.log import Log
from tests.review.conftest import Desk
from tests.review.footprints import journal, pseudonym
from tests.review.making import happened, send
from tests.review.reading_papers import text_of
from tools import witness
from wijkaanpak.foundation.working_days import HERE
from wijkaanpak.journal import checkpoints
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review.sentences import reference

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=HERE)
KEY = Log(1).signer
ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def sign(desk: Desk) -> None:
    Notary(desk.database.notary).follow_once()
    with desk.database.notary.begin() as connection:
        checkpoints.sign(connection, KEY)


def made(desk: Desk, form: str = "zip") -> bytes:
    answer = send(
        desk, "fg_rie", "/controle/inzage/overzicht", bewoner=str(pseudonym(desk, "rie")), form=form,
        reason="Verzoek van de bewoner, nummer 2026-12.", apart="1", zeker="1", sure="1",
    )  # fmt: skip
    assert answer.status_code == 200, answer.text[:500]
    return answer.data


def unpacked(archive: bytes, folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(folder)
        return {name: packed.read(name) for name in packed.namelist()}


def holds(path: Path) -> bool:
    return witness.main(["verify", "--log", KEY.verifier.vkey, str(path)]) == 0


def test_every_line_that_was_signed_has_a_proof_that_holds_offline(desk: Desk, tmp_path: Path) -> None:
    """R96, issue 4.6: one file a line, under the reference that stands in the overview."""
    entries = [happened(desk, "ww", NOON + timedelta(minutes=n)) for n in range(5)]
    sign(desk)
    late = happened(desk, "ww", NOON)
    found = unpacked(made(desk), tmp_path)
    assert set(found) == {
        "wie-zag-mijn-gegevens.pdf", "wie-zag-mijn-gegevens.csv", "LEESMIJ.txt",
        *(f"bewijs/{entry}.txt" for entry in entries),
    }  # fmt: skip
    paper = text_of(found["wie-zag-mijn-gegevens.pdf"])
    for entry in entries:
        assert holds(tmp_path / "bewijs" / f"{entry}.txt")
        assert reference(entry) in paper
    assert reference(late) in paper
    assert "Eén regel is zo nieuw dat er nog geen bewijs van is." in found["LEESMIJ.txt"].decode()


def test_a_proof_of_another_line_or_of_a_changed_one_is_refused(desk: Desk, tmp_path: Path) -> None:
    one, other = (happened(desk, "ww", NOON + timedelta(minutes=n)) for n in range(2))
    sign(desk)
    unpacked(made(desk), tmp_path)
    first, second = (tmp_path / "bewijs" / f"{entry}.txt" for entry in (one, other))
    proof, leaf = first.read_text(), second.read_text().split("\n")[1]
    for spoiled in (proof.replace(proof.split("\n")[1], leaf), re.sub(r"\nindex \d+", "\nindex 0", proof)):
        first.write_text(spoiled)
        assert not holds(first)
    assert holds(second)


def test_a_proof_tells_nothing_of_colleagues_or_of_other_residents(desk: Desk, tmp_path: Path) -> None:
    """An entry holds ids of both; a resident gets the leaf alone."""
    happened(desk, "ww", NOON)
    happened(desk, "wc", NOON)
    sign(desk)
    found = unpacked(made(desk), tmp_path)
    known = {row[0] for row in journal(desk, "select id::text from journal.entry")}
    for name, body in found.items():
        if name.endswith(".txt"):
            assert not {i.decode() for i in ID.findall(body)} - known, name
            assert b"extra" not in body
    together = b"".join(body for name, body in found.items() if not name.endswith(".pdf"))
    for ident in (*desk.world.staff.values(), desk.world.matter, desk.world.case, desk.world.person):
        assert str(ident).encode() not in together


@pytest.mark.parametrize("form", ["pdf", "csv"])
def test_the_newest_checkpoint_stands_below_every_file(desk: Desk, form: str) -> None:
    """What somebody keeps on paper is an anchor as well."""
    happened(desk, "ww", NOON)
    sign(desk)
    [(size, root)] = journal(
        desk, "select size, encode(root, 'base64') from journal.checkpoint order by size desc limit 1"
    )
    for body in (made(desk, form), desk.get("fg_rie", f"/controle/kwartaal/2026-1.{form}").data):
        said = text_of(body) if form == "pdf" else body.decode("utf-8-sig")
        assert f"wijk.example, {size} regels, wortel {str(root)[:16]}" in said
