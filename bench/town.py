"""A large invented town, made in the database itself and outside the timing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, NullPool, create_engine, text

ORGANISATIONS, STAFF, NOTES_A_CASE = 60, 2060, 10
WORKER_CASES = 250
TOWN = [
    """insert into app.organisation (id, reference, name, kind, controller)
       select md5('org' || i)::uuid, 'B-' || i, 'Organisatie ' || i,
              (array['gemeente','corporatie','zorg','welzijn','corporatie'])[case when i = 1 then 1 else 2 + i % 4 end], 'Bestuur ' || i
       from generate_series(1, cast(:orgs as int)) i""",
    """insert into app.staff (id, organisation_id, reference, name)
       select md5('staff' || i)::uuid, md5('org' || case when i <= 60 then 1 else 1 + i % cast(:orgs as int) end)::uuid, 'BS-' || i, 'Collega ' || i
       from generate_series(1, cast(:staff as int)) i""",
    """insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over)
       select gen_random_uuid(), s.id, case o.kind when 'gemeente' then 'CR' when 'corporatie' then 'WC' when 'zorg' then 'ZP' else 'WW' end,
              '{}', now() - interval '1 month', now() + interval '5 months', true
       from app.staff s join app.organisation o on o.id = s.organisation_id where s.reference like 'BS-%'""",
    """insert into app.covenant (id, reference, title, version, parties, purposes, categories, valid_from, valid_until, signed)
       select md5('covenant')::uuid, 'B-CV', 'Convenant', 1, (select array_agg(id) from app.organisation where reference like 'B-%'),
              '{P_LEEF,P_ZORG}', '{G_NAW,G_WOONFEIT,G_ADVIES}', now() - interval '1 month', now() + interval '1 year', true""",
    """insert into app.receiving_ground (id, covenant_id, organisation_id, purpose, basis)
       select gen_random_uuid(), md5('covenant')::uuid, o.id, p, 'A6_1F' from app.organisation o, unnest(array['P_LEEF','P_ZORG']) p
       where o.reference like 'B-%'""",
    "insert into app.district values ('WK900101', 'Wijk')",
    "insert into app.quarter values ('BU90010101', 'WK900101', 'Buurt')",
    """insert into app.complex (id, reference, name, organisation_id, quarter_code, homes, duty_24_7, areas)
       select md5('complex' || i)::uuid, 'BC-' || i, 'Complex ' || i, md5('org' || 2 + 4 * (i % 14))::uuid, 'BU90010101', 100, false, '{BU90010101}'
       from generate_series(1, 200) i""",
]
# Case i is provided by one of the corporations, led by the coordinator (staff 1) for the first 30,000, else by another
# case director; the worker (staff 62, another organisation) is in the team of 250 of the first thousand and of no
# other, however the town grows.
CASES = [
    """insert into app.matter (id, provider_id, complex_id, purpose, category, urgency, secret, bare, opened_at, changed_at)
       select md5('matter' || i)::uuid, md5('org' || 2 + 4 * (i % 14))::uuid, md5('complex' || 1 + i % 200)::uuid, 'P_ZORG',
              'EENZAAMHEID', 'REGULIER', false, false, now() - interval '90 days', now() - (i % 5000) * interval '1 minute'
       from generate_series(cast(:low as int), cast(:high as int)) i""",
    """insert into app.case_file (id, matter_id, number, status, status_since, controller_id, lead_id, lead_organisation_id, opened_at, taken_over)
       select md5('case' || i)::uuid, md5('matter' || i)::uuid, 'WA-B-' || i, 'REGIE', now() - interval '60 days', md5('org' || 2 + 4 * (i % 14))::uuid,
              md5('staff' || case when i <= 30000 then 1 else 2 + i % 58 end)::uuid, md5('org1')::uuid, now() - interval '90 days', true
       from generate_series(cast(:low as int), cast(:high as int)) i""",
    """insert into app.person (id, organisation_id, name, recorded_at)
       select md5('person' || i)::uuid, md5('org' || 2 + 4 * (i % 14))::uuid, 'Bewoner ' || i, now() from generate_series(cast(:low as int), cast(:high as int)) i""",
    """insert into app.subject (id, matter_id, person_id, provider_id, ordinal, added_at)
       select md5('subject' || i)::uuid, md5('matter' || i)::uuid, md5('person' || i)::uuid, md5('org' || 2 + 4 * (i % 14))::uuid, 1, now()
       from generate_series(cast(:low as int), cast(:high as int)) i""",
    """insert into app.member (id, matter_id, staff_id, organisation_id, since)
       select md5('member' || i || '-' || k)::uuid, md5('matter' || i)::uuid, s.id, s.organisation_id, now() - interval '80 days'
       from generate_series(cast(:low as int), cast(:high as int)) i, generate_series(1, 4) k
       join lateral (select md5('staff' || case k when 1 then case when i <= 30000 then 1 else 2 + i % 58 end
                                                  when 2 then 63 + (i * 7) % 1998 when 3 then 63 + (i * 13 + 5) % 1998
                                                  else case when i <= 1000 and i % 4 = 0 then 62 else 63 + (i * 17 + 11) % 1998 end
                                       end)::uuid as who) w on true
       join app.staff s on s.id = w.who
       on conflict do nothing""",
    """insert into app.ground (id, version, matter_id, person_id, provider_id, recipients, purpose, activity, categories, basis, informed,
                               valid_from, valid_until, decided_at, status, taken_over)
       select md5('ground' || i || o)::uuid, 1, md5('matter' || i)::uuid, null, m.provider_id, array[o], 'P_ZORG', 'VA-002/v1',
              '{G_NAW,G_WOONFEIT,G_ADVIES}', case when o = md5('org1')::uuid then 'A6_1F' else 'A6_1A' end, 'GEINFORMEERD',
              now() - interval '70 days', now() + interval '90 days', now() - interval '70 days', 'ACTIEF', true
       from generate_series(cast(:low as int), cast(:high as int)) i join app.matter m on m.id = md5('matter' || i)::uuid
       join lateral (select distinct organisation_id as o from app.member where matter_id = m.id and organisation_id <> m.provider_id) x on true""",
    """insert into app.ground_line (id, ground_id, matter_id, person_id, provider_id, recipient_id, category, basis, status, valid_from, valid_until)
       select gen_random_uuid(), g.id, g.matter_id, null, g.provider_id, g.recipients[1], c, g.basis, g.status, g.valid_from, g.valid_until
       from generate_series(cast(:low as int), cast(:high as int)) i join app.ground g on g.matter_id = md5('matter' || i)::uuid, unnest(g.categories) c""",
    """insert into app.consent (id, matter_id, person_id, purpose, provider_id, recipient_id, category, result, said_at, valid_until, explicit,
                                interpreter, free_no_effect, free_alternative, free_no_pressure, free_understood, free_not_decider, recorded_at, taken_over)
       select gen_random_uuid(), g.matter_id, md5('person' || i)::uuid, 'P_ZORG', g.provider_id, g.recipients[1], c, 'GEGEVEN', g.valid_from,
              g.valid_until, false, false, true, true, true, true, true, g.valid_from, true
       from generate_series(cast(:low as int), cast(:high as int)) i join app.ground g on g.matter_id = md5('matter' || i)::uuid and g.basis = 'A6_1A', unnest(g.categories) c""",
    """insert into app.part (id, matter_id, note_id, kind, category, data_class, provider_id, author_id, text, about, whole, purpose, written_at, taken_over)
       select gen_random_uuid(), md5('matter' || i)::uuid, md5('note' || i || '-' || k)::uuid,
              case when k % 4 = 0 then 'advies' else 'feit' end, case when k % 4 = 0 then 'G_ADVIES' else 'G_WOONFEIT' end, 'K3',
              m.provider_id, null, 'Notitie ' || k || ' over wat er gezien is bij de voordeur en op de galerij; alles verzonnen.',
              array[md5('person' || i)::uuid], true, 'P_ZORG', now() - (k * 7 + i % 11) * interval '1 hour', true
       from generate_series(cast(:low as int), cast(:high as int)) i join app.matter m on m.id = md5('matter' || i)::uuid, generate_series(1, cast(:notes as int)) k""",
    """insert into app.matter_access (matter_id, principal, thing, since, until, via, content, closed, lead_organisation_id, changed_at)
       select distinct on (p.principal, t.matter_id) t.matter_id, p.principal, 'case', t.since, t.until, 'team', true, false, md5('org1')::uuid, m.changed_at
       from generate_series(cast(:low as int), cast(:high as int)) i join app.matter m on m.id = md5('matter' || i)::uuid join app.member t on t.matter_id = m.id
       join lateral (values ('ct:' || t.staff_id)) p (principal) on true order by p.principal, t.matter_id""",
]


@dataclass(frozen=True)
class Reader:
    """Someone whose pages are timed, with a case of theirs."""

    staff: UUID
    case: UUID
    matter: UUID


def build(admin_url: str, cases: int, *, already: int = 0, notes: int = NOTES_A_CASE) -> float:
    """Grow the town to so many cases; returns the seconds it took."""
    began = time.perf_counter()
    engine = create_engine(admin_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text("set local search_path = app, public"))
        if already == 0:
            for statement in TOWN:
                connection.execute(text(statement), {"orgs": ORGANISATIONS, "staff": STAFF})
        step = 20_000
        for low in range(already + 1, cases + 1, step):
            span = {"low": low, "high": min(low + step - 1, cases), "notes": notes}
            for statement in CASES:
                connection.execute(
                    text(statement),
                    {k: v for k, v in span.items() if f":{k} " in statement or f":{k})" in statement},
                )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    return time.perf_counter() - began


def reader(connection: Connection, number: int) -> Reader:
    """The reader with this number (1 the coordinator, 62 the worker), and the case that changed last for them."""
    staff = connection.scalar(text("select md5('staff' || :n)::uuid"), {"n": number})
    row = connection.execute(
        text(
            "select c.id, c.matter_id from app.matter_access a join app.case_file c on c.matter_id = a.matter_id "
            "where a.principal = :p order by a.changed_at desc limit 1 offset 3"
        ),
        {"p": f"ct:{staff}"},
    ).one()
    return Reader(staff, row[0], row[1])
