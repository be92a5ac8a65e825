-- What the screens of the review desk need beside its record: the first queue, what follows a verdict, breaches, and
-- the tokens of its forms.

-- The uses of emergency access that wait for the reader's verdict; which they are stands at their own desk.
create function app.emergencies_to_judge() returns table (waiting bigint, due_on date)
language sql stable security definer set search_path = pg_catalog as $$
    select count(*), min(b.review_due_on) from app.break_glass b
    where b.verdict is null and app.reviews(b.organisation_id, b.staff_id, b.person_id)
$$;
grant execute on function app.emergencies_to_judge() to wijk_desk;

-- For Today of an FG: how many things wait for a verdict, until when the first, and how many have an answer. No more.
create function app.findings_to_judge() returns table (waiting bigint, due_on date, answered bigint)
language sql stable security definer set search_path = pg_catalog as $$
    select count(*), min(f.due_on), count(q.answered_at)
    from app.finding f left join app.question q on q.finding_id = f.id
    where f.organisation_id = any (app.supervised()) and f.staff_id is distinct from app.me()
      and (f.matter_id is null or f.matter_id <> all (app.kept())) and not app.judged(f.id)
$$;
grant execute on function app.findings_to_judge() to wijk_app;

-- An FG who stands in for another organisation's reads what that one would (rulings.md 12).
create policy entry_supervised on journal.entry for select to wijk_desk using (
    (actor_organisation_id = any ((select app.supervised())::uuid[])
        or controller_ids && (select app.supervised())::uuid[])
    and (matter_id is null or matter_id <> all ((select app.kept())::uuid[])));

-- What follows a verdict is done once; nothing else of a verdict ever changes.
grant update (closed_at, closed_by) on app.verdict to wijk_desk;
create policy verdict_closes on app.verdict for update to wijk_desk
    using (closed_at is null and coalesce((select true from app.finding f where f.id = verdict.finding_id limit 1), false))
    with check (closed_by = (select app.me()) and closed_at = (select app.now()));

-- A breach to assess comes from one's own verdict of this moment (R102).
grant select, insert on app.breach to wijk_desk;
create policy breach_read on app.breach for select to wijk_desk using (
    coalesce((select true from app.verdict v where v.id = breach.verdict_id limit 1), false));
create policy breach_insert on app.breach for insert to wijk_desk with check (
    coalesce((select v.reviewer_id = (select app.me()) and v.judged_at = (select app.now())
                     and f.organisation_id = breach.organisation_id and coalesce(v.aware_at, v.judged_at) = breach.aware_at
              from app.verdict v join app.finding f on f.id = v.finding_id where v.id = breach.verdict_id limit 1), false));

grant select, insert on app.submission to wijk_desk;

-- When somebody of an organisation worked out last that the journal is whole (R92).
create index ix_entry_verified on journal.entry (actor_organisation_id, recorded_at desc) where name = 'journal.verified';
