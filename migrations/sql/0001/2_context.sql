-- Who is asking. The database looks the session up itself and seals the answer for this transaction only:
-- a plain set_config could be forged by any injected statement (SECURITY.md).

create table app.role_reach (      -- matrix.yaml as the policies need it; filled by wijkaanpak.access.rows
    role text not null,
    kind text not null,
    team_signal boolean not null, author_signal boolean not null, own_signal boolean not null,
    area_signal boolean not null, triage boolean not null, team_case boolean not null, early_case boolean not null,
    everyone boolean not null, committee boolean not null,
    duty_signal boolean not null, duty_case boolean not null, agenda boolean not null,
    emergency text not null, search text not null, destroys boolean not null,
    own_classes text[] not null, foreign_classes text[] not null,
    emergency_classes text[] not null,
    primary key (role, kind)
);
create table app.category_class (  -- codes.yaml as the rules on writing need it; filled with the matrix
    category text primary key,
    data_class text not null
);
create table app.case_way (        -- steps.yaml: which states of a case follow on which; `*`: back to where it was (R77)
    step text not null,
    before text not null,
    after text not null,
    by text[] not null,     -- roles; of nobody where only the house itself does it
    primary key (step, before)
);
grant select on app.case_way, app.role_reach, app.category_class, app.organisation, app.staff, app.role_assignment, app.covenant, app.shift,
    app.agenda_item, app.invitation, app.conflict, app.break_glass, app.subject, app.person to wijk_definer;
grant execute on function app.now() to wijk_definer;

-- Duty holds from its acceptance, and until it was handed over or ended (R138).
create function sealed.on_duty(who uuid) returns table (complex_id uuid, since timestamptz, until timestamptz, id uuid)
language sql stable security definer set search_path = pg_catalog as $$
    select complex_id, greatest(starts_at, accepted_at), least(handed_over_at, ends_at), id
    from app.shift where staff_id = who and accepted_at is not null
$$;

