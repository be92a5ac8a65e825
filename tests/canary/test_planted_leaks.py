"""The oracles can fail: each of these faults, planted in the house, is told by the oracle meant for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Response, request
from structlog import get_logger

from tests.canary import oracles
from tests.canary.allowed import READS
from tests.canary.conftest import overheard
from tests.canary.crawler import Crawler, Seen, World
from wijkaanpak.cases import dossier
from wijkaanpak.door import Unit
from wijkaanpak.web import errors

READER, OUTSIDER, CASE = "U-CR1", "U-WB3", "S-02"


def looked(world: World, who: str, *paths: str) -> list[Seen]:
    """What one person sees at these addresses alone."""
    crawler = Crawler(world, who, most=0)
    for path in paths:
        crawler.open(path)
    return crawler.seen


def name_of(world: World) -> str:
    """The canary in the name of the resident of that case."""
    return next(
        t.word for t in world.canaries.tokens.values() if t.zaak == CASE and t.column == "person.name"
    )


@pytest.fixture
def after(world: World) -> Any:
    """`after(do)`: something that meddles with every answer, for this test."""
    house, hooks = world.house.app, world.house.app.after_request_funcs
    before = {key: list(value) for key, value in hooks.items()}

    def meddle(do: Callable[[Response], Response]) -> None:
        hooks.setdefault(None, []).append(do)

    yield meddle
    house.after_request_funcs.clear()
    house.after_request_funcs.update(before)


def test_the_house_as_it_is_says_nothing(world: World) -> None:
    """Without a fault none of the four speaks."""
    seen = looked(world, READER, world.house.url(CASE)) + looked(
        world, OUTSIDER, world.house.url(CASE), nobody(world)
    )
    assert [one.status for one in seen] == [200, 404, 404]
    assert oracles.beyond_sight(seen, READS) == []
    assert oracles.unrecorded(world, seen) == []
    assert oracles.outside(seen) == []
    assert oracles.existence(world, seen, READS) == []


def nobody(world: World) -> str:
    """The address of a case that is nobody's."""
    ident = str(uuid4())
    world.nobodys.add(ident)
    return f"/casussen/{ident}"


def test_a_refusal_that_says_a_name_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "_missing", lambda _lang: f"Niet gevonden: {name_of(world)}")
    seen = looked(world, OUTSIDER, world.house.url(CASE))
    assert oracles.beyond_sight(seen, READS)
    assert oracles.unrecorded(world, seen)


def test_a_list_that_holds_one_id_too_many_is_told(
    world: World, after: Callable[[Callable[[Response], Response]], None]
) -> None:
    secret = world.house.url("S-07")

    def add(answer: Response) -> Response:
        if request.path == "/casussen":
            answer.set_data(answer.get_data(as_text=True) + f'<a href="{secret}"></a>')
        return answer

    after(add)
    assert oracles.beyond_sight(looked(world, OUTSIDER, "/casussen"), READS)


def test_a_reading_that_forgets_to_disclose_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Unit.disclose

    def forgets(unit: Unit, kind: str, *told: Any, **more: Any) -> None:
        if kind != "PERSOON":
            honest(unit, kind, *told, **more)

    monkeypatch.setattr(Unit, "disclose", forgets)
    seen = looked(world, READER, world.house.url(CASE))
    assert oracles.beyond_sight(seen, READS) == []
    assert all("person.name" in one or "person.born" in one or "dwelling" in one
               for one in oracles.unrecorded(world, seen))  # fmt: skip
    assert oracles.unrecorded(world, seen)


@pytest.mark.parametrize("header", ["X-Title", "Location", "Set-Cookie"])
def test_a_name_in_a_header_or_a_cookie_is_told(
    world: World, after: Callable[[Callable[[Response], Response]], None], header: str
) -> None:
    def add(answer: Response) -> Response:
        answer.headers.add(header, f"x={name_of(world)}")
        return answer

    after(add)
    assert oracles.outside(looked(world, READER, "/gezond"))


def test_a_name_in_a_link_is_told(
    world: World, after: Callable[[Callable[[Response], Response]], None]
) -> None:
    def add(answer: Response) -> Response:
        answer.set_data(answer.get_data(as_text=True) + f'<a href="/zoeken?naam={name_of(world)}"></a>')
        return answer

    after(add)
    assert oracles.outside(looked(world, READER, world.house.url(CASE)))


def test_a_name_in_a_log_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = dossier.who_reads

    def chatters(*asked: Any) -> Any:
        get_logger().info("opened", about=name_of(world))
        return honest(*asked)

    monkeypatch.setattr(dossier, "who_reads", chatters)
    with overheard() as said:
        looked(world, READER, world.house.url(CASE))
    assert list(oracles.logged(world, said))


@pytest.mark.parametrize("what", ["status", "header", "byte"])
def test_an_answer_that_tells_forbidden_from_absent_is_told(
    world: World, after: Callable[[Callable[[Response], Response]], None], what: str
) -> None:
    there = world.house.url(CASE)

    def differ(answer: Response) -> Response:
        if request.path == there:
            if what == "status":
                answer.status_code = 403
            elif what == "header":
                answer.headers["ETag"] = "1"
            else:
                answer.set_data(answer.get_data() + b" ")
        return answer

    after(differ)
    assert oracles.existence(world, looked(world, OUTSIDER, there, nobody(world)), READS)
