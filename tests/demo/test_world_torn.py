"""A world file with any value anywhere, any bytes, cut off or torn: read or refused, never broken."""

import copy
import json
import random
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkaanpak.demo.world import OEVERDRECHT, Fault, WorldFaults, read_world

TODAY = date(2026, 11, 16)
DEMO = OEVERDRECHT.read_text("utf-8")


def leaves(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(node, dict):
        return [leaf for key, value in node.items() for leaf in leaves(value, (*path, key))]
    if isinstance(node, list):
        return [leaf for key, value in enumerate(node) for leaf in leaves(value, (*path, key))]
    return [path]


TOLD = yaml.safe_load(DEMO)
LEAVES = leaves(TOLD)
ODD = [
    None,
    True,
    0,
    -1,
    3.5,
    "",
    "x",
    "ja",
    "2026-11-16",
    "9999-12-31",
    [],
    {},
    [[]],
    {"a": 1},
    "U-WB1",
    10**17,
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LEAVES), st.sampled_from(ODD))
def test_any_value_anywhere_is_read_or_refused_but_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, leaf: tuple[str | int, ...], odd: object
) -> None:
    """A file is a world or it is faults with lines; there is no third answer."""
    told = copy.deepcopy(TOLD)
    node = told
    for key in leaf[:-1]:
        node = node[key]
    node[leaf[-1]] = odd
    path = tmp_path_factory.mktemp("odd") / "world.yaml"
    path.write_text(json.dumps(told, default=str, indent=1), encoding="utf-8")
    _read_or_refused(path)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        st.integers(0, 10**6).map(lambda n: str(n).encode()),
    )
)
def test_any_bytes_are_refused_with_a_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "world.yaml"
    path.write_bytes(data)
    _read_or_refused(path)


@pytest.mark.parametrize("seed", range(30))
def test_a_file_cut_off_or_torn_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    lines = DEMO.split("\n")
    for _ in range(5):
        del lines[chance.randrange(len(lines))]
    text = "\n".join(lines)[: chance.randrange(len(DEMO))]
    path = tmp_path / "world.yaml"
    path.write_text(text, encoding="utf-8")
    _read_or_refused(path)


def _read_or_refused(path: Path) -> None:
    told: list[Fault] = []
    try:
        read_world(path, TODAY)
    except WorldFaults as refused:
        told = refused.faults
        assert told, "refused without a fault"
    lines = path.read_bytes().count(b"\n") + 1
    for fault in told:
        assert 1 <= fault.line <= lines + 1
        assert fault.sentence.endswith((".", "?"))
