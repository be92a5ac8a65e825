"""Signed notes and checkpoints: what holds, and that nothing else does."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools import witness
from wijkaanpak.journal import notes
from wijkaanpak.journal.notes import COSIGNATURE, ED25519, Checkpoint, Signer, Unreadable, Unsigned, Verifier

LOG = Signer("wijk.example", bytes(range(32)))
OTHER = Signer("wijk.example", bytes(range(1, 33)))
WITNESS = Signer("zuiderpoort.example/getuige", bytes(range(2, 34)), COSIGNATURE)
CHECKPOINT = Checkpoint("wijk.example", 12, hashlib.sha256(b"root").digest())
NOTE = notes.sign(CHECKPOINT.text, LOG)


def test_a_checkpoint_is_three_lines() -> None:
    size_and_root = "12\nSBNJTRN+FjG7owHVrKslue7eje4uaWcbmTI5KA1xnQw=\n"
    root = base64.b64decode("SBNJTRN+FjG7owHVrKslue7eje4uaWcbmTI5KA1xnQw=")
    checkpoint = Checkpoint("wijk.example", 12, root)
    assert checkpoint.text == "wijk.example\n" + size_and_root
    assert Checkpoint.read(checkpoint.text) == checkpoint


def test_a_note_is_text_an_empty_line_and_a_line_of_the_key() -> None:
    """C2SP signed-note: an em dash, the name, and the key's four bytes before the signature over the text."""
    text, line = NOTE.split("\n\n")
    assert text + "\n" == CHECKPOINT.text
    dash, name, data = line.removesuffix("\n").split(" ")
    signed = base64.b64decode(data)
    public = LOG.verifier.public
    assert (dash, name) == ("\u2014", "wijk.example")
    assert signed[:4] == hashlib.sha256(b"wijk.example\n\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], CHECKPOINT.text.encode())


def test_a_note_is_opened_by_who_trusts_its_key() -> None:
    opened = notes.opened(NOTE, [OTHER.verifier, LOG.verifier])
    assert Checkpoint.read(opened.text) == CHECKPOINT
    assert opened.by == {LOG.verifier: LOG.line(CHECKPOINT.text)}


def test_the_algorithm_is_a_byte_of_the_key() -> None:
    """The same secret under another algorithm is another key, with another number."""
    timed = Signer(LOG.name, LOG.private, COSIGNATURE)
    assert timed.verifier.public == LOG.verifier.public
    assert timed.verifier.id != LOG.verifier.id
    with pytest.raises(Unsigned):
        notes.opened(NOTE, [timed.verifier])


def test_a_cosignature_says_when_and_signs_that_too() -> None:
    """C2SP tlog-cosignature: eight bytes of time before the signature, a head above the text."""
    line = WITNESS.line(CHECKPOINT.text, 1_795_000_000)
    _, signed = notes.signature(line)
    assert signed[4:12] == (1_795_000_000).to_bytes(8)
    message = b"cosignature/v1\ntime 1795000000\n" + CHECKPOINT.text.encode()
    Ed25519PublicKey.from_public_bytes(WITNESS.verifier.public).verify(signed[12:], message)
    assert (
        signed[:4]
        == hashlib.sha256(b"zuiderpoort.example/getuige\n\x04" + WITNESS.verifier.public).digest()[:4]
    )

    opened = notes.opened(NOTE + line, [LOG.verifier, WITNESS.verifier])
    assert opened.by == {LOG.verifier: LOG.line(CHECKPOINT.text), WITNESS.verifier: line}
    earlier = signed[:4] + (1_000_000_000).to_bytes(8) + signed[12:]
    moved = f"\u2014 {WITNESS.name} {base64.b64encode(earlier).decode()}\n"
    with pytest.raises(Unsigned):
        notes.opened(NOTE + moved, [LOG.verifier, WITNESS.verifier])


def test_the_form_of_a_signature_follows_the_algorithm() -> None:
    with pytest.raises(ValueError, match="says when"):
        WITNESS.line(CHECKPOINT.text)
    with pytest.raises(ValueError, match="says when"):
        LOG.line(CHECKPOINT.text, 1)


def test_a_key_travels_as_one_line() -> None:
    for signer in (LOG, WITNESS):
        assert Verifier.read(signer.verifier.vkey) == signer.verifier
        assert Verifier.read(signer.verifier.vkey + "\n") == signer.verifier
    assert LOG.verifier.vkey.startswith(f"wijk.example+{LOG.verifier.id.hex()}+")


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "wijk.example",
        LOG.verifier.vkey[:-4],
        LOG.verifier.vkey.replace("wijk.example", "wijk2.example"),
        LOG.verifier.vkey.replace("wijk.example", "wijk example"),
        f"wijk.example+{LOG.verifier.id.hex().upper()}x+" + LOG.verifier.vkey.split("+", 2)[2],
        "a+00000000+" + base64.b64encode(b"\x09" + bytes(32)).decode(),
        "a+00000000+é",
    ],
)
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(Unreadable):
        Verifier.read(vkey)


