-- A case moves along the rows of steps.yaml alone, each time with its step on record (requirements.md 4.2, R77, R78).
-- Where nobody is signed in this stands aside: migrations and tests of rows.

-- Who leads, who replaces them, and which organisation answers for it: nobody names themselves, and nobody else does. A
-- case without a lead is taken by a case director of its team; any other goes over by an offer that was accepted just
-- now (R19, R79).
create function app.on_new_lead(was app.case_file, becomes app.case_file) returns void
language plpgsql stable security definer set search_path = pg_catalog as $$
declare offered text[] := array(
    select o.kind from app.offer o where o.case_id = was.id and o.from_id = was.lead_id and o.to_id = app.me()
      and o.accepted and o.answered_at = app.now() and app.holds('CR'));
begin
    if (becomes.lead_id, becomes.lead_organisation_id) is distinct from (was.lead_id, was.lead_organisation_id)
       and (becomes.lead_id is distinct from app.me() or becomes.lead_organisation_id is distinct from app.org()
            or not ('REGIE' = any (offered) or was.lead_id is null and app.holds('CR') and app.in_team(was.matter_id))) then
        raise exception 'a case gets its lead by taking it up or by an accepted offer' using errcode = 'WA002';
    end if;
    if becomes.controller_id is distinct from was.controller_id
       and (becomes.controller_id is distinct from app.org() or 'VERANTWOORDELIJKHEID' <> all (offered)) then
        raise exception 'another organisation answers for a case by an accepted offer' using errcode = 'WA002';
    end if;
    if becomes.replacement_id is distinct from was.replacement_id
       and not ('REGIE' = any (offered) and becomes.replacement_id is not distinct from was.lead_id)
       and (was.lead_id is distinct from app.me() or not exists (
            select from app.member t where t.matter_id = was.matter_id and t.staff_id = becomes.replacement_id
              and t.since <= app.now() and (t.until is null or t.until > app.now()))) then
        raise exception 'who leads names who replaces them' using errcode = 'WA002';
    end if;
end $$;

create function app.on_case_move() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if app.me() is null or app.loading() then return new; end if;
    if tg_op = 'INSERT' then
        if new.status not in ('AANGEMELD', 'GRONDSLAGTOETS') then
            raise exception 'a case does not begin as %', new.status using errcode = 'WA002';
        end if;
        if new.lead_id <> app.me() or new.replacement_id is not null
           or new.lead_organisation_id is distinct from (case when new.lead_id is not null then app.org() end)
              and new.lead_organisation_id is not null then
            raise exception 'a case begins with nobody, or who opens it, as its lead' using errcode = 'WA002';
        end if;
        return new;
    end if;
    if (new.lead_id, new.lead_organisation_id, new.replacement_id, new.controller_id) is distinct from
       (old.lead_id, old.lead_organisation_id, old.replacement_id, old.controller_id) then
        perform app.on_new_lead(old, new);
    end if;
    if new.status = old.status then return new; end if;
    if not exists (     -- a step of this transaction, along a row of the table, by a role of that row (R78)
        select from app.case_step s join app.case_way w on w.step = s.step and w.before = s.before
        where s.case_id = new.id and s.before = old.status and s.after = new.status and s.at = app.now()
          and s.by_id = app.me() and w.after in (new.status, case when new.status = old.suspended_from then '*' end)
          and s.role = any (w.by) and app.holds(s.role)
          and (old.lead_id is null or app.me() in (old.lead_id, old.replacement_id)
               or exists (select from unnest(w.by) r where r <> 'CR' and app.holds(r))))
    then
        raise exception 'a case does not go from % to % without its step', old.status, new.status using errcode = 'WA002';
    end if;
    new.suspended_from := case when new.status = 'OPGESCHORT' then old.status end;
    return new;
end $$;
create trigger case_move before insert or update on app.case_file for each row execute function app.on_case_move();

