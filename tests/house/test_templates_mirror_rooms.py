"""A page is found where its room is (ADR 0001), and nothing in it acts by itself (security of the page)."""

import re

from flask import Flask

from tests.house.tree import ROOT, files, name

HALL = "hall"
INLINE = re.compile(
    r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)|javascript:"
    r"|\son(?:click|change|submit|load|input|error|key\w+|focus\w*|blur|mouse\w+|pointer\w+)=",
    re.IGNORECASE,
)
DECIDES = re.compile(r"{%-?\s*(?:el)?if[^%]*\b(?:role|rol|roles|organisation_kind)\b\s*(?:==|in)")


def rooms_of(folder: str) -> set[str]:
    return {path.relative_to(ROOT / folder).parts[0] for path in files(".html", ".css", ".js", under=folder)}


def test_every_folder_of_templates_is_a_room() -> None:
    for room in rooms_of("templates") - {HALL}:
        assert (ROOT / "wijkaanpak" / room).is_dir(), room


def test_every_folder_of_static_files_is_a_room() -> None:
    for room in rooms_of("static") - {HALL}:
        assert (ROOT / "wijkaanpak" / room).is_dir(), room


def test_a_room_uses_its_own_templates_and_those_of_the_hall() -> None:
    for path in files(".html", under="templates"):
        room = path.relative_to(ROOT / "templates").parts[0]
        for used in re.findall(r'"(\w+)/[\w/]+\.html"', path.read_text(encoding="utf-8")):
            assert used in (room, HALL), f"{name(path)} uses {used}"


def test_every_page_that_a_room_shows_exists_and_is_shown() -> None:
    """A template that nobody shows is dead; a name that is no template is a 500 on somebody's screen."""
    said = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*files(".py", under="wijkaanpak"), *files(".html", under="templates")]
    )
    named = set(re.findall(r'"(\w+/[\w/]+\.html)"', said))
    present = {path.relative_to(ROOT / "templates").as_posix() for path in files(".html", under="templates")}
    assert named - present == set()
    assert present - named == set()


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    found = [
        f"{name(path)}: {match[0]}"
        for path in files(".html", under="templates")
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_no_page_decides_by_role() -> None:
    """A button asks the policy what its command asks; a role in a template is a second policy (R58)."""
    for path in files(".html", under="templates"):
        assert not DECIDES.search(path.read_text(encoding="utf-8")), name(path)


def test_every_page_can_be_read_by_the_template_engine(app: Flask) -> None:
    for path in files(".html", under="templates"):
        app.jinja_env.get_template(path.relative_to(ROOT / "templates").as_posix())
