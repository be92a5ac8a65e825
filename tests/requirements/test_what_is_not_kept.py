"""What has no place to be kept: numbers of citizens, and names of those whom it is not about."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cast import House
from tests.house.tree import ROOT, files, name

CITIZEN_NUMBER = re.compile(r"bsn|burgerservice|sofi_?n|citizen_?(service_?)?n", re.IGNORECASE)
COLUMNS = (
    "select table_schema || '.' || table_name || '.' || column_name as said from information_schema.columns "
    "where table_schema in ('app', 'journal', 'sealed')"
)


def test_no_table_has_a_column_for_a_citizen_service_number(house: House) -> None:
    """R10: nor has the journal, nor the sealed schema."""
    columns = [row.said for row in house.truth(COLUMNS)]
    assert len(columns) > 200
    assert not [column for column in columns if CITIZEN_NUMBER.search(column)]


def test_no_form_asks_for_one_and_no_world_brings_one() -> None:
    """R10: fields of forms, and keys of the file a world is loaded from."""
    asked = [
        f"{name(path)}: {found[0]}"
        for path in files(".py", ".html", under="wijkaanpak") + files(".html", under="templates")
        for found in re.finditer(
            r"^    (\w+) = (?:line|text|choice|pick|tick)\(|name=\"(\w+)\"", path.read_text("utf-8"), re.M
        )
        if CITIZEN_NUMBER.search(found[0])
    ]
    assert not asked
    schema = (ROOT / "wijkaanpak" / "demo" / "world.schema.yaml").read_text("utf-8")
    assert not re.findall(r"^\s*(?:bsn|burgerservicenummer)\s*:", schema, re.M | re.IGNORECASE)


def test_whoever_shares_a_home_is_counted_and_not_named(house: House) -> None:
    """R16: a household has numbers; a name stands on record only for whom some matter is about."""
    columns = house.truth(
        "select column_name, data_type from information_schema.columns "
        "where table_schema = 'app' and table_name = 'household'"
    )
    kinds = {row.column_name: row.data_type for row in columns}
    assert kinds.pop("adults") == kinds.pop("children") == "integer"
    assert set(kinds.values()) == {"uuid"}
    strangers = house.truth(
        "select p.id from app.person p where not exists (select from app.subject s where s.person_id = p.id)"
    )
    assert strangers == []


def test_who_is_recorded_as_a_resident_becomes_someone_it_is_about(house: House) -> None:
    """R16: by every way there is, the page of a case as well as a signal."""
    before = house.truth("select count(*) from app.person")[0][0]
    sent = {"name": "Mw. N. Nieuw"}
    answer = house.sign_in("U-WC2").post(f"{house.url('S-04')}/bewoners", sent)
    assert answer.status_code == 303, answer.text
    added = house.truth(
        "select p.id, s.matter_id from app.person p left join app.subject s on s.person_id = p.id "
        "where p.name = 'Mw. N. Nieuw'"
    )
    assert house.truth("select count(*) from app.person")[0][0] == before + 1
    assert [row.matter_id is not None for row in added] == [True]


def test_a_person_for_whom_there_is_no_matter_is_read_by_nobody(house: House) -> None:
    """R16: even if a programmer put one on record, no row of it exists for anybody."""
    owner = house.truth("select id from app.organisation where reference = 'ORG-HAV'")[0].id
    house.truth(
        "insert into app.person (id, organisation_id, name, recorded_at) "
        "values (gen_random_uuid(), :o, 'Dhr. Zomaar', now())",
        o=owner,
    )
    for who in ("U-WC2", "U-WB2", "U-PO3"):
        with house.sign_in(who).unit() as unit:
            found = unit.session.execute(text("select id from app.person where name = 'Dhr. Zomaar'")).all()
        assert found == []


@pytest.mark.parametrize("column", ["login", "reference"])
def test_an_account_is_one_persons(house: House, column: str) -> None:
    """R63: two people cannot share what one signs in with."""
    set_to = f"update app.staff set {column} = 'samen' where id = :w"
    house.truth(set_to, w=house.staff["U-WC1"])
    with pytest.raises(DBAPIError) as refused:
        house.truth(set_to, w=house.staff["U-WC2"])
    assert refused.value.orig.sqlstate == "23505"  # type: ignore[union-attr]
    columns = house.truth(
        "select column_name from information_schema.columns "
        "where table_schema = 'sealed' and column_name = 'staff_id'"
    )
    assert columns, "sessions and credentials name one member of staff"
