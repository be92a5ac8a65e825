"""A verb is something people can do, and one function does it (ADR 0002)."""

import pytest

from wijkaanpak import door
from wijkaanpak.access import roles
from wijkaanpak.access.codes import known
from wijkaanpak.access.verbs import Verb

# Verbs that no function of a room carries, with the reason.
ALONE = {
    Verb.SESSION_STAY: "opening the unit is the whole of it: the database counts it as a sign of life (R186)"
}

pytestmark = pytest.mark.usefixtures("rooms")


def test_no_verb_is_unused() -> None:
    assert set(Verb) - set(door.BOUND) == set(ALONE)


def test_a_second_function_for_a_verb_is_refused() -> None:
    taken = next(iter(door.BOUND))
    with pytest.raises(TypeError, match="bound twice"):
        door.command(taken)(lambda unit, thing: None)


def test_every_function_that_is_bound_belongs_to_a_room() -> None:
    for verb, does in door.BOUND.items():
        assert does.__module__.startswith("wijkaanpak."), verb


def test_every_permission_that_a_verb_needs_is_in_the_matrix() -> None:
    """R72: the matrix is the one list; a permission outside it would open to nobody, silently."""
    for verb in Verb:
        assert verb.permission is None or verb.permission in roles.matrix()["permissions"], verb


def test_every_verb_leaves_a_kind_of_entry_that_the_journal_knows() -> None:
    for verb in Verb:
        assert known("gebeurtenissen", verb.event), verb


def test_every_code_of_a_verb_is_its_name() -> None:
    """One stem: NOTE_WRITE is note.write, so that one search finds all of it."""
    for verb in Verb:
        room, _, what = verb.code.partition(".")
        assert verb.name == f"{room}_{what}".upper()
        assert verb.sentence, verb
