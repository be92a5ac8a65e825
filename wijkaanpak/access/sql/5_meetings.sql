-- A meeting: who sits at it, and its steps. It holds no word; items stand in their matters, and open nothing before the
-- chair comes to them.

create function app.at_meeting(which uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.me() is not null and (
        exists (select from app.participant p where p.meeting_id = which and p.staff_id = app.me())
        or exists (select from app.meeting m where m.id = which and m.chair_id = app.me()))
$$;

create function app.chairs(which uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (select from app.meeting m where m.id = which and m.chair_id = app.me())
$$;

-- The places on the agenda, for everybody at the table: how many and how long, never about what or whom. `mine` says
-- whether I am asked for it; what I may see of it the rows decide.
create function app.agenda_of(which uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'position', g.position, 'minutes', g.minutes,
        'opened', g.opens_at < g.closes_at, 'over', g.opens_at < g.closes_at and g.closes_at <= app.now(),
        'mine', exists (select from app.invitation v where v.item_id = g.id and v.staff_id = app.me())
                and g.matter_id <> all (app.kept())) order by g.position, g.id), '[]')
    from app.agenda_item g where g.meeting_id = which and app.at_meeting(which)
$$;

-- The chair goes on: the item at hand closes, the next opens, and who sits at it lawfully is on record as present.
-- Answers false where somebody was just ahead. `target` none: the meeting is over.
create function app.meeting_step(which uuid, expected uuid, target uuid, seated uuid[]) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare m app.meeting;
begin
    select * into m from app.meeting where id = which for update;
    if m.id is null or m.chair_id is distinct from app.me() or m.status not in ('GEPLAND', 'BEZIG') then
        raise exception 'only the chair of a meeting that goes on takes it further' using errcode = 'WA002';
    end if;
    if m.item_id is distinct from expected then return false; end if;
    if target is not null and not exists (select from app.agenda_item g where g.id = target and g.meeting_id = which) then
        raise exception 'this item is of another meeting' using errcode = 'WA002';
    end if;
    update app.agenda_item set closes_at = app.now() where id = expected and closes_at > app.now();
    if target is null then
        update app.meeting set status = 'AFGELOPEN', item_id = null, adjourned_at = app.now() where id = which;
        return true;
    end if;
    update app.agenda_item set opens_at = app.now(), closes_at = app.now() + interval '4 hours' where id = target;
    update app.invitation v set present = true
     where v.item_id = target and v.staff_id = any (seated) and exists (
        select from app.participant p where p.meeting_id = which and p.staff_id = v.staff_id and p.joined_at is not null);
    update app.meeting set status = 'BEZIG', item_id = target, item_since = app.now() where id = which;
    return true;
end $$;

-- Somebody comes in, or sits down at the item at hand; only who was asked, and for oneself.
create function app.sit_down(which uuid, seated boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare m app.meeting;
begin
    select * into m from app.meeting where id = which for no key update;
    update app.participant set joined_at = coalesce(joined_at, app.now()) where meeting_id = which and staff_id = app.me();
    if not found then raise exception 'not at this table' using errcode = 'WA002'; end if;
    if seated and m.item_id is not null then
        update app.invitation set present = true
        where item_id = m.item_id and staff_id = app.me() and matter_id <> all (app.kept());
    end if;
end $$;

-- How often a meeting went on, for who sits at it: a page knows what it missed (rulings.md 15).
create policy bell_of_my_meeting on journal.bell for select to wijk_app using (app.at_meeting(ref));

grant select on app.meeting, app.participant to wijk_definer;
grant update on app.meeting, app.participant, app.agenda_item, app.invitation to wijk_definer;
