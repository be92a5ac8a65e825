"""Who owns the tables forges what was signed: its key tells, its witness, or what others kept (R91)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.journal import forging
from tests.journal.kept import Kept, told, wrote
from tools import witness
from wijkaanpak.journal import checkpoints, exposure, notes
from wijkaanpak.journal.findings import Finding, Kind, Outcome
from wijkaanpak.journal.notes import Checkpoint, Signer
from wijkaanpak.journal.tree import EMPTY
from wijkaanpak.journal.upkeep import LOG, ClockMoved, PersonalErased
from wijkaanpak.journal.verifying import verify

N = 131
TILE = 256  # leaves below one hash of a tile
Forge = Callable[[Kept, Connection], None]


def named(outcome: Outcome, exit_: int = 2) -> tuple[Kind, int | None]:
    assert outcome.exit == exit_
    return outcome.kind, outcome.first


@pytest.fixture
def anchors(journal: Kept, tmp_path: Path) -> Path:
    """What a partner's witness remembers, and two older checkpoints that came by mail."""
    folder = tmp_path / "anchors"
    (folder / "zuid").mkdir(parents=True)
    (folder / "zuid" / "seen").write_text(journal.memory.read_text(), encoding="utf-8")
    with journal.admin.connect() as connection:
        for size in journal.sizes[1:3]:
            note = connection.scalar(text("select note from journal.checkpoint where size = :s"), {"s": size})
            said = f"Beste functionaris,\r\nvan vandaag:\r\n\r\n{note}\nMet vriendelijke groet"
            (folder / f"{size}.txt").write_text(said, encoding="utf-8")
    return folder


def key_of(journal: Kept) -> Signer:
    return checkpoints.signer(journal.settings)


def history(journal: Kept, connection: Connection) -> None:
    """Another history from N on, signed anew with the true key."""
    forging.rewrite(connection, N, outcome="GEWEIGERD")
    forging.regrow(connection)
    forging.resign(connection, key_of(journal), journal.before(N))


def rollback(journal: Kept, connection: Connection) -> None:
    """An older copy of everything put back."""
    size = journal.sizes[-3]
    forging.cut(connection, size)
    for table in ("checkpoint", "cosignature"):
        forging.does(connection, f"delete from journal.{table} where size > :s", s=size)
    forging.does(connection, "update journal.witness_state set size = :s", s=size)


def test_what_others_kept_fits_what_nobody_touched(journal: Kept, anchors: Path) -> None:
    with journal.tampered() as connection:
        assert verify(connection, journal.trust, anchors=anchors).kind == Kind.SOUND
        size = journal.sizes[5]
        since = verify(connection, journal.trust, since=size, anchors=anchors)
    assert (since.kind, since.checked) == (Kind.SOUND, journal.size - size)


def test_an_end_within_the_window_goes_unseen_and_the_desk_says_how_long_that_is(journal: Kept) -> None:
    """X07, which cannot be found: what nobody confirmed yet can vanish, and that is all that can."""
    with journal.tampered() as connection:
        now = connection.execute(text("select clock_timestamp()")).scalar_one()
        number = forging.append(connection, wrote(connection, now - timedelta(seconds=30), 1))
        assert verify(connection, journal.trust).kind == Kind.SOUND
        shown = exposure.read(connection)
        assert shown.confirmed is not None
        assert shown.confirmed.size <= number < shown.numbered
        assert 30 <= shown.window < 90
        forging.cut(connection, number)
        assert verify(connection, journal.trust).kind == Kind.SOUND
        forging.cut(connection, number - 1)
        assert named(verify(connection, journal.trust)) == (Kind.END_GONE, number - 1), "one more is seen"


def test_a_tree_that_was_built_anew_without_the_key(journal: Kept) -> None:
    """X12: under the name of the journal with another key, or with the true notes left in their place."""
    with journal.tampered() as connection:
        forging.rewrite(connection, N, outcome="GEWEIGERD")
        forging.regrow(connection)
        own = Signer.new(key_of(journal).name)
        forging.resign(connection, own, journal.before(N))
        outcome = verify(connection, journal.trust)
    assert named(outcome) == (Kind.CHECKPOINT_FALSE, journal.before(N))
    assert outcome.signed == journal.before(N)
    roots = "update journal.checkpoint set root = sha256(root) where size > :s"
    assert named(journal.found(roots, s=journal.before(N))) == (Kind.CHECKPOINT_FALSE, journal.before(N))
    garbage = "update journal.checkpoint set note = 'geen' where size > :s"
    assert named(journal.found(garbage, s=journal.before(N))) == (Kind.CHECKPOINT_FALSE, journal.before(N))


