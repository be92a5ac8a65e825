-- Who is asking. The database looks the session up itself and seals the answer for this transaction only:
-- a plain set_config could be forged by any injected statement (security.md D3).

create table app.role_reach (      -- matrix.yaml as the policies need it; filled by wijkaanpak.access.rows
    role text not null,
    kind text not null,
    team_signal boolean not null, author_signal boolean not null, own_signal boolean not null,
    area_signal boolean not null, triage boolean not null, team_case boolean not null, early_case boolean not null,
    everyone boolean not null, committee boolean not null, own_classes text[] not null, foreign_classes text[] not null,
    primary key (role, kind)
);
grant select on app.role_reach, app.organisation, app.staff, app.role_assignment, app.covenant to wijk_definer;
grant execute on function app.now() to wijk_definer;

-- What somebody opens: keys that are looked up in matter_access, and the classes that go with them. A class that
-- every role held opens needs no look at the key; any other counts only with a key that its own role brought, for
-- two roles together open nothing that neither opens alone (requirements.md 2.4, steps 2-6).
create function sealed.reach(who uuid, org uuid, org_kind text, out principals text[],
    out own_classes text[], out own_keys text[], out foreign_classes text[], out foreign_keys text[])
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    with held as (
        select r.areas, k.* from app.role_assignment r
        join app.role_reach k on k.role = r.role and k.kind = org_kind
        where r.staff_id = who and r.valid_from <= app.now() and r.valid_until > app.now() and r.ended_at is null
    ), covenants as (
        select id from app.covenant
        where org = any (parties) and valid_from <= app.now() and valid_until > app.now() and signed
    ), keys (principal, role, own, others) as (
        select p, h.role, h.own_classes, h.foreign_classes from held h, lateral (
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
        ) x (p)
    ), every_role (own, others) as (
        select array(select o from held h, unnest(h.own_classes) o group by o
                     having count(distinct h.role) = (select count(distinct role) from held)),
               array(select o from held h, unnest(h.foreign_classes) o group by o
                     having count(distinct h.role) = (select count(distinct role) from held))
    )
    select array(select distinct principal from keys), e.own,
           array(select distinct principal || ' ' || o from keys, unnest(own) o where o <> all (e.own)), e.others,
           array(select distinct principal || ' ' || o from keys, unnest(others) o where o <> all (e.others))
      into principals, own_classes, own_keys, foreign_classes, foreign_keys
      from every_role e;
end $$;

create function sealed.seal(context text) returns text
language sql stable security definer set search_path = pg_catalog as
$$ select encode(sha256(k || convert_to(context, 'UTF8') || k), 'hex') from sealed.key $$;

create function app.begin(secret bytea, active boolean default true) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    s record; held jsonb; opens record; context text;
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
    select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'areas', r.areas) order by r.valid_from, r.role), '[]')
      into held from app.role_assignment r
     where r.staff_id = s.staff_id and r.valid_from <= app.now() and r.valid_until > app.now() and r.ended_at is null;
    select * into opens from sealed.reach(case when s.factors >= 2 then s.staff_id end, s.organisation_id, s.kind);
    context := jsonb_build_object('backend', pg_backend_pid(), 'at', extract(epoch from transaction_timestamp()),
        'me', s.staff_id, 'org', s.organisation_id, 'system', s.system, 'principals', opens.principals,
        'own_classes', opens.own_classes, 'own_keys', opens.own_keys,
        'foreign_classes', opens.foreign_classes, 'foreign_keys', opens.foreign_keys,
        'held', case when s.factors >= 2 then held else '[]' end)::text;     -- one factor opens nothing (R64)
    perform set_config('wijk.context', context, true), set_config('wijk.seal', sealed.seal(context), true);
    return jsonb_build_object('session_id', s.id, 'staff_id', s.staff_id, 'name', s.name, 'system', s.system,
        'organisation_id', s.organisation_id, 'organisation_name', s.organisation_name, 'organisation_kind', s.kind,
        'factors', s.factors, 'active', s.active, 'roles', held, 'now', app.now(), 'clock', transaction_timestamp());
end $$;

create function sealed.field(name text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog as $$
declare context text := current_setting('wijk.context', true); fields jsonb;
begin
    if context is null or context = '' then return null; end if;
    if sealed.seal(context) is distinct from current_setting('wijk.seal', true) then return null; end if;
    fields := context::jsonb;
    if (fields ->> 'backend')::int <> pg_backend_pid()
       or (fields ->> 'at')::numeric <> extract(epoch from transaction_timestamp()) then
        return null;
    end if;
    return fields -> name;
end $$;

create function sealed.names(field text) returns text[]
language sql stable security definer set search_path = pg_catalog as
$$ select array(select jsonb_array_elements_text(coalesce(sealed.field(field), '[]'))) $$;

create function app.me() returns uuid language sql stable security definer set search_path = pg_catalog as
$$ select (sealed.field('me') #>> '{}')::uuid $$;
create function app.org() returns uuid language sql stable security definer set search_path = pg_catalog as
$$ select (sealed.field('org') #>> '{}')::uuid $$;
create function app.own_classes() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select sealed.names('own_classes') $$;
create function app.own_keys() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select sealed.names('own_keys') $$;
create function app.foreign_classes() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select sealed.names('foreign_classes') $$;
create function app.foreign_keys() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select sealed.names('foreign_keys') $$;
create function app.principals() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select sealed.names('principals') $$;
create function app.loading() returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select coalesce(sealed.field('system') #>> '{}' = 'systeem:laden', false) $$;
create function app.holds(wanted text) returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select from jsonb_array_elements(coalesce(sealed.field('held'), '[]')) h where h ->> 'role' = wanted) $$;

create function sealed.named(who uuid) returns table (name text, organisation_id uuid)
language sql stable security definer set search_path = pg_catalog as
$$ select name, organisation_id from app.staff where id = who $$;

-- The cast of the demo, for its sign-in page; nobody in production.
create function sealed.cast_of_the_demo()
returns table (id uuid, reference text, name text, organisation text, roles text[])
language sql stable security definer set search_path = pg_catalog as $$
    select s.id, s.reference, s.name, o.name,
           array(select r.role from app.role_assignment r where r.staff_id = s.id and r.ended_at is null
                 and r.valid_from <= app.now() and r.valid_until > app.now() order by r.valid_from, r.role)
    from app.staff s join app.organisation o on o.id = s.organisation_id
    where s.system is null and s.suspended_at is null
      and (select value from sealed.setting where name = 'mode') = 'demo'
    order by o.name, s.name
$$;
