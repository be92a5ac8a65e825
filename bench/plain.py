"""The best statements one could write by hand that return the same rows, with the checks in their WHERE.

They run as the administrator, outside row-level security, with everything about the reader handed in.
"""

from __future__ import annotations

from sqlalchemy import text

VISIBLE = """
      and p.data_class <> 'K7'
      and (p.provider_id = :org and p.data_class = any (:own)
        or p.provider_id <> :org and not a.closed and p.kind not in ('duiding', 'titel', 'melder') and p.data_class = any (:foreign)
          and exists (select from app.covenant v join app.receiving_ground r on r.covenant_id = v.id
                      where v.signed and v.valid_from <= :now and v.valid_until > :now
                        and p.provider_id = any (v.parties) and :org = any (v.parties)
                        and p.purpose = any (v.purposes) and p.category = any (v.categories)
                        and r.organisation_id = :org and r.purpose = p.purpose)
          and not exists (
            select from unnest(p.about) w (person) where not exists (
              select from app.ground_line g
              where g.matter_id = p.matter_id and g.recipient_id = :org and g.category = p.category
                and g.provider_id = p.provider_id and g.status = 'ACTIEF' and g.valid_from <= :now and g.valid_until > :now
                and (g.person_id is null or g.person_id = w.person)
                and (g.basis <> 'A6_1A' or (
                  select k.result = 'GEGEVEN' and (k.valid_until is null or k.valid_until > :now) from app.consent k
                  where k.matter_id = p.matter_id and k.recipient_id = :org and k.category = p.category
                    and k.person_id = w.person and k.provider_id = p.provider_id and k.said_at <= :now
                  order by k.said_at desc, k.recorded_at desc, k.result = 'GEGEVEN', k.id limit 1)))))
"""
ACCESS = "a.since <= :now and (a.until is null or a.until > :now)"

# The fences (offset 0) keep the planner walking the list in its order and stopping at the page's end: without them it
# sorts thirty thousand rows for a coordinator, which no one would leave like that.
LIST = text(f"""
select c.id, c.number, m.purpose, c.status, c.status_since, c.lead_id, x.name, m.urgency, a.changed_at, m.provider_id, m.id
from (select * from app.matter_access a where a.principal = :principal and a.thing = 'case' and {ACCESS}
      order by a.changed_at desc, a.matter_id desc offset 0) a
join lateral (select * from app.case_file c where c.matter_id = a.matter_id
  and (c.lead_id = :me or coalesce((select true from app.part p
       where p.matter_id = a.matter_id and a.content {VISIBLE} limit 1), false)) offset 0) c on true
join lateral (select * from app.matter m where m.id = a.matter_id offset 0) m on true
join lateral (select * from app.complex x where x.id = m.complex_id offset 0) x on true
limit 51
""")

PARTS = text(f"""
select p.id, p.note_id, p.kind, p.category, p.data_class, p.provider_id, s.name as author, o.name as organisation, p.text, p.about,
       p.written_at, p.taken_over
from app.part p
join app.matter_access a on a.matter_id = p.matter_id and a.principal = :principal and a.thing = 'case' and {ACCESS} and a.content
join app.organisation o on o.id = p.provider_id
left join app.staff s on s.id = p.author_id
where p.matter_id = :matter {VISIBLE}
order by p.written_at desc, p.note_id, p.kind desc
""")

HEAD = text(f"""
select c.id, c.number, c.status, c.status_since, m.purpose, m.category, m.urgency, x.name as place, s.name as lead,
       c.lead_id, c.evaluate_on
from app.case_file c join app.matter m on m.id = c.matter_id join app.complex x on x.id = m.complex_id
left join app.staff s on s.id = c.lead_id
join app.matter_access a on a.matter_id = m.id and a.principal = :principal and a.thing = 'case' and {ACCESS}
where c.id = :case
""")

RESIDENTS = text("""
select n.id, s.ordinal, n.name, n.born from app.subject s join app.person n on n.id = s.person_id
where s.matter_id = :matter order by s.ordinal
""")
TEAM = text("""
select t.staff_id, s.name, t.organisation_id, o.name as organisation from app.member t join app.staff s on s.id = t.staff_id
join app.organisation o on o.id = t.organisation_id
where t.matter_id = :matter and t.since <= :now and (t.until is null or t.until > :now) order by o.name, s.name
""")
# Who sees what: the lines, and whether each holds now, with the newest word of a resident where it rests on consent.
LINES = text("""
select g.provider_id, g.recipient_id, g.category, g.valid_until,
       g.status = 'ACTIEF' and g.valid_from <= :now and g.valid_until > :now
       and (g.basis <> 'A6_1A' or coalesce((
         select k.result = 'GEGEVEN' and (k.valid_until is null or k.valid_until > :now) from app.consent k
         where k.matter_id = g.matter_id and k.recipient_id = g.recipient_id and k.category = g.category
           and k.provider_id = g.provider_id and k.said_at <= :now and (g.person_id is null or k.person_id = g.person_id)
         order by k.said_at desc, k.recorded_at desc, k.result = 'GEGEVEN', k.id limit 1), false)) as holds
from app.ground_line g where g.matter_id = :matter order by g.valid_until desc, g.id
""")
HAPPENED = text("""
select e.id, e.occurred_at, e.name, s.name as actor from journal.entry e left join app.staff s on s.id = e.actor_id
where e.matter_id = :matter and e.outcome = 'GESLAAGD' and e.ring_kind is not null order by e.occurred_at desc limit 40
""")
MERGED = text("select id from app.signal where merged_into = :matter")
BELLS = text("select coalesce(max(n), 0) from journal.bell where ref = :matter")
NAMES = text("select id, name from app.organisation")
WHO = text("""
select s.name, o.name as organisation, r.role from app.staff s join app.organisation o on o.id = s.organisation_id
join app.role_assignment r on r.staff_id = s.id and r.valid_from <= :now and r.valid_until > :now where s.id = :me
""")
PLACES = text("""
select c.id, c.number, m.purpose, c.status, c.status_since, c.lead_id, x.name, m.urgency, a.changed_at, m.provider_id, m.id
from app.covenant v
join lateral (select * from app.matter_access a where a.principal = 'cv:' || v.id and a.thing = 'case'
              order by a.changed_at desc limit 50) a on true
join app.case_file c on c.matter_id = a.matter_id join app.matter m on m.id = a.matter_id join app.complex x on x.id = m.complex_id
where v.signed and v.valid_from <= :now and v.valid_until > :now and :org = any (v.parties)
order by a.changed_at desc limit 50
""")
