"""Each answer with data of residents is one entry with exactly what it showed, and never a text (R88)."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row

from tests.cases.conftest import entries, triage_form
from tests.cast import House
from tests.scenario.conftest import organisation, said, world, zaak
from tests.signals.conftest import Report, form

READERS = [(who, one["id"]) for one in world()["zaken"] for who in one["team"]]
CANARY = "kanarievogel"


def disclosed(entry: Row[Any], kind: str) -> set[UUID]:
    """What an entry says was handed out, of one kind."""
    return {UUID(item["id"]) for item in entry.disclosed if item["type"] == kind}


def matter_of(house: House, reference: str) -> UUID:
    found: UUID = house.truth(
        "select matter_id from app.case_file where id = :t "
        "union select matter_id from app.signal where id = :t",
        t=house.thing(reference),
    )[0].matter_id  # fmt: skip
    return found


def on_the_page(house: House, reference: str, page: str) -> set[UUID]:
    """The parts whose text stands on a page."""
    parts = house.truth(
        "select id, text, kind from app.part where matter_id = :m", m=matter_of(house, reference)
    )
    return {part.id for part in parts if " ".join(part.text.split()) in page}


@pytest.mark.parametrize(("who", "reference"), READERS)
def test_one_answer_is_one_entry_with_exactly_what_stands_on_the_page(
    standing: House, who: str, reference: str
) -> None:
    someone = standing.sign_in(who)
    before = len(entries(standing, who)), len(entries(standing, who, denied=True))
    answer = someone.get(standing.url(reference))
    new, refused = entries(standing, who)[before[0] :], entries(standing, who, denied=True)[before[1] :]
    if answer.status_code != 200:
        assert (answer.status_code, len(new), len(refused)) == (403, 0, 1)
        assert (refused[0].object_id, refused[0].disclosed) == (standing.thing(reference), [])
        assert refused[0].reason_code in answer.text
        return
    (entry,) = new
    assert refused == []
    assert entry.matter_id == matter_of(standing, reference)
    page = said(answer)
    assert disclosed(entry, "ONDERDEEL") == on_the_page(standing, reference, page)
    named = {UUID(standing.loaded.persons[one["id"]].rsplit("/", 1)[1]) for z in world()["zaken"]
             if z["id"] == reference for one in z["betrokkenen"] if one["naam"] in page}  # fmt: skip
    assert disclosed(entry, "PERSOON") == {standing.pseudonym(one, entry.actor_id) for one in named}
    assert named <= set(standing.persons(entry.id))


def test_a_fragment_is_an_answer_too(standing: House) -> None:
    someone = standing.sign_in("U-CR1")
    before = len(entries(standing, someone))
    page = someone.get(standing.url("S-02"), fragment="tijdlijn")
    (entry,) = entries(standing, someone)[before:]
    assert disclosed(entry, "ONDERDEEL") >= on_the_page(standing, "S-02", said(page))


@pytest.mark.parametrize("who", ["U-CR1", "U-WC1", "U-WW2", "U-ZP2", "U-TR1"])
def test_a_list_is_one_entry_with_the_cases_on_it(standing: House, who: str) -> None:
    someone = standing.sign_in(who)
    for path in ("/casussen", "/"):
        before = len(entries(standing, who))
        page = someone.get(path).text
        (entry,) = entries(standing, who)[before:]
        shown = {
            UUID(a.rsplit("/", 1)[1]) for a in standing.loaded.matters.values() if a.rsplit("/", 1)[1] in page
        }
        assert disclosed(entry, "CASUS") | disclosed(entry, "SIGNAAL") == shown, path
        assert (entry.subjects, standing.persons(entry.id)) == ([], [])


def test_a_resident_on_a_page_of_their_own_is_one_entry(standing: House) -> None:
    someone = standing.sign_in("U-CR1")
    before = len(entries(standing, someone))
    assert someone.get(standing.loaded.persons["P-02"]).status_code == 200
    (entry,) = entries(standing, someone)[before:]
    assert disclosed(entry, "PERSOON") == {standing.pseudonym(standing.person("P-02"), entry.actor_id)}
    assert len(entry.ground_ids) == 1


def test_an_entry_names_the_grounds_it_rested_on_and_whose_data_it_was(standing: House) -> None:
    standing.sign_in("U-ZP1").get(standing.url("S-02"))
    entry = entries(standing, "U-ZP1")[-1]
    bases = standing.truth("select reference from app.ground where id = any(:g)", g=entry.ground_ids)
    assert {ground.reference for ground in bases} == {"GR-022"}
    assert organisation(standing, "ORG-RIE") in entry.controller_ids
    assert (entry.actor_organisation_id, entry.actor_role) == (organisation(standing, "ORG-GGZ"), "ZP")
    assert (entry.categories, entry.sensitivity) == (["G_NAW", "G_WOONFEIT"], "K3")


def test_every_change_is_one_entry(house: House, handed_over: Report) -> None:
    case, owner, lead = house.url("S-02"), house.sign_in("U-WC1"), house.sign_in("U-CR1")
    guest = {"staff": str(house.staff["U-WW1"]), "reason": "Nodig voor het bezoek."}
    signal = handed_over(category="VERVAL_COMPLEX", number="", resident="", discussed="nvt")
    steps = (
        (owner, f"{case}/notities", {"feit": "De gang is leeg.", "category": "G_WOONFEIT"}, "note.written"),
        (owner, f"{case}/bewoners", {"name": "Mw. W. Tweede"}, "person.added"),
        (lead, f"{case}/team", guest, "team.invited"),
        (lead, f"{case}/team/{house.staff['U-WW1']}/einde", {}, "team.left"),
        (house.sign_in("U-TR1"), f"{signal.url}/casus", triage_form(house), "case.opened"),
    )  # fmt: skip
    for who, path, fields, name in steps:
        before = len(entries(house, who))
        assert who.post(path, fields).status_code == 303, path
        (entry,) = entries(house, who)[before:]
        assert entry.name == name
        assert entry.matter_id is not None


def test_a_refused_change_is_one_entry_and_changes_nothing(house: House) -> None:
    case, outsider = house.url("S-02"), house.sign_in("U-WB3")
    for path, reason in (
        (f"{case}/notities", "NIET_BETROKKEN"), (f"{case}/bewoners", "NIET_BETROKKEN"),
        (f"{case}/team", "ROL_ONVOLDOENDE"), (f"{case}/regie", "ROL_ONVOLDOENDE"),
    ):  # fmt: skip
        before = len(entries(house, outsider, denied=True))
        assert outsider.post(path, {"feit": "Iets.", "name": "Iemand"}).status_code == 404
        (entry,) = entries(house, outsider, denied=True)[before:]
        assert (entry.object_id, entry.reason_code) == (house.thing("S-02"), reason), path
    assert entries(house, outsider) == []


def test_no_entry_holds_a_word_of_what_was_written(house: House) -> None:
    """A word that stands in every field of every form, and in no entry, not even as an address."""
    case, text = house.url("S-02"), f"Een {CANARY} die in elk veld van elk formulier staat."
    reporter, owner, lead = house.sign_in("U-WB1"), house.sign_in("U-WC1"), house.sign_in("U-CR1")
    told = form(house, feit=text, duiding=text, advies=text, resident=CANARY, discussed="nee_nog_niet",
                discussed_reason=text)  # fmt: skip
    signal = reporter.post("/signalen/nieuw", told).headers["Location"].split("?")[0]
    over = {"consulted": "nee", "consulted_reason": text, "discussed_reason": text}
    assert owner.post(f"{signal}/doorgeven", over).status_code == 303
    note = {"feit": text, "duiding": text, "advies": text, "category": "G_WOONFEIT"}
    assert owner.post(f"{case}/notities", note).status_code == 303
    assert owner.post(f"{case}/bewoners", {"name": CANARY}).status_code == 303
    guest = {"staff": str(house.staff["U-WW1"]), "reason": text}
    assert lead.post(f"{case}/team", guest).status_code == 303
    lead.post(f"{case}/notities", note | {"category": CANARY})
    house.sign_in("U-WB3").post(f"{case}/notities", note)
    house.sign_in("U-TR1").post(f"{signal}/samenvoegen", {"number": CANARY})
    house.sign_in("U-TR1").post(f"{signal}/casus", triage_form(house, question=text, goal=text, why=text))
    house.nobody().post("/aanmelden", data={"login": CANARY, "password": CANARY, "code": CANARY},
                        headers={"Origin": house.settings.url})  # fmt: skip
    for who in (reporter, owner, lead, house.sign_in("U-TR1")):
        for path in (case, signal, "/", f"/casussen?na={CANARY}", f"/{CANARY}"):
            who.get(path)
    assert len(house.truth("select 1 from app.part where text like :c", c=f"%{CANARY}%")) >= 5
    assert house.truth("select name from journal.entry e where e::text like :c", c=f"%{CANARY}%") == []
    texts = [t for one in world()["zaken"] for t in zaak(one["id"]).everything]
    journal = " ".join(row.said for row in house.truth("select e::text as said from journal.entry e"))
    assert [t for t in texts if t in journal] == []
