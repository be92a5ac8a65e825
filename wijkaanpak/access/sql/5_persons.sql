-- Finding one resident by two of surname, birth date and address (R75), and keeping apart who must not meet (R66).

create function app.kept_person(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (
        select from app.conflict c join app.person p on p.id = person
        where c.staff_id = app.me() and (c.person_id = p.id or c.dwelling_id = p.dwelling_id)
          and c.declared_at <= app.now() and (c.ended_at is null or c.ended_at > app.now()))
$$;

create function app.two_keys(keys text, birth date, home uuid) returns void
language plpgsql immutable security definer set search_path = pg_catalog as $$
begin
    if num_nonnulls(keys, birth, home) < 2 then
        raise exception 'a search for a person needs two of surname, birth date and address' using errcode = 'WA004';
    end if;
end $$;

-- Everyone on record who matches: along the dwelling where it is told, else along the surname within each organisation.
create function sealed.matching(keys text, birth date, home uuid, only_of uuid)
returns table (person_id uuid, organisation_id uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    if home is not null then
        return query select p.id, p.organisation_id from app.person p
            where p.dwelling_id = home and (keys is null or p.name_key = keys) and (birth is null or p.born = birth)
              and (only_of is null or p.organisation_id = only_of);
    else
        return query select p.id, p.organisation_id from app.organisation o
            join app.person p on p.organisation_id = o.id and p.name_key = keys and p.born = birth
            where only_of is null or o.id = only_of;
    end if;
end $$;

-- The residents on record with my own organisation whom some matter is about that is not shielded from me.
create function app.find_on_record(keys text, birth date, home uuid)
returns table (person_id uuid, name text, born date, dwelling_id uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    perform app.two_keys(keys, birth, home);
    if not app.searches('A') then return; end if;
    return query
        select p.id, p.name, p.born, p.dwelling_id
        from sealed.matching(keys, birth, home, app.org()) f join app.person p on p.id = f.person_id
        where not app.kept_person(p.id) and exists (
            select from app.subject s join app.matter m on m.id = s.matter_id
            left join app.case_file c on c.matter_id = m.id
            where s.person_id = p.id and m.id <> all (app.kept()) and m.blocked_at is null
              and c.status is distinct from 'OPGESCHORT'
              and (not m.secret or exists (
                    select from app.member t where t.matter_id = m.id and t.staff_id = app.me()
                      and t.since <= app.now() and (t.until is null or t.until > app.now()))))
        order by p.name, p.id limit 11;
end $$;

-- At most eleven, so that "more than ten" can be said; `mine` are those whom I can see already. The scope is the cell
-- of casus.zoeken_op_persoon: A adds what the own organisation has on record, for who holds that cell.
create function app.find_people(keys text, born date, dwelling uuid, scope text)
returns table (person_id uuid, name text, born_on date, dwelling_id uuid, mine boolean)
language plpgsql stable set search_path = pg_catalog as $$
begin
    perform app.two_keys(keys, born, dwelling);
    return query
        with seen as (      -- under row-level security, as any other reading
            select p.id, p.name, p.born, p.dwelling_id from app.person p
            where dwelling is not null and p.dwelling_id = dwelling
              and (keys is null or p.name_key = keys) and (find_people.born is null or p.born = find_people.born)
            union all
            select p.id, p.name, p.born, p.dwelling_id from app.organisation o
            join app.person p on p.organisation_id = o.id and p.name_key = keys and p.born = find_people.born
            where dwelling is null
        ), found as (
            select s.*, true as mine from seen s
            union all
            select r.*, false from app.find_on_record(keys, find_people.born, dwelling) r
            where scope = 'A' and not exists (select from seen s where s.id = r.person_id)
        )
        select f.id, f.name, f.born, f.dwelling_id, f.mine from found f order by f.mine desc, f.name, f.id limit 11;
end $$;

-- The one resident somebody in an emergency means, also where another organisation has them on record; nobody where two
-- match, where all that is known is shielded, blocked or closed, and for who may not do this.
create function app.emergency_person(keys text, birth date, home uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog as $$
declare ours uuid[]; every_one uuid[];
begin
    perform app.two_keys(keys, birth, home);
    if not app.may_break_glass() then return null; end if;
    select coalesce(array_agg(f.person_id) filter (where f.organisation_id = app.org()), '{}'),
           coalesce(array_agg(f.person_id), '{}')
      into ours, every_one
      from sealed.matching(keys, birth, home, null) f
     where not app.kept_person(f.person_id) and exists (
        select from app.subject s join app.matter m on m.id = s.matter_id
        left join app.case_file c on c.matter_id = m.id
        where s.person_id = f.person_id and not m.secret and m.blocked_at is null and m.id <> all (app.kept())
          and c.status is distinct from 'OPGESCHORT' and not app.is_closed(c.status));
    if cardinality(ours) = 1 then return ours[1]; end if;
    return case when cardinality(every_one) = 1 then every_one[1] end;
end $$;

-- Who judges the use of emergency access: a PO or FG of that organisation, or the one it named elsewhere, who did not
-- use it and from whom the resident need not be kept (R65, R66, R105; rulings.md 12).
create function app.reviews(organisation uuid, used_by uuid, person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.me() <> used_by and not app.kept_person(person)
       and ((app.org() = organisation and (app.holds('PO') or app.holds('FG')))
         or exists (select from app.deputy d where d.organisation_id = organisation and d.staff_id = app.me()
                    and d.role in ('PO', 'FG') and app.holds(d.role)))
$$;
