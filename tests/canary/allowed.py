"""Who may see which canary: a table made by hand from the scenario and the text, not from the house."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from tests.canary.tokens import Token
from wijkaanpak.demo.world import OEVERDRECHT

Sights = dict[str, dict[str, str]]
PLAN = frozenset({"doel", "actie", "stem"})  # planted as advice of who brought the case: read by the same
OWN = "titel feit duiding advies naam"

# zaak -> people -> what they read of it. `naam` is every name, with birth date and dwelling; `naam/P-09` one.
# `feit@ORG-GGZ` was written by another organisation than the one whose matter it is.
READS: Sights = {
    "S-01": {"U-WB3 U-WC1 U-TL1": f"{OWN} melding"},
    "S-02": {"U-WB1 U-WC1": f"{OWN} nummer grond", "U-CR1 U-ZP1": "feit naam nummer grond"},
    "S-03": {"U-HI1 U-WC1": f"{OWN} melding", "U-WB1 U-TL1": "titel advies naam melding",
             "U-SH1": "feit/P-03 naam/P-03 melding"},
    "S-04": {"U-WB2 U-WC2": f"{OWN} nummer grond", "U-CR1 U-WW1": "advies naam nummer grond"},
    "S-05": {"U-WC2": "titel feit advies@ORG-GEM naam nummer grond",
             "U-CR1": "feit feit@ORG-GGZ advies@ORG-GEM naam nummer grond",
             "U-ZP1": "feit feit@ORG-GGZ naam nummer grond"},
    "S-06": {"U-WB1 U-WC1 U-TL1": f"{OWN} melding", "U-TR1": "feit melding"},
    "S-07": {"U-WC1": f"{OWN} meldcode nummer grond",
             "U-AF1 U-CR1": "feit advies meldcode naam nummer grond"},
    "S-08": {"U-WB2 U-WC2 U-TL2": f"{OWN} melding"},
    "S-09": {"U-WW2": f"{OWN} nummer grond", "U-CR1 U-WT1": "naam/P-09 nummer grond"},
    "S-11": {"U-WC2": f"{OWN} nummer grond", "U-CR1": "nummer grond"},
    "S-12": {"U-WT1 U-CR1": f"{OWN} nummer grond", "U-WW2": "advies naam nummer grond"},
}  # fmt: skip
# A place without residents is for all partners; its view and its title stay with who wrote it.
PLACE, PLACE_OWNER = "S-10", "ORG-RIE"
PARTNERS = ("ORG-GEM", "ORG-BUR", "ORG-RIE", "ORG-HAV", "ORG-GGZ", "ORG-THU", "ORG-WEL", "ORG-BC")
KEEPS_THE_PLATFORM = "U-FB1"
# The second approver reads the record of the ground, and nothing of its matter (rulings.md 6).
JUDGED = {"U-PO1": "GR-022", "U-PO2": "GR-021 GR-071", "U-PO3": "GR-053"}
SECRET = "S-07"
# Past emergencies, and a declaration of U-HI1 that ended: who reads their words.
EMERGENCY = {"S-02": ("U-WT1",)}  # it showed that the case exists, also afterwards (rulings.md 8)
OUTSIDE_ANY = {
    "nood/U-WT1": "U-WT1 U-PO1 U-FG1",
    "nood/U-WB2": "U-WB2 U-PO3 U-FG3",
    "afstand": "U-HI1",
    "overleg/U-CR1": "U-CR1",
    "bericht/U-CR1": "U-CR1",
    "vraag/U-SH1": "U-SH1 U-FG1",
    "oordeel/U-CR1": "U-FG1",
}
# Who looks through all residents on record with the own organisation: the hit list only (footnote `tenants`).
SEARCHES, SEARCH = ("WC", "TR", "CR"), "/zoeken"
# After the consent of S-04 was withdrawn for Samenspel, and after it was for the municipality too.
WITHDRAWN: Sights = READS | {
    "S-04": {"U-WB2 U-WC2": f"{OWN} nummer grond", "U-CR1": "advies naam nummer grond"}
}
ALL_WITHDRAWN: Sights = READS | {"S-04": {"U-WB2 U-WC2": f"{OWN} nummer grond", "U-CR1": "nummer grond"}}


@cache
def scenario() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(OEVERDRECHT.read_text("utf-8"))
    return found


@cache
def people() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Everyone of the cast: organisation and roles."""
    found = {one["id"]: (one["org"], tuple(one["rollen"])) for one in scenario()["gebruikers"]}
    return found | {"U-BC1": ("ORG-BC", ("BC",))}


