"""Worlds that differ in residents whom the reader may not know answer every search alike (T02, R60, R69)."""

from __future__ import annotations

import random
import re
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import House, Someone
from tests.residents.looking import Known, answer, known, look

QUESTIONS = 200  # for each reader
ONCE = re.compile(rb'(name="eenmalig" value=")[0-9a-f-]{36}')
TYPED = re.compile(rb'(name="case" value=")[^"]*')


def asked(chance: random.Random, people: list[Known], numbers: list[str]) -> dict[str, Any]:
    """A question that is near somebody: keys of one resident, sometimes mixed with those of another."""
    if chance.random() < 0.1:
        return {"case": chance.choice([*numbers, "WA-2026-0000"])}
    one, other = chance.choice(people), chance.choice(people)
    name = chance.choice([one.name, one.key.upper(), f"van {one.key}", other.name, one.key[:4], ""])
    born = chance.choice([one.born, one.born, other.born, None])
    at = chance.choice([one, one, other, None])
    return {"name": name, "born": born, "place": at.place if at else "", "number": at.bag if at else ""}


def answers(someone: Someone, questions: list[dict[str, Any]]) -> list[tuple[int, list[Any], bytes]]:
    """Status, headers and body of every answer; only what makes a form count once is new each time."""
    said = []
    for question in questions:
        page = look(someone, **question)
        headers = [pair for pair in page.headers if pair[0] != "Date"]
        said.append((page.status_code, headers, ONCE.sub(rb"\1", page.data)))
    return said


def give_role(house: House, who: str, role: str) -> Someone:
    """One more role from elsewhere, so that somebody searches the whole of their organisation."""
    house.truth(
        "insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over) "
        "values (:i, :s, :r, '{}', now() - interval '1 day', now() + interval '30 days', true)",
        i=uuid4(), s=house.staff[who], r=role,
    )  # fmt: skip
    return house.sign_in(who)


def forget(house: House, person: Known) -> None:
    """The same world without this resident; where they lived stays where it is."""
    for table in ("subject", "consent"):
        house.truth(f"delete from app.{table} where person_id = :p", p=person.id)
    house.truth("delete from app.person where id = :p", p=person.id)


# reader, role that searches all of it, residents they may not know, who finds those
@pytest.mark.parametrize(
    ("who", "role", "hidden"),
    [
        (
            "U-TL1",
            "WC",
            {"P-07": "U-WC1", "P-04": "U-WC2", "P-05": "U-WC2", "P-12": "U-CR2", "P-09": "U-WW2"},
        ),
        ("U-CR2", "CR", {"P-07": "U-CR1", "P-02": "U-CR1", "P-11": "U-WC2", "P-09O": "U-WW2"}),
        ("U-WW1", "WW", {"P-12": "U-WW2", "P-09": "U-WW2", "P-07": "U-WC1"}),
    ],
)
def test_a_resident_one_may_not_know_changes_no_answer(
    house: House, who: str, role: str, hidden: dict[str, str]
) -> None:
    """A shielded resident of the own organisation, residents of others: byte for byte as if never there."""
    reader = give_role(house, who, role)
    everyone = [known(house, ref) for ref in house.loaded.persons if known(house, ref).born]
    numbers = [number for (number,) in house.truth("select number from app.case_file order by 1")]
    chance = random.Random(f"{who}{role}")
    questions = [asked(chance, everyone, numbers) for _ in range(QUESTIONS)]
    secret = [known(house, ref) for ref in hidden]
    questions += [{"name": person.name, "born": person.born} for person in secret]
    for person, finder in zip(secret, hidden.values(), strict=True):
        found = answer(look(house.sign_in(finder), name=person.name, born=person.born))
        assert person.name in found, "who may know finds them: the worlds do differ"
    with_them = answers(reader, questions)
    for person in secret:
        forget(house, person)
    without = answers(reader, questions)
    for question, there, absent in zip(questions, with_them, without, strict=True):
        assert there == absent, question
    assert sum(b"treffer__wie" in body for _status, _headers, body in without) > QUESTIONS / 50


def test_the_journal_counts_only_what_was_shown(house: House) -> None:
    """T02: neither the answer nor the entry says that there was one more."""
    reader, person = give_role(house, "U-TL1", "WC"), known(house, "P-07")
    look(reader, name=person.name, born=person.born)
    look(reader, name="Niemand", born=person.born)
    there, nowhere = house.truth(
        "select disclosed, subjects, sensitivity, particulars - 'digest' from journal.entry "
        "where actor_id = :w and name = 'person.search' order by place",
        w=reader.id,
    )
    assert there == nowhere