def test_a_tree_that_was_built_anew_with_the_key(journal: Kept, anchors: Path, tmp_path: Path) -> None:
    """X13: nothing inside tells; confirmations do, what others kept does, and the witness says no."""
    with journal.tampered() as connection:
        history(journal, connection)
        assert verify(connection, journal.trust).kind == Kind.SOUND
        assert named(verify(connection, journal.trust, anchors=anchors), 3) == (Kind.FORKED, journal.sizes[2])
        note = connection.scalar(text("select note from journal.checkpoint order by size desc limit 1"))
        with pytest.raises(witness.Wrong) as refused:
            journal.partner.sees.add(f"old {journal.size}\n\n{note}")
        assert refused.value.args[0] == 409
        assert (
            named(verify(connection, journal.trust, since=journal.size, anchors=anchors), 3)[0] == Kind.FORKED
        )
    with journal.tampered() as connection:
        forging.rewrite(connection, N, outcome="GEWEIGERD")
        forging.regrow(connection)
        forging.resign(connection, key_of(journal), journal.before(N), confirmed=True)
        outcome = verify(connection, journal.trust)
    assert named(outcome)[0] == Kind.CONFIRMATION_FALSE
    assert (outcome.until, outcome.about) == (journal.before(N) + 40, journal.partner.name)


def test_an_older_copy_that_was_put_back(journal: Kept, anchors: Path) -> None:
    """X14: nothing inside tells; whoever kept a later checkpoint knows, and the witness says no."""
    with journal.tampered() as connection:
        rollback(journal, connection)
        assert verify(connection, journal.trust).kind == Kind.SOUND
        outcome = verify(connection, journal.trust, anchors=anchors)
        assert named(outcome, 3) == (Kind.ROLLED_BACK, journal.sizes[-3])
        assert (outcome.until, outcome.about) == (journal.size, "zuid/seen")
        note = connection.scalar(text("select note from journal.checkpoint order by size desc limit 1"))
        with pytest.raises(witness.Wrong) as refused:
            journal.partner.sees.add(f"old {journal.sizes[-3]}\n\n{note}")
        assert refused.value.args == (409, str(journal.size))


def test_a_journal_that_was_shown_in_two_versions(journal: Kept, anchors: Path) -> None:
    """X15: two checkpoints of one size, both signed, prove it by themselves."""
    other = notes.sign(Checkpoint(key_of(journal).name, journal.sizes[2], EMPTY).text, key_of(journal))
    (anchors / "west.txt").write_text(other, encoding="utf-8")
    with journal.tampered() as connection:
        outcome = verify(connection, journal.trust, anchors=anchors)
    assert named(outcome, 3) == (Kind.TWO_VERSIONS, journal.sizes[2])
    assert outcome.about == f"{journal.sizes[2]}.txt, west.txt"
    assert Kind.FORKED in {one.kind for one in outcome.findings}


@pytest.mark.parametrize("what", ["geen checkpoint", "", "[1, 2]", "a key of somebody else"])
def test_a_file_that_proves_nothing_is_said(journal: Kept, anchors: Path, what: str) -> None:
    if what.startswith("a key"):
        name = key_of(journal).name
        what = notes.sign(Checkpoint(name, journal.sizes[2], EMPTY).text, Signer.new(name))
    (anchors / "west.txt").write_text(what, encoding="utf-8")
    with journal.tampered() as connection:
        outcome = verify(connection, journal.trust, anchors=anchors)
    assert (outcome.exit, outcome.findings) == (3, (Finding(Kind.ANCHOR_FALSE, about="west.txt"),))


def test_an_erasure_that_was_slipped_into_the_past(journal: Kept, anchors: Path) -> None:
    """X17: with the true key, an entry is made into the one that explains; what others kept tells."""
    ann, ben = journal.row(1).actor_id, journal.row(2).actor_id
    event = PersonalErased(thing=LOG, entries=(journal.row(N).id,), approved_by=(ann, ben))
    with journal.tampered(forging.PART_GONE, n=N) as connection:
        made = told(connection, event, journal.row(N + 50).recorded_at)
        taken = (
            "update journal.number n set entry_id = e.id, leaf = e.leaf, recorded_at = e.recorded_at "
            "from journal.entry e where e.id = :id and number = :n"
        )
        forging.does(connection, taken, id=made, n=N + 50)
        forging.does(connection, "delete from journal.entry where id = :id", id=journal.row(N + 50).id)
        forging.regrow(connection)
        forging.resign(connection, key_of(journal), journal.before(N))
        assert verify(connection, journal.trust).kind == Kind.SOUND
        assert named(verify(connection, journal.trust, anchors=anchors), 3)[0] == Kind.FORKED