-- Who triaged a case keeps two steps of it past the plan, and reads nothing of it any more: escalating what is acute,
-- and reopening for a new signal (rows 8 and 11).
create function app.triages(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.holds('TR') and matter <> all (app.kept()) and exists (
        select from app.member t where t.matter_id = matter and t.staff_id = app.me()
          and t.since <= app.now() and (t.until is null or t.until > app.now()))
$$;

-- What is moved without sight of the case: by its privacy officer (rows 4 and 14), or by who triaged it.
create function app.move_unseen(which uuid, target text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare c app.case_file;
begin
    select * into c from app.case_file where id = which for no key update;
    if c.id is null or c.matter_id = any (app.kept())
       or not (app.officer_of(c.matter_id) and (target in ('OPGESCHORT', 'AFGEWEZEN') or (c.status = 'OPGESCHORT' and target = c.suspended_from))
            or app.triages(c.matter_id) and target in ('OPGESCHAALD', 'HEROPEND', 'GRONDSLAGTOETS')) then
        raise exception 'not for who asks' using errcode = 'WA002';
    end if;
    if not exists (     -- who came second finds it moved already
        select from app.case_step s where s.case_id = which and s.before = c.status and s.after = target
          and s.at = app.now() and s.by_id = app.me()) then
        raise exception 'the case is at % by now', c.status using errcode = 'WA002';
    end if;
    update app.case_file set status = target, status_since = app.now(),
        closed_at = case target when 'AFGEWEZEN' then app.now() when 'HEROPEND' then null else closed_at end,
        result = case when target = 'HEROPEND' then null else result end where id = which;
end $$;

-- What the guards of 4.2 count, without a word: also for a lead whose organisation may read nothing of it any more.
create function app.plan_in_figures(which uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog as $$
declare c app.case_file; since timestamptz; item app.agenda_item; code uuid[];
begin
    select * into c from app.case_file where id = which;
    if c.id is null or c.matter_id = any (app.kept()) or not (app.in_team(c.matter_id) or app.officer_of(c.matter_id) or app.triages(c.matter_id)) then
        return null;
    end if;
    -- what the reporting code came to: for who decides on the case, and beside them who may read it; the team knows how far
    code := array(select r.id from app.reporting_step r join app.part p on p.id = r.part_id
                   where r.matter_id = c.matter_id and (app.me() in (c.lead_id, c.replacement_id) or app.holds('CR')
                         or app.triages(c.matter_id) or app.reads_words(p.id)));
    since := coalesce((select max(s.at) from app.case_step s where s.case_id = which and s.after = 'CASUSOVERLEG'), '-infinity');
    select * into item from app.agenda_item g
     where g.matter_id = c.matter_id and g.closes_at >= since and g.closes_at <= app.now()
       and exists (select from app.invitation v where v.item_id = g.id and v.present)
     order by g.closes_at desc limit 1;
    return jsonb_build_object(
        'suspended_from', c.suspended_from, 'evaluate_on', c.evaluate_on, 'replacement', c.replacement_id,
        'controller', c.controller_id, 'status_since', c.status_since, 'closed_at', c.closed_at, 'opened_at', c.opened_at,
        'taken_over', c.taken_over,
        'goals', (select coalesce(jsonb_agg(g.status), '[]') from app.goal g where g.matter_id = c.matter_id),
        'open_actions', (select count(*) from app.action a where a.matter_id = c.matter_id and a.status in ('OPEN', 'OPGEPAKT')),
        'strays', (select count(*) from app.action a where a.matter_id = c.matter_id and a.status in ('OPEN', 'OPGEPAKT')
                    and not exists (select from app.member t join app.staff w on w.id = t.staff_id and w.suspended_at is null
                                    where t.matter_id = c.matter_id and t.staff_id = a.owner_id
                                    and t.since <= app.now() and (t.until is null or t.until > app.now()))),
        'code', (select coalesce(jsonb_agg(distinct r.number), '[]') from app.reporting_step r
                  where r.matter_id = c.matter_id and app.in_team(c.matter_id) or r.id = any (code)),
        'report', exists (select from app.reporting_step r where r.id = any (code) and r.report),
        'unsafe', coalesce((select r.unsafe from app.reporting_step r where r.id = any (code) and r.unsafe is not null
                            order by r.recorded_at desc, r.done_on desc limit 1), false),
        'voice', (select max(v.said_on) from app.voice v where v.matter_id = c.matter_id),
        'met_at', item.closes_at,
        'present', (select coalesce(jsonb_agg(distinct v.organisation_id), '[]') from app.invitation v
                     where v.item_id = item.id and v.present),
        'resolutions', (select count(*) from app.resolution r where r.item_id = item.id),
        'uninformed', (select count(*) from app.ground d where d.matter_id = c.matter_id and d.status = 'ACTIEF'
                        and d.valid_until > app.now() and not d.taken_over
                        and not (d.informed_on is not null or d.basis = 'A6_1A'
                                 or (d.informed = 'UITGESTELD' and d.review_on > app.now()))),
        'living_grounds', (select count(*) from app.ground d where d.matter_id = c.matter_id
                            and d.status in ('ACTIEF', 'TER_BEOORDELING') and d.valid_until > app.now()),
        'on_consent', (select count(*) from app.ground d where d.matter_id = c.matter_id and d.status = 'ACTIEF'
                        and d.basis = 'A6_1A' and d.valid_until > app.now()),
        'offer', (select jsonb_build_object('id', o.id, 'kind', o.kind, 'to', o.to_id, 'from', o.from_id) from app.offer o
                   where o.case_id = which and o.answered_at is null limit 1),
        'new_signal', (select max(s.reported_at) from app.signal s where s.merged_into = c.matter_id),
        'safeguarding', exists (
            select from app.member t join app.role_assignment r on r.staff_id = t.staff_id and r.role = 'AF'
            where t.matter_id = c.matter_id and t.since <= app.now() and (t.until is null or t.until > app.now())
              and r.valid_from <= app.now() and r.held_until > app.now()));
end $$;
grant update (status, status_since, closed_at, result) on app.case_file to wijk_definer;
