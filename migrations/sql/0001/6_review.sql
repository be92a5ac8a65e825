-- The review desk's own record: what a rule found, the question to a colleague, the verdict. Entries stay untouched.

-- Whose colleagues' acts the reader reviews: those of the own organisation, and of each that named them as its FG
-- (rulings.md 12); nobody's, for who is no FG.
create function app.supervised() returns uuid[]
language sql stable security definer set search_path = pg_catalog as $$
    select case when app.holds('FG') then array(
        select app.org() union select d.organisation_id from app.deputy d where d.staff_id = app.me() and d.role = 'FG')
    else '{}' end
$$;

-- The rounds that look for what stands out (rulings.md 18): they read entries, and write nothing but findings.
create function app.on_rounds() returns boolean language plpgsql stable security definer set search_path = pg_catalog as
$$ begin return coalesce((sealed.fields())[5] = 'systeem:controle', false); end $$;

-- Asked by the rounds' own writing: the rows of verdicts look at the findings, which may not look back at them.
create function app.judged(finding uuid) returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select from app.verdict v where v.finding_id = judged.finding) $$;

grant execute on function app.supervised(), app.on_rounds(), app.judged(uuid) to wijk_desk;
create policy entry_rounds on journal.entry for select to wijk_desk using ((select app.on_rounds()));

insert into app.round (id, next_number) values (1, 0);
grant select on app.finding, app.finding_entry, app.verdict, app.question, app.sample, app.round, app.shift to wijk_desk;
grant insert on app.finding, app.finding_entry, app.verdict, app.question, app.sample to wijk_desk;
grant update (facts) on app.finding to wijk_desk;
grant update (next_number, looked_at) on app.round to wijk_desk;

-- Nobody reviews what they did themselves (R65), or what is kept from them (R66).
create policy finding_read on app.finding for select to wijk_desk using (
    (select app.on_rounds()) or (
        organisation_id = any ((select app.supervised())::uuid[]) and staff_id is distinct from (select app.me())
        and (matter_id is null or matter_id <> all ((select app.kept())::uuid[]))));
create policy finding_insert on app.finding for insert to wijk_desk with check ((select app.on_rounds()));
-- what was judged stays as it was judged
create policy finding_grows on app.finding for update to wijk_desk using ((select app.on_rounds()) and not app.judged(id));

create policy finding_entry_read on app.finding_entry for select to wijk_desk using (
    coalesce((select true from app.finding f where f.id = finding_entry.finding_id limit 1), false));
create policy finding_entry_insert on app.finding_entry for insert to wijk_desk
    with check ((select app.on_rounds()) and not app.judged(finding_id));

create policy verdict_read on app.verdict for select to wijk_desk using (
    coalesce((select true from app.finding f where f.id = verdict.finding_id limit 1), false));
create policy verdict_insert on app.verdict for insert to wijk_desk with check (
    reviewer_id = (select app.me()) and judged_at = (select app.now())
    and coalesce((select f.organisation_id = any ((select app.supervised())::uuid[])
                  from app.finding f where f.id = verdict.finding_id limit 1), false));

-- One question to who acted; they read it, and answer it once, and learn of nothing else that was found (R101).
create policy question_read on app.question for select to wijk_desk using (
    coalesce((select true from app.finding f where f.id = question.finding_id limit 1), false));
create policy question_insert on app.question for insert to wijk_desk with check (
    asked_by = (select app.me()) and asked_at = (select app.now()) and num_nonnulls(answered_at, answer) = 0
    and coalesce((select f.organisation_id = any ((select app.supervised())::uuid[]) and f.staff_id = question.staff_id
                  from app.finding f where f.id = question.finding_id limit 1), false));
create policy question_mine on app.question for select to wijk_app using (staff_id = (select app.me()));
create policy question_answer on app.question for update to wijk_app
    using (staff_id = (select app.me()) and answered_at is null)
    with check (staff_id = (select app.me()) and answered_at = (select app.now()));

create policy sample_read on app.sample for select to wijk_desk using (
    (select app.on_rounds()) or organisation_id = any ((select app.supervised())::uuid[]));
create policy sample_insert on app.sample for insert to wijk_desk with check ((select app.on_rounds()));
create policy round_read on app.round for select to wijk_desk using ((select app.on_rounds()));
create policy round_moves on app.round for update to wijk_desk using ((select app.on_rounds()));
