"""The sentences of the house and their Dutch: gathers what the code and the templates say into one catalogue.

    .venv/bin/python -m tools.messages

Takes in the parts that rooms bring along (any other .po beside messages.po), keeps the Dutch there is, and
tells which sentences have none. English is the sentence itself.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from tools.steps import ROOT, say

FOLDER = ROOT / "translations" / "nl" / "LC_MESSAGES"
CATALOGUE = FOLDER / "messages.po"
MAPPING = ROOT / "babel.cfg"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy": None, "lazy_gettext": None}
HEADER = b"""\
# The Dutch of everything people read; the English is the msgid. Put in order by `make messages`.
msgid ""
msgstr ""
"Language: nl\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main() -> int:
    """Write the catalogue; returns 1 while a sentence has no Dutch."""
    catalogue = merged()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(CATALOGUE, "wb") as file:
        file.write(HEADER)
        write_po(file, catalogue, width=110, omit_header=True, ignore_obsolete=True)
    for part in parts():
        part.unlink()
    bare = [message for message in catalogue if message.id and not all(_strings(message.string))]
    for message in bare:
        say(f"no Dutch: {message.id!r} ({', '.join(sorted({place for place, _line in message.locations}))})")
    say(f"{len(catalogue)} sentences, {len(bare)} without Dutch")
    return 1 if bare else 0


def merged() -> Catalog:
    """What is said today, with the Dutch of the catalogue and, before it, of the parts beside it."""
    known = [_read(path) for path in (*parts(), CATALOGUE) if path.exists()]
    catalogue = Catalog(locale="nl", fuzzy=False)
    for said in extracted():
        message = catalogue.get(said.id, said.context)
        if message is None:
            message = catalogue.add(said.id, context=said.context, flags=said.flags)
        message.locations = sorted({*message.locations, *said.locations})
        message.string = _dutch(said, known) or message.string
    return catalogue


def parts() -> list[Path]:
    """The catalogues that rooms brought along."""
    return sorted(path for path in FOLDER.glob("*.po") if path != CATALOGUE)


def extracted() -> Catalog:
    """Every sentence of the code and the templates, each with the files that say it."""
    with open(MAPPING, encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog(fuzzy=False)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=_ours)
    for name, _line, said, comments, context in found:
        catalogue.add(said, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def _ours(folder: str | Path) -> bool:
    """Only the folders that the mapping speaks of, so that nothing else is walked."""
    relative = Path(folder).relative_to(ROOT).parts
    return not relative or relative[0] in ("wijkaanpak", "templates")


def sentences(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """Babel's own Python, and the sentences that events say (`says=`), which are shown by their name."""
    yield from extract_python(file, keywords, comments, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.ClassDef):
            for word in node.keywords:
                if word.arg == "says" and isinstance(word.value, ast.Constant):
                    yield node.lineno, "gettext", word.value.value, []


def _read(path: Path) -> Catalog:
    with open(path, "rb") as file:
        return read_po(file, locale="nl")


def _dutch(said: Any, known: list[Catalog]) -> Any:
    """The first Dutch there is for a sentence, or nothing."""
    for catalogue in known:
        message = catalogue.get(said.id, said.context)
        if message is not None and message.string and all(_strings(message.string)) and not message.fuzzy:
            return message.string
    return None


def _strings(string: Any) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (string,)


if __name__ == "__main__":
    sys.exit(main())
