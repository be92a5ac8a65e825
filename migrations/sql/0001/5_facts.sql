-- The facts of one matter for the policy: ids, codes and dates, never a word of content (rulings.md 9).
-- The door calls it after every empty find, also for ids that do not exist, so that both take one path.

create function app.matter_facts(thing uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog as $$
declare m app.matter; s app.signal; c app.case_file; answer jsonb;
begin
    if app.me() is null then return null; end if;
    select x.* into m from app.matter x
     where x.id = coalesce((select matter_id from app.case_file where id = thing),
                           (select matter_id from app.signal where id = thing), thing);
    if m.id is null then return null; end if;
    select * into s from app.signal where matter_id = m.id;
    select * into c from app.case_file where matter_id = m.id;
    select jsonb_build_object(
        'id', m.id, 'stage', case when c.id is null then 'signal' else 'case' end,
        'signal', s.id, 'case', c.id, 'bells', (select coalesce(max(b.n), 0) from journal.bell b where b.ref = m.id),
        'status', coalesce(c.status, s.status), 'purpose', m.purpose, 'provider', m.provider_id,
        'category', m.category, 'urgency', m.urgency, 'secret', m.secret, 'bare', m.bare,
        'complex_id', m.complex_id, 'areas', (select areas from app.complex where id = m.complex_id),
        'author', s.author_id, 'lead', c.lead_id, 'lead_organisation', c.lead_organisation_id,
        'shared', coalesce(s.shared, true),
        'blocked', m.blocked_at is not null or coalesce(c.status = 'OPGESCHORT', false),
        'kept_from', (select coalesce(jsonb_agg(distinct k.staff_id), '[]')
                 from app.subject x join app.person p on p.id = x.person_id
                 join app.conflict k on k.person_id = p.id or k.dwelling_id = p.dwelling_id
                 where x.matter_id = m.id and k.declared_at <= app.now() and (k.ended_at is null or k.ended_at > app.now())),
        'agenda', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'staff', v.staff_id, 'since', g.opens_at,
                    'until', g.closes_at)), '[]')
                 from app.agenda_item g join app.invitation v on v.item_id = g.id and v.matter_id = m.id
                 where g.matter_id = m.id),
        'emergencies', (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'staff', b.staff_id, 'person', b.person_id,
                    'since', b.since, 'until', least(b.until, b.ended_at))), '[]')
                 from app.subject x join app.break_glass b on b.person_id = x.person_id
                   and least(b.until, b.ended_at) > x.added_at       -- what came later was never seen by it
                 where x.matter_id = m.id),
        'team', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'staff', t.staff_id, 'organisation', t.organisation_id,
                    'since', t.since, 'until', t.until) order by t.since, t.id), '[]')
                 from app.member t where t.matter_id = m.id),
        'parts', (select coalesce(jsonb_agg(jsonb_build_object('kind', q.kind, 'category', q.category,
                    'class', q.data_class, 'provider', q.provider_id, 'about', q.about, 'night', q.night_until)), '[]')
                  from (select distinct kind, category, data_class, provider_id, about, night_until from app.part
                         where matter_id = m.id
                        union all
                        select 'naam', 'G_NAW', 'K2', provider_id, array[person_id], null from app.subject
                         where matter_id = m.id) q),
        'lines', (select coalesce(jsonb_agg(jsonb_build_object('ground', g.ground_id, 'person', g.person_id,
                    'provider', g.provider_id, 'recipient', g.recipient_id, 'category', g.category, 'basis', g.basis,
                    'status', g.status, 'from', g.valid_from, 'until', g.valid_until)
                    order by g.valid_until desc, g.id), '[]')
                  from app.ground_line g where g.matter_id = m.id),
        'consents', (select coalesce(jsonb_agg(jsonb_build_object('person', k.person_id, 'provider', k.provider_id,
                    'recipient', k.recipient_id, 'category', k.category, 'result', k.result, 'at', k.said_at,
                    'until', k.valid_until)), '[]')
                  from (select distinct on (person_id, provider_id, recipient_id, category) * from app.consent
                         where matter_id = m.id and said_at <= app.now()
                         order by person_id, provider_id, recipient_id, category, said_at desc, recorded_at desc,
                                  result = 'GEGEVEN', valid_until, id) k),
        'covenants', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'parties', v.parties,
                    'purposes', v.purposes, 'categories', v.categories, 'from', v.valid_from, 'until', v.valid_until,
                    'receiving', (select coalesce(jsonb_agg(jsonb_build_object('organisation', r.organisation_id,
                        'purpose', r.purpose)), '[]') from app.receiving_ground r where r.covenant_id = v.id))), '[]')
                      from app.covenant v where v.signed and v.parties && (
                          select array_agg(w) from (select m.provider_id union select c.lead_organisation_id
                              union select provider_id from app.part where matter_id = m.id
                              union select provider_id from app.subject where matter_id = m.id) x (w)))
    ) into answer;
    return answer;
end $$;

