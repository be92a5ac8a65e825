"""The project says nothing of the machine it was made on, and fetches nothing from elsewhere."""

import re
from pathlib import Path

from tests.house.tree import ROOT, files, name

TEXT = (
    ".py", ".md", ".txt", ".in", ".yaml", ".yml", ".toml", ".html", ".css", ".js", ".json", ".sql", ".cfg",
    ".sh", ".po", ".svg", ".mako", "",
)  # fmt: skip
LINK = re.compile(r"https?://([^\s\"'<>)`{}\\/:]+)")
# Where a link may lead: a name without a dot, names that are kept for examples, and two identifiers that
# nobody fetches.
ALLOWED = re.compile(
    r"^(?:[\w-]+|127\.0\.0\.1|(?:[\w-]+\.)*example(?:\.(?:nl|org|com|net))?|www\.w3\.org|json-schema\.org)$"
)
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|npmjs\.(?:org|com)|proxy\.golang|nexus|artifactory|unpkg|jsdelivr|cdnjs|googleapis",
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.$}/])/(?:home|Users|root|work|workspace|mnt)/[\w.-]+")
OURSELVES = ROOT / "tests" / "house" / "test_no_addresses.py"


def said(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def texts() -> list[Path]:
    return [path for path in files(*TEXT) if path != OURSELVES and path.name != "LICENSE"]


def test_no_file_names_a_registry() -> None:
    """Locks carry hashes; where packages come from is the machine's business."""
    lock = ROOT / "static" / "package-lock.json"
    found = [name(path) for path in [*texts(), lock] if REGISTRIES.search(said(path))]
    assert not found


def test_no_link_leads_elsewhere() -> None:
    found = [
        f"{name(path)}: {host}"
        for path in texts()
        for host in LINK.findall(said(path))
        if not ALLOWED.match(host.rstrip(".,;"))
    ]
    assert not found


def test_no_path_of_a_machine_is_in_the_project() -> None:
    found = [f"{name(path)}: {match[0]}" for path in texts() for match in MACHINE.finditer(said(path))]
    assert not found


def test_no_page_fetches_anything_from_elsewhere() -> None:
    """The content policy would refuse it; this says it before anyone sees an empty place."""
    for path in files(".html", ".css", ".js"):
        found = re.findall(
            r"(?:src|href)=\"(?:https?:)?//[^\"]+|@import|url\(\s*['\"]?(?:https?:)?//", said(path)
        )
        assert not found, name(path)
