-- The journal: inserts only, one entry an answer, numbered afterwards by one follower (rulings.md 13-16).

create sequence journal.entry_place;

-- A table of its own for each month, so that what is past its term goes as a whole (ADR 0019). The key has the
-- moment in it, because the month decides where a row lies.
create table journal.entry (
    id uuid not null,
    txid xid8 not null default pg_current_xact_id(),
    recorded_at timestamptz not null default transaction_timestamp(),   -- vastgelegd_op
    occurred_at timestamptz not null,                                    -- gebeurd_op
    event text not null, name text not null, action text not null, nature text not null,
    outcome text not null, reason_code text,
    actor_id uuid, actor_role text, actor_organisation_id uuid, responsible_id uuid, acr text not null,
    session_id uuid, access_point text not null, source text not null,
    object_kind text not null, object_id uuid, matter_id uuid,
    subjects text[] not null default '{}',           -- whose pseudonym / the pseudonym of one resident there
    controller_ids uuid[] not null default '{}',
    sensitivity text, categories text[] not null default '{}',
    policy text not null, ground_ids uuid[] not null default '{}', via text, involvement_id uuid,
    purpose text, activity text not null, trace_id text not null, span_id text not null, parent_span_id text,
    disclosed jsonb not null default '[]', particulars jsonb not null default '{}',
    ring_refs uuid[] not null default '{}', ring_kind text,
    commitment bytea not null, canonical text not null, leaf bytea not null,
    place bigint not null default nextval('journal.entry_place'),   -- the order of writing within one transaction
    primary key (id, recorded_at)
) partition by range (recorded_at);
create index ix_entry_txid on journal.entry (txid, place);
create index ix_entry_time on journal.entry (occurred_at desc, place desc);
create index ix_entry_actor_organisation on journal.entry (actor_organisation_id, occurred_at desc);
create index ix_entry_controllers on journal.entry using gin (controller_ids);
create index ix_entry_matter on journal.entry (matter_id, occurred_at desc);
create index ix_entry_rung on journal.entry (matter_id, occurred_at desc) where ring_kind is not null;   -- the timeline
create index ix_entry_trace on journal.entry (trace_id);
create index ix_entry_subjects on journal.entry using gin (subjects);

-- The part that can be erased: residents by id, the network, reasons in words. The entry keeps its commitment.
create table journal.personal (
    entry_id uuid not null, recorded_at timestamptz not null default transaction_timestamp(),
    nonce bytea not null, key_id text not null, sealed bytea not null, primary key (entry_id, recorded_at)
) partition by range (recorded_at);

