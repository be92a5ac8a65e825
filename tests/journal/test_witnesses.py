"""Partners' witnesses confirm what grew; what they answer instead is told, and holds up nobody else."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from tests.journal.log import Log
from tests.journal.partners import Partner, flooding, listening, silent
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import asking, checkpoints, exposure, notes, witnesses
from wijkaanpak.journal.exposure import CONFIRMED, DISMISSED, LATE, OTHER_TREE, UNREADABLE, WRONG_KEY
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.notes import COSIGNATURE, Signer
from wijkaanpak.journal.witnesses import Witnesses

Write = Callable[..., UUID]
LOG = Log(40)
KEY = LOG.signer
GARBAGE = [
    (200, ""),
    (200, "ok\n"),
    (200, "<html>\x00\x07" + "x" * 100_000),
    (200, "\u2014 zuid.example AAAA\n"),
    (409, "seven\n"),
    (409, "-1\n"),
    (409, "9" * 40 + "\n"),
    (301, "elsewhere"),
    (400, "what?\n"),
    (500, "broken\n"),
]
STATES = text("select witness, organisation, size, outcome, said from journal.witness_state order by witness")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def listed(home: Path, *lines: tuple[str, str, str]) -> None:
    said = "".join(f"{organisation} {url} {key}\n" for organisation, url, key in lines)
    (home / witnesses.FILE).write_text("# onze getuigen\n\n" + said, encoding="utf-8")


def grow(database: Database, write: Write, size: int) -> None:
    with database.app.begin() as connection:
        for _ in range(size):
            write(connection)
    Notary(database.notary).follow_once()
    with database.notary.begin() as connection:
        checkpoints.sign(connection, KEY)


def ask(database: Database, home: Path) -> dict[str, tuple[str, int, str, str]]:
    """One round; how each witness stands afterwards."""
    Witnesses(database.notary, home, KEY.verifier).round()
    with database.notary.connect() as connection:
        return {row[0]: tuple(row[1:]) for row in connection.execute(STATES)}


def test_witnesses_confirm_each_growth(database: Database, write: Write, home: Path) -> None:
    """And the newest checkpoint then carries their lines, which hold for whoever has their keys."""
    zuid, noord = Partner(home, "zuid", LOG.key), Partner(home, "noord", LOG.key)
    with listening(zuid.says) as one, listening(noord.says) as other:
        listed(home, ("Woonstichting Zuiderpoort", one, zuid.line), ("Noord", other, noord.line))
        assert ask(database, home) == {}, "nothing is signed yet"
        grow(database, write, 5)
        found = ask(database, home)
        assert found[zuid.name] == ("Woonstichting Zuiderpoort", 5, CONFIRMED, "")
        assert found[noord.name] == ("Noord", 5, CONFIRMED, "")
        grow(database, write, 7)
        grow(database, write, 1)
        assert {state[1] for state in ask(database, home).values()} == {13}
        assert ask(database, home)[zuid.name][1] == 13, "what is confirmed is not asked again"
        assert (zuid.asked, noord.asked) == (2, 2), "once for each checkpoint that was new to it"
    with database.desk.connect() as connection:
        stands = exposure.read(connection)
        lines = connection.scalars(text("select line from journal.cosignature where size = 13")).all()
        note = checkpoints.newest(connection)
    assert (stands.window, stands.confirming, len(stands.witnesses)) == (0, 2, 2)
    assert stands.confirmed is not None
    assert stands.confirmed.size == 13
    assert note is not None
    keys = [notes.Verifier.read(partner.line) for partner in (zuid, noord)]
    assert set(notes.opened(note.note + "".join(lines), keys).by) == set(keys)


def test_a_witness_that_is_ahead_of_what_we_know_of_it_is_asked_from_there(
    database: Database, write: Write, home: Path
) -> None:
    """Its answer was lost, or it was put back to an earlier state itself: it says how far it is."""
    zuid = Partner(home, "zuid", LOG.key)
    grow(database, write, 4)
    with listening(zuid.says) as url:
        listed(home, ("Zuid", url, zuid.line))
        ask(database, home)
        earlier = (home / "zuid" / "seen").read_bytes()
        grow(database, write, 4)
        newest = 8
        with database.notary.connect() as connection:
            signed = checkpoints.newest(connection)
        assert signed is not None
        zuid.says(Witnesses(database.notary, home, KEY.verifier)._grown(4, signed))
        assert ask(database, home)[zuid.name][1:3] == (newest, CONFIRMED)
        (home / "zuid" / "seen").write_bytes(earlier)
        grow(database, write, 1)
        assert ask(database, home)[zuid.name][1:3] == (9, CONFIRMED)


def test_a_witness_that_saw_another_tree_says_so(database: Database, write: Write, home: Path) -> None:
    """X13, X14, X15: the journal was rewritten, put back, or shown to somebody else in another form."""
    other = Log(40, changed=3)
    forked, ahead, split = (Partner(home, name, LOG.key) for name in ("forked", "ahead", "split"))
    for partner, size in ((forked, 6), (ahead, 20), (split, 9)):
        assert partner.says(other.growth(0, size))[0] == 200
    grow(database, write, 9)
    with listening(forked.says) as a, listening(ahead.says) as b, listening(split.says) as c:
        listed(home, ("F", a, forked.line), ("A", b, ahead.line), ("S", c, split.line))
        with capture_logs() as told:
            found = ask(database, home)
            assert ask(database, home) == found, "asked again it says the same"
    assert {state[2] for state in found.values()} == {OTHER_TREE}
    assert [line["outcome"] for line in told] == [OTHER_TREE] * 3, "told once each"
    with database.desk.connect() as connection:
        assert exposure.read(connection).confirmed is None


def test_keys_that_do_not_belong_are_told_apart(database: Database, write: Write, home: Path) -> None:
    """Theirs that we do not know, ours that they do not know, and a signature that is false."""
    stranger, foreign, zuid = (
        Partner(home, "vreemd", LOG.key),
        Partner(home, "ander", Log(seed=2).key),
        Partner(home, "zuid", LOG.key),
    )
    unknown = Partner(home, "elders", Log(name="elders.example").key)
    known = Signer.new("bekend.example", COSIGNATURE)
    false = Signer.new("vals.example", COSIGNATURE)
    grow(database, write, 3)
    with (
        listening(stranger.says) as a,
        listening(foreign.says) as b,
        listening(unknown.says) as c,
        listening(lambda _: (200, false.line("another text\n", 5))) as d,
        listening(zuid.says) as e,
    ):
        listed(
            home, ("A", a, known.verifier.vkey), ("B", b, foreign.line), ("C", c, unknown.line),
            ("D", d, false.verifier.vkey), ("E", e, zuid.line),
        )  # fmt: skip
        found = ask(database, home)
    assert found.pop(zuid.name)[2] == CONFIRMED
    assert [state[2] for state in found.values()] == [WRONG_KEY] * 4
    with database.notary.connect() as connection:
        assert connection.scalars(text("select witness from journal.cosignature")).all() == [zuid.name]


def test_garbage_is_told_as_such(database: Database, write: Write, home: Path) -> None:
    grow(database, write, 3)
    with ExitStack() as open_:
        lines = []
        for place, answer in enumerate(GARBAGE):
            key = Signer(f"zuid{place}.example", bytes(32), COSIGNATURE).verifier
            url = open_.enter_context(listening(lambda _, answer=answer: answer))
            lines.append(("Zuid", url, key.vkey))
        key = Signer("woordenvloed.example", bytes(32), COSIGNATURE).verifier
        lines.append(("Vloed", open_.enter_context(flooding()), key.vkey))
        listed(home, *lines)
        found = ask(database, home)
    assert len(found) == len(GARBAGE) + 1
    for _, size, outcome, said in found.values():
        assert (size, outcome) == (0, UNREADABLE)
        assert len(said) <= witnesses.QUOTED
        assert said.isprintable()


def test_who_does_not_answer_is_late_and_holds_up_nobody(
    database: Database, write: Write, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody there, no word, a byte now and then, sizes without an end; the others confirm meanwhile."""
    monkeypatch.setattr(asking, "PATIENCE", 0.6)
    zuid = Partner(home, "zuid", LOG.key)
    keys = [Signer.new(f"laat{n}.example", COSIGNATURE).verifier.vkey for n in range(5)]
    grow(database, write, 3)
    sizes = iter((1, 2, 0))
    with (
        silent() as a,
        silent(every=0.1) as b,
        silent(every=0.1, first=b"HTTP/1.1 200 OK\r\n\r\n") as halfway,
        listening(lambda _: (409, f"{next(sizes)}\n")) as c,
        listening(zuid.says) as d,
        socket.create_server(("127.0.0.1", 0)) as nobody,
    ):
        gone = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        nobody.close()
        urls = (a, b, c, gone, halfway)
        late = [(f"L{n}", url, key) for n, (url, key) in enumerate(zip(urls, keys, strict=True))]
        listed(home, *late, ("Zuid", d, zuid.line))
        asked = threading.Thread(target=ask, args=(database, home))
        asked.start()
        confirmed = reaches(database)
        still = asked.is_alive()
        ref_numbered = Notary(database.notary).follow_once()
        asked.join()
        found = ask_states(database)
    assert confirmed
    assert still, "it confirmed while the silent ones were still waited for"
    assert ref_numbered == 0
    assert found.pop(zuid.name) == CONFIRMED
    assert set(found.values()) == {LATE}