-- What must be kept from somebody, whole: every matter with a resident whom they declared, or who lives where they
-- declared (R66). It is sealed with the context, and stands above every other rule.
create function sealed.kept_from(who uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
    select array(
        select s.matter_id from app.conflict c join app.subject s on s.person_id = c.person_id
         where c.staff_id = who and c.declared_at <= app.now() and (c.ended_at is null or c.ended_at > app.now())
        union
        select s.matter_id from app.conflict c join app.person p on p.dwelling_id = c.dwelling_id
          join app.subject s on s.person_id = p.id
         where c.staff_id = who and c.declared_at <= app.now() and (c.ended_at is null or c.ended_at > app.now()))
$$;

-- What somebody opens: keys that are looked up in matter_access, and the classes that go with them. A class that
-- every role held opens needs no look at the key; any other counts only with a key that its own role brought, for
-- two roles together open nothing that neither opens alone (requirements.md 2.4, steps 2-6).
create function sealed.reach(who uuid, org uuid, org_kind text, out principals text[],
    out own_classes text[], out own_keys text[], out foreign_classes text[], out foreign_keys text[])
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    with duty as (
        select complex_id from sealed.on_duty(who) d where d.since <= app.now() and d.until > app.now()
    ), held as (
        -- an area is free text: it may not hold what separates the fields of the seal
        select array(select area from unnest(r.areas) area where position(chr(31) in area) = 0) as areas, k.*
        from app.role_assignment r
        join app.role_reach k on k.role = r.role and k.kind = org_kind
        where r.staff_id = who and r.valid_from <= app.now() and r.held_until > app.now()
    ), covenants as (
        select id from app.covenant
        where org = any (parties) and valid_from <= app.now() and valid_until > app.now() and signed
    ), keys (principal, role, own, others) as (
        select p, h.role, h.own_classes, case when p like 'e:%' then h.emergency_classes else h.foreign_classes end
        from held h, lateral (
            select 'st:' || who where h.team_signal
            union all select 'so:' || who where h.author_signal
            union all select 'sf:' || who
            union all select 'a:' || org where h.own_signal
            union all select 'g:' || org || ':' || area from unnest(h.areas) area where h.area_signal
            union all select 'jo:' || org where h.triage
            union all select 'j:' || c.id from covenants c where h.triage
            union all select 'ct:' || who where h.team_case
            union all select 'c3:' || who where h.early_case
            union all select 'cv:' || c.id from covenants c where h.everyone
            union all select 'bc:' || area from unnest(h.areas) area where h.committee
            union all select 'ds:' || org || ':' || d.complex_id from duty d where h.duty_signal
            union all select 'd:' || d.complex_id from duty d where h.duty_case
            union all select 'i:' || who where h.agenda
            union all select 'e:' || who where h.emergency = 'A' or h.emergency = 'D' and exists (select from duty)
        ) x (p)
    ), every_role (own, others) as (
        select array(select o from held h, unnest(h.own_classes) o group by o
                     having count(distinct h.role) = (select count(distinct role) from held)),
               array(select o from held h, unnest(h.foreign_classes) o group by o
                     having count(distinct h.role) = (select count(distinct role) from held))
    )
    select array(select distinct principal from keys), e.own,
           array(select distinct principal || ' ' || o from keys, unnest(own) o where o <> all (e.own)), e.others,
           array(select distinct principal || ' ' || o from keys, unnest(others) o
                 where o <> all (e.others) or principal like 'e:%')
      into principals, own_classes, own_keys, foreign_classes, foreign_keys
      from every_role e;
end $$;

-- The cell of noodprocedure.gebruiken: always, or only while on duty.
create function sealed.may_break_glass(who uuid, org_kind text) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (
        select from app.role_assignment r join app.role_reach k on k.role = r.role and k.kind = org_kind
        where r.staff_id = who and r.valid_from <= app.now() and r.held_until > app.now()
          and (k.emergency = 'A' or k.emergency = 'D' and exists (
                select from sealed.on_duty(who) d where d.since <= app.now() and d.until > app.now())))
$$;

-- The cells of casus.zoeken_op_persoon: A, the residents on record with the own organisation too; else what one sees.
create function sealed.searches(who uuid, org_kind text) returns text[]
language sql stable security definer set search_path = pg_catalog as $$
    select array(
        select distinct k.search from app.role_assignment r join app.role_reach k on k.role = r.role and k.kind = org_kind
        where r.staff_id = who and r.valid_from <= app.now() and r.held_until > app.now()
          and k.search <> '-')
$$;

create function sealed.seal(context text) returns text
language sql stable security definer set search_path = pg_catalog as
$$ select encode(sha256(k || convert_to(context, 'UTF8') || k), 'hex') from sealed.key $$;

-- How somebody stands at this moment: roles, duty, items of an agenda and emergency access.
create function sealed.standing(who uuid, out held jsonb, out duty jsonb, out asked jsonb, out emergency jsonb)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'areas', r.areas) order by r.valid_from, r.role), '[]')
      into held from app.role_assignment r
     where r.staff_id = who and r.valid_from <= app.now() and r.held_until > app.now();
    -- duty that holds or will, and of what is over the last at each complex: who had it still knows (rulings.md 8)
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'complex', d.complex_id, 'since', d.since, 'until', d.until)), '[]')
      into duty from (
        select * from sealed.on_duty(who) a where a.until > app.now()
        union all (select distinct on (b.complex_id) * from sealed.on_duty(who) b where b.until <= app.now()
                   order by b.complex_id, b.until desc)) d;
    select coalesce(jsonb_agg(jsonb_build_object('matter', v.matter_id, 'since', g.opens_at, 'until', g.closes_at)), '[]')
      into asked from app.invitation v join app.agenda_item g on g.id = v.item_id
     where v.staff_id = who and g.opens_at <= app.now() and g.closes_at > app.now();
    select jsonb_build_object('id', b.id, 'person', b.person_id, 'since', b.since, 'until', b.until)
      into emergency from app.break_glass b
     where b.staff_id = who and b.ended_at is null and b.since <= app.now() and b.until > app.now() limit 1;
end $$;

