"""Every form of the house that writes, sent once and in order, as a browser sends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from tests.canary.moving_forms import meetings, moving
from tests.cases.conftest import named, triage_form
from tests.cases.plans import action_form, goal_form, today
from tests.cast import House
from tests.consent.sending import ground_form, word_form
from tests.matters.emergencies import form as emergency
from tests.notices.telling import tell
from tests.organisations.test_staffing import new_role
from tests.signals.conftest import Reported, form, organisation

Send = Callable[[str, str, str, dict[str, Any]], TestResponse]
CONSULTED = {"consulted": "nee", "consulted_reason": "Er is brandgevaar en haast."}
WHY = "Dit is nodig, want anders kan niemand hier op tijd helpen en blijft het gevaar bestaan. " * 2


def every_form(house: House, send: Send) -> None:
    """Send each of them; `send(endpoint, who, path, fields)` tells what came of it."""
    signals(house, send)
    grounds(house, send)
    cases(house, send)
    plans(house, send)
    meetings(house, send)
    moving(house, send)
    others(house, send)
    notices(house, send)
    reviewing(house, send)


def signals(house: House, send: Send) -> None:
    def reported() -> Reported:
        answer = send("signals.report", "U-WB1", "/signalen/nieuw", form(house))
        return Reported(UUID(answer.headers["Location"].split("?")[0].rsplit("/", 1)[1]), house)

    kept, refused, asked, back, left, closed, joined, made = (reported() for _ in range(8))
    send("signals.keep", "U-WC1", f"{kept.url}/houden", {})
    send("signals.refuse", "U-WC1", f"{refused.url}/afwijzen", {"reason": "GEEN_NOODZAAK"})
    why = {"colleague": str(house.staff["U-TL1"]), "why": "Kijk jij mee?"}
    send("signals.ask", "U-WC1", f"{asked.url}/vragen", why)
    for one in (back, left, closed, joined, made):
        send("signals.hand_over", "U-WC1", f"{one.url}/doorgeven", CONSULTED)
    question = {"question": "Wanneer was je daar het laatst?"}
    send("signals.claim", "U-TR1", f"{back.triage}/claim", {})
    send("signals.send_back", "U-TR1", f"{back.triage}/terug", question)
    send(
        "signals.supplement", "U-WB1", f"{back.url}/aanvullen", {"feit": "Gisteren om tien uur was ik daar."}
    )
    home = {"to": str(organisation(house, "ORG-RIE"))}
    send("signals.pass_on", "U-TR1", f"{left.triage}/doorzetten", home)
    send("signals.refuse_jointly", "U-TR1", f"{closed.triage}/afwijzen", {"reason": "GEEN_NOODZAAK"})
    named(house, made)
    answer = send("cases.convert", "U-TR1", f"{made.url}/casus", triage_form(house))
    number = house.truth(
        "select number from app.case_file where id = :i", i=answer.headers["Location"].rsplit("/", 1)[1]
    )
    send("cases.merge", "U-TR1", f"{joined.url}/samenvoegen", {"number": number[0].number})


def grounds(house: House, send: Send) -> None:
    case, lonely = house.url("S-02"), house.url("S-04")
    send("consent.ground", "U-WC2", f"{lonely}/grondslagen/nieuw", ground_form(house))
    new = house.truth("select id from app.ground where reference is null order by decided_at desc limit 1")[
        0
    ].id
    send("consent.end", "U-WC2", f"{lonely}/grondslagen/{new}/einde", {})
    send("consent.word", "U-WC2", f"{lonely}/toestemming", word_form(house))
    gone = {"recipient": str(organisation(house, "ORG-WEL"))}
    send("consent.withdraw", "U-WC2", f"{lonely}/intrekken", gone)
    shared, shielded = (_ground(house, reference) for reference in ("GR-021", "GR-071"))
    send("consent.object_to", "U-WC1", f"{case}/grondslagen/{shared}/bezwaar", {})
    _decide(send, "consent.settle", shared, "bezwaar", answer="nee")
    house.truth("update app.ground set status = 'TER_BEOORDELING', second_by = null, second_at = null "
                "where id = :g", g=shielded)  # fmt: skip
    _decide(send, "consent.judge", shielded, "oordeel", answer="ja")
    send("consent.stop", "U-PO2", f"/controle/grondslagen/{shielded}/einde", {})


def _decide(send: Send, endpoint: str, ground: UUID, step: str, answer: str) -> None:
    prefix = f"g{ground.hex[:8]}-"
    fields = {f"{prefix}answer": answer, f"{prefix}reason": WHY}
    send(endpoint, "U-PO2", f"/controle/grondslagen/{ground}/{step}", fields)


def _ground(house: House, reference: str) -> UUID:
    found: UUID = house.truth("select id from app.ground where reference = :r", r=reference)[0].id
    return found


def cases(house: House, send: Send) -> None:
    case, guest = house.url("S-02"), house.staff["U-WW1"]
    send("cases.note", "U-WC1", f"{case}/notities", {"feit": "De gang is leeg.", "category": "G_WOONFEIT"})
    send("cases.person", "U-WC1", f"{case}/bewoners", {"name": "Mw. W. Tweede"})
    written = house.truth("select id from app.part where matter_id = (select matter_id from app.case_file "
                          "where id = :c) and kind = 'feit' order by written_at desc limit 1",
                          c=house.thing("S-02"))[0].id  # fmt: skip
    send("cases.reclass", "U-WC1", f"{case}/klasse", {"part": str(written), "data_class": "K5"})
    send("cases.invite", "U-CR1", f"{case}/team", {"staff": str(guest), "reason": "Nodig voor het bezoek."})
    send("cases.leave", "U-CR1", f"{case}/team/{guest}/einde", {})
    house.truth("update app.case_file set lead_id = null where id = :c", c=house.thing("S-09"))
    send("cases.lead", "U-CR1", f"{house.url('S-09')}/regie", {})
    place = form(house)["place"]
    opened = {"place": place, "category": "EENZAAMHEID", "urgency": "REGULIER", "question": "Wat nu?",
              "feit": "Mevrouw zit al weken alleen binnen en doet niet open."}  # fmt: skip
    weighed = {
        "done": "gedaan",
        "done_on": "2026-01-05",
        "unsafe": "ja",
        "words": "Samen gewogen, nu meteen.",
    }
    send("cases.reporting_step", "U-WC1", f"{house.url('S-07')}/meldcode/4", weighed)
    send("cases.open_case", "U-CR1", "/casussen/nieuw", opened)


def plans(house: House, send: Send) -> None:
    """A goal, an action and the resident's own view; and what becomes of the first two."""
    case = house.url("S-02")
    send("cases.voice", "U-CR1", f"{case}/stem",
         {"form": "GEVRAAGD", "said_on": str(today()), "words": "Ik doe het liever zelf."})  # fmt: skip
    send("cases.new_goal", "U-CR1", f"{case}/doelen/nieuw", goal_form())
    send("cases.new_action", "U-CR1", f"{case}/acties/nieuw", action_form(house))
    goal, action = (
        house.truth(f"select id from app.{table} order by version, changed_at desc limit 1")[0].id
        for table in ("goal", "action")
    )
    send("cases.goal", "U-CR1", f"{case}/doelen/{goal}", {"state": "BEREIKT", "version": "1"})
    send("cases.action", "U-WC1", f"{case}/acties/{action}", {"act": "klaar", "version": "1"})


