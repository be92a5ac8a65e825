"""The witness: a partner runs this one file on its own machine, and it confirms a journal only if that grew.

    python witness.py new zuiderpoort.example/getuige          makes a key and prints its public line
    python witness.py serve --log LINE                         confirms checkpoints of the log with this line
    python witness.py verify --log LINE [--witness LINE] FILE  checks receipts and proofs of growth, offline

It needs Python 3.11 and `cryptography`, nothing of wijkaanpak: proofs are checked in another way (RFC 9162).
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = 1, 4  # algorithms: a log signs the text, a witness the text and the moment
EMPTY = hashlib.sha256().digest()


class Wrong(Exception):
    """Not to be confirmed: an HTTP status, and why."""


def must(holds: object, status: int, why: str) -> None:
    """Go no further without this; raises Wrong."""
    if not holds:
        raise Wrong(status, why)


class Key(NamedTuple):
    """A public key: its name, its algorithm byte and its 32 bytes."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of each signature line."""
        return hashlib.sha256(b"%s\n%c%s" % (self.name.encode(), self.algorithm, self.public)).digest()[:4]

    @property
    def line(self) -> str:
        """The public line, to hand to others."""
        return f"{self.name}+{self.id.hex()}+{text64(bytes([self.algorithm]) + self.public)}"


class Checkpoint(NamedTuple):
    """Size and root of a log, the text that says so, and below it a name and bytes for each signature."""

    origin: str
    size: int
    root: bytes
    text: str
    below: list[tuple[str, bytes]]

    def signed_by(self, key: Key) -> bool:
        """Is a signature of this key below it, and no false one?"""
        own = [data[4:] for name, data in self.below if (name, data[:4]) == (key.name, key.id)]
        public = Ed25519PublicKey.from_public_bytes(key.public)
        try:
            for data in own:
                public.verify(data[-64:], message(self.text, data[:-64]))
        except InvalidSignature:
            return False
        return {len(data) for data in own} == {72 if key.algorithm == WITNESS else 64}


def message(text: str, moment: bytes) -> bytes:
    """The bytes that are signed."""
    return (f"cosignature/v1\ntime {int.from_bytes(moment)}\n" * bool(moment) + text).encode()


