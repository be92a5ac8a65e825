"""A world file that is wrong anywhere is not read at all, and says where and why (rulings 24)."""

import re
from datetime import date
from pathlib import Path

import pytest

from wijkaanpak.demo.checking import schema
from wijkaanpak.demo.keywords import keywords
from wijkaanpak.demo.world import OEVERDRECHT, WorldFaults, read_world

TODAY = date(2026, 11, 16)
DEMO = OEVERDRECHT.read_text("utf-8")


def faults(tmp_path: Path, text: str | bytes) -> list[tuple[int, str]]:
    path = tmp_path / "world.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(WorldFaults) as caught:
        read_world(path, TODAY)
    return [(fault.line, fault.sentence) for fault in caught.value.faults]


def changed(old: str, new: str) -> tuple[str, int]:
    """Oeverdrecht with the first `old` replaced, and the line where that was."""
    assert old in DEMO
    return DEMO.replace(old, new, 1), DEMO[: DEMO.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "org: ORG-RIE, buurt",
            "org: ORG-WEG, buurt",
            'complex C-101, "org": er is geen organisatie "ORG-WEG"',
        ),
        ("buurt: BU99010101", "buurt: BU99019999", 'geen buurt "BU99019999"'),
        ("vaste_beheerder: U-WB1", "vaste_beheerder: U-WEG", 'geen gebruiker "U-WEG"'),
        ("scope: [C-101, C-102], fte", "scope: [C-101, C-999], fte", "gebruiker U-WB1, scope nummer 2"),
        ("scope: [GM9901]", "scope: [GM9902]", 'geen complex, wijk, buurt, gemeente of organisatie "GM9902"'),
        ("rollen: [WB]", "rollen: [WX]", '"WX" is geen code van rollen'),
        ("type: corporatie", "type: vereniging", '"vereniging" is geen code van organisatiesoorten'),
        ("partijen: [ORG-GEM", "partijen: [ORG-NIX", 'geen organisatie "ORG-NIX"'),
        ("doelen: [P_OBJECT", "doelen: [P_NIX", '"P_NIX" is geen code van doelen'),
        (
            "team: [U-WB1, U-WC1",
            "team: [U-WB1, U-WC9",
            'zaak S-02, team nummer 2: er is geen gebruiker "U-WC9"',
        ),
        ("categorie: GELUIDSOVERLAST", "categorie: LAWAAI", '"LAWAAI" is geen code van signaalcategorieen'),
        ("doel: P_ZORG", "doel: P_NIX", "is geen code van doelen"),
        ("complex: C-103\n", "complex: C-104\n", 'geen complex "C-104"'),
        ("melder_rol: WB", "melder_rol: XX", "is geen code van rollen"),
        ("door: U-WB3", "door: U-WB9", 'geen gebruiker "U-WB9"'),
        ("urgentie: REGULIER", "urgentie: HAAST", "kies uit ACUUT, SPOED, REGULIER, PREVENTIEF"),
        ("status: CASUSOVERLEG", "status: BEZIG", "signaalstatussen of casusstatussen"),
        ("besproken: ja", "besproken: misschien", "is geen code van besproken"),
        ("ontvanger: ORG-GGZ", "ontvanger: ORG-NIX", "zaak S-02"),
        ("categorie: G_WOONFEIT}", "categorie: G_NIX}", "is geen code van gegevenscategorieen"),
        ("verstrekker: ORG-RIE", "verstrekker: ORG-NIX", "grondslag GR-021"),
        ("ontvangers: [ORG-GGZ]", "ontvangers: [ORG-GGZ, ORG-NIX]", "ontvangers nummer 2"),
        ("tweede: U-PO2", "tweede: U-PO9", 'grondslag GR-021, "tweede"'),
        ("grond: A6_1F, status", "grond: A6_1G, status", "is geen code van grondslagen"),
        ("taak: WPG_OGGZ", "taak: WPG", "is geen code van wettelijke_taken"),
        ("bijzonder: A9_2C", "bijzonder: A9_9", "is geen code van uitzonderingen_bijzonder"),
        ("geheimhouding: CONFLICT_VAN_PLICHTEN", "geheimhouding: NIX", "geheimhoudingsuitzonderingen"),
        ("betrokkene: P-03, status", "betrokkene: P-04, status", 'er is geen betrokkene "P-04" in deze zaak'),
        (
            "over: [P-03B]",
            "over: [P-99]",
            'zaak S-03, feit nummer 2, over nummer 1: er is geen betrokkene "P-99"',
        ),
        ("status: ACTIEF, van", "status: AAN, van", "is geen code van grondslagstatussen"),
        ("tot: 2027-02-06", "tot: 2026-11-06", 'deze datum ligt niet na "van" (2026-11-06)'),
        ("einde: 2027-12-31", "einde: 2025-12-31", 'deze datum ligt niet na "start"'),
        ("geboren: 1991-05-02", "geboren: 1991-02-30", "geen bestaande datum"),
        ("advies_door: U-CR1", "advies_door: U-CR9", 'geen gebruiker "U-CR9"'),
        ('eenheid: "9901010000000103"', "eenheid: 9901010000000103", "aanhalingstekens"),
        ("besproken: ja", "besprokn: ja", 'Bedoelt u "besproken"?'),
        ("gebruiker: U-WB2", "gebruiker: U-NIX", 'geen gebruiker "U-NIX"'),
        ("met: ORG-GGZ", "met: ORG-NIX", 'geen organisatie "ORG-NIX"'),
        ("goedgekeurd_door: U-PO2", "goedgekeurd_door: U-NIX", "zaak S-07"),
        ("afwijsreden: VERKEERD_DOEL", "afwijsreden: ZOMAAR", "is geen code van afwijsredenen"),
        ("van: D-1, naar", "van: D-9, naar", 'geen dienst "D-9"'),
        ("veiligheid: [BEZOEK_MET_TWEE]", "veiligheid: [HOND]", "is geen code van signaalwaarschuwingen"),
        ("zaak: S-12", "zaak: S-99", 'geen zaak "S-99"'),
        ("betrokkene: P-12", "betrokkene: P-99", 'verzoek AV-1, "betrokkene": er is geen betrokkene "P-99"'),
        ("eigenaar: ORG-RIE", "eigenaar: ORG-NIX", "doel DL-1"),
        ("wk_code: WK990101", "wk_code: WK990109", 'geen wijk "WK990109"'),
        ("Vloerbedekking bespreken.", "BSN 123.45.678-2.", "burgerservicenummer"),
    ],
)
def test_one_wrong_word_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    """Issue: a dangling reference is named with its line and nothing is loaded."""
    text, line = changed(old, new)
    found = faults(tmp_path, text)
    assert (line, True) in [(number, says in sentence) for number, sentence in found], found


