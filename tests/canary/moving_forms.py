"""The forms by which a case moves, is handed over and is talked about, sent as a browser sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from tests.cast import House
from tests.meetings.table import FIRST, Table, plan_form

Send = Callable[[str, str, str, dict[str, Any]], TestResponse]
WHY = "De bewoner vraagt om te wachten tot het is uitgezocht."


def moving(house: House, send: Send) -> None:
    """A meeting on record, steps, a hand-over that is declined and one that is accepted, a suspension."""
    case = house.url("S-02")
    present = [str(house.staff[one]) for one in ("U-CR1", "U-WC1")]
    send("cases.record", "U-CR1", f"{case}/overleg", {"present": present, "agreed": "De gang wordt vrij."})
    invited = {"staff": str(house.staff["U-CR2"]), "reason": "Neemt waar bij verlof."}
    house.sign_in("U-CR1").post(f"{case}/team", invited)
    other = {"staff": str(house.staff["U-CR2"])}
    send("cases.replacement", "U-CR1", f"{case}/vervanger", other)
    for endpoint, word in (("cases.decline", "nee"), ("cases.accept", "ja")):
        send("cases.offer", "U-CR1", f"{case}/overdragen", {"kind": "VERANTWOORDELIJKHEID"} | other)
        offer = house.truth("select id from app.offer where answered_at is null")[0].id
        send(endpoint, "U-CR2", f"{case}/overdragen/{offer}/{word}", {})
    send("cases.take", "U-CR1", f"{case}/stappen/naar_plan", {})
    suspended = {"stap": "schort_op", "request": "BEPERKING", "reason": WHY}
    send("cases.correct", "U-PO1", f"{house.url('S-12')}/opschorten", suspended)


def meetings(house: House, send: Send) -> None:
    """From planning to minutes: one item, one line, the pen to another hand and back."""
    planned = send("meetings.plan", "U-CR1", "/overleggen/nieuw", plan_form(house, FIRST))
    table = Table(house, planned.headers["Location"])
    asked = {"meeting": str(table.id), "minutes": "15", "asked": [str(house.staff[one]) for one in FIRST]}
    send("meetings.propose", "U-CR1", f"{house.url('S-02')}/agenderen?overleg={table.id}", asked)
    for who in ("U-CR1", "U-WC1"):
        send("meetings.join", who, f"{table.url}/binnen", {})
    item = str(table.items()[0])
    send("meetings.step", "U-CR1", f"{table.url}/punt", {"van": "", "naar": item})
    send("meetings.note", "U-CR1", f"{table.url}/regel", {"punt": item, "line": "Wij gaan samen langs."})
    send("meetings.pen", "U-CR1", f"{table.url}/pen", {"aan": str(house.staff["U-WC1"])})
    send("meetings.step", "U-CR1", f"{table.url}/punt", {"van": item, "naar": ""})
    send("meetings.confirm", "U-CR1", f"{table.url}/verslag", {})