-- May what the provider wrote reach my organisation, resident by resident, directly or through the organisation that
-- leads the case, as far as that organisation may itself read it at this moment (rulings.md 2; S-02, S-05)?
create function app.carried(matter uuid, source uuid, target uuid, what text, why text, resident uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select coalesce((
        select true from app.ground_line g
        where g.matter_id = matter and g.recipient_id = target and g.category = what and g.provider_id = source
          and g.status = 'ACTIEF' and g.valid_from <= app.now() and g.valid_until > app.now()
          and (g.person_id is null or g.person_id = resident)
          and (g.basis <> 'A6_1A' or coalesce((
                select k.result = 'GEGEVEN' and (k.valid_until is null or k.valid_until > app.now()) from app.consent k
                where k.matter_id = matter and k.recipient_id = target and k.category = what and k.person_id = resident
                  and k.provider_id = source and k.said_at <= app.now()
                order by k.said_at desc, k.recorded_at desc, k.result = 'GEGEVEN', k.valid_until, k.id limit 1), false))
        limit 1), false)
$$;

create function app.receives(source uuid, target uuid, what text, why text) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select coalesce((
        select true from app.covenant v join app.receiving_ground r on r.covenant_id = v.id
        where v.signed and v.valid_from <= app.now() and v.valid_until > app.now()
          and source = any (v.parties) and target = any (v.parties)
          and why = any (v.purposes) and what = any (v.categories)
          and r.organisation_id = target and r.purpose = why
        limit 1), false)
$$;

create function app.passed_on(matter uuid, source uuid, lead uuid, what text, why text, residents uuid[])
returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
declare resident uuid; people uuid[] := case when residents = '{}' then array[null]::uuid[] else residents end;
        reader uuid := app.org();
begin
    if reader is null or lead is null or lead = reader or lead = source then return false; end if;
    if not app.receives(source, reader, what, why) or not app.receives(source, lead, what, why)
       or not app.receives(lead, reader, what, why) then return false; end if;
    foreach resident in array people loop
        if not app.carried(matter, source, lead, what, why, resident) then return false; end if;
        if not app.carried(matter, source, reader, what, why, resident)
           and not app.carried(matter, lead, reader, what, why, resident) then return false; end if;
    end loop;
    return true;
end $$;

-- Does a part of this category about these residents reach my organisation now, on grounds that are live in this very
-- statement? One call a row, with its plans kept, instead of policies within policies (measured: half the time).
create function app.reaches_me(matter uuid, source uuid, lead uuid, what text, why text, residents uuid[]) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
declare resident uuid; people uuid[] := case when residents = '{}' then array[null]::uuid[] else residents end;
        reader uuid := app.org(); moment timestamptz := app.now(); ground record; word record;
begin
    if reader is null then return false; end if;
    perform from app.covenant v join app.receiving_ground r on r.covenant_id = v.id
      where v.signed and v.valid_from <= moment and v.valid_until > moment
        and source = any (v.parties) and reader = any (v.parties) and why = any (v.purposes) and what = any (v.categories)
        and r.organisation_id = reader and r.purpose = why;
    if not found then return false; end if;
    <<everyone>> foreach resident in array people loop
        for ground in
            select g.basis from app.ground_line g
            where g.matter_id = matter and g.recipient_id = reader and g.category = what and g.provider_id = source
              and g.status = 'ACTIEF' and g.valid_from <= moment and g.valid_until > moment
              and (g.person_id is null or g.person_id = resident)
        loop
            continue everyone when ground.basis <> 'A6_1A';
            select k.result, k.valid_until into word from app.consent k
            where k.matter_id = matter and k.recipient_id = reader and k.category = what and k.person_id = resident
              and k.provider_id = source and k.said_at <= moment
            order by k.said_at desc, k.recorded_at desc, k.result = 'GEGEVEN', k.valid_until, k.id limit 1;
            continue everyone when found and word.result = 'GEGEVEN'
                               and (word.valid_until is null or word.valid_until > moment);
        end loop;
        return lead is not null and app.passed_on(matter, source, lead, what, why, residents);
    end loop;
    return true;
end $$;

-- A name, birth date and dwelling are G_NAW and judged for their own resident (rulings.md 3).
create function app.names_reach_me(matter uuid, source uuid, lead uuid, resident uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
declare why text := (select m.purpose from app.matter m where m.id = matter);
begin
    return app.reaches_me(matter, source, lead, 'G_NAW', why, array[resident]);
end $$;

-- The second approver is a PO of the provider's organisation, an AF of it who is in the team (the cell T), or the PO
-- of a partner whom it named by covenant (rulings.md 6, 12).
create function app.may_judge(provider uuid, matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select matter <> all (app.kept()) and ((app.org() = provider and app.holds('PO'))
        or (app.org() = provider and app.holds('AF') and exists (
            select from app.member t where t.matter_id = matter and t.staff_id = app.me()
            and t.since <= app.now() and (t.until is null or t.until > app.now())))
        or (app.holds('PO') and exists (
            select from app.deputy d where d.organisation_id = provider and d.role = 'PO' and d.staff_id = app.me())))
$$;

-- In an emergency the covenant still holds: may names of this source be known to my organisation at all (R105)?
create function app.names_agreed(matter uuid, source uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (
        select from app.matter m join app.covenant v on m.purpose = any (v.purposes)
        where m.id = matter and v.signed and v.valid_from <= app.now() and v.valid_until > app.now()
          and source = any (v.parties) and app.org() = any (v.parties) and 'G_NAW' = any (v.categories))
$$;
