-- What the rounds of the desk must know of a footprint's surroundings: references, places and dates, never content.
-- They answer to nobody else.

-- Where a matter is, and when its case was closed.
create function journal.places_of(matters uuid[])
returns table (matter_id uuid, complex_id uuid, closed_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
    select m.id, m.complex_id, case when app.is_closed(c.status) then coalesce(c.closed_at, c.status_since) end
    from unnest(matters) one join app.matter m on m.id = one left join app.case_file c on c.matter_id = m.id
    where app.on_rounds()
$$;

-- What each of these colleagues said to stay away from: the resident, who lives at the address, and every matter that
-- is about them, from when until when (R66).
create function journal.declared_by(people uuid[])
returns table (staff_id uuid, thing uuid, since timestamptz, until timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
    with kept as (
        select c.staff_id, p.id as person_id, c.declared_at, c.ended_at
        from app.conflict c join app.person p on p.id = c.person_id where c.staff_id = any (people)
        union
        select c.staff_id, p.id, c.declared_at, c.ended_at
        from app.conflict c join app.person p on p.dwelling_id = c.dwelling_id where c.staff_id = any (people)
    )
    select k.staff_id, k.person_id, k.declared_at, k.ended_at from kept k where app.on_rounds()
    union
    select k.staff_id, s.matter_id, k.declared_at, k.ended_at
    from kept k join app.subject s on s.person_id = k.person_id where app.on_rounds()
$$;

-- Did the register carry this kind of data of this resident from one organisation to another at that moment? Asked of
-- what is on record, step by step, and not of the policies that let it through.
create function sealed.carried_at(matter uuid, source uuid, target uuid, what text, resident uuid, moment timestamptz)
returns boolean language sql stable security definer set search_path = pg_catalog as $$
    select exists (
        select from app.ground_line g
        where g.matter_id = matter and g.provider_id = source and g.recipient_id = target and g.category = what
          and (g.person_id is null or g.person_id = resident)
          and g.valid_from <= moment and g.valid_until > moment
          and coalesce((select s.status from app.ground_step s where s.ground_id = g.ground_id and s.at <= moment
                        order by s.at desc limit 1), g.status) = 'ACTIEF'
          and (g.basis <> 'A6_1A' or coalesce((
                select k.result = 'GEGEVEN' and (k.valid_until is null or k.valid_until > moment) from app.consent k
                where k.matter_id = matter and k.provider_id = source and k.recipient_id = target and k.category = what
                  and k.person_id = resident and k.said_at <= moment
                order by k.said_at desc, k.recorded_at desc, k.result = 'GEGEVEN', k.valid_until, k.id limit 1), false)))
$$;

-- The same, directly or through the organisation that leads the case; what is closed carries nothing any more.
create function sealed.reached_at(matter uuid, source uuid, target uuid, what text, residents uuid[], moment timestamptz)
returns boolean language sql stable security definer set search_path = pg_catalog as $$
    select not exists (select from app.case_file c where c.matter_id = matter and app.is_closed(c.status)
                       and c.closed_at <= moment)
       and not exists (
        select from unnest(case when residents = '{}' then array[null]::uuid[] else residents end) resident
        left join app.case_file c on c.matter_id = matter
        where not sealed.carried_at(matter, source, target, what, resident, moment)
          and not (sealed.carried_at(matter, source, c.lead_organisation_id, what, resident, moment)
               and sealed.carried_at(matter, c.lead_organisation_id, target, what, resident, moment)))
$$;

-- What these readings showed of other organisations while no ground carried it (Q11): parts by their id, and residents
-- of the matter by theirs, with the pseudonyms that were shown, for only the house itself can tell which is whose.
-- Joint triage and an emergency need no ground.
create function journal.without_ground(entries uuid[], recorded timestamptz[])
returns table (entry_id uuid, thing uuid, shown uuid[])
language sql stable security definer set search_path = pg_catalog as $$
    with seen as (
        select e.id, e.actor_organisation_id as reader, e.occurred_at, e.matter_id, e.disclosed
        from unnest(entries, recorded) one (id, at) join journal.entry e on e.id = one.id and e.recorded_at = one.at
        where app.on_rounds() and e.action = 'R' and e.outcome = 'GESLAAGD'
          and e.via is distinct from 'triage' and e.via is distinct from 'emergency'
    )
    select s.id, p.id, null
    from seen s cross join jsonb_array_elements(s.disclosed) i join app.part p on p.id = (i ->> 'id')::uuid
    where i ->> 'type' = 'ONDERDEEL' and p.provider_id <> s.reader and p.category is not null
      and not sealed.reached_at(p.matter_id, p.provider_id, s.reader, p.category, p.about, s.occurred_at)
    union all
    select s.id, x.person_id, n.names
    from seen s
    cross join lateral (select array_agg((i ->> 'id')::uuid) as names from jsonb_array_elements(s.disclosed) i
                        where i ->> 'type' = 'PERSOON') n
    join app.subject x on x.matter_id = s.matter_id
    where n.names is not null and x.provider_id <> s.reader
      and not sealed.reached_at(x.matter_id, x.provider_id, s.reader, 'G_NAW', array[x.person_id], s.occurred_at)
$$;
grant execute on function journal.places_of(uuid[]), journal.declared_by(uuid[]),
    journal.without_ground(uuid[], timestamptz[]) to wijk_desk;

-- Whose readings are all looked at. No screen shows or sets this yet: who may, is for the organisations to agree.
grant select on app.exposure to wijk_desk;
create policy exposure_read on app.exposure for select to wijk_desk using ((select app.on_rounds()));
