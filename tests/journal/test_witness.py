"""The witness that a partner runs: it confirms growth, and nothing else (C2SP tlog-witness)."""

import ast
import http.client
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.journal.log import Log
from tools import witness
from wijkaanpak.journal import notes, tree
from wijkaanpak.journal.notes import COSIGNATURE, Verifier

NAME = "zuiderpoort.example/getuige"
LOG = Log()
REWRITTEN = Log(changed=3)
HEAD, TAIL = LOG.note(3).split("=", 1)
SECOND_FORM = f"{HEAD[:-1]}{chr(ord(HEAD[-1]) + 1)}={TAIL}"  # of base64: other text, the same root
Answer = tuple[int, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "getuige"


@pytest.fixture
def line(folder: Path) -> str:
    return witness.Witness.make(folder, NAME)


@pytest.fixture
def partner(folder: Path, line: str) -> witness.Witness:
    return witness.Witness(folder, LOG.key)


def says(partner: witness.Witness, body: str) -> Answer:
    try:
        return 200, partner.add(body)
    except witness.Wrong as wrong:
        status, why = wrong.args
        return status, why


def status(partner: witness.Witness, body: str) -> int:
    return says(partner, body)[0]


def test_a_second_hand_reads_and_writes_the_same_notes(partner: witness.Witness, line: str) -> None:
    assert LOG.key.line == LOG.signer.verifier.vkey
    key = Verifier.read(line)
    assert (key.name, key.algorithm, key.public) == tuple(partner.key)
    assert key.algorithm == COSIGNATURE
    cosignature = partner.add(LOG.growth(0, 5)) + "\n"
    opened = notes.opened(LOG.note(5) + cosignature, [LOG.signer.verifier, key])
    assert opened.by[key] == cosignature
    assert witness.checkpoint(LOG.note(5) + cosignature).signed_by(partner.key)


def test_a_signature_has_one_length(partner: witness.Witness, line: str) -> None:
    """A zero before the time changes neither time nor signature: both verifiers refuse the second form."""
    _, signed = notes.signature(partner.add(LOG.growth(0, 5)) + "\n")
    padded = f"\u2014 {NAME} {witness.text64(signed[:4] + bytes(1) + signed[4:])}\n"
    assert not witness.checkpoint(LOG.note(5) + padded).signed_by(partner.key)
    longer = signed[:12] + bytes(1) + signed[12:]
    for data in (signed[:4] + bytes(1) + signed[4:], longer):
        assert not Verifier.read(line).holds(LOG.note(5).partition("\n\n")[0] + "\n", data[4:])
    assert Verifier.read(line).holds(LOG.note(5).partition("\n\n")[0] + "\n", signed[4:])


def test_it_confirms_growth_step_by_step(partner: witness.Witness) -> None:
    old = 0
    for size in (0, 1, 2, 3, 8, 8, 9, 255, 256, 257, 257, 1_000):
        assert status(partner, LOG.growth(old, size)) == 200
        assert partner.seen() == (size, LOG.root(size))
        old = size


def test_it_says_how_far_it_is_to_who_does_not_know(partner: witness.Witness) -> None:
    """409 with its own size: the house then sends the growth from there."""
    partner.add(LOG.growth(0, 7))
    assert says(partner, LOG.growth(0, 9)) == (409, "7")
    assert says(partner, LOG.growth(8, 9)) == (409, "7")
    assert status(partner, LOG.growth(7, 9)) == 200


def test_a_log_that_went_back_is_refused(partner: witness.Witness) -> None:
    """X14: an older state was put back. Whatever it claims, the witness has seen more."""
    partner.add(LOG.growth(0, 20))
    assert says(partner, LOG.growth(0, 12)) == (409, "20")
    assert says(partner, LOG.growth(12, 15)) == (409, "20")
    assert status(partner, f"old 20\n\n{LOG.note(12)}") == 400
    assert partner.seen() == (20, LOG.root(20))


def test_a_log_that_was_rewritten_is_refused(partner: witness.Witness) -> None:
    """X13: rebuilt with the real key; the signature is true, and the proof cannot be made."""
    partner.add(LOG.growth(0, 20))
    assert status(partner, REWRITTEN.growth(20, 30)) == 422
    proof = LOG.growth(20, 30).partition("\n\n")[0]
    assert status(partner, f"{proof}\n\n{REWRITTEN.note(30)}") == 422
    assert status(partner, f"old 20\n\n{REWRITTEN.note(30)}") == 422
    assert partner.seen() == (20, LOG.root(20))


def test_two_truths_of_one_size_are_not_both_confirmed(partner: witness.Witness) -> None:
    """X15: a split view. The same checkpoint again is confirmed again; another root of that size is not."""
    partner.add(LOG.growth(0, 20))
    assert status(partner, LOG.growth(20, 20)) == 200
    assert says(partner, REWRITTEN.growth(20, 20)) == (409, "20")
    assert status(partner, LOG.growth(20, 21)) == 200


def test_what_another_key_or_another_log_signed_is_refused(partner: witness.Witness) -> None:
    assert status(partner, Log(seed=2).growth(0, 5)) == 403
    assert status(partner, Log(name="elders.example").growth(0, 5)) == 404
    body = LOG.growth(0, 5)
    false = LOG.signer.line("another text\n")
    assert status(partner, body + false) == 403, "a false signature of the log's key beside a true one"
    assert status(partner, body + Log(seed=2).signer.line("x\n")) == 200, "a stranger's line says nothing"
    assert partner.seen()[0] == 5


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old 0\n\n" + LOG.note(3).replace("=\n\n", "=\n\n\n"),
        "old 0\n\n" + SECOND_FORM,
        "\n",
        "old\n\n",
        "old 0\n\n",
        "old -1\n\n" + LOG.note(3),
        "old 00\n\n" + LOG.note(3),
        "old 0x1\n\n" + LOG.note(3),
        "old \u0663\n\n" + LOG.note(3),
        "new 0\n\n" + LOG.note(3),
        LOG.note(3),
        "old 0\nno base64\n\n" + LOG.note(3),
        "old 0\nAAAA\n\n" + LOG.note(3),
        "old 0\n" + (witness.text64(bytes(32)) + "\n") * 64 + "\n" + LOG.note(3),
        "old 0\n\n" + LOG.note(3).removesuffix("\n"),
        "old 0\n\n" + LOG.note(3).replace("\u2014", "-"),
        "old 0\n\n" + LOG.note(3).replace("\n3\n", "\n03\n"),
        "old 0\n\n" + LOG.note(3).replace("\n", "\r\n"),
        "old 0\n\n" + LOG.note(3).replace("example", "example\0"),
        "old 4\n\n" + LOG.note(3),
        "old 0\n\nwijk.example\n3\n\u2014 a b\n",
        "\ufffd" * 1_000,
    ],
)
def test_garbage_is_refused(partner: witness.Witness, body: str) -> None:
    assert status(partner, body) == 400
    assert partner.seen() == (0, tree.EMPTY)


