"""Who owns the tables changes entries, triggers off: each way is found by its kind and first number (R91)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.journal import forging
from tests.journal.forging import GONE, OF, PART, PART_GONE
from tests.journal.kept import Kept, told, wrote
from wijkaanpak.journal.findings import Finding, Kind, Outcome
from wijkaanpak.journal.upkeep import LOG, PersonalErased
from wijkaanpak.journal.verifying import verify

N = 131  # an entry in the midst of the first month


def named(outcome: Outcome) -> tuple[Kind, int | None]:
    assert outcome.exit == 2
    return outcome.kind, outcome.first


def test_what_nobody_touched_is_whole(journal: Kept) -> None:
    outcome = journal.found()
    assert (outcome.kind, outcome.exit, outcome.first, outcome.findings) == (Kind.SOUND, 0, None, ())
    assert outcome.checked == outcome.size == outcome.signed == journal.size > 500


def test_a_text_that_was_changed(journal: Kept) -> None:
    """X01."""
    edit = f"update journal.entry e set canonical = replace(canonical, 'GESLAAGD', 'GEWEIGERD') where {OF}"
    assert named(journal.found(edit, n=N)) == (Kind.TEXT_CHANGED, N)


@pytest.mark.parametrize(
    "change",
    [
        "sensitivity = 'K1'", "reason_code = ''", "purpose = null", "actor_id = gen_random_uuid()",
        "occurred_at = occurred_at + interval '1 microsecond'", "categories = '{G_NAW,G_FIN}'",
        "categories = '{}'", "controller_ids = '{}'", "subjects = subjects[2:]", "disclosed = '[]'",
        "particulars = '{\"counts\": 1}'", "disclosed = jsonb_set(disclosed, '{0,class}', '\"K1\"')",
        "commitment = sha256('x')", "leaf = sha256('x')", "categories = array['G_NAW\",\"G_FIN']",
        "purpose = 'P_ZORG\",\"q\":\"x'", "purpose = 'null'", "source = E'a\tb'", "involvement_id = id",
    ],
)  # fmt: skip
def test_a_column_that_shows_something_else(journal: Kept, change: str) -> None:
    """X02: one alone, whatever its type."""
    outcome = journal.found(f"update journal.entry e set {change} where {OF}", n=N)
    assert named(outcome) == (Kind.COLUMN_CHANGED, N)
    assert outcome.about == change.split(" ")[0]
    assert outcome.findings[0] == Finding(Kind.COLUMN_CHANGED, N, None, outcome.about)


def test_an_entry_that_was_changed_with_all_that_hangs_together(journal: Kept) -> None:
    """X03: sure is only what comes before the last checkpoint that still holds."""
    with journal.tampered() as connection:
        forging.rewrite(connection, N, outcome="GEWEIGERD")
        outcome = verify(connection, journal.trust)
        assert named(outcome) == (Kind.REWRITTEN, journal.before(N))
        assert outcome.until == outcome.first + 40
        forging.regrow(connection)
        assert named(verify(connection, journal.trust)) == named(outcome), (
            "the tiles followed, the signature not"
        )
    with journal.tampered() as connection:
        forging.rewrite(connection, N, numbered=False, outcome="GEWEIGERD")
        assert named(verify(connection, journal.trust)) == (Kind.OTHER_ENTRY, N)


@pytest.mark.parametrize("also", [(), (PART_GONE,)])
def test_an_entry_that_was_taken_away(journal: Kept, also: tuple[str, ...]) -> None:
    """X04, and X08 with its sealed part."""
    assert named(journal.found(*also, GONE, n=N)) == (Kind.ENTRY_GONE, N)


def test_an_entry_that_was_taken_away_with_its_number(journal: Kept) -> None:
    """X05, X04: a hole in the numbers is seen at once; when it is closed the roots are others."""
    with journal.tampered(PART_GONE, GONE, "delete from journal.number where number = :n", n=N) as connection:
        assert named(verify(connection, journal.trust)) == (Kind.NUMBER_GONE, N)
        forging.renumber(connection, N)
        assert named(verify(connection, journal.trust)) == (Kind.REWRITTEN, journal.before(N))


def test_an_end_that_was_cut_off(journal: Kept) -> None:
    """X06: a checkpoint, a confirmation, a witness's memory or the next number remembers it."""
    size = journal.size - 50
    with journal.tampered() as connection:
        forging.cut(connection, size)
        assert named(verify(connection, journal.trust)) == (Kind.END_GONE, size)
        forging.does(connection, "delete from journal.checkpoint where size > :s", s=size)
        assert named(verify(connection, journal.trust)) == (Kind.END_GONE, size)