@cache
def knowing() -> dict[str, frozenset[str]]:
    """Of each zaak who may know that it exists: its team, and who reported it unless it is kept secret."""
    return {
        one["id"]: frozenset((*one["team"], *EMERGENCY.get(one["id"], ())))
        | (
            frozenset({one["door"]} - {None}) | on_duty(one["complex"])
            if one["id"] != SECRET
            else frozenset()
        )
        for one in scenario()["zaken"]
    }


def on_duty(place: str) -> frozenset[str]:
    """Who had a shift there: they know what there is, also afterwards (rulings.md 8)."""
    return frozenset(one["persoon"] for one in scenario()["diensten"] if place in one["complexen"])


def sight(who: str, zaak: str, reads: Sights) -> frozenset[str]:
    """What this person reads of this zaak."""
    organisation, _roles = people()[who]
    if zaak == PLACE:
        if organisation not in PARTNERS or who == KEEPS_THE_PLATFORM:
            return frozenset()
        inside = ("titel", "duiding") if organisation == PLACE_OWNER else ()
        return frozenset({"feit", "advies", "nummer", *inside})
    found: set[str] = set()
    for those, what in reads.get(zaak, {}).items():
        if who in those.split():
            found |= set(what.split())
    return frozenset(found | PLAN if {"advies", "nummer"} <= found else found)


def may_see(who: str, token: Token, reads: Sights) -> bool:
    """May this person see this canary, wherever it appears?"""
    if token.zaak is None:
        return who in OUTSIDE_ANY.get(token.key, "").split()
    kind, _of, one = token.key.partition("/")
    allowed = sight(who, token.zaak, reads)
    if kind == "grond" and one in JUDGED.get(who, "").split():
        return True
    if kind == "nummer" and "FG" in people()[who][1] and token.zaak != SECRET:
        return True  # at the desk, beside what colleagues tried (rulings.md 6, 12)
    return token.key in allowed or kind in allowed


def may_find(who: str, token: Token) -> bool:
    """May this person find this resident, though not on their own caseload?"""
    organisation, held = people()[who]
    named = token.key.startswith("naam/") and token.zaak not in (None, SECRET)
    return named and any(role in SEARCHES for role in held) and provider(token.zaak or "") == organisation


@cache
def provider(zaak: str) -> str:
    """The organisation whose zaak it is: that of who reported it."""
    return people()[next(one["door"] for one in scenario()["zaken"] if one["id"] == zaak)][0]


def may_know(who: str, zaak: str, reads: Sights) -> bool:
    """May this person know that this signal or case exists?"""
    return who in knowing()[zaak] or bool(sight(who, zaak, reads))


# What a privacy officer of who brought a case does for a resident: seeing how it stands, suspending it.
WEIGHED = ("/casussen/<uuid:case_id>/opschorten", "/casussen/<uuid:case_id>/opgeschort")


def weighs(who: str, zaak: str, rule: str) -> bool:
    """May this person see, at this address, that this case exists and at which step it is?"""
    organisation, held = people()[who]
    is_case = any("nummer" in what.split() for what in READS.get(zaak, {}).values())
    ours = is_case and zaak != SECRET and provider(zaak) == organisation
    return rule in WEIGHED and "PO" in held and ours
