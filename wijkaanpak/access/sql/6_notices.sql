-- Notices: a subject of the house follows the journal by number and tells colleagues that something happened, never what.
-- What it must know of the journal and of a colleague it asks here; it answers to nobody else.

create function app.delivering() returns boolean language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return coalesce((sealed.fields())[5] = 'systeem:berichten', false); end $$;

grant select on journal.number to wijk_definer;
create function journal.newest() returns bigint
language sql stable security definer set search_path = pg_catalog as
$$ select max(number) from journal.number where app.delivering() $$;

-- What people did among these numbers, of the events that are asked for; what the house itself does concerns nobody.
create function journal.happened(first bigint, below bigint, names text[], most int)
returns table (number bigint, entry_id uuid, name text, occurred_at timestamptz, actor_id uuid, object_id uuid,
               matter_id uuid, particulars jsonb)
language sql stable security definer set search_path = pg_catalog as $$
    select n.number, e.id, e.name, e.occurred_at, e.actor_id, e.object_id, e.matter_id, e.particulars
    from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
         join app.staff s on s.id = e.actor_id
    where app.delivering() and n.number >= first and n.number < below and e.name = any (names)
      and e.outcome = 'GESLAAGD' and s.system is null
    order by n.number limit most
$$;

-- A colleague as the policy would see them if they asked now, both factors given: what app.begin seals for themselves.
create function app.actor_of(who uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
    select jsonb_build_object('session_id', null, 'staff_id', s.id, 'name', s.name, 'system', s.system,
        'organisation_id', o.id, 'organisation_name', o.name, 'organisation_kind', o.kind, 'factors', 2,
        'active', s.suspended_at is null and o.suspended_at is null,
        'roles', x.held, 'shifts', x.duty, 'invitations', x.asked, 'emergency', x.emergency)
    from app.staff s join app.organisation o on o.id = s.organisation_id cross join sealed.standing(s.id) x
    where s.id = who and app.delivering()
$$;
grant execute on function app.delivering(), app.actor_of(uuid), journal.newest(),
    journal.happened(bigint, bigint, text[], int) to wijk_app;

-- A notice is its reader's, and of what must be kept from them they have none (R66). Nobody else ever reads it.
create policy notice_read on app.notice for select using (
    (select app.delivering())
    or (staff_id = (select app.me()) and (matter_id is null or matter_id <> all ((select app.kept())::uuid[]))));
create policy notice_insert on app.notice for insert with check ((select app.delivering()) and seen_at is null);
create policy notice_seen on app.notice for update using (staff_id = (select app.me()) and seen_at is null)
    with check (staff_id = (select app.me()) and seen_at = (select app.now()));

create policy choice_read on app.notice_choice for select using (
    staff_id = (select app.me()) or (select app.delivering()));
create policy choice_insert on app.notice_choice for insert with check (staff_id = (select app.me()));
create policy choice_update on app.notice_choice for update using (staff_id = (select app.me()))
    with check (staff_id = (select app.me()));

create policy mail_read on app.notice_mail for select using ((select app.delivering()));
create policy mail_insert on app.notice_mail for insert with check ((select app.delivering()) and sent_at is null);
-- what a mail server took, and what was given up, stays so
create policy mail_update on app.notice_mail for update
    using ((select app.delivering()) and sent_at is null and gave_up_at is null) with check ((select app.delivering()));

insert into app.notice_cursor (id, next_number) values (1, 0);
create policy cursor_read on app.notice_cursor for select using ((select app.delivering()));
create policy cursor_moves on app.notice_cursor for update using ((select app.delivering()))
    with check ((select app.delivering()));

grant insert on app.notice, app.notice_choice, app.notice_mail to wijk_app;
grant update (seen_at) on app.notice to wijk_app;
grant update (mail, changed_at) on app.notice_choice to wijk_app;
grant update (tries, next_try_at, sent_at, gave_up_at) on app.notice_mail to wijk_app;
grant update (next_number, looked_at) on app.notice_cursor to wijk_app;