def others(house: House, send: Send) -> None:
    aside = f"/beheer/{house.staff['U-AN1']}"
    send("places.grant", "U-FB1", f"{aside}/rollen", new_role(house, "U-AN1", role="TR"))
    role = house.truth(
        "select id from app.role_assignment where staff_id = :s order by valid_from limit 1",
        s=house.staff["U-AN1"],
    )
    send("organisations.review_role", "U-FB1", f"{aside}/rollen/{role[0].id}/blijft", {})
    send("organisations.end_role", "U-FB1", f"{aside}/rollen/{role[0].id}/einde", {})
    send("places.mail", "U-FB1", f"{aside}/mail", {"mail": "a.nieuw@organisatie.nl"})
    send("organisations.suspend", "U-FB1", f"{aside}/schorsing", {})
    send("organisations.resume", "U-FB1", f"{aside}/toelating", {})
    place = form(house)["place"]
    send("residents.declare_address", "U-HI1", "/afstand", {"place": place, "number": "12"})
    send("residents.declare_person", "U-HI1", "/afstand/bewoner", {"bewoner": str(house.person("P-03"))})
    mine = house.truth("select id from app.conflict where person_id is not null limit 1")[0].id
    send("residents.end", "U-HI1", f"/afstand/{mine}/einde", {"reason": "Wij hebben geen contact meer."})
    send("matters.start", "U-TR1", "/noodprocedure", emergency(house, "P-02"))
    send("matters.end", "U-TR1", "/noodprocedure/einde", {})
    use = house.truth("select id from app.break_glass order by since desc limit 1")[0].id
    verdict = {f"n{use.hex[:8]}-verdict": "RECHTMATIG", f"n{use.hex[:8]}-text": WHY}
    send("matters.judge_emergency", "U-FG1", f"/controle/noodprocedures/{use}/oordeel", verdict)


