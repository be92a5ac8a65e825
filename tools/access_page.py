"""docs/access.md: the matrix, the ceilings and the grounds as Dutch sentences, for who does not read code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from wijkaanpak.access import codes, roles
from wijkaanpak.access.verbs import Verb

OPENING = """\
# Wie mag wat

Deze bladzijde is gemaakt uit `wijkaanpak/access/matrix.yaml` en `grounds.yaml`, de tabellen waarmee de
software zelf beslist (`make docs`). Wat hier niet staat, mag niet. Een machtiging alleen is nooit genoeg: ook
de stappen onder *Hoe de beslissing valt* moeten kloppen. Wie meer rollen heeft, mag wat een van die rollen
mag."""
AFTER_THE_STEPS = """
Is niet vast te stellen of iets mag, dan mag het niet (`FOUT_VEILIG`). Wat elke reden betekent en wat je dan
kunt doen, staat in [codes.md](codes.md)."""
CEILINGS = """
## Wat van een andere organisatie mag komen

Hoe gevoelig de gegevens mogen zijn, hangt af van de soort organisatie die ze krijgt. Binnen deze grens moet
ook de rol de klasse mogen lezen (K4 tot en met K7 hierboven).
"""
WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("access_words.yaml").read_text("utf-8"))


def access_page() -> str:
    """The page as Markdown; raises KeyError for a permission, cell, footnote or step without words."""
    return "\n".join([OPENING, *_permissions(), *_decision(), *_ceilings(), *_grounds()]) + "\n"


def _permissions() -> Iterator[str]:
    matrix = roles.matrix()
    yield "\n## Machtigingen"
    for permission in matrix["permissions"]:
        yield f"\n### {WORDS['permissions'][permission]}"
        yield ""
        yield from _holders(permission)
        if permission in matrix["additions"]:
            yield f"\n{WORDS['additions'][permission]}"
        verbs = [f"`{verb.code}`" for verb in Verb if verb.permission == permission]
        opens = f", opent {', '.join(verbs)}" if verbs else ""
        yield f"\n<small>`{permission}`{opens}</small>"


def _holders(permission: str) -> Iterator[str]:
    """One line for each kind of cell, with the roles that have it; who is not named may not."""
    found: dict[str, list[str]] = {}
    for role in roles.role_codes():
        cell = roles.cell(permission, role)
        if cell != roles.NONE:
            found.setdefault(cell, []).append(codes.label("rollen", role))
    for cell, who in found.items():
        yield f"- {_cell(cell)}: {', '.join(who)}"


def _cell(cell: str) -> str:
    if cell in WORDS["cells"]:
        return f"**{WORDS['cells'][cell]}**"
    base, _, note = cell.partition(".")
    said = f"**{WORDS['cells'][base]}**"
    return f"{said} ({WORDS['footnotes'][note]})" if note else said


def _decision() -> Iterator[str]:
    yield "\n## Hoe de beslissing valt"
    yield ""
    yield "De stappen gaan op volgorde. De eerste die niet klopt, geeft de reden."
    yield ""
    yield "| stap | wat moet kloppen | zo niet, dan |"
    yield "|---|---|---|"
    for step, said in WORDS["steps"].items():
        why = [
            f"{code.name()} (`{code.code}`)"
            for code in codes.items("redencodes")
            if code.facts["stap"] == step
        ]
        if not why:
            raise KeyError(f"step {step} has no reason code")
        yield f"| {step} | {said} | {'; '.join(why)} |"
    yield AFTER_THE_STEPS


def _ceilings() -> Iterator[str]:
    yield CEILINGS
    for kind, classes in roles.matrix()["ceilings"].items():
        names = "; ".join(f"{name} {codes.label('klassen', name)}" for name in classes)
        yield f"- **{codes.label('organisatiesoorten', kind)}**: {names}"


def _grounds() -> Iterator[str]:
    rules = roles.ground_rules()
    yield "\n## Welke grondslag een organisatie mag gebruiken"
    yield ""
    names = [codes.label("grondslagen", basis) for basis in rules["allowed"]]
    yield f"| soort organisatie | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(rules['allowed'])}"
    for kind in rules["kinds"]:
        cells = [WORDS["grounds"][_answer(basis, kind)] for basis in rules["allowed"]]
        yield f"| {codes.label('organisatiesoorten', kind)} | {' | '.join(cells)} |"
    yield ""
    yield from _limits(rules)


def _answer(basis: str, kind: str) -> bool | str:
    """YAML reads yes and no as truth, in the words as in the table."""
    answer = roles.allowed_ground(basis, kind)
    return {"yes": True, "no": False}.get(answer, answer)


def _limits(rules: dict[str, Any]) -> Iterator[str]:
    def name(basis: str) -> str:
        return codes.label("grondslagen", basis)

    yield f"- Een grondslag geldt hoogstens {rules['months_at_most']} maanden."
    for basis, hours in rules["hours_at_most"].items():
        yield f"- {name(basis)} geldt hoogstens {hours} uur."
    for basis, categories in rules["forbidden_categories"].items():
        kinds = ", ".join(codes.label("gegevenscategorieen", category) for category in categories)
        yield f"- {name(basis)} kan niet worden gebruikt voor: {kinds}."
    for basis in rules["needs_task"]:
        yield f"- Bij {name(basis)} hoort een wettelijke taak."
    for basis in rules["second_approver"]:
        yield f"- {name(basis)} wordt altijd door een tweede beoordeeld."
