"""Paper: a template of ours and data of anybody become a PDF for every reader; data is never code."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from wijkaanpak.foundation.off_loop import off_loop

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STANDARD = "ua-1"  # PDF/UA: title, language, order of reading and the parts of tables are in the file
NO_GLYPH = "could not be displayed"  # what Typst says of a character that no font has


class CannotPrint(Exception):
    """A template is wrong; what stands in the data can never be the cause."""


def render(template: str, data: Mapping[str, Any], *, folder: Path = TEMPLATES) -> bytes:
    """A PDF of `folder`/`template`, which reads `data` as JSON; the same data gives the same bytes.

    A template finds files of `folder` only, and the fonts that come with Typst, so that a paper looks the
    same on every machine. Raises CannotPrint.
    """
    said = json.dumps(_clean(data), ensure_ascii=False)
    return off_loop(_typeset, folder, folder / template, said)


def _typeset(folder: Path, template: Path, said: str) -> bytes:
    try:
        return _compile(folder, template, said, [STANDARD])
    except typst.TypstError as error:
        if NO_GLYPH not in error.message:
            raise CannotPrint(error.message) from error
    # A name in a script that no font has: an empty box in its place is better than no paper.
    return _compile(folder, template, said, [])


def _compile(folder: Path, template: Path, said: str, standards: Sequence[Any]) -> bytes:
    made: bytes = typst.compile(
        template, root=folder, font_paths=_fonts(), ignore_system_fonts=True,
        sys_inputs={"data": said}, pdf_standards=list(standards),
    )  # fmt: skip
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _clean(value: Any) -> Any:
    """The data without control characters, which no paper can show."""
    if isinstance(value, str):
        return "".join(c for c in value if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