-- Tables for every month from one day to another; what has no month yet goes to the last one, and is never refused.
create function journal.make_months(first date, last date) returns void
language plpgsql volatile set search_path = pg_catalog as $$
declare month date := date_trunc('month', first); parent text; part text;
begin
    while month <= last loop
        foreach parent in array array['entry', 'personal'] loop
            part := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
            continue when to_regclass('journal.' || part) is not null;
            begin
                execute format('create table journal.%I partition of journal.%I for values from (%L) to (%L)', part,
                               parent, month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                execute format('alter table journal.%I enable row level security', part);
                execute format('alter table journal.%I force row level security', part);
            exception when check_violation then null;   -- the month began before it had a table, and stays where it is
            end;
        end loop;
        month := month + interval '1 month';
    end loop;
end $$;
create table journal.entry_other partition of journal.entry default;
create table journal.personal_other partition of journal.personal default;
alter table journal.entry_other enable row level security;
alter table journal.entry_other force row level security;
alter table journal.personal_other enable row level security;
alter table journal.personal_other force row level security;
select journal.make_months((now() - interval '1 month')::date, (now() + interval '1 month')::date);

-- The order of all entries, with the leaf of each in the tree over the journal (RFC 6962); it stays when entries go.
create table journal.number (
    number bigint primary key, entry_id uuid not null unique, recorded_at timestamptz not null, leaf bytea not null,
    numbered_at timestamptz not null default clock_timestamp()
);
create table journal.tile (level int not null, idx bigint not null, hashes bytea not null, primary key (level, idx));
create table journal.checkpoint (
    size bigint primary key, root bytea not null, note text not null,
    signed_at timestamptz not null default clock_timestamp()
);
create table journal.cosignature (
    size bigint not null, witness text not null, line text not null, at timestamptz not null default clock_timestamp(),
    primary key (size, witness)
);
create table journal.witness_state (
    witness text primary key, organisation text not null, size bigint not null, outcome text not null,
    said text not null default '', at timestamptz not null default clock_timestamp()
);
-- How far the log of processing went to each organisation's own collector, and how it answered (R99).
create table journal.export_state (
    organisation_id uuid primary key, number bigint not null, outcome text not null, said text not null default '',
    at timestamptz not null default clock_timestamp()
);
create table journal.watermark (seen_below xid8 not null, next_number bigint not null);
insert into journal.watermark values ('0', 0);
create table journal.bell (
    ref uuid not null, n bigint not null, kind text not null,
    entry_id uuid not null, primary key (ref, n)
);

-- No silent writes: a change without an entry in the same transaction does not commit (ADR 0007).
create function journal.no_silent_write() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
    if not exists (select from journal.entry where txid = pg_current_xact_id()
                   and recorded_at = transaction_timestamp()) then     -- in the one month that can hold it
        raise exception 'silent write on %', tg_table_name using errcode = 'WA001';
    end if;
    return null;
end $$;
grant select on journal.entry, journal.bell to wijk_definer;

alter table journal.entry enable row level security;
alter table journal.entry force row level security;
alter table journal.personal enable row level security;
alter table journal.personal force row level security;
grant usage on sequence journal.entry_place to wijk_app, wijk_gate, wijk_desk, wijk_notary;
grant insert on journal.entry, journal.personal to wijk_app, wijk_gate, wijk_desk, wijk_notary;
create policy entry_insert on journal.entry for insert to wijk_app, wijk_gate, wijk_desk
    with check (recorded_at = transaction_timestamp());
create policy entry_of_the_notary on journal.entry for insert to wijk_notary
    with check (recorded_at = transaction_timestamp() and actor_id is null and access_point = 'JOB');
create policy personal_insert on journal.personal for insert to wijk_app, wijk_gate, wijk_desk, wijk_notary
    with check (recorded_at = transaction_timestamp());
grant select on journal.entry, journal.number, journal.tile, journal.checkpoint, journal.cosignature,
    journal.witness_state to wijk_desk;
grant select on journal.checkpoint, journal.cosignature to wijk_app;
create policy entry_desk on journal.entry for select to wijk_desk
    using ((select app.holds('FG'))
           and (matter_id is null or matter_id <> all ((select app.kept())::uuid[]))
           and (actor_organisation_id = (select app.org()) or controller_ids @> array[(select app.org())]));
grant select on journal.entry, journal.number, journal.watermark, journal.bell, journal.tile, journal.checkpoint,
    journal.cosignature, journal.witness_state to wijk_notary;
grant insert on journal.number, journal.bell, journal.tile, journal.checkpoint, journal.cosignature,
    journal.witness_state to wijk_notary;
grant update on journal.watermark, journal.tile, journal.witness_state, journal.export_state to wijk_notary;
grant select, insert on journal.export_state to wijk_notary;
grant select on journal.export_state to wijk_desk;
create policy entry_notary on journal.entry for select to wijk_notary using (true);
grant select on journal.personal to wijk_desk, wijk_notary;      -- sealed; the keys are not in the database
create policy personal_notary on journal.personal for select to wijk_notary using (true);
create policy personal_desk on journal.personal for select to wijk_desk using (
    exists (select from journal.entry e where e.id = entry_id and e.recorded_at = personal.recorded_at));
alter table journal.bell enable row level security;
alter table journal.bell force row level security;
create policy bell_notary on journal.bell to wijk_notary using (true) with check (true);
grant select on journal.bell to wijk_app;
create policy bell_mine on journal.bell for select to wijk_app using (
    ref = (select app.me()) or ref = (select app.org())
    or coalesce((select true from app.matter_access a
                 where a.matter_id = bell.ref and a.principal = any ((select app.principals())::text[])
                   and (a.content or a.thing = 'case')
                   and a.since <= (select app.now()) and (a.until is null or a.until > (select app.now())) limit 1), false));

-- The timeline of one matter: what happened to it, for who may read it (rulings.md 14).
create function journal.timeline(matter uuid, most int default 50)
returns table (id uuid, occurred_at timestamptz, event text, name text, actor_id uuid, actor_organisation_id uuid,
               particulars jsonb)
language sql stable security definer set search_path = pg_catalog as $$
    select e.id, e.occurred_at, e.event, e.name, e.actor_id, e.actor_organisation_id, e.particulars
    from journal.entry e
    where e.matter_id = matter and e.outcome = 'GESLAAGD' and e.ring_kind is not null
      and matter <> all (app.kept())
      and exists (select from app.matter_access a where a.matter_id = matter and a.content
                  and a.via <> 'emergency' and (a.via <> 'duty' or a.thing = 'signal')
                  and a.principal = any (app.principals()) and a.since <= app.now()
                  and (a.until is null or a.until > app.now()))
    order by e.occurred_at desc limit most
$$;

-- What the live channel asks before it opens a line, and every second while the line is open.
create function sealed.session_of(secret bytea) returns table (session_id uuid, staff_id uuid, organisation_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
    select se.id, se.staff_id, st.organisation_id
    from sealed.session se join app.staff st on st.id = se.staff_id join app.organisation o on o.id = st.organisation_id
    where se.token = sha256(secret) and sealed.session_alive(se.id)
      and st.suspended_at is null and o.suspended_at is null
$$;

create function sealed.ended_among(sessions uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
    select one from unnest(sessions) one
    where not exists (select from sealed.session se join app.staff st on st.id = se.staff_id
                        join app.organisation o on o.id = st.organisation_id
                      where se.id = one and sealed.session_alive(se.id)
                        and st.suspended_at is null and o.suspended_at is null)
$$;
grant execute on function sealed.session_of(bytea), sealed.ended_among(uuid[]) to wijk_gate;

-- What the review desk may learn of a matter beside its footprints: a case's number, and whether it is kept secret.
-- Only of matters that left a footprint the desk may see; a secret one has no number here (rulings.md 6).
create function journal.in_sight(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.holds('FG') and matter <> all (app.kept()) and exists (
        select from journal.entry e where e.matter_id = matter
           and (e.actor_organisation_id = app.org() or e.controller_ids @> array[app.org()]))
$$;

create function journal.outside_of(matters uuid[])
returns table (matter_id uuid, case_number text, stage text, secret boolean)
language sql stable security definer set search_path = pg_catalog as $$
    select m.id, case when m.secret then null else c.number end, case when c.id is null then 'signal' else 'case' end,
           m.secret
    from unnest(matters) one join app.matter m on m.id = one left join app.case_file c on c.matter_id = m.id
    where journal.in_sight(m.id)
$$;

-- Of which matters nobody outside the team may know whom they concern: also not who takes in the log of processing.
create function journal.shielded_among(matters uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
    select m.id from app.matter m where m.id = any (matters) and m.secret
$$;
grant execute on function journal.shielded_among(uuid[]) to wijk_notary;

create function journal.matter_of(case_number text, thing uuid) returns uuid     -- as people say it, or as an address has it
language sql stable security definer set search_path = pg_catalog as $$
    select m.id from app.matter m
    where m.id = coalesce((select matter_id from app.case_file where number = case_number),
                          (select matter_id from app.case_file where id = thing),
                          (select matter_id from app.signal where id = thing), thing)
      and not m.secret and journal.in_sight(m.id)
$$;

create function journal.grounds_among(grounds uuid[]) returns table (ground_id uuid, basis text, valid_until timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
    select g.id, g.basis, g.valid_until
    from unnest(grounds) one join app.ground g on g.id = one join app.matter m on m.id = g.matter_id
    where not m.secret and journal.in_sight(m.id)
$$;

-- The entries about one resident. Whether somebody is in something shielded is what shielding hides.
create function journal.about(resident text) returns setof uuid     -- an organisation's pseudonym, as subjects has it
language sql stable security definer set search_path = pg_catalog as $$
    select e.id from journal.entry e left join app.matter m on m.id = e.matter_id
    where app.holds('FG') and e.subjects @> array[resident]
      and starts_with(resident, app.org() || '/')
      and (e.actor_organisation_id = app.org() or e.controller_ids @> array[app.org()])
      and e.sensitivity is distinct from 'K7' and not coalesce(m.secret, false)
      and (m.id is null or m.id <> all (app.kept()))
$$;
grant execute on function journal.outside_of(uuid[]), journal.matter_of(text, uuid), journal.grounds_among(uuid[]),
    journal.about(text) to wijk_desk;
