"""A paper shows what it is given, and does nothing that stands in it (T25)."""

import json
import re
from pathlib import Path

import pytest

from tests.review.reading_papers import of_itself, packed, text_of
from wijkaanpak.foundation import paper
from wijkaanpak.foundation.paper import TEMPLATES, CannotPrint, render

HOSTILE = (
    '#import "/hall/paper.typ": *',
    '#read("/etc/passwd")',
    '#eval("40 + 2")',
    "#panic()",
    "$ x^2 + sqrt(2) $",
    r"\u{41}\\ \ \#",
    "@nobody <somebody>",
    "= No heading",
    "*not bold* _nor this_ `nor raw`",
    "// no comment /* nor this */ that hides the rest",
    "~ -- --- ...",
    "#[ #{ ]] }} )(",
    '"} #set text(size: 100pt) {"',
    "' onload=x <script>",
)
FRAME = {"lang": "nl", "title": "Proef", "page": "Bladzijde {number} van {total}", "foot": ["Voet"]}
SHOWS = "#let said = json(bytes(sys.inputs.data))\n#set document(title: said.title)\n#par(said.text)"


def quarter(said: str) -> dict[str, object]:
    section = {
        "title": said,
        "sentences": [said],
        "head": [said, said],
        "rows": [[said, said]],
        "notes": [said],
    }
    return FRAME | {"organisation": said, "period": said, "lead": [said], "sections": [section]}


def insight(said: str) -> dict[str, object]:
    line = {"time": said, "sentence": said, "emergency": True, "facts": [[said, said]]}
    return FRAME | {
        "lead": [said], "empty": said, "happened": said, "emergency": said,
        "days": [{"day": said, "lines": [line]}], "sections": [{"title": said, "sentences": [said]}],
    }  # fmt: skip


def letter(said: str) -> dict[str, object]:
    section = {"title": said, "sentences": [said], "head": [said] * 3, "rows": [[said] * 3]}
    return FRAME | {
        "sender": said, "day": said, "greeting": said, "sections": [section], "closing": [said],
    }  # fmt: skip


def minutes(said: str) -> dict[str, object]:
    promise = {"words": said, "who": said, "due": said, "status": said}
    return FRAME | {
        "lead": [said], "present": {"title": said, "names": [said]},
        "agreed": {"title": said, "empty": said, "lines": [said]},
        "promised": {"title": said, "empty": said, "lines": [promise]},
    }  # fmt: skip


PAPERS = {
    "review/quarter.typ": (quarter, 9), "review/insight.typ": (insight, 10), "cases/letter.typ": (letter, 12),
    "meetings/minutes.typ": (minutes, 10),
}  # fmt: skip


def small(folder: Path, template: str) -> Path:
    (folder / "small.typ").write_text(template, encoding="utf-8")
    return folder


@pytest.mark.parametrize("template", PAPERS)
@pytest.mark.parametrize("said", HOSTILE)
def test_what_stands_in_the_data_is_shown_and_never_done(template: str, said: str) -> None:
    make, times = PAPERS[template]
    shown = packed(text_of(render(template, make(said))))
    assert shown.count(packed(said)) >= times


def test_every_paper_is_among_those_that_are_tried() -> None:
    rooms = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.typ")}
    assert {name for name in rooms if not name.startswith("hall/")} == set(PAPERS)


def test_a_template_that_would_do_it_is_told(tmp_path: Path) -> None:
    """The test above bites: evaluated, the same text is gone or fails."""
    evaluates = SHOWS.replace("par(said.text)", 'eval(said.text, mode: "markup")')
    made = render("small.typ", FRAME | {"text": '#eval("40 + 2")'}, folder=small(tmp_path, evaluates))
    assert "42" in text_of(made)
    with pytest.raises(CannotPrint):
        render("small.typ", FRAME | {"text": "#panic()"}, folder=tmp_path)


def test_no_template_evaluates_reads_or_fetches() -> None:
    """What a paper is made of stands in the repository: no file of the machine, nothing from elsewhere."""
    acts = re.compile(r"\b(?:eval|read|plugin|image|csv|toml|yaml|xml|cbor|bibliography)\s*\(|@\w+/")
    for path in TEMPLATES.rglob("*.typ"):
        said = path.read_text(encoding="utf-8")
        assert not acts.search(said), path.name
        for used in re.findall(r'#(?:import|include)\s+"([^"]+)"', said):
            assert used.startswith(("/hall/", f"/{path.parent.name}/")), (path.name, used)


@pytest.mark.parametrize("outside", ["/../secret.txt", "../secret.txt", "{secret}"])
def test_even_a_template_finds_nothing_outside_its_folder(tmp_path: Path, outside: str) -> None:
    (tmp_path / "secret.txt").write_text("geheim", encoding="utf-8")
    (tmp_path / "papers").mkdir()
    asked = outside.format(secret=tmp_path / "secret.txt")
    folder = small(tmp_path / "papers", f'#set document(title: "x")\n#read("{asked}")')
    with pytest.raises(CannotPrint):
        render("small.typ", {}, folder=folder)


def test_it_says_its_title_and_language_and_of_nobody() -> None:
    made = render("review/quarter.typ", quarter("Iets"))
    told = of_itself(made)
    assert (told["/Title"], told["/Lang"], told["/Marked"]) == ("Proef", "nl", "True")
    assert set(told) <= {"/Title", "/Creator", "/Lang", "/Marked"}
    assert told["/Creator"].startswith("Typst")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_the_same_data_is_the_same_paper_to_the_byte() -> None:
    assert render("review/quarter.typ", quarter("Iets")) == render("review/quarter.typ", quarter("Iets"))


def test_a_name_in_any_script_is_no_reason_to_give_no_paper(tmp_path: Path) -> None:
    """Letters that a font has are shown, in any direction; for others an empty box stands."""
    folder = small(tmp_path, SHOWS)
    for name in ("Şükrü Đặng-Łukasiewicz", "Ξανθή Щербакова"):
        assert packed(name) in packed(text_of(render("small.typ", FRAME | {"text": name}, folder=folder)))
    for name in ("محمد", "日本 太郎", "😀", "a\0b\x07\ud800"):
        assert render("small.typ", FRAME | {"text": name}, folder=folder).startswith(b"%PDF")


def test_no_font_of_the_machine_is_used() -> None:
    families = set(paper._fonts().families())
    assert families == {
        "DejaVu Sans Mono",
        "Libertinus Serif",
        "New Computer Modern",
        "New Computer Modern Math",
    }


def test_what_is_wrong_in_a_template_is_one_error_without_the_data(tmp_path: Path) -> None:
    folder = small(tmp_path, "#let said = json(bytes(sys.inputs.data))\n#said.nothing")
    with pytest.raises(CannotPrint) as told:
        render("small.typ", {"text": "zq7-geheim"}, folder=folder)
    assert "zq7" not in str(told.value)
    assert "zq7" not in json.dumps(str(told.value.__cause__))
