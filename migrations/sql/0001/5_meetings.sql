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
    if target is not null and not exists (      -- nobody opens a case to others that is not theirs
        select from app.agenda_item g join app.member t on t.matter_id = g.matter_id and t.staff_id = app.me()
        where g.id = target and g.matter_id <> all (app.kept())
          and t.since <= app.now() and (t.until is null or t.until > app.now())) then
        raise exception 'the chair has no place in the team of this case' using errcode = 'WA002';
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

-- May who asks read these words now, on a place of their own and a ground that reaches their organisation? The same as the
-- policy of the row, for functions that do not pass by it.
create function app.reads_words(which uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (
        select from app.part p cross join app.reader() r
        join app.matter_access a on a.matter_id = p.matter_id and a.content and a.via in ('team', 'agenda')
         and a.principal = any (app.principals()) and a.since <= r.now and (a.until is null or a.until > r.now)
        where p.id = which and p.matter_id <> all (app.kept()) and (p.data_class <> 'K7' or a.via = 'team')
          and case when p.provider_id = r.org
            then p.data_class = any (r.own_classes) or a.principal || ' ' || p.data_class = any (r.own_keys)
            else (p.data_class = any (r.foreign_classes) or a.principal || ' ' || p.data_class = any (r.foreign_keys))
                and not a.closed and p.kind not in ('duiding', 'titel', 'melder')
                and app.reaches_me(p.matter_id, p.provider_id, a.lead_organisation_id, p.category, p.purpose, p.about) end)
$$;

-- Is there anything in this matter that who asks may read: words, a name, or everything where it is about a place?
create function app.reads_something(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select matter <> all (app.kept()) and exists (
        select from app.matter_access a join app.matter m on m.id = a.matter_id
        where a.matter_id = matter and a.content and a.via in ('team', 'agenda') and a.principal = any (app.principals())
          and a.since <= app.now() and (a.until is null or a.until > app.now())
          and (m.bare or exists (select from app.part p where p.matter_id = matter and app.reads_words(p.id))
               or exists (select from app.subject s where s.matter_id = matter and (s.provider_id = app.org()
                    or not a.closed and app.names_reach_me(matter, s.provider_id, a.lead_organisation_id, s.person_id)))))
$$;

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
        where item_id = m.item_id and staff_id = app.me() and matter_id <> all (app.kept()) and app.reads_something(matter_id);
    end if;
end $$;

-- The chair confirms the minutes once, when the meeting is over; where it stands only app.meeting_step moves. The pen
-- goes to somebody who came in. This sees no more than who asks: inside meeting_step it runs as its owner.
create function app.on_meeting_change() returns trigger
language plpgsql volatile set search_path = pg_catalog as $$
begin
    if current_user = 'wijk_definer' or app.me() is null then return new; end if;
    if (new.status, new.confirmed_at) is distinct from (old.status, old.confirmed_at)
       and not (old.status = 'AFGELOPEN' and new.status = 'BEVESTIGD' and old.chair_id = app.me()
                and old.confirmed_at is null and new.confirmed_at is not distinct from app.now()) then
        raise exception 'minutes are confirmed once, by the chair, when the meeting is over' using errcode = 'WA002';
    end if;
    if new.pen_id <> old.pen_id and not exists (
        select from app.participant p where p.meeting_id = new.id and p.staff_id = new.pen_id and p.joined_at is not null) then
        raise exception 'the pen goes to somebody at the table' using errcode = 'WA002';
    end if;
    return new;
end $$;
create trigger meeting_change before update on app.meeting for each row execute function app.on_meeting_change();

-- How often a meeting went on, for who sits at it: a page knows what it missed (rulings.md 15).
create policy bell_of_my_meeting on journal.bell for select to wijk_app using (app.at_meeting(ref));

grant select on app.meeting, app.participant to wijk_definer;
grant update on app.meeting, app.participant, app.agenda_item, app.invitation to wijk_definer;