def test_a_month_that_is_gone_without_an_entry(journal: Kept) -> None:
    """X16: the partition, or all that was in it; with the entry see test_retention.py."""
    first = journal.months[0]
    name = f"{first:%Y_%m}"
    outcome = journal.found(f"drop table journal.entry_{name}, journal.personal_{name}")
    assert named(outcome) == (Kind.MONTH_GONE, 0)
    assert outcome.findings[0] == Finding(Kind.MONTH_GONE, 0)


def test_rules_of_access_that_nobody_registered(journal: Kept) -> None:
    """X23: the matrix was changed, and the entries rest on something that is not on record, or not yet."""
    now = journal.row(journal.size - 1).recorded_at
    with journal.tampered() as connection:
        number = forging.append(
            connection, wrote(connection, now, 1, policy="matrix@sha256:0123456789abcdef")
        )
        assert named(verify(connection, journal.trust)) == (Kind.POLICY_UNKNOWN, number)
    with journal.tampered() as connection:
        forging.rewrite(connection, 0, particulars={"digest": "matrix@sha256:0123456789abcdef"})
        assert Finding(Kind.POLICY_UNKNOWN, 0) in verify(connection, journal.trust).findings


def test_a_tile_that_was_changed_while_the_leaves_were_not(journal: Kept) -> None:
    """X24: found by the first number below its hash; so is one that is gone."""
    changed = "update journal.tile set hashes = set_byte(hashes, 33, get_byte(hashes, 33) # 1)"
    assert named(journal.found(changed)) == (Kind.TILE_CHANGED, TILE)
    assert named(journal.found("delete from journal.tile")) == (Kind.TILE_CHANGED, 0)
    assert named(journal.found("update journal.tile set hashes = hashes || sha256('x')")) == (
        Kind.END_GONE,
        journal.size,
    )


@pytest.mark.parametrize(("shift", "explained"), [(-60, True), (-60, False), (24 * 60, True)])
def test_a_clock_that_was_moved(journal: Kept, shift: int, explained: bool) -> None:
    """X25: an hour back or a day ahead and back again: the order holds, and an entry tells of it."""
    moved = timedelta(minutes=shift)
    last = journal.row(journal.size - 1).recorded_at
    with journal.tampered() as connection:
        number = forging.append(connection, wrote(connection, last + moved, 1))
        back = last + moved if shift < 0 else last + timedelta(seconds=5)
        later = forging.append(connection, wrote(connection, back, 2))
        if explained:
            event = ClockMoved(thing=LOG, behind_ms=3_600_000, beside_ms=0)
            forging.append(connection, told(connection, event, back + timedelta(seconds=1)))
        forging.append(connection, wrote(connection, back + timedelta(seconds=2), 3))
        outcome = verify(connection, journal.trust)
    if explained:
        assert (outcome.kind, outcome.clock) == (Kind.SOUND, 1)
    else:
        assert named(outcome) == (Kind.ANTEDATED, number)
    assert later == number + 1


def test_what_waits_too_long_makes_it_incomplete(journal: Kept) -> None:
    """Exit 4: an entry without a number, or nothing signed, for more than a minute."""
    now = journal.row(journal.size - 1).recorded_at
    with journal.tampered() as connection:
        entry = wrote(connection, now - timedelta(minutes=2), 1)
        assert named(verify(connection, journal.trust), 4) == (Kind.UNNUMBERED, None)
        forging.append(connection, entry)
        forging.does(connection, "update journal.number set numbered_at = numbered_at - interval '2 minutes'")
        assert Kind.UNSIGNED in {one.kind for one in verify(connection, journal.trust).findings}


def test_when_time_is_up_it_says_how_far_it_came(journal: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wijkaanpak.journal.verifying.BATCH", 100)
    with journal.tampered() as connection:
        outcome = verify(connection, journal.trust, seconds=0)
        assert named(outcome, 4) == (Kind.UNFINISHED, None)
        assert (outcome.checked, outcome.size, outcome.signed) == (100, 100, 81)
        rest = verify(connection, journal.trust, since=outcome.signed)
        assert (rest.kind, rest.checked) == (Kind.SOUND, journal.size - 81)
        with pytest.raises(ValueError, match="no checkpoint"):
            verify(connection, journal.trust, since=100)
        forging.rewrite(connection, 5, outcome="GEWEIGERD")
        forging.regrow(connection)
        assert named(verify(connection, journal.trust, since=outcome.signed))[0] == Kind.REWRITTEN