def notices(house: House, send: Send) -> None:
    """One notice opened, the others put aside, and a choice made."""
    tell(house)
    told = house.truth("select id from app.notice where staff_id = :s limit 1", s=house.staff["U-CR1"])[0].id
    send("notices.open_notice", "U-CR1", f"/berichten/{told}", {})
    send("notices.see_all", "U-CR1", "/berichten/gezien", {})
    send("notices.choose", "U-CR1", "/berichten/keuzes", {"mail": "METEEN"})


def reviewing(house: House, send: Send) -> None:
    """One thing that stands out: asked, answered, judged, and done."""
    found = standing_out(house, "U-SH1", "LEZEN")
    place = f"/controle/bevindingen/{found}"
    send("review.ask", "U-FG1", f"{place}/vraag", {"question": "Wat was hiervoor de aanleiding?"})
    put = house.truth("select id from app.question where finding_id = :f", f=found)[0].id
    send("review.answer", "U-SH1", f"/vragen/{put}", {"answer": "De bewoner belde mij op."})
    verdict = {"verdict": "ONRECHTMATIG", "explanation": WHY, "follow_up": "LEIDINGGEVENDE", "aware_at": ""}
    send("review.judge", "U-FG1", f"{place}/oordeel", verdict)
    send("review.close", "U-FG1", f"{place}/klaar", {})


def standing_out(house: House, who: str, event: str) -> UUID:
    """What a rule would find about something of the loaded history."""
    row = house.truth(
        "insert into app.finding (id, queue, key, organisation_id, staff_id, matter_id, occurred_at, "
        "found_at, due_on, urgent, facts) select gen_random_uuid(), 'Q5', e.id::text, s.organisation_id,"
        " s.id, e.matter_id, e.occurred_at, now(), current_date + 9, false, '{}' from journal.entry e"
        " join app.staff s on s.id = e.actor_id where s.reference = :who and e.event = :event"
        " and e.access_point = 'JOB' returning id", who=who, event=event,
    )[0]  # fmt: skip
    house.truth(
        "insert into app.finding_entry select f.id, e.id, e.recorded_at from app.finding f "
        "join journal.entry e on e.id::text = f.key where f.id = :f", f=row.id,
    )  # fmt: skip
    found: UUID = row.id
    return found