def test_it_remembers_over_a_restart_and_never_half(partner: witness.Witness, folder: Path) -> None:
    partner.add(LOG.growth(0, 6))
    again = witness.Witness(folder, LOG.key)
    assert again.seen() == (6, LOG.root(6))
    assert json.loads((folder / "seen").read_text())[2] == LOG.note(6), "as evidence"
    assert [path.name for path in sorted(folder.iterdir())] == ["key", "seen"]


def test_one_that_forgot_or_whose_key_others_read_does_not_start(folder: Path, line: str) -> None:
    """Without its memory it would confirm whatever it is shown."""
    assert [(folder / name).stat().st_mode & 0o777 for name in ("key", "seen")] == [0o600, 0o600]
    (folder / "key").chmod(0o640)
    with pytest.raises(witness.Wrong):
        witness.Witness(folder, LOG.key)
    (folder / "key").chmod(0o600)
    (folder / "seen").write_text("")
    with pytest.raises(ValueError, match="Expecting value"):
        witness.Witness(folder, LOG.key)
    (folder / "seen").unlink()
    with pytest.raises(FileNotFoundError):
        witness.Witness(folder, LOG.key)
    with pytest.raises(FileExistsError):
        witness.Witness.make(folder, NAME)


def test_of_many_at_once_it_confirms_one_line_of_growth(partner: witness.Witness) -> None:
    """Looking and remembering are one act: two truths sent at the same moment are never both confirmed."""
    for size in range(4, 24):
        old = partner.seen()[0]
        bodies = [log.growth(old, size) for log in (LOG, REWRITTEN) * 4]
        with ThreadPoolExecutor(len(bodies)) as senders:
            answers = list(senders.map(lambda body: status(partner, body), bodies))
        assert answers.count(200) == 1
        assert set(answers) <= {200, 409, 422}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[int, Verifier]]:
    """The file alone, copied to a machine that has nothing of the house, and served there."""
    script = shutil.copy(Path(witness.__file__), tmp_path / "witness.py")
    command = [sys.executable, "-I", str(script)]
    made = subprocess.run([*command, "new", NAME], cwd=tmp_path, capture_output=True, text=True, check=True)
    asked = [*command, "serve", "--log", LOG.signer.verifier.vkey, "--port", "0"]
    running = subprocess.Popen(
        asked, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert running.stdout is not None
        yield int(running.stdout.readline().split()[-1]), Verifier.read(made.stdout)
    finally:
        running.kill()
        running.wait()


def test_the_file_alone_serves_and_answers(served: tuple[int, Verifier]) -> None:
    port, key = served

    def post(path: str, body: bytes | None, **headers: str) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(), answer.headers["Content-Type"]

    known = post("/add-checkpoint", LOG.growth(0, 5).encode())
    assert known[0] == 200
    assert notes.opened(LOG.note(5) + known[1], [key]).by
    assert post("/add-checkpoint", LOG.growth(0, 9).encode()) == (409, "5\n", "text/x.tlog.size")
    assert post("/add-checkpoint", REWRITTEN.growth(5, 9).encode())[0] == 422
    assert post("/add-checkpoint", os.urandom(500))[0] == 400
    assert post("/elsewhere", LOG.growth(5, 9).encode())[0] == 400
    assert post("/add-checkpoint", None, **{"Content-Length": "9" * 12})[0] == 400
    assert post("/add-checkpoint", None, **{"Content-Length": "-5"})[0] == 400
    assert post("/add-checkpoint", LOG.growth(5, 9).encode())[0] == 200


def test_it_imports_nothing_of_the_house() -> None:
    source = ast.parse(Path(witness.__file__).read_text(encoding="utf-8"))
    asked = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]  # type: ignore[union-attr]
        for node in ast.walk(source)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert asked - set(sys.stdlib_module_names) == {"cryptography"}
