"""A case put at any state with everything in order, and every way in which one guard can fail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, StaticPool, create_engine, text

from tests.cast import House
from wijkaanpak.access.steps import Step
from wijkaanpak.cases.guards import GUARDS
from wijkaanpak.foundation.working_days import local

CASE = "S-12"  # brought and led by the municipality; Samenspel has a ground, De Rietgors has none any more
WORDS = ("doel", "actie", "stem", "besluit", "meldcode")
CLEAN = """
    update app.member set until = now() where matter_id = :m and staff_id = :wc;
    update app.matter set secret = false, urgency = 'ACUUT' where id = :m;
    delete from app.case_step where matter_id = :m; delete from app.offer where matter_id = :m;
    delete from app.resolution where matter_id = :m; delete from app.voice where matter_id = :m;
    delete from app.action where matter_id = :m; delete from app.goal where matter_id = :m;
    delete from app.reporting_step where matter_id = :m; delete from app.invitation where matter_id = :m;
    delete from app.agenda_item where matter_id = :m;
    delete from app.part where matter_id = :m and (kind = any (:words) or written_at > now() -
        interval '1 hour')
"""
MEMBERS = """
    insert into app.member (id, matter_id, staff_id, organisation_id, since)
    select gen_random_uuid(), :m, s.id, s.organisation_id, now() - interval '1 day' from app.staff s
    where s.reference = any (:who)
      and not exists (select from app.member t where t.matter_id = :m and t.staff_id = s.id and
          t.until is null)
"""
AT = """
    update app.case_file set status = :s, status_since = now() - interval '50 days', lead_id = :cr,
        lead_organisation_id = (select organisation_id from app.staff where id = :cr), replacement_id = :cr2,
        suspended_from = case when :s = 'OPGESCHORT' then 'PLAN' end, result = null, contact_id = null,
        evaluate_on = null,
        closed_at = case when :s in ('AFGESLOTEN', 'GEANNULEERD', 'AFGEWEZEN', 'GEARCHIVEERD')
        then now() - interval '60 days' end where matter_id = :m
"""
PART = """
    insert into app.part (id, matter_id, note_id, kind, category, data_class, provider_id,
        author_id, text, about,
                          whole, purpose, written_at, taken_over)
    select gen_random_uuid(), m.id, gen_random_uuid(), :kind, 'G_ADVIES', 'K3', m.provider_id, :cr,
        'Woorden.',
           array(select person_id from app.subject where matter_id = m.id), true, m.purpose, now(), false
    from app.matter m where m.id = :m returning id
"""
GOAL = "insert into app.goal values (gen_random_uuid(), :m, :p, null, :s, now(), :cr, now(), 1)"
ACTION = """
    insert into app.action (id, matter_id, part_id, owner_id, organisation_id, due_on, status,
        carried, made_at,
                            changed_at, version)
    select gen_random_uuid(), :m, :p, s.id, s.organisation_id, current_date + 7, 'OPEN', 0, now(), now(), 1
    from app.staff s where s.id = :w
"""
VOICE = "insert into app.voice values (gen_random_uuid(), :m, :p, 'AANWEZIG', current_date, now(), :cr)"
ITEM = """
    with item as (insert into app.agenda_item (id, matter_id, opens_at, closes_at)
                  values (gen_random_uuid(), :m, now(), now()) returning id),
         came as (insert into app.invitation (id, item_id, matter_id, staff_id, organisation_id, present)
                  select gen_random_uuid(), item.id, :m, s.id, s.organisation_id, true from item, app.staff s
                  where s.reference = any (:who))
    insert into app.resolution (id, matter_id, item_id, part_id, made_at) select gen_random_uuid(),
        :m, id, :p, now()
    from item
"""
GROUNDS = """
    update app.ground set basis = 'A6_1A', taken_over = true where matter_id = :m and reference = 'GR-122';
    update app.ground set status = :s where matter_id = :m and status in ('ACTIEF', 'VERVALLEN')
        and reference <> 'GR-121';
    update app.ground_line set status = :s where matter_id = :m and status in ('ACTIEF', 'VERVALLEN')
