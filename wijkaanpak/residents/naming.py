"""The key under which a name is found again: the surname alone, however a name was written (R75)."""

from __future__ import annotations

import re
import unicodedata

# Stand before a surname, and are left out by whoever looks it up: "van der Berg" is filed under the B.
BEFORE = """
aan aen af al am an auf aus bei ben bij bin boven da dal das de degli dei del della den der des di do dos du
een el en het ibn im in la las le les los lo met of onder op over te ten ter thoe to toe tot uijt uit unter
van vd vdr vom von voor vor zu zum zur
"""
ADDRESSING = """
dhr heer hr meneer mevr mevrouw mw mej mejuffrouw juffrouw fam familie gezin weduwe wed
dr drs ds ing ir mr prof jhr jkvr jonkheer jonkvrouw baron barones
"""
PARTICLES, TITLES = frozenset(BEFORE.split()), frozenset(ADDRESSING.split())
AGES = frozenset({"jr", "sr", "junior", "senior"})
# Letters that Unicode does not take apart into a plain one with a mark.
PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th",
                       "æ": "ae", "œ": "oe"})  # fmt: skip
APOSTROPHES = str.maketrans("", "", "'`´ʹʻʼʽʾʿˈ‘’‛′")
ELIDED = re.compile(r"(?<!\w)([dlmnst])['`´ʼ‘’′](?=\w)")  # d'Hondt, 't Hart, l'Ecluse
WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\.?")
BESIDE = re.compile(r"\([^()]*\)")  # what somebody noted beside a name: "Haddad (de buurvrouw)"
DOTTED_MOST = 4  # letters before a dot that still make an initial: "Joh.", "Chr.", "IJ."


def name_key(name: str | None) -> str | None:
    """The surname without title, initials, given names, tussenvoegsels, accents and capitals; None for none.

    Of a double name it is the last, the name somebody was born with: "de Vries-Jansen" is found as "Jansen",
    before and after a marriage. Whoever writes the whole double name finds the same.
    """
    surname = _folded(name or "")
    before, _comma, _after = surname.partition(",")
    words = WORD.findall(before) or WORD.findall(surname)
    if not words:
        return None
    proper = [word for word in words if not _is_initial(word) and word.strip(".") not in TITLES | AGES]
    names = [word for word in proper if word not in PARTICLES]
    return (names or proper or words)[-1].replace(".", "")


def _folded(name: str) -> str:
    """Small letters without accents; a hyphen parts words, an apostrophe does not ("O'Brien" is one)."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(letter for letter in small if not unicodedata.combining(letter)).translate(PLAIN)
    plain = ELIDED.sub(r"\1 ", bare).translate(APOSTROPHES)
    beside = BESIDE.sub(" ", plain)
    return (beside if WORD.search(beside) else plain).rstrip(" .")


def _is_initial(word: str) -> bool:
    """ "J.", "J.P.", "Th." and a letter by itself; a long word before the end of a sentence is none."""
    letters = word.split(".")
    return len(word.strip(".")) == 1 or ("." in word and max(map(len, letters)) <= DOTTED_MOST)
