-- Who takes part, worked out after every change that matters. Participation is copied here; consent never is.

create function app.take_part(which uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare m app.matter; s app.signal; c app.case_file; keys text[]; shut boolean; readable boolean;
begin
    select * into m from app.matter where id = which;
    select * into s from app.signal where matter_id = which;
    select * into c from app.case_file where matter_id = which;
    select areas into keys from app.complex where id = m.complex_id;
    shut := coalesce(c.status in ('AFGESLOTEN', 'AFGEWEZEN', 'GEARCHIVEERD', 'VERNIETIGD', 'GEANNULEERD'), false);
    readable := coalesce(c.status <> 'OPGESCHORT', true);
    delete from app.matter_access where matter_id = which;
    insert into app.matter_access
        (matter_id, principal, thing, since, until, via, content, closed, lead_organisation_id, changed_at)
    select distinct on (p.principal, p.thing, p.since) which, p.principal, p.thing, p.since, p.until, p.via,
           p.content and readable, shut, c.lead_organisation_id, m.changed_at
    from (
        -- the team of a case; who triaged it keeps it until the plan
        select 'ct:' || t.staff_id, 'case', t.since, t.until, 'team', true
          from app.member t where t.matter_id = which and c.id is not null
        union all select 'c3:' || t.staff_id, 'case', t.since, t.until, 'team', true
          from app.member t where t.matter_id = which and c.status in ('AANGEMELD', 'GRONDSLAGTOETS', 'CASUSOVERLEG')
        -- those asked to look at a signal: partners' colleagues only once it has reached joint triage
        union all select 'st:' || t.staff_id, 'signal', t.since, t.until, 'team', true
          from app.member t join app.staff w on w.id = t.staff_id
         where t.matter_id = which and c.id is null and s.id is not null
           and (w.organisation_id = m.provider_id or s.shared)
        -- the reporter, the own organisation, the own area: content until the signal becomes a case
        union all select 'so:' || w.id, 'signal', '-infinity', null, 'author', true
          from app.staff w where w.id = s.author_id and w.organisation_id = m.provider_id and c.id is null and not m.secret
        union all select 'sf:' || s.author_id, 'signal', '-infinity', null, 'author', false
          where s.author_id is not null and not m.secret
        union all select 'a:' || m.provider_id, 'signal', '-infinity', null, 'own', c.id is null
          where s.id is not null and not m.secret
        union all select 'g:' || m.provider_id || ':' || k, 'signal', '-infinity', null, 'area', c.id is null
          from unnest(keys) k where s.id is not null and not m.secret
        -- joint triage, by the provider's own triagists and by those of its partners
        union all select 'jo:' || m.provider_id, 'signal', '-infinity', null, 'triage', true
          where s.status = 'IN_TRIAGE' and c.id is null and not m.secret
        union all select 'j:' || v.id, 'signal', '-infinity', null, 'triage', true
          from app.covenant v where s.status = 'IN_TRIAGE' and c.id is null and not m.secret
           and m.provider_id = any (v.parties) and m.purpose = any (v.purposes)
        -- a matter about a place, without residents
        union all select 'cv:' || v.id, case when c.id is null then 'signal' else 'case' end, '-infinity', null, 'all', true
          from app.covenant v where m.bare and not m.secret
           and m.provider_id = any (v.parties) and m.purpose = any (v.purposes)
        union all select 'bc:' || k, case when c.id is null then 'signal' else 'case' end, '-infinity', null, 'committee', true
          from unnest(keys) k where m.bare and not m.secret
    ) p (principal, thing, since, until, via, content)
    where p.principal is not null
    order by p.principal, p.thing, p.since, p.until desc nulls first;
end $$;

create function app.on_change_take_part() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if tg_table_name = 'matter' then perform app.take_part(new.id); else perform app.take_part(new.matter_id); end if;
    return null;
end $$;

create function app.on_covenant_change() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare which uuid;
begin
    for which in select m.id from app.matter m left join app.signal s on s.matter_id = m.id
                 where m.bare or s.status = 'IN_TRIAGE' loop
        perform app.take_part(which);
    end loop;
    return null;
end $$;

create function app.on_new_part() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare m app.matter;
begin
    select * into m from app.matter where id = new.matter_id;
    new.purpose := m.purpose;
    if new.whole then
        new.about := coalesce((select array_agg(person_id order by ordinal) from app.subject
                               where matter_id = new.matter_id), '{}');
    end if;
    if m.bare then
        new.category := null;
        new.data_class := 'K1';
    end if;
    return new;
end $$;

create function app.after_new_part() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin   -- one part of class K7 makes the whole matter K7 (rulings.md 6)
    update app.matter set changed_at = greatest(changed_at, new.written_at), secret = secret or new.data_class = 'K7'
    where id = new.matter_id;
    return null;
end $$;

create function app.on_new_subject() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update app.part set about = array_append(about, new.person_id)
    where matter_id = new.matter_id and whole and not about @> array[new.person_id];
    update app.matter set bare = false where id = new.matter_id and bare;
    return null;
end $$;

create function app.on_ground_status() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if tg_op = 'UPDATE' and new.status = old.status then return null; end if;
    update app.ground_line set status = new.status where ground_id = new.id;
    insert into app.ground_step (id, ground_id, matter_id, status, at, by_id, reason)
    values (gen_random_uuid(), new.id, new.matter_id, new.status, app.now(), app.me(),
            nullif(current_setting('wijk.reason', true), ''));
    return null;
end $$;

create trigger take_part after insert or update on app.matter for each row execute function app.on_change_take_part();
create trigger take_part after insert or update on app.signal for each row execute function app.on_change_take_part();
create trigger take_part after insert or update on app.case_file for each row execute function app.on_change_take_part();
create trigger take_part after insert or update on app.member for each row execute function app.on_change_take_part();
create trigger covenant_reach after insert or update on app.covenant for each row execute function app.on_covenant_change();
create trigger complete_part before insert on app.part for each row execute function app.on_new_part();
create trigger after_part after insert on app.part for each row execute function app.after_new_part();
create trigger after_subject after insert on app.subject for each row execute function app.on_new_subject();
create trigger ground_status after insert or update on app.ground for each row execute function app.on_ground_status();
create trigger end_sessions after update on app.staff for each row execute function sealed.end_sessions_of();
create trigger end_sessions after update on app.role_assignment for each row execute function sealed.end_sessions_of();