def test_all_faults_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = DEMO.replace("org: ORG-BUR", "org: X").replace("rollen: [HI]", "rollen: [HH]")
    text = text.replace("urgentie: ACUUT", "urgentie: NU").replace("zaak: S-12", "zaak: S-99")
    found = faults(tmp_path, text)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert len(found) == 3
    assert [re.search("HH|NU|S-99", sentence) is not None for _, sentence in found] == [True] * 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ORG-GEM", "ORG-POL"),
        ("C-101", "C-203"),
        ("U-WB1", "U-FB1"),
        ("CV-2026-1", "CV-2025-P"),
        ("S-01", "S-12"),
        ("P-03", "P-03B"),
        ("GR-021", "GR-122"),
        ("D-1", "D-3"),
        ("R-101-1", "R-202-1"),
        ("DL-1", "DL-2"),
        ("AV-1", "AV-2"),
    ],
)
def test_an_id_that_is_given_twice_names_both_lines(tmp_path: Path, first: str, second: str) -> None:
    text, line = changed(f"id: {second}", f"id: {first}")
    before = text[: text.index(f"id: {first}")].count("\n") + 1
    twice = f'"{first}" staat hier voor de tweede keer; de eerste staat op regel {before}.'
    assert [number for number, sentence in faults(tmp_path, text) if twice in sentence] == [line]


def test_a_person_with_other_data_elsewhere_is_a_fault(tmp_path: Path) -> None:
    text, line = changed("id: P-05,", "id: P-04,")
    assert (line, True) in [(n, "met andere gegevens op regel" in s) for n, s in faults(tmp_path, text)]


def test_the_same_person_may_stand_in_two_matters(tmp_path: Path) -> None:
    person = (
        'betrokkenen: [{id: P-04, naam: "Mw. A. Schipper", geboren: 1938-07-21, eenheid: "9901010000000301"}]'
    )
    text = re.sub(r"betrokkenen: \[\{id: P-05.*\]", person, DEMO)
    path = tmp_path / "world.yaml"
    path.write_text(text, encoding="utf-8")
    assert [m.id for m in read_world(path, TODAY).matters if any(p.id == "P-04" for p in m.persons)] == [
        "S-04",
        "S-05",
    ]