def ask_states(database: Database) -> dict[str, str]:
    with database.notary.connect() as connection:
        return {row.witness: row.outcome for row in connection.execute(STATES)}


def reaches(database: Database) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if CONFIRMED in ask_states(database).values():
            return True
        time.sleep(0.01)
    return False


def test_a_line_that_cannot_be_read_is_told_and_left_out(
    database: Database, write: Write, home: Path
) -> None:
    zuid = Partner(home, "zuid", LOG.key)
    grow(database, write, 2)
    with listening(zuid.says) as url:
        listed(
            home, ("", "", zuid.line), ("A", "ftp://a.example", zuid.line), ("B", url, KEY.verifier.vkey),
            ("C", url, "no+key"), ("D", "http://a.example:x", zuid.line), ("Zuid", url, zuid.line),
        )  # fmt: skip
        with capture_logs() as told:
            found = ask(database, home)
    assert [line["line"] for line in told] == [3, 4, 5, 6, 7]
    assert set(found) == {zuid.name}


def test_a_witness_that_was_taken_off_the_list_does_not_count(
    database: Database, write: Write, home: Path
) -> None:
    zuid = Partner(home, "zuid", LOG.key)
    grow(database, write, 2)
    with listening(zuid.says) as url:
        listed(home, ("Zuid", url, zuid.line))
        ask(database, home)
        (home / witnesses.FILE).unlink()
        assert ask(database, home)[zuid.name][2] == DISMISSED
        with database.desk.connect() as connection:
            assert exposure.read(connection).witnesses == ()
        listed(home, ("Zuid", url, zuid.line))
        grow(database, write, 2)
        assert ask(database, home)[zuid.name][1:3] == (4, CONFIRMED)
