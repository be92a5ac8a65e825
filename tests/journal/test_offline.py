"""Receipts and proofs of growth, looked through on a machine that knows no house and has no network."""

from pathlib import Path

import pytest

from tests.journal.log import Log
from tools import witness

LOG = Log(40)
REWRITTEN = Log(40, changed=3)


@pytest.fixture
def partner(tmp_path: Path) -> witness.Witness:
    witness.Witness.make(tmp_path / "getuige", "zuiderpoort.example/getuige")
    return witness.Witness(tmp_path / "getuige", LOG.key)


def checked(tmp_path: Path, said: str, *more: str, log: Log = LOG) -> int:
    path = tmp_path / "bewijs.tlog-proof"
    path.write_text(said, encoding="utf-8")
    return witness.main(["verify", "--log", log.key.line, *more, str(path)])


def test_a_receipt_says_what_it_proves_and_who_confirmed_it(
    tmp_path: Path, partner: witness.Witness, capsys: pytest.CaptureFixture[str]
) -> None:
    cosignature = partner.add(LOG.growth(0, 33)) + "\n"
    assert checked(tmp_path, LOG.receipt(7, 33, cosignature), "--witness", partner.key.line) == 0
    said = capsys.readouterr().out
    assert "regel 7 staat in het logboek van 33 regels, bevestigd door zuiderpoort.example/getuige" in said
    assert checked(tmp_path, LOG.receipt(0, 1)) == 0
    assert "bevestigd door geen getuige" in capsys.readouterr().out


def test_a_receipt_that_was_touched_is_refused(tmp_path: Path) -> None:
    receipt = LOG.receipt(7, 33)
    extra = witness.text64(LOG.entries[7].encode())
    other = witness.text64(LOG.entries[8].encode())
    for spoiled in (
        receipt.replace("index 7", "index 8"),
        receipt.replace("index 7", "index 40"),
        receipt.replace(extra, other),
        receipt.replace(f"extra {extra}\n", ""),
        receipt.replace("\n33\n", "\n34\n"),
        receipt.replace("@v1", "@v2"),
        REWRITTEN.receipt(7, 33).partition("\n\n")[0] + "\n\n" + LOG.note(33),
        "\n".join(receipt.split("\n")[:3] + receipt.split("\n")[4:]),
        receipt[: len(receipt) // 2],
        "",
    ):
        assert checked(tmp_path, spoiled) == 1
    assert checked(tmp_path, receipt, log=Log(40, seed=2)) == 1


def test_a_receipt_that_no_trusted_witness_confirmed_is_refused(
    tmp_path: Path, partner: witness.Witness
) -> None:
    stranger = witness.Witness.make(tmp_path / "vreemde", "elders.example")
    cosignature = partner.add(LOG.growth(0, 33)) + "\n"
    receipt = LOG.receipt(7, 33, cosignature)
    assert checked(tmp_path, receipt, "--witness", stranger) == 1
    assert checked(tmp_path, receipt, "--witness", stranger, "--witness", partner.key.line) == 0
    earlier = LOG.receipt(7, 34, cosignature)
    assert checked(tmp_path, earlier, "--witness", partner.key.line) == 1, "that was about another size"


def test_growth_between_two_printed_checkpoints_is_proven(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stood below an export of last year, against the checkpoint of today."""
    printed = tmp_path / "vorig-jaar"
    printed.write_text(LOG.note(12), encoding="utf-8")
    known = ("--earlier", str(printed))
    assert checked(tmp_path, LOG.growth(12, 40), *known) == 0
    assert "groeide van 12 naar 40 regels" in capsys.readouterr().out
    assert checked(tmp_path, LOG.growth(0, 40)) == 0
    assert checked(tmp_path, LOG.growth(12, 40)) == 1, "from what?"
    assert checked(tmp_path, LOG.growth(13, 40), *known) == 1
    assert checked(tmp_path, REWRITTEN.growth(12, 40), *known) == 1
    assert "herschreven" in capsys.readouterr().err
    elsewhere = Log(40, name="elders.example").note(12).rpartition("\n\n")[0] + "\n"
    printed.write_text(f"{elsewhere}\n{LOG.signer.line(elsewhere)}", encoding="utf-8")
    assert checked(tmp_path, LOG.growth(12, 40), *known) == 1, "of another log, with the same key"
    printed.write_text(Log(40, seed=2).note(12), encoding="utf-8")
    assert checked(tmp_path, LOG.growth(12, 40), *known) == 1, "signed by somebody else"


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert witness.main(["verify", "--log", "no key", str(tmp_path)]) == 1
    assert witness.main(["verify", "--log", LOG.key.line, str(tmp_path / "nergens")]) == 1
    assert witness.main(["new", "een naam met spaties", "--folder", str(tmp_path / "x")]) == 1
    assert not (tmp_path / "x").exists()
    said = capsys.readouterr().err
    assert said.count("Dit klopt niet: ") == 3
    assert "Traceback" not in said