"""
WITHOUT_GROUNDS = ("wijs_af", "toets_opnieuw")


@dataclass
class Standing:
    """One case of one house, and the people round it."""

    house: House

    @property
    def url(self) -> str:
        """Its address."""
        return self.house.url(CASE)

    @cached_property
    def known(self) -> dict[str, Any]:
        """What the statements name."""
        staff = self.house.staff
        matter = self.house.truth(
            "select matter_id from app.case_file where id = :i", i=self.house.thing(CASE)
        )
        return {"m": matter[0][0], "cr": staff["U-CR1"], "cr2": staff["U-CR2"], "wc": staff["U-WC1"]}

    @cached_property
    def admin(self) -> Engine:
        """One connection of the administrator's, past every policy and trigger."""
        engine = create_engine(str(self.house.addresses.admin), poolclass=StaticPool)
        with engine.begin() as connection:
            connection.execute(text("set session_replication_role = replica"))
        return engine

    def run(self, statements: str, **values: Any) -> list[Any]:
        """Alter what really stands there; the rows of the last statement."""
        given, answer = self.known | values, None
        with self.admin.begin() as connection:
            for statement in filter(str.strip, statements.split(";")):
                names = {name: given[name] for name in re.findall(r"(?<!:):(\w+)", statement)}
                answer = connection.execute(text(statement), names)
            return list(answer.all()) if answer is not None and answer.returns_rows else []

    def put(self, state: str, row: Step) -> None:
        """Bring the case to this state, with everything that this step asks for in order."""
        self.run(CLEAN, words=list(WORDS))
        self.run(MEMBERS, who=["U-CR2", "U-TR1", "U-WW2"])
        self.run(AT, s=state)
        self.run(GROUNDS, s="VERVALLEN" if row.code in WITHOUT_GROUNDS else "ACTIEF")
        self.run(GOAL, p=self.part("doel"), s="BEREIKT" if row.code == "schaal_af" else "LOOPT")
        self.run(VOICE, p=self.part("stem"))
        self.run(ITEM, p=self.part("besluit"), who=["U-CR1", "U-WW2"])
        self.settle()

    def part(self, kind: str) -> Any:
        """Words of a plan; returns their id."""
        return self.run(PART, kind=kind)[0][0]

    def settle(self) -> None:
        """Who takes part is worked out after every change."""
        self.run("select app.take_part(:m)")

    def state(self) -> tuple[Any, ...]:
        """Everything that a step may change, to see that a refusal changed none of it."""
        rows = self.run(
            "select c.status, c.suspended_from, c.closed_at, c.result, c.evaluate_on, "
            "c.contact_id, c.lead_id, "
            "(select count(*) from app.case_step s where s.case_id = c.id), "
            "(select count(*) from app.part p where p.matter_id = c.matter_id), "
            "(select array_agg(g.status order by g.id) from app.ground g where g.matter_id = c.matter_id) "
            "from app.case_file c where c.matter_id = :m"
        )
        return tuple(rows[0])


def filled(house: House, row: Step) -> dict[str, Any]:
    """Every answer that a step asks, as a browser sends it."""
    today = local(house.truth("select app.now()")[0][0]).date()
    everything: dict[str, Any] = {
        "relevant": "1", "no_ground": "1", "reason": "Een reden van genoeg tekens.", "target": "ZVH",
        "criteria": ["LEEFGEBIEDEN", "KETENS", "OMGEVING"], "package": ["G_ADVIES"], "basis": "A6_1E",
        "evaluate_on": (today + timedelta(days=30)).isoformat(), "reconfirmed": "1",
        "answer": "Zij pakken het op vanaf maandag.", "local_task": "1", "no_local_task": "1", "stable": "1",
        "contact": str(house.staff["U-CR1"]), "result": "OPGELOST", "told": "GESPREK",
        "told_on": today.isoformat(), "lessons": "Eerder met elkaar bellen.", "request": "BEPERKING",
        "what_is_new": "Er is weer een melding gedaan.", "settled": "1",
    }  # fmt: skip
    asked = {name for guard in row.guards for name in GUARDS[guard].asks}
    return {name: value for name, value in everything.items() if name in asked} | {"stap": row.code}