def test_a_new_key_is_nobody_elses_and_shows_itself_to_nobody() -> None:
    one, another = Signer.new("wijk.example"), Signer.new("wijk.example")
    assert one.private != another.private
    assert one.algorithm == ED25519
    assert "private" not in repr(one)
    with pytest.raises(Unreadable):
        Signer.new("wijk example")


def test_a_key_is_kept_as_one_line() -> None:
    """Whichever bytes it has: base64 has a plus of its own."""
    for first in range(256):
        signer = Signer("wijk.example", bytes([first]) * 32, COSIGNATURE if first % 2 else ED25519)
        assert Signer.read(signer.kept + "\n") == signer
        assert Verifier.read(signer.verifier.vkey) == signer.verifier
        assert witness.public_key(signer.verifier.vkey, signer.algorithm).line == signer.verifier.vkey
    for other in ("", LOG.verifier.vkey, LOG.kept[:-4], LOG.kept.replace("wijk.example", "wijk example")):
        with pytest.raises(Unreadable):
            Signer.read(other)


def test_a_note_of_a_key_that_is_not_trusted_is_not_opened() -> None:
    with pytest.raises(Unsigned):
        notes.opened(NOTE, [OTHER.verifier])
    with pytest.raises(Unsigned):
        notes.opened(NOTE, [])


def test_a_false_signature_of_a_trusted_key_spoils_the_note() -> None:
    """Also when another trusted key did sign it: somebody has been at this note."""
    false = WITNESS.line("another text\n", 5)
    with pytest.raises(Unsigned):
        notes.opened(NOTE + false, [LOG.verifier, WITNESS.verifier])
    assert notes.opened(NOTE + false, [LOG.verifier]).by, "a line of a stranger is not looked at"


@settings(max_examples=300)
@given(place=st.integers(0, len(NOTE) - 1), sign=st.characters(codec="utf-8"))
def test_one_changed_sign_is_found(place: int, sign: str) -> None:
    changed = NOTE[:place] + sign + NOTE[place + 1 :]
    if changed == NOTE:
        return
    with pytest.raises((Unreadable, Unsigned)):
        notes.opened(changed, [LOG.verifier])


@settings(max_examples=300)
@example("\n\n")
@example("text\n\n\u2014 a AAAAAAA=\n")
@example(NOTE.removesuffix("\n"))
@example(NOTE.replace("\n\n", "\n"))
@example(NOTE.replace("\n", "\r\n"))
@example("a\x00b\n\n" + NOTE.split("\n\n")[1])
@example(NOTE + "x")
@example(NOTE + "\n")
@example(NOTE * 1_000)
@given(st.text())
def test_garbage_is_no_note(garbage: str) -> None:
    with pytest.raises((Unreadable, Unsigned)):
        notes.opened(garbage, [LOG.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wijk.example\n12\n",
        CHECKPOINT.text + "one line more\n",
        CHECKPOINT.text.removesuffix("\n"),
        CHECKPOINT.text.replace("\n12\n", "\n012\n"),
        CHECKPOINT.text.replace("\n12\n", "\n-12\n"),
        CHECKPOINT.text.replace("\n12\n", "\n1e1\n"),
        CHECKPOINT.text.replace("\n12\n", "\n\u0661\u0662\n"),
        CHECKPOINT.text.replace("wijk.example", ""),
        "wijk.example\n12\nAAAA\n",
        "wijk.example\n12\nno base64\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Checkpoint.read(text)


def test_a_hash_is_written_in_one_way_alone() -> None:
    """Base64 has unused bits at its end: with those set it would read the same and be other text."""
    spoiled = CHECKPOINT.text[:-3] + chr(ord(CHECKPOINT.text[-3]) + 1) + "=\n"
    with pytest.raises(Unreadable):
        Checkpoint.read(spoiled)


def test_only_lines_of_text_can_be_signed() -> None:
    for text in ("", "no end", "a\tb\n"):
        with pytest.raises(Unreadable):
            notes.sign(text, LOG)
