-- The journal: inserts only, one entry an answer, numbered afterwards by one follower (rulings.md 13-16).

create table journal.entry (
    id uuid primary key,
    txid xid8 not null default pg_current_xact_id(),
    recorded_at timestamptz not null default transaction_timestamp(),   -- vastgelegd_op
    occurred_at timestamptz not null,                                    -- gebeurd_op
    event text not null, name text not null, action text not null, nature text not null,
    outcome text not null, reason_code text,
    actor_id uuid, actor_role text, actor_organisation_id uuid, session_id uuid, access_point text not null,
    object_kind text not null, object_id uuid, matter_id uuid,
    person_ids uuid[] not null default '{}', controller_ids uuid[] not null default '{}',
    sensitivity text, categories text[] not null default '{}',
    policy text not null, ground_ids uuid[] not null default '{}', via text,
    purpose text, activity text not null, trace_id text not null, span_id text not null,
    disclosed jsonb not null default '[]', particulars jsonb not null default '{}',
    ring_refs uuid[] not null default '{}', ring_kind text,
    canonical text not null, leaf bytea not null
);
create index ix_entry_txid on journal.entry (txid, id);
create index ix_entry_actor_organisation on journal.entry (actor_organisation_id, occurred_at desc);
create index ix_entry_controllers on journal.entry using gin (controller_ids);
create index ix_entry_matter on journal.entry (matter_id, occurred_at desc);
create index ix_entry_persons on journal.entry using gin (person_ids);

create table journal.number (number bigint primary key, entry_id uuid not null unique references journal.entry (id));
create table journal.watermark (seen_below xid8 not null, next_number bigint not null);
insert into journal.watermark values ('0', 0);
create table journal.bell (
    ref uuid not null, n bigint not null, kind text not null,
    entry_id uuid not null references journal.entry (id), primary key (ref, n)
);

-- No silent writes: a change without an entry in the same transaction does not commit (ADR 0007).
create function journal.no_silent_write() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
    if not exists (select from journal.entry where txid = pg_current_xact_id()) then
        raise exception 'silent write on %', tg_table_name using errcode = 'WA001';
    end if;
    return null;
end $$;
grant select on journal.entry to wijk_definer;

alter table journal.entry enable row level security;
alter table journal.entry force row level security;
grant insert on journal.entry to wijk_app, wijk_gate, wijk_desk;
create policy entry_insert on journal.entry for insert to wijk_app, wijk_gate, wijk_desk
    with check (recorded_at = transaction_timestamp());
grant select on journal.entry, journal.number to wijk_desk;
create policy entry_desk on journal.entry for select to wijk_desk
    using ((select app.holds('FG'))
           and ((select app.org()) = actor_organisation_id or (select app.org()) = any (controller_ids)));
grant select on journal.entry, journal.number, journal.watermark, journal.bell to wijk_notary;
grant insert on journal.number, journal.bell to wijk_notary;
grant update on journal.watermark to wijk_notary;
create policy entry_notary on journal.entry for select to wijk_notary using (true);
alter table journal.bell enable row level security;
alter table journal.bell force row level security;
create policy bell_notary on journal.bell to wijk_notary using (true) with check (true);
grant select on journal.bell to wijk_app;

-- The timeline of one matter: what happened to it, for who may read it (rulings.md 14).
create function journal.timeline(matter uuid, most int default 50)
returns table (id uuid, occurred_at timestamptz, event text, name text, actor_id uuid, actor_organisation_id uuid,
               particulars jsonb)
language sql stable security definer set search_path = pg_catalog as $$
    select e.id, e.occurred_at, e.event, e.name, e.actor_id, e.actor_organisation_id, e.particulars
    from journal.entry e
    where e.matter_id = matter and e.outcome = 'GESLAAGD' and e.ring_kind is not null
      and exists (select from app.matter_access a where a.matter_id = matter and a.content
                  and a.principal = any (app.principals()) and a.since <= app.now()
                  and (a.until is null or a.until > app.now()))
    order by e.occurred_at desc limit most
$$;