def test_two_numbers_that_were_swapped(journal: Kept) -> None:
    """X09: with their leaves, so that each still fits its entry; or without."""
    loose = "alter table journal.number drop constraint number_entry_id_key"
    entries = (
        "update journal.number a set entry_id = b.entry_id, recorded_at = b.recorded_at {more} "
        "from journal.number b where a.number in (:n, :m) and b.number = :n + :m - a.number"
    )
    with_leaves, alone = entries.format(more=", leaf = b.leaf"), entries.format(more="")
    assert named(journal.found(loose, with_leaves, n=N, m=N + 7)) == (Kind.REWRITTEN, journal.before(N))
    assert named(journal.found(loose, alone, n=N, m=N + 7)) == (Kind.OTHER_ENTRY, N)


def test_an_entry_of_today_that_says_it_is_old(journal: Kept) -> None:
    """X10: numbered as what comes last, or under a transaction of then, which the notary has passed."""
    then = journal.row(N).recorded_at
    with journal.tampered() as connection:
        entry = wrote(connection, then, 1)
        number = forging.append(connection, entry)
        assert named(verify(connection, journal.trust)) == (Kind.ANTEDATED, number)
    with journal.tampered() as connection:
        entry = wrote(connection, then, 1)
        of_then = f"(select txid from journal.entry e where {OF})"
        forging.does(connection, f"update journal.entry set txid = {of_then} where id = :id", n=N, id=entry)
        assert named(verify(connection, journal.trust)) == (Kind.ENTRY_SLIPPED_IN, N + 1)


def test_an_entry_that_is_there_twice(journal: Kept) -> None:
    """X11: as it is, in another month, or under another id."""
    loose = "alter table journal.entry drop constraint entry_pkey"
    copy = f"insert into journal.entry select * from journal.entry e where {OF}"
    assert named(journal.found(loose, copy, n=N)) == (Kind.ENTRY_TWICE, N)
    elsewhere = (
        f"create temporary table t on commit drop as select * from journal.entry e where {OF}",
        "update t set recorded_at = recorded_at + interval '31 days'",
        "insert into journal.entry select * from t",
    )
    assert named(journal.found(*elsewhere, n=N)) == (Kind.ENTRY_TWICE, N)
    with journal.tampered() as connection:
        entry = wrote(connection, journal.row(journal.size - 1).recorded_at, 1)
        theirs = f"select nonce, key_id, sealed from journal.personal where {PART}"
        copied = f"update journal.personal set (nonce, key_id, sealed) = ({theirs}) where entry_id = :id"
        forging.does(connection, copied, n=N, id=entry)
        number = forging.append(connection, entry)
        assert named(verify(connection, journal.trust)) == (Kind.PERSONAL_CHANGED, number)


@pytest.mark.parametrize(
    "trick",
    [
        ('{"access_point":', '{"access_point":"API","access_point":'), ('"counts":130', '"counts":1.3e2'),
        ("\u00e9", "e\u0301"), ("{", "\ufeff{"), ("}", "} "), (":null", ": null"), ("\u00e9", "\\u00e9"),
        ('"v":1,', ""), ('"acr":', '"zacr":'),
    ],
)  # fmt: skip
def test_a_text_in_another_form(journal: Kept, trick: tuple[str, str]) -> None:
    """X22: double keys, other numbers, decomposed letters, a mark before it, a space: one form is taken."""
    with journal.tampered() as connection:
        said = connection.execute(
            text(f"select canonical from journal.entry e where {OF}"), {"n": N}
        ).scalar_one()
        assert trick[0] in said
        other = said.replace(*trick, 1) if trick[0] != "}" else said + " "
        forging.retell(connection, N, other)
        kinds = (
            {Kind.OTHER_FORM}
            if trick[0] not in ('"v":1,', '"acr":')
            else {Kind.COLUMN_CHANGED, Kind.OTHER_FORM}
        )
        kind, first = named(verify(connection, journal.trust))
        assert (kind in kinds, first) == (True, N)


