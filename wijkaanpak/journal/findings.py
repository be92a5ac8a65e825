"""What going through the journal can find: each kind with its code, its exit and its sentence (R91)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

WHOLE, BROKEN, ELSEWHERE, NOT_ALL = 0, 2, 3, 4  # exits of `wijk verify`
MOST = 20  # findings that are told one by one; the first ones count


def _(said: str) -> str:
    """A sentence that is translated where it is shown."""
    return said


class Kind(Enum):
    """A thing that can be wrong; what is first in a journal is told first."""

    # fmt: off
    SOUND = ("GAAF", WHOLE, _("The journal is whole: {checked} entries were gone through."))
    # An entry
    ENTRY_GONE = ("REGEL_WEG", BROKEN, _("Number {first} stands there, and its entry is gone."))
    ENTRY_TWICE = ("REGEL_DUBBEL", BROKEN, _("Entry {first} is there twice."))
    ENTRY_SLIPPED_IN = ("REGEL_INGEVOEGD", BROKEN, _("Before number {first} an entry was slipped in that never gets a number."))
    TEXT_CHANGED = ("TEKST_GEWIJZIGD", BROKEN, _("The text of entry {first} was changed."))
    COLUMN_CHANGED = ("VELD_GEWIJZIGD", BROKEN, _("Entry {first} shows something else than its text says: {about}."))
    OTHER_FORM = ("ANDERE_VORM", BROKEN, _("The text of entry {first} is not in the one form that there is."))
    OTHER_ENTRY = ("ANDERE_REGEL", BROKEN, _("Number {first} stands at another entry than the one that got it."))
    ANTEDATED = ("TIJD_TERUG", BROKEN, _("Entry {first} is dated before what came before it, and no clock was moved."))
    POLICY_UNKNOWN = ("REGELS_ONBEKEND", BROKEN, _("Entry {first} rests on rules of access that were not registered before it."))
    # Its sealed part
    PERSONAL_GONE = ("PERSOONSDEEL_WEG", BROKEN, _("What entry {first} sealed is gone, and no erasure explains it."))
    PERSONAL_CHANGED = ("PERSOONSDEEL_GEWIJZIGD", BROKEN, _("What entry {first} sealed was changed."))
    PERSONAL_BACK = ("PERSOONSDEEL_TERUG", BROKEN, _("What entry {first} sealed was erased, and is there again."))
    # What was destroyed
    MONTH_GONE = ("MAAND_WEG", BROKEN, _("A whole month is gone from number {first} on, and no entry says that it was destroyed."))
    MONTH_DIFFERS = ("MAAND_ANDERS", BROKEN, _("From number {first} on something else is gone than the entry about its destruction says."))
    UNAPPROVED = ("ZONDER_AKKOORD", BROKEN, _("Entry {first} destroyed something without two people who approved."))
    # The tree, and what was signed
    NUMBER_GONE = ("NUMMER_WEG", BROKEN, _("Number {first} is missing."))
    END_GONE = ("EINDE_WEG", BROKEN, _("Everything from number {first} on is gone."))
    REWRITTEN = ("HERSCHREVEN", BROKEN, _("From number {first} on the journal is not what was signed at {until} entries."))
    TILE_CHANGED = ("BOOM_GEWIJZIGD", BROKEN, _("The tree over the journal was changed where number {first} stands; the entries are as they were."))
    CHECKPOINT_FALSE = ("CHECKPOINT_VALS", BROKEN, _("The checkpoint at {until} entries is not signed by this journal's key; sure is what comes before number {first}."))
    CHECKPOINT_GONE = ("CHECKPOINT_WEG", BROKEN, _("A witness confirmed a checkpoint at {until} entries that is gone."))
    CONFIRMATION_FALSE = ("BEVESTIGING_VALS", BROKEN, _("The confirmation of the checkpoint at {until} entries is not by {about}."))
    # What others kept
    TWO_VERSIONS = ("TWEE_VERSIES", ELSEWHERE, _("{about} were both signed, at {until} entries, and differ: the journal was shown in two versions."))
    FORKED = ("ANDERE_GESCHIEDENIS", ELSEWHERE, _("{about} was kept at {until} entries, and this journal says something else after number {first}."))
    ROLLED_BACK = ("TERUGGEZET", ELSEWHERE, _("{about} was kept at {until} entries, and this journal ends before number {first}."))
    ANCHOR_FALSE = ("ANKER_VALS", ELSEWHERE, _("{about} is no checkpoint that was signed by this journal's key."))
    # What cannot be said yet
    UNNUMBERED = ("ZONDER_NUMMER", NOT_ALL, _("Entries wait for their number for too long, so not all was gone through."))
    UNSIGNED = ("ONGETEKEND", NOT_ALL, _("From number {first} on nothing was signed for too long."))
    UNFINISHED = ("NIET_KLAAR", NOT_ALL, _("It was whole up to {size} entries; time was up before the rest was gone through."))
    # fmt: on

    def __init__(self, code: str, exit_: int, says: str) -> None:
        self.code = code
        self.exit = exit_
        self.says = says


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the first number that it touches, and what more its sentence needs."""

    kind: Kind
    first: int | None = None
    until: int | None = None  # the size of a checkpoint
    about: str = ""  # names of columns, of a file, of a witness: never what stands in them

    @property
    def last(self) -> int:
        """The last number that it can be about: what is known exactly is told before what lies in between."""
        return self.until - 1 if self.until is not None else -1 if self.first is None else self.first


