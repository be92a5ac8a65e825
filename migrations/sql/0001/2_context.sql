-- Who is asking. The database looks the session up itself and seals the answer for this transaction only:
-- a plain set_config could be forged by any injected statement (security.md D3).

create table app.role_reach (      -- matrix.yaml as the policies need it; filled by wijkaanpak.access.rows
    role text not null,
    kind text not null,
    team_signal boolean not null, author_signal boolean not null, own_signal boolean not null,
    area_signal boolean not null, triage boolean not null, team_case boolean not null, early_case boolean not null,
    committee boolean not null, own_classes text[] not null, foreign_classes text[] not null,
    primary key (role, kind)
);
grant select on app.role_reach, app.organisation, app.staff, app.role_assignment, app.covenant to wijk_definer;
grant execute on function app.now() to wijk_definer;

create function sealed.principals(who uuid, org uuid, org_kind text) returns text[]
language sql stable security definer set search_path = pg_catalog as $$
    with held as (
        select r.role, r.areas, k.* from app.role_assignment r
        join app.role_reach k on k.role = r.role and k.kind = org_kind
        where r.staff_id = who and r.valid_from <= app.now() and r.valid_until > app.now() and r.ended_at is null
    ), covenants as (
        select id from app.covenant
        where org = any (parties) and valid_from <= app.now() and valid_until > app.now() and signed
    )
    select coalesce(array_agg(distinct p), '{}') from (
        select 'st:' || who from held where team_signal
        union all select 'so:' || who from held where author_signal
        union all select 'sf:' || who from held
        union all select 'a:' || org from held where own_signal
        union all select 'g:' || org || ':' || area from held, unnest(areas) area where area_signal
        union all select 'j:' || c.id from held, covenants c where triage
        union all select 'ct:' || who from held where team_case
        union all select 'c3:' || who from held where early_case
        union all select 'cv:' || c.id from held, covenants c where not committee
        union all select 'bc:' || area from held, unnest(areas) area where committee
    ) x (p)
$$;

create function sealed.seal(context text) returns text
language sql stable security definer set search_path = pg_catalog as
$$ select encode(sha256(k || convert_to(context, 'UTF8') || k), 'hex') from sealed.key $$;

create function app.begin(secret bytea, active boolean default true) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    s record; held jsonb; own text[]; foreign_ text[]; context text;
begin
    select se.id, se.staff_id, se.factors, se.seen_at, st.name, st.system, st.organisation_id,
           o.name as organisation_name, o.kind, (st.suspended_at is null and o.suspended_at is null) as active
      into s
      from sealed.session se join app.staff st on st.id = se.staff_id join app.organisation o on o.id = st.organisation_id
     where se.token = sha256(secret) and se.ended_at is null and se.ends_at > app.now()
       and se.seen_at > app.now() - interval '30 minutes';
    if not found or not s.active then return null; end if;
    if active and s.seen_at < app.now() - interval '1 minute' then
        update sealed.session set seen_at = app.now()
        where id = (select id from sealed.session where id = s.id for update skip locked);
    end if;
    select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'areas', r.areas) order by r.valid_from, r.role), '[]')
      into held from app.role_assignment r
     where r.staff_id = s.staff_id and r.valid_from <= app.now() and r.valid_until > app.now() and r.ended_at is null;
    select coalesce(array_agg(distinct o), '{}') into own from app.role_reach k, unnest(k.own_classes) o
     where k.kind = s.kind and k.role in (select h ->> 'role' from jsonb_array_elements(held) h);
    select coalesce(array_agg(distinct o), '{}') into foreign_ from app.role_reach k, unnest(k.foreign_classes) o
     where k.kind = s.kind and k.role in (select h ->> 'role' from jsonb_array_elements(held) h);
    context := concat_ws(chr(31), pg_backend_pid(), extract(epoch from transaction_timestamp()), s.staff_id,
        s.organisation_id, s.kind, coalesce(s.system, '-'), s.id, own::text, foreign_::text,
        sealed.principals(s.staff_id, s.organisation_id, s.kind)::text, held::text);
    perform set_config('wijk.context', context, true), set_config('wijk.seal', sealed.seal(context), true);
    return jsonb_build_object('session_id', s.id, 'staff_id', s.staff_id, 'name', s.name, 'system', s.system,
        'organisation_id', s.organisation_id, 'organisation_name', s.organisation_name, 'organisation_kind', s.kind,
        'factors', s.factors, 'active', s.active, 'roles', held, 'now', app.now(), 'clock', transaction_timestamp());
end $$;

create function sealed.field(place int) returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
declare context text := current_setting('wijk.context', true); fields text[];
begin
    if context is null or context = '' then return null; end if;
    if sealed.seal(context) is distinct from current_setting('wijk.seal', true) then return null; end if;
    fields := string_to_array(context, chr(31));
    if fields[1]::int <> pg_backend_pid() or fields[2]::numeric <> extract(epoch from transaction_timestamp()) then
        return null;
    end if;
    return fields[place];
end $$;

create function app.me() returns uuid language sql stable security definer set search_path = pg_catalog as
$$ select sealed.field(3)::uuid $$;
create function app.org() returns uuid language sql stable security definer set search_path = pg_catalog as
$$ select sealed.field(4)::uuid $$;
create function app.own_classes() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select coalesce(sealed.field(8)::text[], '{}') $$;
create function app.foreign_classes() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select coalesce(sealed.field(9)::text[], '{}') $$;
create function app.principals() returns text[] language sql stable security definer set search_path = pg_catalog as
$$ select coalesce(sealed.field(10)::text[], '{}') $$;
create function app.loading() returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select coalesce(sealed.field(6) = 'systeem:laden', false) $$;
create function app.holds(wanted text) returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select from jsonb_array_elements(coalesce(sealed.field(11), '[]')::jsonb) h where h ->> 'role' = wanted) $$;

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