def test_a_boundary_between_two_fields_that_was_moved(journal: Kept) -> None:
    """X21: a hash over values that stand side by side would not see it."""
    moved = f"update journal.entry e set event = event || 'C', name = substr(name, 2) where {OF}"
    outcome = journal.found(moved, n=N)
    assert (*named(outcome), outcome.about) == (Kind.COLUMN_CHANGED, N, "event, name")
    told_too = f"update journal.entry e set canonical = replace(canonical, '\"case.', '\"ase.') where {OF}"
    assert named(journal.found(moved, told_too, n=N)) == (Kind.TEXT_CHANGED, N)


def test_a_sealed_part_that_is_gone_without_an_erasure(journal: Kept) -> None:
    """X17."""
    assert named(journal.found(PART_GONE, n=N)) == (Kind.PERSONAL_GONE, N)


@pytest.mark.parametrize(
    "change",
    [
        "sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)",
        "nonce = set_byte(nonce, 0, get_byte(nonce, 0) # 1)",
        "sealed = ''", "sealed = sealed || '\\x00'",
        "(nonce, sealed) = (select p.nonce, p.sealed from journal.personal p join journal.number n "
        "on n.entry_id = p.entry_id where n.number = :n + 1)",
    ],
)  # fmt: skip
def test_a_sealed_part_that_was_changed(journal: Kept, change: str) -> None:
    """X18: or exchanged for that of another entry."""
    assert named(journal.found(f"update journal.personal set {change} where {PART}", n=N)) == (
        Kind.PERSONAL_CHANGED,
        N,
    )


@pytest.mark.parametrize("approved", [1, 2])
def test_an_erasure_needs_two_who_approved(journal: Kept, approved: int) -> None:
    """X19, X17: with two, the entry explains for ever what is gone; with one twice it does not."""
    ann, ben = journal.row(1).actor_id, journal.row(2).actor_id
    now = journal.row(journal.size - 1).recorded_at
    entry = journal.row(N).id
    with journal.tampered() as connection:
        event = PersonalErased(thing=LOG, entries=(entry,), approved_by=(ann, ben if approved == 2 else ann))
        number = forging.append(connection, told(connection, event, now))
        outcome = verify(connection, journal.trust)
        assert {one.kind for one in outcome.findings} >= {Kind.PERSONAL_BACK}, "it is still there"
        forging.does(connection, PART_GONE, n=N)
        outcome = verify(connection, journal.trust)
    assert outcome.erased == 1
    if approved == 2:
        assert outcome.kind == Kind.SOUND
    else:
        assert named(outcome) == (Kind.UNAPPROVED, number)


@pytest.mark.parametrize("how", ["no part", "another's part", "then"])
def test_an_entry_that_was_written_past_the_house(journal: Kept, how: str) -> None:
    """X26: who has the tables and not the secret cannot seal, and who dates it back is seen.

    Who has both can write what the application could have written, and no journal tells the two apart.
    """
    then = journal.row(N if how == "then" else journal.size - 1).recorded_at
    with journal.tampered() as connection:
        number = forging.append(connection, wrote(connection, then, 1))
        if how == "no part":
            forging.does(connection, PART_GONE, n=number)
        elif how == "another's part":
            theirs = f"(select sealed from journal.personal where {PART})"
            mine = "(select entry_id from journal.number where number = :m)"
            exchanged = f"update journal.personal set sealed = {theirs} where entry_id = {mine}"
            forging.does(connection, exchanged, n=N, m=number)
        expected = {
            "no part": Kind.PERSONAL_GONE,
            "another's part": Kind.PERSONAL_CHANGED,
            "then": Kind.ANTEDATED,
        }
        assert named(verify(connection, journal.trust)) == (expected[how], number)