@dataclass(frozen=True)
class Outcome:
    """What came of going through the journal."""

    kind: Kind
    checked: int  # entries that were gone through
    size: int  # how far it was gone through
    signed: int  # the largest size of which what was signed came out: from there another pass may go on
    first: int | None = None
    until: int | None = None
    about: str = ""
    erased: int = 0  # sealed parts that are gone, as entries explain
    retired: int = 0  # entries that went with their month, as entries explain
    clock: int = 0  # how often a clock was wrong
    findings: tuple[Finding, ...] = ()

    @property
    def exit(self) -> int:
        """The exit of `wijk verify`."""
        return self.kind.exit

    @property
    def facts(self) -> dict[str, Any]:
        """What fills in the sentence of its kind."""
        return {
            "first": self.first, "until": self.until, "about": self.about, "checked": self.checked,
            "size": self.size,
        }  # fmt: skip

    @property
    def sentence(self) -> str:
        """It in English; translated as `kind.says`, filled with `facts`."""
        return self.kind.says.format(**self.facts)

    def plain(self) -> dict[str, Any]:
        """It as one object."""
        told = [asdict(one) | {"kind": one.kind.code} for one in self.findings]
        return asdict(self) | {"kind": self.kind.code, "exit": self.exit, "findings": told}


class Findings:
    """What is found while going through; of one kind no more is kept than is told."""

    def __init__(self) -> None:
        self._kept: dict[Kind, list[Finding]] = {}

    def add(self, kind: Kind, first: int | None = None, *, until: int | None = None, about: str = "") -> None:
        """Keep this one; what comes first is found first."""
        kept = self._kept.setdefault(kind, [])
        if len(kept) < MOST:
            kept.append(Finding(kind, first, until, about))

    def judged(self, checked: int, size: int, signed: int, **more: int) -> Outcome:
        """The outcome: what is broken comes before what others kept, and that before what cannot be said yet."""
        order = list(Kind)
        kept = [one for some in self._kept.values() for one in some]
        kept.sort(key=lambda one: (one.kind.exit, one.last, order.index(one.kind)))
        worst = kept[0] if kept else Finding(Kind.SOUND)
        return Outcome(
            worst.kind, checked, size, signed, worst.first, worst.until, worst.about, **more,
            findings=tuple(kept[:MOST]),
        )  # fmt: skip
