"""R65: which roles exclude each other in one person, for every pair there is."""

from itertools import combinations

from wijkaanpak.access import roles
from wijkaanpak.organisations.staffing import excludes


def test_the_officer_excludes_every_role_and_privacy_excludes_administration() -> None:
    """R25, R65: FG with anything, PO with FB, both ways round; no other pair."""
    pairs = list(combinations(roles.role_codes(), 2))
    assert len(pairs) == 153
    wrong = {frozenset(pair) for pair in pairs if excludes(*pair)}
    expected = {frozenset({"FG", other}) for other in roles.role_codes() if other != "FG"}
    assert wrong == expected | {frozenset({"PO", "FB"})}
    assert all(excludes(one, other) == excludes(other, one) for one, other in pairs)


def test_who_supervises_or_administers_has_no_cell_that_decides_on_sharing() -> None:
    """R25, R65: FG and FB record, judge and withdraw nothing."""
    deciding = ("grondslag.maken", "grondslag.beoordelen", "toestemming.vastleggen", "toestemming.intrekken",
                "team.beheren", "casus.lezen", "notitie.maken")  # fmt: skip
    assert not [(p, r) for p in deciding for r in ("FG", "FB") if roles.grants(p, r)]
    assert not [p for p in ("grondslag.maken", "toestemming.vastleggen") if roles.grants(p, "PO")]