def text64(data: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(data).decode()


def bytes64(text: str, length: int | None = None) -> bytes:
    """Bytes from text that has one form alone."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    must(text64(data) == text and length in (None, len(data)), 400, "geen geldige base64")
    return data


def number(text: str) -> int:
    """A whole number, from text that has one form alone."""
    must(re.fullmatch(r"0|[1-9][0-9]{0,18}", text), 400, "geen geldig getal")
    return int(text)


def public_key(line: str, algorithm: int) -> Key:
    """A key from its public line."""
    name, _, rest = line.strip().partition("+")
    raw = bytes64(rest.partition("+")[2], 33)
    key = Key(name, algorithm, raw[1:])
    must(re.fullmatch(r"[^\s+]+", name) and key.line == line.strip(), 400, "dit is geen openbare regel")
    return key


def checkpoint(note: str) -> Checkpoint:
    """A checkpoint with what stands below it; no signature is checked here."""
    body, _, below = note.rpartition("\n\n")
    lines = body.split("\n")
    signatures = [re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line) for line in below[:-1].split("\n")]
    must(len(lines) == 3 and lines[0] and below.endswith("\n") and all(signatures), 400, "geen checkpoint")
    must(not re.search(r"[\0-\t\v-\x1f]", note), 400, "dit is geen tekst")
    found = [(match[1], bytes64(match[2])) for match in signatures if match]
    return Checkpoint(lines[0], number(lines[1]), bytes64(lines[2], 32), body + "\n", found)


def node(left: bytes, right: bytes) -> bytes:
    """The hash above two others."""
    return hashlib.sha256(b"\1" + left + right).digest()


def climbed(here: int, last: int, start: bytes, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    """The roots of the tree until here and of the whole tree; None when the steps are too many or too few."""
    before = after = start
    for step in steps:
        if last == 0:
            return None
        if here & 1 or here == last:
            before, after = node(step, before), node(step, after)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            after = node(after, step)
        here, last = here >> 1, last >> 1
    return (before, after) if last == 0 else None


def included(index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    return 0 <= index < size and (climbed(index, size - 1, leaf, proof) or (b"", b""))[1] == root


def grown(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2; and what that leaves out: from nothing, and to the same size."""
    if old in (0, new):
        return not proof and 0 <= old <= new and old_root == (new_root if old == new else EMPTY)
    if not 0 < old < new or not proof:
        return False
    first, *steps = proof if old & (old - 1) else [old_root, *proof]
    whole = (old & -old).bit_length() - 1  # levels that the right edge of the old tree is full
    return climbed((old - 1) >> whole, (new - 1) >> whole, first, steps) == (old_root, new_root)


def growth(said: str) -> tuple[int, list[bytes], Checkpoint]:
    """An old size, a proof and a checkpoint, as `add-checkpoint` has them."""
    head, _, note = said.partition("\n\n")
    first, *proof = head.split("\n")
    must(first.startswith("old ") and len(proof) <= 63, 400, "geen bewijs van groei")
    return number(first[4:]), [bytes64(line, 32) for line in proof], checkpoint(note)


def keep(path: Path, text: str) -> None:
    """Write a file whole or not at all, for its owner alone, and safe from a power cut."""
    beside = path.with_suffix(".new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_SYNC, 0o600), "w") as file:
        file.write(text)
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


class Witness:
    """A folder with the key and what this witness saw last; without either it does not start."""

    def __init__(self, folder: Path, log: Key) -> None:
        must(not (folder / "key").stat().st_mode & 0o077, 400, "anderen kunnen de sleutel lezen")
        name, private = (folder / "key").read_text().split()
        self._private = Ed25519PrivateKey.from_private_bytes(bytes64(private))
        self.key = Key(name, WITNESS, self._private.public_key().public_bytes_raw())
        self._log, self._file, self._one = log, folder / "seen", threading.Lock()
        self.seen()

    @staticmethod
    def make(folder: Path, name: str) -> str:
        """A new one, that saw nothing yet, never over one that exists; returns its public line."""
        private = Ed25519PrivateKey.generate()
        line = public_key(Key(name, WITNESS, private.public_key().public_bytes_raw()).line, WITNESS).line
        folder.mkdir(mode=0o700, parents=True)
        keep(folder / "key", f"{name} {text64(private.private_bytes_raw())}\n")
        keep(folder / "seen", json.dumps([0, text64(EMPTY), ""]))
        return line

    def seen(self) -> tuple[int, bytes]:
        """Size and root of the checkpoint that was confirmed last; the file keeps it whole, as evidence."""
        size, root, _ = json.loads(self._file.read_text())
        return int(size), bytes64(root, 32)

    def add(self, said: str) -> str:
        """The line that confirms a checkpoint, if it grew from the last; raises Wrong."""
        old, proof, new = growth(said)
        must(new.origin == self._log.name, 404, "dit logboek is hier onbekend")
        must(new.signed_by(self._log), 403, "niet ondertekend door het logboek")
        must(old <= new.size, 400, "een logboek wordt niet kleiner")
        with self._one:
            size, root = self.seen()
            must(old == size and (size != new.size or root == new.root), 409, str(size))
            must(grown(size, new.size, root, new.root, proof), 422, "niet gegroeid uit wat hier gezien is")
            keep(self._file, json.dumps([new.size, text64(new.root), said.partition("\n\n")[2]]))
        moment = int(time.time()).to_bytes(8)
        signature = self.key.id + moment + self._private.sign(message(new.text, moment))
        return f"\u2014 {self.key.name} {text64(signature)}"


class Answers(BaseHTTPRequestHandler):
    """POST /add-checkpoint confirms, or says why not."""

    witness: ClassVar[Witness]
    timeout = 10  # seconds that somebody may be silent

    def do_POST(self) -> None:
        """Read no more than a checkpoint needs, judge it, and answer one short text."""
        length, status = self.headers.get("Content-Length", ""), 200
        try:
            must(self.path == "/add-checkpoint" and re.fullmatch("[0-9]{1,5}", length), 400, "ongevraagd")
            said = self.witness.add(self.rfile.read(int(length)).decode(errors="replace"))
        except Wrong as wrong:
            status, said = wrong.args
        self.send_response(status)
        self.send_header("Content-Type", "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"{said}\n".encode())


def verify(said: str, log: Key, witnesses: list[Key], earlier: str | None) -> str:
    """What a receipt or a proof of growth proves, in one sentence; raises Wrong."""
    head, _, note = said.partition("\n\n")
    new = checkpoint(note)
    by = [key.name for key in witnesses if new.signed_by(key)]
    must(new.origin == log.name and new.signed_by(log), 403, "niet ondertekend door dit logboek")
    must(by or not witnesses, 403, "door geen van deze getuigen bevestigd")
    seen = f"bevestigd door {', '.join(by) or 'geen getuige'}"
    receipt = re.fullmatch(r"[\w.]+/(tlog|leaf)-proof@v1\n\w+ (\S+)\nindex (\S+)((?:\n\S+)*)", head)
    if receipt:
        index, proof = number(receipt[3]), [bytes64(line, 32) for line in receipt[4].split()]
        told = bytes64(receipt[2])  # the line itself, or only its leaf
        leaf = told if receipt[1] == "leaf" else hashlib.sha256(b"\0" + told).digest()
        must(included(index, new.size, leaf, proof, new.root), 422, "deze regel staat daar niet")
        return f"regel {index} staat in het logboek van {new.size} regels, {seen}"
    old, proof, _ = growth(said)
    known = checkpoint(earlier) if earlier else Checkpoint(log.name, 0, EMPTY, "", [])
    must(known.signed_by(log) or not earlier, 403, "het eerdere checkpoint is niet van dit logboek")
    must((known.origin, known.size) == (log.name, old), 422, "dit bewijs begint bij een ander checkpoint")
    must(grown(old, new.size, known.root, new.root, proof), 422, "het logboek is herschreven")
    return f"het logboek groeide van {old} naar {new.size} regels, {seen}"


def main(words: list[str] | None = None) -> int:
    """0 when all holds, 1 when something does not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=["new", "serve", "verify"])
    parser.add_argument("what", nargs="*", help="de naam van een nieuwe getuige, of bestanden om na te gaan")
    parser.add_argument("--folder", type=Path, default=Path("getuige"), help="waar sleutel en geheugen staan")
    parser.add_argument("--log", default="", help="de openbare regel van het logboek")
    parser.add_argument("--witness", action="append", default=[], help="de openbare regel van een getuige")
    parser.add_argument("--earlier", type=Path, help="het checkpoint waaruit het logboek groeide")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8300)
    asked = parser.parse_intermixed_args(words)
    try:
        if asked.command == "new":
            print(Witness.make(asked.folder, " ".join(asked.what)))
        elif asked.command == "serve":
            Answers.witness = Witness(asked.folder, public_key(asked.log, LOG))
            with ThreadingHTTPServer((asked.host, asked.port), Answers) as server:
                print(f"{Answers.witness.key.name} luistert op poort {server.server_port}", flush=True)
                server.serve_forever()
        else:
            keys = public_key(asked.log, LOG), [public_key(line, WITNESS) for line in asked.witness]
            earlier = asked.earlier and asked.earlier.read_text()
            for path in asked.what:
                print(f"{path}: {verify(Path(path).read_text(), *keys, earlier)}")
    except (Wrong, OSError, ValueError) as fault:
        print(f"Dit klopt niet: {fault.args[-1]}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