def test_a_missing_key_names_the_thing_that_misses_it(tmp_path: Path) -> None:
    text, line = changed("urgentie: ACUUT\n    ", "")
    found = faults(tmp_path, text)
    assert ('zaak S-05: de sleutel "urgentie" ontbreekt.') in [sentence for _, sentence in found]
    assert abs(found[0][0] - line) < 10


def test_consent_without_anyone_to_give_it_is_a_fault(tmp_path: Path) -> None:
    text = re.sub(r"betrokkenen: \[\{id: P-04.*\]", "betrokkenen: []", DEMO)
    assert any("een toestemming is van een persoon" in sentence for _, sentence in faults(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (b"", 1, "leeg"),
        (b"# alleen een opmerking\n", 1, "leeg"),
        (b"- a\n- b\n", 1, "reeks sleutels"),
        (b"zaken: []\nwijken: [}\n", 2, "niet als YAML te lezen"),
        (b"zaken: []\n\twijken: []\n", 2, "niet als YAML te lezen"),
        (b"zaken: []\nwijken: \xff\xfe\n", 2, "geen UTF-8"),
        ("zaken: []".encode("utf-16"), 1, "geen UTF-8"),
        (b"zaken: []\nwijken: \x07\n", 2, "stuurteken"),
        (b'scenario_nu: "2026-11-16"\nwijken: [{code: WK000001, naam: "a\\0b"}]\n', 2, "stuurteken"),
        (b"zaken: []\n---\nzaken: []\n", 2, "tweede document"),
        (b"zaken: []\nzaken: []\n", 2, "dubbel; de eerste staat op regel 1"),
        (b"zaken: []\nplaneten: []\n", 2, '"planeten": deze sleutel kent een wereldbestand hier niet.'),
        (b"zaken: nee\n", 1, 'hier staat "nee", maar hier hoort een lijst'),
        (b"scenario_nu: gisteren\n", 1, "geen bestaande datum"),
        (b"zaken: &a [*a]\n", 1, "waar zij zelf naar verwijst"),
        (b"zaken: *b\n", 1, "verwijst naar niets"),
        (b"zaken: !!python/object:os.system x\n", 1, 'label met "!"'),
        (b"zaken:\n  " + b"[" * 100_000, 2, "niveaus diep"),
        (b"? {a: b}\n: c\n", 1, "waar een sleutel hoort"),
    ],
)
def test_what_is_no_world_at_all_is_told_with_a_line(
    tmp_path: Path, text: bytes, line: int, says: str
) -> None:
    found = faults(tmp_path, text)
    assert (line, True) in [(number, says in sentence) for number, sentence in found], found


def test_a_bomb_of_aliases_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    ((line, sentence),) = faults(tmp_path, "\n".join(layers))
    assert line <= 8
    assert "te veel" in sentence


def test_a_file_that_is_not_there_is_a_fault_too(tmp_path: Path) -> None:
    for path in (tmp_path / "weg.yaml", tmp_path):
        with pytest.raises(WorldFaults, match="is er niet of kan niet worden gelezen"):
            read_world(path, TODAY)


def test_every_fault_prints_as_a_line_and_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text("zaken: nee\nwijken: 3\n", encoding="utf-8")
    with pytest.raises(WorldFaults) as caught:
        read_world(path, TODAY)
    assert all(re.match(r"regel \d+: .+\.$", line) for line in str(caught.value).split("\n"))


def test_the_schema_uses_no_word_whose_fault_would_be_english() -> None:
    """Rulings 24: one clear sentence, in Dutch."""
    silent = {
        "$schema",
        "$defs",
        "$ref",
        "title",
        "properties",
        "patternProperties",
        "items",
        "shape",
        "orOneOf",
    }
    allowed = {*keywords({}), *silent, "orSameDay"}

    def words(node: object, names: bool = False) -> set[str]:
        if isinstance(node, list):
            return {word for item in node for word in words(item)}
        if not isinstance(node, dict):
            return set()
        mine = set() if names else set(node)
        return mine.union(
            *(
                words(v, k in ("properties", "patternProperties", "$defs") and not names)
                for k, v in node.items()
            )
        )

    assert words(schema()) <= allowed
