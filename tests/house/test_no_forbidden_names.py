"""A name that could stand on anything says nothing (STYLE.md, Names)."""

import ast
import re

from tests.house.tree import files, name

FORBIDDEN = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "services", "base"}


def words(text: str) -> set[str]:
    """The words of a name: of a path, of snake_case, of CamelCase."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)}


def test_no_file_or_folder_has_a_name_for_anything() -> None:
    found = {}
    for path in files():
        for part in name(path).split("/"):
            if words(part.split(".")[0]) & FORBIDDEN:
                found[name(path)] = part
    assert not found


def test_no_class_or_function_has_a_name_for_anything() -> None:
    found = []
    for path in files(".py", under="wijkaanpak"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                bad = words(node.name) & FORBIDDEN
                if bad and node.name != "Base":  # SQLAlchemy's own word for the tables' common ground
                    found.append(f"{name(path)}:{node.lineno} {node.name}")
    assert not found


def test_the_word_is_found_wherever_it_hides() -> None:
    assert words("CaseManager") & words("case_manager") & FORBIDDEN == {"manager"}
    assert not words("Submanagerial") & FORBIDDEN
