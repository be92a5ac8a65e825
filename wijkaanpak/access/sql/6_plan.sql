-- What happens to a plan by itself, and what a privacy officer sees of a case that lasts: outsides, never a word.

-- Who is suspended does nothing any more: what they promised goes to the team leader of their organisation who stands in
-- the team already. Nobody gets a place by it; what finds no one is a stray, which the lead sees (R67, ADR 0023).
create function app.on_suspension() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if new.suspended_at is null or old.suspended_at is not null then return null; end if;
    update app.action a set owner_id = leader.staff_id, status = 'OPEN', changed_at = app.now(), version = a.version + 1
    from (select distinct on (t.matter_id) t.matter_id, t.staff_id
            from app.member t join app.staff s on s.id = t.staff_id join app.role_assignment r on r.staff_id = s.id
           where s.organisation_id = new.organisation_id and s.suspended_at is null and r.role = 'TL'
             and r.valid_from <= app.now() and r.held_until > app.now()
             and t.since <= app.now() and (t.until is null or t.until > app.now())
             and t.matter_id <> all (sealed.kept_from(s.id))
           order by t.matter_id, t.since, t.staff_id) leader
    where a.owner_id = new.id and a.organisation_id = new.organisation_id and a.status in ('OPEN', 'OPGEPAKT')
      and leader.matter_id = a.matter_id;
    return null;
end $$;
create trigger hand_on_actions after update of suspended_at on app.staff for each row execute function app.on_suspension();
grant update (owner_id, status, changed_at, version) on app.action to wijk_definer;

-- A case that lasts longer than a year is weighed anew every half year by a privacy officer of the organisation that
-- brought it (R81). Whoever of them looked at it since then has done so: their footprint says it, and it waits no more.
create function app.long_cases() returns table (case_id uuid, number text, place text, due timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
    select c.id, c.number, x.name, d.due
    from app.case_file c join app.matter m on m.id = c.matter_id join app.complex x on x.id = m.complex_id
    cross join lateral (select max(g) from generate_series(c.opened_at + interval '12 months', app.now(), interval '6 months') g) d (due)
    where app.holds('PO') and m.provider_id = app.org() and not m.secret and m.id <> all (app.kept())
      and c.closed_at is null and d.due is not null
      and not exists (select from journal.entry e where e.matter_id = m.id and e.name = 'case.weigh' and e.outcome = 'GESLAAGD'
                        and e.actor_organisation_id = app.org() and e.occurred_at >= d.due)
    order by d.due, c.id limit 25
$$;
grant execute on function app.long_cases() to wijk_app;
