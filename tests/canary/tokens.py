"""The canaries: a unique token in every text about a resident, and where each of them lies."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import Connection, NullPool, create_engine, text

from tests.cast import House
from wijkaanpak.residents.naming import name_key

TOKEN = re.compile(rb"zq7-k\d-[a-z]+-n\d{5}", re.IGNORECASE)
ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

# Every text column of the application stands in one of these two lists; a new one belongs in one of them too.
# Those that can tell something of a resident get a token.
SENSITIVE = {
    "part": ("text", "class_reason"), "person": ("name",), "dwelling": ("house_number", "bag_id"),
    "case_file": ("number",), "member": ("reason",), "consent": ("evidence", "summary", "reason"),
    "ground_step": ("reason",),
    "signal": ("discussed_reason", "consulted_reason", "question", "external_point", "external_phone"),
    "ground": ("consulted_colleague", "necessity", "proportionality", "subsidiarity", "after_refusal",
               "informed_reason", "secrecy_criteria"),
    "break_glass": ("reason_text", "verdict_text"), "conflict": ("ended_reason",),
    "question": ("text", "answer"), "verdict": ("explanation",),
}  # fmt: skip
# Codes, references, and what is no resident's: places, organisations, covenants, people at work.
CODES = """
    action.status case_file.suspended_from case_step.after case_step.answers case_step.before case_step.role
    case_step.step goal.domain goal.status meeting.status offer.kind voice.form
    break_glass.reason_code break_glass.verdict case_file.result case_file.status complex.kind
    complex.name complex.quarter_code complex.reference consent.category consent.channel consent.form
    consent.given_by consent.information_version consent.language consent.purpose consent.result
    covenant.arrangement covenant.breach_contact covenant.contact covenant.reference
    covenant.retention_rule covenant.title deputy.role district.code district.name exposure.kind
    finding.facts finding.key finding.queue ground.activity ground.basis ground.criminal_basis
    ground.informed ground.purpose ground.reference ground.secrecy_exception ground.secrecy_regime
    ground.special ground.special_article ground.status ground.task ground_line.basis
    ground_line.category letter.channel letter.content letter.kind letter.language letter.version
    ground_line.status ground_step.status matter.category matter.purpose
    matter.urgency matter_access.principal matter_access.thing matter_access.via migration.version_num
    organisation.controller organisation.domain organisation.kind organisation.name
    organisation.reference part.category part.data_class part.kind part.purpose person.name_key
    quarter.code quarter.district_code quarter.name question.kind receiving_ground.basis
    receiving_ground.purpose role_assignment.role sample.seed signal.discussed signal.rejected_reason
    signal.reporter_role signal.status signal_step.status staff.login staff.mail staff.name staff.reference
    notice.kind notice.stage notice_choice.mail
    staff.system submission.location verdict.follow_up verdict.verdict world_reference.kind
    world_reference.reference