create function app.begin(secret bytea, active boolean default true) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    s record; stands record; opens record; who uuid; context text;
begin
    select se.id, se.staff_id, se.factors, se.seen_at, st.name, st.system, st.organisation_id,
           o.name as organisation_name, o.kind, (st.suspended_at is null and o.suspended_at is null) as active
      into s
      from sealed.session se join app.staff st on st.id = se.staff_id join app.organisation o on o.id = st.organisation_id
     where se.token = sha256(secret) and se.ended_at is null and se.ends_at > app.now()
       and se.seen_at > app.now() - interval '30 minutes';
    if not found or not s.active then       -- and whoever asked before in this transaction asks no more
        perform set_config('wijk.context', '', true), set_config('wijk.seal', '', true);
        return null;
    end if;
    if active and s.seen_at < app.now() - interval '1 minute' then
        update sealed.session set seen_at = app.now()
        where id = (select id from sealed.session where id = s.id for update skip locked);
    end if;
    select * into stands from sealed.standing(s.staff_id);
    who := case when s.factors >= 2 then s.staff_id end;     -- one factor opens nothing (R64)
    select * into opens from sealed.reach(who, s.organisation_id, s.kind);
    context := concat_ws(chr(31), pg_backend_pid(), extract(epoch from transaction_timestamp()), s.staff_id,
        s.organisation_id, coalesce(s.system, ''), opens.principals, opens.own_classes, opens.own_keys,
        opens.foreign_classes, opens.foreign_keys,
        array(select h ->> 'role' from jsonb_array_elements(stands.held) h where who is not null),
        sealed.kept_from(s.staff_id), sealed.may_break_glass(who, s.kind), sealed.searches(who, s.kind));
    perform set_config('wijk.context', context, true), set_config('wijk.seal', sealed.seal(context), true);
    return jsonb_build_object('session_id', s.id, 'staff_id', s.staff_id, 'name', s.name, 'system', s.system,
        'organisation_id', s.organisation_id, 'organisation_name', s.organisation_name, 'organisation_kind', s.kind,
        'factors', s.factors, 'active', s.active, 'roles', stands.held, 'shifts', stands.duty,
        'invitations', stands.asked, 'now', app.now(), 'clock', transaction_timestamp(), 'emergency', stands.emergency);
end $$;

-- What is sealed, or nothing: every reading of it checks the seal, the connection and the transaction.
create function sealed.fields() returns text[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare context text := current_setting('wijk.context', true); fields text[]; secret bytea;
begin
    if context is null or context = '' then return null; end if;
    select k into secret from sealed.key;
    if encode(sha256(secret || convert_to(context, 'UTF8') || secret), 'hex')
       is distinct from current_setting('wijk.seal', true) then return null; end if;
    fields := string_to_array(context, chr(31));
    if fields[1]::int <> pg_backend_pid() or fields[2]::numeric <> extract(epoch from transaction_timestamp()) then
        return null;
    end if;
    return fields;
end $$;

-- Everything that a policy asks of the reader, in one look at the seal.
create function app.reader(out me uuid, out org uuid, out now timestamptz, out own_classes text[], out own_keys text[],
                           out foreign_classes text[], out foreign_keys text[])
language plpgsql stable security definer set search_path = pg_catalog as $$
declare fields text[] := sealed.fields();
begin
    if fields is null then return; end if;
    me := fields[3]; org := fields[4]; now := app.now();
    own_classes := fields[7]; own_keys := fields[8]; foreign_classes := fields[9]; foreign_keys := fields[10];
end $$;

create function app.me() returns uuid language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return (sealed.fields())[3]; end $$;
create function app.org() returns uuid language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return (sealed.fields())[4]; end $$;
create function app.principals() returns text[] language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return coalesce((sealed.fields())[6], '{}'); end $$;
create function app.loading() returns boolean language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return coalesce((sealed.fields())[5] = 'systeem:laden', false); end $$;
create function app.holds(wanted text) returns boolean language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return coalesce(wanted = any ((sealed.fields())[11]::text[]), false); end $$;

-- The matters kept from the reader; without a context nothing is anybody's.
create function app.kept() returns uuid[] language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return (sealed.fields())[12]::uuid[]; end $$;
create function app.may_break_glass() returns boolean language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return coalesce((sealed.fields())[13]::boolean, false); end $$;
create function app.searches(cell text) returns boolean language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return coalesce(cell = any ((sealed.fields())[14]::text[]), false); end $$;

create function sealed.named(who uuid) returns table (name text, organisation_id uuid)
language sql stable security definer set search_path = pg_catalog as
$$ select name, organisation_id from app.staff where id = who $$;

-- The cast of the demo, for its sign-in page; nobody in production.
create function sealed.cast_of_the_demo()
returns table (id uuid, reference text, name text, organisation text, roles text[])
language sql stable security definer set search_path = pg_catalog as $$
    select s.id, s.reference, s.name, o.name,
           array(select r.role from app.role_assignment r where r.staff_id = s.id
                 and r.valid_from <= app.now() and r.held_until > app.now() order by r.valid_from, r.role)
    from app.staff s join app.organisation o on o.id = s.organisation_id
    where s.system is null and s.suspended_at is null
      and (select value from sealed.setting where name = 'mode') = 'demo'
    order by o.name, s.name
$$;
