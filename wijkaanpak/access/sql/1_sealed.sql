-- Sessions, credentials and keys. Nobody reads these tables; only the reviewed functions below do.
-- Sessions last 30 minutes idle and 10 hours in all (R64).

create table sealed.key (k bytea not null);
create table sealed.clock (shift interval not null);
create table sealed.setting (name text primary key, value text not null);
create table sealed.session (
    id uuid primary key,
    token bytea not null unique,            -- sha256 of the cookie's value; the value itself is never stored
    staff_id uuid not null references app.staff (id),
    factors int not null,
    opened_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    end_reason text
);
create index ix_session_staff on sealed.session (staff_id) where ended_at is null;
create table sealed.credential (
    staff_id uuid primary key references app.staff (id),
    password_hash text not null,
    totp_secret bytea not null,             -- encrypted by the application
    last_step bigint not null default 0,    -- a one-time code counts once
    failed int not null default 0,
    locked_until timestamptz
);
insert into sealed.key values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
alter table sealed.session owner to wijk_definer;
alter table sealed.credential owner to wijk_definer;
alter table sealed.key owner to wijk_definer;
grant select on sealed.clock, sealed.setting to wijk_definer;
grant references, select on app.staff to wijk_definer;

create function app.now() returns timestamptz language sql stable security definer set search_path = pg_catalog as
$$ select transaction_timestamp() + coalesce((select shift from sealed.clock limit 1), interval '0') $$;

create function sealed.open_session(who uuid, secret bytea, given int) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare made uuid := gen_random_uuid();
begin
    if not exists (select from app.staff s join app.organisation o on o.id = s.organisation_id
                   where s.id = who and s.suspended_at is null and o.suspended_at is null) then
        return null;
    end if;
    if exists (select from app.staff s where s.id = who and s.system = 'systeem:laden')
       and coalesce((select value from sealed.setting where name = 'mode'), 'productie') <> 'demo' then
        return null;    -- a world is never loaded in production (rulings.md 13, 25)
    end if;
    insert into sealed.session (id, token, staff_id, factors, opened_at, seen_at, ends_at)
    values (made, sha256(secret), who, given, app.now(), app.now(), app.now() + interval '10 hours');
    return made;
end $$;

create function sealed.end_session(secret bytea, why text) returns uuid
language sql volatile security definer set search_path = pg_catalog as
$$ update sealed.session set ended_at = app.now(), end_reason = why
   where token = sha256(secret) and ended_at is null returning id $$;

create function sealed.end_sessions_of() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare whose uuid;
begin
    if tg_table_name = 'staff' then
        if new.suspended_at is null or old.suspended_at is not null then return null; end if;
        whose := new.id;
    else
        if new.ended_at is null or old.ended_at is not null then return null; end if;
        whose := new.staff_id;
    end if;
    update sealed.session set ended_at = app.now(), end_reason = tg_table_name
    where staff_id = whose and ended_at is null;
    return null;
end $$;

create function sealed.find_credential(given_login text)
returns table (staff_id uuid, password_hash text, totp_secret bytea, last_step bigint, locked boolean)
language sql stable security definer set search_path = pg_catalog as
$$ select c.staff_id, c.password_hash, c.totp_secret, c.last_step, coalesce(c.locked_until > app.now(), false)
   from app.staff s join sealed.credential c on c.staff_id = s.id where s.login = given_login $$;

create function sealed.note_attempt(who uuid, step bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin   -- step null: a failed attempt; five in a row close the account for fifteen minutes
    if step is null then
        update sealed.credential set failed = failed + 1,
            locked_until = case when failed + 1 >= 5 then app.now() + interval '15 minutes' else locked_until end
        where staff_id = who;
        return false;
    end if;
    update sealed.credential set failed = 0, locked_until = null, last_step = step
    where staff_id = who and last_step < step and coalesce(locked_until, '-infinity') <= app.now();
    return found;       -- the same code twice, or two at once: only one of them counts
end $$;

create function sealed.set_credential(who uuid, hash text, secret bytea) returns void
language sql volatile security definer set search_path = pg_catalog as
$$ insert into sealed.credential (staff_id, password_hash, totp_secret) values (who, hash, secret)
   on conflict (staff_id) do update set password_hash = excluded.password_hash, totp_secret = excluded.totp_secret,
       failed = 0, locked_until = null $$;

create function sealed.session_alive(which uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as
$$ select exists (select from sealed.session where id = which and ended_at is null
                  and ends_at > app.now() and seen_at > app.now() - interval '30 minutes') $$;
