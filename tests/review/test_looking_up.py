"""Looking something up at the desk: by ids alone, and nothing that may not be known (rulings.md 6, 9)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from tests.review.conftest import Desk
from tests.review.footprints import others, pseudonym, reads
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.events import Thing


def test_filters_find_by_case_resident_colleague_and_day(desk: Desk) -> None:
    world, today = desk.world, local(datetime.now(UTC)).date()
    reads(desk, "ww")
    reads(desk, "wc")
    for filters, expected in (
        (f"zaak={world.matter}", 2), (f"zaak={uuid4()}", 0),
        (f"bewoner={world.person}", 2), (f"bewoner={uuid4()}", 0),
        (f"collega={world.staff['ww']}", 1), (f"collega={world.staff['cr']}", 0),
        (f"dag={today}", 2), (f"dag={today - timedelta(days=3)}", 0),
        (f"zaak={world.matter}&collega={world.staff['wc']}", 1),
    ):  # fmt: skip
        assert len(others(desk.get("fg_rie", f"/controle/sporen?{filters}"))) == expected, filters
    for nonsense in ("zaak=WA-2026", "dag=gisteren", "na=1", "collega=ik"):
        assert desk.get("fg_rie", f"/controle/sporen?{nonsense}").status_code == 404


def test_what_is_filled_in_becomes_an_address_of_ids_alone(desk: Desk) -> None:
    """No names and no numbers in addresses; a case's number stands on the screen only (rulings.md 26)."""
    world = desk.world
    reads(desk, "ww")
    for meant in (
        world.number,
        world.number.lower(),
        f"http://localhost:8000/casussen/{world.case}",
        str(world.matter),
    ):
        answer = desk.post(
            "fg_rie", zaak=meant, bewoner=f"/bewoners/{world.person}", collega=str(world.staff["ww"])
        )
        assert answer.status_code == 303
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert asked == {
            "zaak": [str(world.matter)], "bewoner": [str(pseudonym(desk, "rie"))],
            "collega": [str(world.staff["ww"])],
        }  # fmt: skip
    again = desk.get("fg_rie", f"/controle/sporen?zaak={world.matter}")
    assert f'value="{world.number}"' in again.text


def test_a_case_without_footprints_here_is_as_unknown_as_one_that_does_not_exist(desk: Desk) -> None:
    """Rulings.md 9: a number is no way to learn that a case exists."""
    reads(
        desk,
        "wc",
        thing=Thing("CASUS", desk.world.case, desk.world.matter, (desk.world.organisations["rie"],)),
    )
    unknown, foreign = desk.post("fg_gem", zaak="WA-2026-0000"), desk.post("fg_gem", zaak=desk.world.number)
    assert unknown.status_code == foreign.status_code == 400
    assert "Hier zijn geen sporen van een casus of signaal met dit nummer" in foreign.text
    assert desk.post("fg_rie", zaak=desk.world.number).status_code == 303


def test_a_name_is_refused_where_a_reference_belongs(desk: Desk) -> None:
    answer = desk.post("fg_rie", bewoner="Mw. S. Ndiaye")
    assert answer.status_code == 400
    assert "Plak het kenmerk van een bewoner" in answer.text
    assert 'value="Mw. S. Ndiaye"' in answer.text


def test_what_is_shielded_is_seen_as_references_only(desk: Desk) -> None:
    """Rulings.md 6: of a K7 case no number, no category, no resident; and no way round by the resident."""
    world = desk.world
    owner, who = (world.organisations["rie"],), (world.person,)
    secret = Thing("CASUS", uuid4(), world.secret, owner, who, "P_VEILIG", "K7", ("G_VEILIG",))
    reads(desk, "ww", thing=secret, grounds=(world.ground,))
    for sensitivity in ("K3", None):  # the matter is secret, also where the entry itself says less
        reads(desk, "ww", thing=Thing("CASUS", None, world.secret, owner, who, None, sensitivity))
    answer = desk.get("fg_rie")
    who_said = "Collega ww, welzijnswerker bij Organisatie wel,"
    assert others(answer) == [f"{who_said} liet een spoor na bij iets dat is afgeschermd: gelezen."] * 3
    main = answer.text.split("<main")[1].split("</main>")[0]
    hidden = [
        f"{world.number}S",
        "Veiligheid in huis",
        str(world.person),
        "P_VEILIG",
        world.ground.hex[:8].upper(),
    ]
    assert not [words for words in hidden if words in main]
    assert f"kenmerk {world.secret.hex[:8].upper()}" in main
    assert others(desk.get("fg_rie", f"/controle/sporen?bewoner={world.person}")) == []
    assert desk.post("fg_rie", zaak=f"{world.number}S").status_code == 400


def test_a_refusal_at_what_is_shielded_says_no_more_than_that(desk: Desk) -> None:
    world = desk.world
    thing = Thing("CASUS", uuid4(), world.secret, (world.organisations["rie"],), (), None, "K0")
    reads(desk, "wb", thing=thing, outcome="GEWEIGERD", reason_code="NIET_BETROKKEN")
    assert others(desk.get("fg_rie")) == [
        "Collega wb, wijkbeheerder bij Organisatie rie, wilde bij iets dat is afgeschermd. "
        "Dat is geweigerd: niet betrokken."
    ]