def _empty(*names: str) -> Any:
    return lambda case, form: [form.pop(name, None) for name in names]


def _change(**values: Any) -> Any:
    return lambda case, form: form.update(values)


def _sql(statement: str, **values: Any) -> Any:
    return lambda case, form: case.run(statement, **values)


def _action(who: str) -> Any:
    return lambda case, form: case.run(ACTION, p=case.part("actie"), w=case.house.staff[who])


def _back(case: Standing, form: dict[str, Any]) -> None:
    """De Rietgors is at the table again, without a ground."""
    case.run("update app.member set until = null where matter_id = :m and staff_id = :wc")


def _came(case: Standing, form: dict[str, Any]) -> None:
    case.run(
        "insert into app.invitation (id, item_id, matter_id, staff_id, organisation_id, present) "
        "select gen_random_uuid(), g.id, g.matter_id, s.id, s.organisation_id, true "
        "from app.agenda_item g, app.staff s where g.matter_id = :m and s.id = :wc"
    )


def _late(form: dict[str, Any]) -> None:
    form["evaluate_on"] = "2031-01-01"


BREAKS: dict[str, Any] = {
    "lead": _sql("update app.case_file set lead_id = null where matter_id = :m"),
    "grounds": _back,
    "informed": _sql(
        "update app.ground set basis = 'A6_1E', informed = 'JA', informed_on = null, taken_over = false "
        "where matter_id = :m and status = 'ACTIEF'"
    ),
    "relevance": _empty("relevant"),
    "code_begun": _sql("update app.matter set secret = true where id = :m"),
    "no_ground": _empty("no_ground"),
    "reason": _change(reason="kort"),
    "attendance": _sql("update app.invitation set present = false where matter_id = :m"),
    "present_grounds": _came,
    "resolutions": _sql("delete from app.resolution where matter_id = :m"),
    "voice": _sql("delete from app.voice where matter_id = :m"),
    "goal": _sql("update app.goal set status = 'LOSGELATEN' where matter_id = :m"),
    "actions_whole": _action("U-WC1"),
    "one_lead": _sql("update app.case_file set replacement_id = lead_id where matter_id = :m"),
    "evaluation": lambda case, form: _late(form),
    "reconfirmed": _empty("reconfirmed"),
    "danger": _sql("update app.matter set urgency = 'REGULIER' where id = :m"),
    "target": _empty("target"),
    "criteria": _change(criteria=["KETENS"]),
    "safeguarding": _change(target="VEILIG_THUIS"),
    "package": _empty("package"),
    "own_ground": _change(basis=""),
    "answered": _empty("answer"),
    "local_task": _empty("local_task"),
    "no_local_task": _empty("no_local_task"),
    "goals_settled": lambda case, form: (
        form.pop("stable"), case.run("update app.goal set status = 'LOOPT' where matter_id = :m"),
    ),
    "contact": _change(contact=""),
    "result": _empty("result"),
    "no_open_actions": _action("U-CR1"),
    "told": _empty("told_on"),
    "lessons": _empty("lessons"),
    "within_a_year": _sql(
        "update app.case_file set closed_at = now() - interval '366 days' where matter_id = :m"
    ),
    "new_signal": _empty("what_is_new"),
    "grounds_ended": _sql(GROUNDS, s="ACTIEF"),
    "request": _empty("request"),
    "settled": _empty("settled"),
}  # fmt: skip
# What the database cannot hold at all; tested on the guard alone.
ONLY_ALONE = {"purpose", "controller", "six_weeks"}
