-- What the platform itself writes in the journal, and the one way in which a sealed part can go (docs/journal.md).

-- Its own entries have a role of their own, which nobody else may write under; `wijk verify` starts from them.
create index ix_entry_upkeep on journal.entry (name, recorded_at) where actor_role = 'systeem:notaris';
create policy entry_not_the_platforms on journal.entry as restrictive for insert to wijk_app, wijk_gate, wijk_desk
    with check (actor_role is distinct from 'systeem:notaris');
create policy entry_the_platforms_alone on journal.entry as restrictive for insert to wijk_notary
    with check (actor_role = 'systeem:notaris');
create policy entry_desk_upkeep on journal.entry for select to wijk_desk     -- of the whole house, and of no resident
    using ((select app.holds('FG')) and actor_role = 'systeem:notaris');

-- Who may be one of the two that approve of destruction: the cell of vernietiging.uitvoeren, in force now.
create function journal.may_destroy(who uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (
        select from app.role_assignment r join app.staff s on s.id = r.staff_id
            join app.organisation o on o.id = s.organisation_id join app.role_reach k on k.role = r.role and k.kind = o.kind
        where r.staff_id = who and r.valid_from <= app.now() and r.held_until > app.now()
          and s.suspended_at is null and o.suspended_at is null and k.destroys)
$$;

create function journal.approver(named text) returns uuid     -- by sign-in name, or by the id of a world file
language sql stable security definer set search_path = pg_catalog as $$
    select s.id from app.staff s where (s.login = named or s.reference = named) and journal.may_destroy(s.id)
$$;

-- Erases the sealed parts of the entries that an event of this very transaction names, approved by two: the entries
-- stay with their commitments, and the event explains for ever why nothing is below those.
create function journal.erase(told uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare said jsonb; gone bigint;
begin
    select particulars into said from journal.entry
     where id = told and recorded_at = transaction_timestamp() and txid = pg_current_xact_id()
       and name = 'personal.erased' and actor_role = 'systeem:notaris';
    if said is null then
        raise exception 'nothing is erased without an event' using errcode = 'WA001';
    end if;
    if (select count(distinct a) from jsonb_array_elements_text(said -> 'approved_by') a
        where journal.may_destroy(a::uuid)) <> 2 then
        raise exception 'two people approve of an erasure' using errcode = 'WA002';
    end if;
    delete from journal.personal
     where entry_id in (select e::uuid from jsonb_array_elements_text(said -> 'entries') e) and entry_id <> told;
    get diagnostics gone = row_count;
    if gone <> jsonb_array_length(said -> 'entries') then
        raise exception 'the event names what is not there' using errcode = 'WA002';
    end if;
    return gone;
end $$;

-- A month that is past its term goes as its tables, and out of the last one, where it had none of its own. For the owner
-- alone; the entry that says so was committed before (journal/retention.py).
create function journal.drop_month(month date) returns void
language plpgsql volatile set search_path = pg_catalog as $$
declare parent text; part text;
begin
    foreach parent in array array['entry', 'personal'] loop
        part := format('journal.%s_%s', parent, to_char(month, 'YYYY_MM'));
        if to_regclass(part) is not null then
            execute format('drop table %s', part);
        end if;
        part := format('journal.%s_other', parent);
        execute format('alter table %s no force row level security', part);
        execute format('delete from %s where recorded_at >= %L and recorded_at < %L', part,
                       month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
        execute format('alter table %s force row level security', part);
    end loop;
end $$;
grant select, delete on journal.personal to wijk_definer;
grant execute on function journal.approver(text), journal.may_destroy(uuid), journal.erase(uuid) to wijk_notary;
