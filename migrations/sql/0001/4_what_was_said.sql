-- What a resident said and what follows from it: the chain of words, the grounds that end with them, and the ways a
-- ground may go (requirements.md 2.2, 2.5). Where nobody is signed in these stand aside: migrations and tests of rows.

create function app.on_new_ground() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    new.ordinal := (select ordinal from app.subject where matter_id = new.matter_id and person_id = new.person_id);
    if app.me() is null or app.loading() then return new; end if;
    -- what needs two pairs of eyes never begins in force, also when a programmer forgets (R28, R40, R45, R54)
    if new.status = 'ACTIEF' and (new.basis = 'A6_1D' or new.informed = 'UITGESTELD' or coalesce(new.after_refusal, '') <> ''
            or new.secrecy_exception = 'CONFLICT_VAN_PLICHTEN' or exists (select from unnest(new.categories) k where app.class_of(k) = 'K6')) then
        raise exception 'a ground needs a second approver' using errcode = 'WA002';
    end if;
    if new.informed = 'UITGESTELD' and coalesce(new.review_on > app.now() + interval '30 days', true) then
        raise exception 'not telling a resident is looked at again within thirty days' using errcode = 'WA002';
    end if;
    return new;
end $$;

create function app.on_ground_move() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if app.me() is null or new.status = old.status then return new; end if;
    if (old.status, new.status) not in (
        ('CONCEPT', 'TER_BEOORDELING'),
        ('TER_BEOORDELING', 'ACTIEF'), ('TER_BEOORDELING', 'CONCEPT'),
        ('ACTIEF', 'VERLOPEN'), ('ACTIEF', 'INGETROKKEN'), ('ACTIEF', 'BEZWAAR'), ('ACTIEF', 'VERVALLEN'),
        ('BEZWAAR', 'ACTIEF'), ('BEZWAAR', 'VERVALLEN'), ('BEZWAAR', 'VERLOPEN'))
    then
        raise exception 'a ground does not go from % to %', old.status, new.status using errcode = 'WA002';
    end if;
    -- two pairs of eyes, also when a programmer forgets (R65)
    if old.status = 'TER_BEOORDELING' and new.status = 'ACTIEF'
       and (new.second_by is distinct from app.me() or new.second_by is not distinct from new.decided_by
            or not app.may_judge(new.provider_id, new.matter_id)
            or (coalesce(new.after_refusal, '') <> '' or new.informed = 'UITGESTELD') and not app.holds('PO'))
    then
        raise exception 'a ground needs a second approver' using errcode = 'WA002';
    end if;
    if old.status = 'BEZWAAR' and new.status in ('ACTIEF', 'VERVALLEN')
       and (not app.may_judge(new.provider_id, new.matter_id) or not app.holds('PO')
            or new.second_by is distinct from app.me() or new.second_by is not distinct from new.decided_by)
    then
        raise exception 'an objection is decided by a privacy officer' using errcode = 'WA002';
    end if;
    return new;
end $$;

-- A child's yes ends on the twelfth birthday and a youth's on the sixteenth, at midnight here (R57).
create function app.of_age(person uuid, said timestamptz) returns timestamptz
language sql stable security definer set search_path = pg_catalog as $$
    select min(day::timestamp at time zone 'Europe/Amsterdam')
    from app.person p, lateral (values ((p.born + interval '12 years')::date), ((p.born + interval '16 years')::date)) x (day)
    where p.id = person and day::timestamp at time zone 'Europe/Amsterdam' > said
$$;

create function app.on_new_word() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare earlier app.consent;
begin   -- every word names the one before it, and the word written last is the newest (R56)
    if app.me() is null then return new; end if;
    if new.result = 'GEGEVEN' then      -- also where whoever writes it down may not read the birth date
        new.valid_until := least(new.valid_until, app.of_age(new.person_id, new.said_at));
    end if;
    select k.* into earlier from app.consent k
     where k.matter_id = new.matter_id and k.recipient_id = new.recipient_id and k.category = new.category
       and k.person_id = new.person_id and k.provider_id = new.provider_id
     order by k.said_at desc, k.recorded_at desc, k.result = 'GEGEVEN', k.valid_until, k.id limit 1;
    if earlier.id is null then return new; end if;
    new.previous_id := earlier.id;
    if not app.loading() and new.said_at <= earlier.said_at then
        new.said_at := earlier.said_at + interval '1 microsecond';
    elsif new.said_at = earlier.said_at then
        new.recorded_at := greatest(new.recorded_at, earlier.recorded_at + interval '1 microsecond');
    end if;
    return new;
end $$;

-- Does this ground on consent still rest on a living yes of a resident: by any of its lines, or for one recipient and
-- category of it?
create function app.still_consented(which uuid, target uuid default null, what text default null) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (
        select from app.ground_line g
        join app.subject s on s.matter_id = g.matter_id and (g.person_id is null or g.person_id = s.person_id)
        where g.ground_id = which and (target is null or g.recipient_id = target) and (what is null or g.category = what)
          and coalesce((
            select k.result = 'GEGEVEN' and (k.valid_until is null or k.valid_until > app.now()) from app.consent k
            where k.matter_id = g.matter_id and k.recipient_id = g.recipient_id and k.category = g.category
              and k.person_id = s.person_id and k.provider_id = g.provider_id
            order by k.said_at desc, k.recorded_at desc, k.result = 'GEGEVEN', k.valid_until, k.id limit 1), false))
$$;

create function app.after_new_word() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare which record;
begin   -- what rested on a yes ends with it, whoever in the team wrote down the no (R51, R52)
    if new.result = 'GEGEVEN' or app.me() is null or app.loading() then return null; end if;
    -- the line itself ends, so that a statement in a transaction older than this word no longer finds it either
    update app.ground_line g set status = 'INGETROKKEN'
    where g.matter_id = new.matter_id and g.basis = 'A6_1A' and g.status = 'ACTIEF'
      and g.provider_id = new.provider_id and g.recipient_id = new.recipient_id and g.category = new.category
      and (g.person_id is null or g.person_id = new.person_id)
      and not app.still_consented(g.ground_id, g.recipient_id, g.category);
    perform set_config('wijk.reason', 'TOESTEMMING_' || new.result, true);
    for which in
        select d.id, d.status from app.ground d
        where d.matter_id = new.matter_id and d.basis = 'A6_1A' and d.status in ('ACTIEF', 'TER_BEOORDELING')
          and exists (select from app.ground_line g
                      where g.ground_id = d.id and g.provider_id = new.provider_id
                        and g.recipient_id = new.recipient_id and g.category = new.category
                        and (g.person_id is null or g.person_id = new.person_id))
          and not app.still_consented(d.id)
    loop
        update app.ground set status = case which.status when 'ACTIEF' then 'INGETROKKEN' else 'CONCEPT' end
        where id = which.id;
    end loop;
    perform set_config('wijk.reason', '', true);
    return null;
end $$;

-- A privacy officer answers for the matters of the own organisation, and may withdraw for a resident (the cell A).
create function app.officer_of(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.holds('PO') and matter <> all (app.kept()) and exists (
        select from app.matter m where m.id = matter and m.provider_id = app.org() and not m.secret)
$$;
grant execute on function app.officer_of(uuid) to wijk_app;

grant update (status) on app.ground to wijk_definer;
create trigger complete_ground before insert on app.ground for each row execute function app.on_new_ground();
create trigger ground_moves before update on app.ground for each row execute function app.on_ground_move();
create trigger complete_word before insert on app.consent for each row execute function app.on_new_word();
create trigger word_ends_ground after insert on app.consent for each row execute function app.after_new_word();
