-- Who takes part, worked out after every change that matters. Participation is copied here; consent never is.

-- The states in which a case has ended; what came from others goes back (requirements.md 4.2, row 12).
create function app.is_closed(status text) returns boolean
language sql immutable security definer set search_path = pg_catalog as
$$ select coalesce(status in ('AFGESLOTEN', 'AFGEWEZEN', 'GEARCHIVEERD', 'VERNIETIGD', 'GEANNULEERD'), false) $$;

create function app.take_part(which uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare m app.matter; s app.signal; c app.case_file; keys text[]; shut boolean; readable boolean; night timestamptz;
        thing text;
begin
    select * into m from app.matter where id = which for no key update;     -- one at a time works this out
    select * into s from app.signal where matter_id = which;
    select * into c from app.case_file where matter_id = which;
    select areas into keys from app.complex where id = m.complex_id;
    shut := app.is_closed(c.status);
    readable := m.blocked_at is null and coalesce(c.status <> 'OPGESCHORT', true);
    thing := case when c.id is null then 'signal' else 'case' end;
    select max(night_until) into night from app.part where matter_id = which and kind = 'advies';
    delete from app.matter_access where matter_id = which;
    insert into app.matter_access
        (matter_id, principal, thing, since, until, via, person_id, content, closed, lead_organisation_id, changed_at)
    select distinct on (p.principal, p.thing, p.since) which, p.principal, p.thing, p.since, p.until, p.via,
           p.person_id, p.content and readable, shut, c.lead_organisation_id, m.changed_at
    from (
        -- the team of a case; who triaged it keeps it until the plan
        select 'ct:' || t.staff_id, 'case', t.since, t.until, 'team', true, null::uuid
          from app.member t where t.matter_id = which and c.id is not null
        union all select 'c3:' || t.staff_id, 'case', t.since, t.until, 'team', true, null
          from app.member t where t.matter_id = which and c.status in ('AANGEMELD', 'GRONDSLAGTOETS', 'CASUSOVERLEG')
        -- those asked to look at a signal: partners' colleagues only once it has reached joint triage
        union all select 'st:' || t.staff_id, 'signal', t.since, t.until, 'team', true, null
          from app.member t join app.staff w on w.id = t.staff_id
         where t.matter_id = which and c.id is null and s.id is not null
           and (w.organisation_id = m.provider_id or s.shared)
        -- the reporter, the own organisation, the own area: content until the signal becomes a case
        union all select 'so:' || w.id, 'signal', '-infinity', null, 'author', true, null
          from app.staff w where w.id = s.author_id and w.organisation_id = m.provider_id and c.id is null and not m.secret
        union all select 'sf:' || s.author_id, 'signal', '-infinity', null, 'author', false, null
          where s.author_id is not null and not m.secret
        union all select 'a:' || m.provider_id, 'signal', '-infinity', null, 'own', c.id is null, null
          where s.id is not null and not m.secret
        union all select 'g:' || m.provider_id || ':' || k, 'signal', '-infinity', null, 'area', c.id is null, null
          from unnest(keys) k where s.id is not null and not m.secret
        -- joint triage, by the provider's own triagists and by those of its partners
        union all select 'jo:' || m.provider_id, 'signal', '-infinity', null, 'triage', true, null
          where s.status = 'IN_TRIAGE' and c.id is null and not m.secret
        union all select 'j:' || v.id, 'signal', '-infinity', null, 'triage', true, null
          from app.covenant v where s.status = 'IN_TRIAGE' and c.id is null and not m.secret
           and m.provider_id = any (v.parties) and m.purpose = any (v.purposes)
        -- a matter about a place, without residents
        union all select 'cv:' || v.id, thing, '-infinity', null, 'all', true, null
          from app.covenant v where m.bare and not m.secret
           and m.provider_id = any (v.parties) and m.purpose = any (v.purposes)
        union all select 'bc:' || k, thing, '-infinity', null, 'committee', true, null
          from unnest(keys) k where m.bare and not m.secret
        -- who is on duty: the signals of the own house there, and of a case the night instruction, while it holds
        union all select 'ds:' || m.provider_id || ':' || m.complex_id, 'signal', '-infinity', null, 'duty', true, null
          where s.id is not null and c.id is null and not m.secret
        union all select 'd:' || m.complex_id, 'case', '-infinity', night, 'duty', true, null
          where night is not null and c.id is not null and not m.secret
        -- who was invited to an item of an agenda, while it is open
        union all select 'i:' || v.staff_id, 'case', g.opens_at, g.closes_at, 'agenda', true, null
          from app.invitation v join app.agenda_item g on g.id = v.item_id and g.matter_id = v.matter_id
         where v.matter_id = which and c.id is not null and not m.secret
        union all select 'i:' || v.staff_id, 'case', greatest(g.opens_at, t.since), least(g.closes_at, t.until), 'team', true, null
          from app.invitation v join app.agenda_item g on g.id = v.item_id and g.matter_id = v.matter_id
          join app.member t on t.matter_id = which and t.staff_id = v.staff_id      -- named in what is shielded, and invited
         where v.matter_id = which and c.id is not null and m.secret
        -- in an emergency round one resident (R105)
        union all select 'e:' || b.staff_id, thing, b.since, least(b.until, b.ended_at), 'emergency', true, b.person_id
          from app.subject x join app.break_glass b on b.person_id = x.person_id
         where x.matter_id = which and not m.secret and not shut
    ) p (principal, thing, since, until, via, content, person_id)
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
    if exists (select from app.break_glass b where b.person_id = new.person_id and least(b.until, b.ended_at) > app.now()) then
        perform app.take_part(new.matter_id);
    end if;
    return null;
end $$;

create function app.on_break_glass() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if app.me() is null or app.loading() then return new; end if;
    if tg_op = 'INSERT' then        -- one at a time, also from two windows at once
        perform pg_advisory_xact_lock(hashtextextended(new.staff_id::text, 105));
        if exists (select from app.break_glass b where b.staff_id = new.staff_id
                   and b.since <= app.now() and least(b.until, b.ended_at) > app.now()) then
            raise exception 'an emergency access is open already' using errcode = 'WA003';
        end if;
        return new;
    end if;
    if new.ended_at is distinct from old.ended_at and (old.ended_at is not null or new.ended_at is distinct from app.now()
            or app.me() <> old.staff_id or old.until <= app.now()) then
        raise exception 'an emergency access is ended once, by its user' using errcode = 'WA002';
    end if;
    if (new.reviewed_by, new.reviewed_at, new.verdict, new.verdict_text)
            is distinct from (old.reviewed_by, old.reviewed_at, old.verdict, old.verdict_text)
       and (old.reviewed_at is not null or new.reviewed_at is distinct from app.now()
            or new.reviewed_by is distinct from app.me() or not app.reviews(old.organisation_id, old.staff_id, old.person_id)) then
        raise exception 'an emergency access is judged once, by a privacy officer who did not use it' using errcode = 'WA002';
    end if;
    return new;
end $$;

create function app.after_break_glass() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare which uuid;
begin
    for which in select matter_id from app.subject where person_id = new.person_id order by matter_id loop
        perform app.take_part(which);
    end loop;
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
create trigger take_part after insert or update on app.invitation for each row execute function app.on_change_take_part();
create trigger take_part after insert or update on app.agenda_item for each row execute function app.on_change_take_part();
create trigger one_emergency before insert or update on app.break_glass for each row execute function app.on_break_glass();
create trigger take_part after insert or update of ended_at on app.break_glass
    for each row execute function app.after_break_glass();
create trigger covenant_reach after insert or update on app.covenant for each row execute function app.on_covenant_change();
create trigger complete_part before insert on app.part for each row execute function app.on_new_part();
create trigger after_part after insert on app.part for each row execute function app.after_new_part();
create trigger after_subject after insert on app.subject for each row execute function app.on_new_subject();
create trigger ground_status after insert or update on app.ground for each row execute function app.on_ground_status();
create trigger end_sessions after update on app.staff for each row execute function sealed.end_sessions_of();
create trigger end_sessions after update on app.role_assignment for each row execute function sealed.end_sessions_of();