"""
OPEN = frozenset(CODES.split())
NOBODYS = ("role_reach", "category_class", "case_way")  # tables of the policy itself
COLUMNS = """select table_name || '.' || column_name as name from information_schema.columns
             where table_schema = 'app' and data_type in ('text', 'jsonb', 'json', 'character varying')"""
NAMED = "(select reference from app.world_reference where kind = 'persoon' and target_id = {id})"
HOME = f"""select s.matter_id, 'K2', 'naam/' || {NAMED.format(id="p.id")}, array[p.id] from app.person p
           join app.subject s on s.person_id = p.id where {{where}} limit 1"""
# Row by row: its matter, its class, its key in the table of who may read what, what the journal calls it.
ROWS = {
    "part": f"""select t.matter_id, t.data_class, t.kind
                || case when t.provider_id <> m.provider_id then '@' || o.reference else '' end
                || case when not t.whole then '/' || {NAMED.format(id="t.about[1]")} else '' end, array[t.id]
                from app.matter m, app.organisation o where m.id = t.matter_id and o.id = t.provider_id""",
    "person": HOME.format(where="p.id = t.id"),
    "dwelling": HOME.replace(
        "array[p.id]", "(select array_agg(id) from app.person where dwelling_id = t.id)"
    ).format(where="p.dwelling_id = t.id"),
    "case_file": "select t.matter_id, 'K1', 'nummer', array[t.id, t.matter_id]",
    "member": "select t.matter_id, 'K1', 'uitnodiging', array[t.id, t.matter_id]",
    "signal": "select t.matter_id, 'K3', 'melding', array[t.id]",
    "consent": "select t.matter_id, 'K3', 'woord', array[t.id]",
    "ground": "select t.matter_id, 'K3', 'grond/' || t.reference, array[t.id]",
    "ground_step": "select t.matter_id, 'K3', 'stap', array[t.ground_id]",
    "break_glass": "select null::uuid, 'K2', 'nood/' || s.reference, array[t.id, t.person_id] "
    "from app.staff s where s.id = t.staff_id",
    "conflict": "select null::uuid, 'K1', 'afstand', array[t.id]",
    "question": "select null::uuid, 'K2', 'vraag/' || s.reference, array[t.id, t.finding_id] "
    "from app.staff s where s.id = t.staff_id",
    "verdict": "select null::uuid, 'K2', 'oordeel/' || s.reference, array[t.finding_id] "
    "from app.finding f join app.staff s on s.id = f.staff_id where f.id = t.finding_id",
}


@dataclass(frozen=True)
class Token:
    """One canary: its word, the zaak it belongs to, what it is in that zaak, and how the journal names it."""

    word: str
    zaak: str | None
    key: str
    column: str
    objects: frozenset[UUID]


@dataclass(frozen=True)
class Canaries:
    """All tokens by word, all birth dates as they are written, and whose id is whose."""

    tokens: dict[str, Token]
    dates: dict[bytes, Token]
    ids: dict[str, str]  # of signals, cases and matters, to the zaak they are

    def in_bytes(self, body: bytes) -> set[Token]:
        """Every canary in these bytes; a token that is none of ours is an error of the test."""
        found = {self.tokens[word.decode().lower()] for word in TOKEN.findall(body)}
        return found | {token for date, token in self.dates.items() if date in body}

    def things_in(self, body: bytes, but: set[str]) -> set[str]:
        """The zaken of which an id stands in these bytes, besides the ids that were asked for."""
        return {self.ids[i] for i in map(bytes.decode, ID.findall(body)) if i in self.ids and i not in but}


def unlisted(house: House) -> set[str]:
    """Text columns of the application that are in neither list."""
    listed = OPEN | {f"{table}.{column}" for table, columns in SENSITIVE.items() for column in columns}
    every = {row.name for row in house.truth(COLUMNS)}
    return {name for name in every - listed if name.partition(".")[0] not in NOBODYS}


def plant(house: House) -> Canaries:
    """Put a token into every sensitive text there is, past every policy; the dates of birth stay."""
    for statement in (*ALSO, *PLANS):
        house.truth(statement)
    missing = unlisted(house)
    assert not missing, f"say in tests/canary/tokens.py whether these can tell of a resident: {missing}"
    zaken = {row.id: row.reference for row in house.truth(MATTERS)}
    there = {row.name for row in house.truth(COLUMNS)}
    tokens: dict[str, Token] = {}
    engine = create_engine(str(house.addresses.admin), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        for table, columns in SENSITIVE.items():
            present = [column for column in columns if f"{table}.{column}" in there]
            if present:
                _plant(connection, table, present, zaken, tokens)
    for row in house.truth("select id, name from app.person"):
        house.truth("update app.person set name_key = :k where id = :i", k=name_key(row.name), i=row.id)
    return Canaries(tokens, _dates(house, zaken), _ids(house, zaken))


# What Oeverdrecht has none of: an emergency of yesterday, a declaration that ended; and about its history, a
# question that was answered and a verdict.
ALSO = (
    """insert into app.break_glass (id, staff_id, organisation_id, person_id, reason_code, reason_text, since,
       until, repeated, reviewed_by, reviewed_at, verdict, verdict_text, review_due_on)
       select gen_random_uuid(), s.id, s.organisation_id, p.target_id, 'DIRECT_GEVAAR', '-',
       now() - interval '1 day', now() - interval '20 hours',
       false, r.id, now(), 'RECHTMATIG', '-', current_date + 5
       from app.staff s, app.staff r, app.world_reference p where s.reference = 'U-WT1'
       and r.reference = 'U-FG1' and p.kind = 'persoon' and p.reference = 'P-02'""",
    """insert into app.conflict (id, staff_id, person_id, declared_at, ended_at, ended_reason)
       select gen_random_uuid(), s.id, p.target_id, now() - interval '9 days', now() - interval '2 days', '-'
       from app.staff s, app.world_reference p
       where s.reference = 'U-HI1' and p.kind = 'persoon' and p.reference = 'P-08'""",
    """insert into app.finding (id, queue, key, organisation_id, staff_id, matter_id, occurred_at, found_at,
       due_on, urgent, facts) select gen_random_uuid(), v.queue, e.id::text, s.organisation_id, s.id,
       e.matter_id, e.occurred_at, now(), current_date + 9, false, '{}'
       from (values ('Q5', 'U-SH1', 'LEZEN'), ('Q8', 'U-CR1', 'AFDRUK_EXPORT')) v (queue, who, event)
       join app.staff s on s.reference = v.who join journal.entry e on e.actor_id = s.id and e.event = v.event
       where e.name not like 'session.%'""",
    """insert into app.finding_entry select f.id, e.id, e.recorded_at
       from app.finding f join journal.entry e on e.id::text = f.key""",
    """insert into app.question (id, finding_id, staff_id, asked_by, asked_at, text, due_on, happened_on,
       kind, answered_at, answer) select gen_random_uuid(), f.id, f.staff_id, r.id, now(), '-',
       current_date + 9, current_date - 3, 'LEZEN', now(), '-'
       from app.finding f, app.staff r where f.queue = 'Q5' and r.reference = 'U-FG1'""",
    """insert into app.verdict (id, finding_id, reviewer_id, verdict, explanation, follow_up, judged_at)
       select gen_random_uuid(), f.id, r.id, 'RECHTMATIG', '-', 'GEEN', now()
       from app.finding f, app.staff r where f.queue = 'Q8' and r.reference = 'U-FG1'""",
)
# A plan wherever somebody wrote an advice for partners: its words reach whom that advice reaches (ADR 0022).
# And a hand-over that was declined, and a meeting of last week at which a case stood.
PLANS = (
    """with advised as (select distinct on (t.matter_id) t.* from app.part t
            join app.matter m on m.id = t.matter_id join app.case_file c on c.matter_id = t.matter_id
            where t.kind = 'advies' and t.category = 'G_ADVIES' and t.provider_id = m.provider_id),
       words as (insert into app.part (id, matter_id, note_id, kind, category, data_class, provider_id,
            author_id, text, about, whole, purpose, written_at, taken_over)
            select gen_random_uuid(), a.matter_id, gen_random_uuid(), k.kind, a.category, a.data_class,
            a.provider_id, a.author_id, '-', a.about, a.whole, a.purpose, now(), false
            from advised a, (values ('doel'), ('actie'), ('stem')) k (kind) returning id, matter_id, kind),
       goals as (insert into app.goal (id, matter_id, part_id, status, set_at, changed_at, version)
            select gen_random_uuid(), matter_id, id, 'LOOPT', now(), now(), 1 from words where kind = 'doel'),
       voices as (insert into app.voice (id, matter_id, part_id, form, said_on, recorded_at)
            select gen_random_uuid(), matter_id, id, 'GEVRAAGD', current_date, now()
            from words where kind = 'stem')
       insert into app.action (id, matter_id, part_id, owner_id, organisation_id, due_on, status, carried,
            made_at, changed_at, version)
       select gen_random_uuid(), w.matter_id, w.id, t.staff_id, t.organisation_id, current_date - 1, 'OPEN',
            0, now(), now(), 1
       from words w join lateral (select staff_id, organisation_id from app.member t
            where t.matter_id = w.matter_id order by staff_id limit 1) t on true where w.kind = 'actie'""",
    """insert into app.offer (id, case_id, matter_id, kind, from_id, to_id, organisation_id, offered_at,
       answered_at, accepted) select gen_random_uuid(), c.id, c.matter_id, 'REGIE', s.id, s.id,
       s.organisation_id, now(), now(), false
       from app.case_file c, app.staff s where s.reference = 'U-CR1'""",
    """with met as (insert into app.meeting (id, organisation_id, chair_id, pen_id, starts_at, ends_at,
            status, planned_at) select gen_random_uuid(), organisation_id, id, id, now() - interval '9 days',
            now() - interval '9 days', 'BEVESTIGD', now() - interval '20 days' from app.staff
            where reference = 'U-CR1' returning id)
       insert into app.agenda_item (id, matter_id, meeting_id, position, opens_at, closes_at)
       select gen_random_uuid(), c.matter_id, met.id, row_number() over (), now() - interval '9 days',
              now() - interval '9 days'
       from met, app.case_file c""",
    # A notice for everybody of every case: its number is told to whom a list would tell it alone.
    """insert into app.notice (id, staff_id, entry_id, number, kind, matter_id, thing_id, stage, happened_at,
       made_at) select gen_random_uuid(), s.id, gen_random_uuid(), 0, 'VERANDERD', c.matter_id, c.id, 'case',
       now(), now() from app.staff s, app.case_file c where s.system is null""",
)
MATTERS = """select coalesce(c.matter_id, s.matter_id) as id, w.reference from app.world_reference w
             left join app.case_file c on c.id = w.target_id left join app.signal s on s.id = w.target_id
             where w.kind = 'zaak'"""


def _plant(
    connection: Connection, table: str, columns: list[str], zaken: dict[Any, str], tokens: dict[str, Token]
) -> None:
    found = connection.execute(
        text(f"select t.id, x.* from app.{table} t, lateral ({ROWS[table]}) x (matter, class, key, objects)")
    ).all()
    for row in found:
        words = {}
        for column in columns:
            kind = re.sub("[^a-z]", "", row.key.partition("/")[0].partition("@")[0])
            word = f"zq7-{(row[2] or 'K0').lower()}-{kind}-n{len(tokens):05}"
            tokens[word] = Token(
                word, zaken.get(row.matter), row.key, f"{table}.{column}", frozenset(row.objects)
            )
            words[column] = json.dumps({"tried": word}) if column == "secrecy_criteria" else word
        assigned = ", ".join(
            f"{c} = cast(:{c} as jsonb)" if c == "secrecy_criteria" else f"{c} = :{c}" for c in columns
        )
        connection.execute(text(f"update app.{table} set {assigned} where id = :id"), words | {"id": row.id})


def _dates(house: House, zaken: dict[Any, str]) -> dict[bytes, Token]:
    rows = house.truth(
        f"select p.id, p.born, s.matter_id, {NAMED.format(id='p.id')} as ref from app.person p "
        "join app.subject s on s.person_id = p.id where p.born is not null"
    )
    found = {}
    for row in rows:
        token = Token(
            str(row.born), zaken[row.matter_id], f"naam/{row.ref}", "person.born", frozenset({row.id})
        )
        for written in (
            row.born.isoformat(), row.born.strftime("%d-%m-%Y"), format_date(row.born, "d MMMM y", "nl"),
            format_date(row.born, "d MMMM y", "en"),
        ):  # fmt: skip
            found[written.encode()] = token
    return found


def _ids(house: House, zaken: dict[Any, str]) -> dict[str, str]:
    rows = house.truth(
        "select id, id as matter_id from app.matter union select id, matter_id from app.signal "
        "union select id, matter_id from app.case_file"
    )
    return {str(row.id): zaken[row.matter_id] for row in rows}
