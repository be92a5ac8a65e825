-- What may be written: policies per command, columns by grant, nothing is ever deleted.

create function app.here(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.loading() or exists (
        select from app.matter_access a where a.matter_id = matter and a.matter_id <> all (app.kept())
        and a.via not in ('all', 'committee', 'emergency')      -- these only read
        and a.principal = any (app.principals())
        and a.since <= app.now() and (a.until is null or a.until > app.now())
        and (a.thing = 'case' or not exists (select from app.case_file c where c.matter_id = matter)))
$$;

-- Who stands in the team of a case, as far as their role takes part in it now; guests of an item and who is on duty do
-- not. Of a signal there is no team yet: there it is whoever works on it.
create function app.in_team(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.loading() or exists (
        select from app.matter_access a where a.matter_id = matter and a.matter_id <> all (app.kept())
        and a.principal = any (app.principals())
        and a.since <= app.now() and (a.until is null or a.until > app.now())
        and case a.thing when 'case' then a.via = 'team' else a.via not in ('all', 'committee', 'emergency')
            and not exists (select from app.case_file c where c.matter_id = matter) end)
$$;

-- The roles of the cell team.beheren: who puts a case on an agenda, asks people for it and decides who is in its team.
create function app.keeps_team() returns boolean
language sql stable security definer set search_path = pg_catalog as
$$ select app.loading() or app.holds('TR') or app.holds('CR') or app.holds('AF') $$;

-- Did who asks write this part of this matter, as one of these kinds?
create function app.wrote(part uuid, matter uuid, kinds text[]) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select matter <> all (app.kept()) and exists (
        select from app.part p where p.id = part and p.matter_id = matter and p.author_id = app.me() and p.kind = any (kinds))
$$;

create function app.is_case(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as
$$ select exists (select from app.case_file c where c.matter_id = matter and c.matter_id <> all (app.kept())) $$;

-- No state of a case stands between a resident and the end of a consent (R51): whoever stands in the team writes it
-- down, also where the case is suspended, closed or past their part in it; or a privacy officer does.
create function app.may_withdraw(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select app.here(matter) or app.officer_of(matter) or (matter <> all (app.kept()) and exists (
        select from app.member t join app.matter m on m.id = t.matter_id left join app.signal s on s.matter_id = m.id
        where t.matter_id = matter and t.staff_id = app.me() and t.since <= app.now()
          and (t.until is null or t.until > app.now())
          and (m.provider_id = app.org() or s.shared or exists (select from app.case_file c where c.matter_id = m.id))))
$$;

-- In the transaction that opens a matter nobody takes part yet; who opens it may put the first things in it.
create function app.opening(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (select from app.matter m where m.id = matter and m.provider_id = app.org() and m.opened_at = app.now())
$$;

-- A name may only be brought in by the organisation that has it on record: a row about someone else's resident
-- would otherwise open that name to who wrote the row.
create function app.ours(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (select from app.person p where p.id = person and p.organisation_id = app.org())
$$;

grant usage on schema app to wijk_app, wijk_desk, wijk_gate, wijk_notary;
grant usage on schema journal to wijk_app, wijk_desk, wijk_gate, wijk_notary;
grant usage on schema sealed to wijk_gate;
grant select on all tables in schema app to wijk_app;
revoke select on app.role_reach, app.category_class, app.case_way from wijk_app;
revoke select on app.finding, app.finding_entry, app.verdict, app.breach, app.sample, app.round, app.question,
    app.exposure from wijk_app;
grant select (id, staff_id, asked_by, asked_at, text, due_on, happened_on, kind, answered_at, answer)
    on app.question to wijk_app;
grant update (answered_at, answer) on app.question to wijk_app;
grant insert on app.organisation, app.staff, app.role_assignment, app.covenant, app.receiving_ground, app.deputy,
    app.district, app.quarter, app.complex, app.dwelling, app.household, app.person, app.matter, app.subject, app.part,
    app.member, app.signal, app.signal_step, app.case_file, app.ground, app.ground_line, app.consent, app.submission,
    app.shift, app.agenda_item, app.invitation, app.conflict, app.break_glass,
    app.case_step, app.offer, app.goal, app.action, app.voice, app.resolution, app.reporting_step,
    app.meeting, app.participant, app.letter
    to wijk_app;
grant update (suspended_at, mail) on app.staff to wijk_app;
grant update (ended_at, reviewed_at, reviewed_by) on app.role_assignment to wijk_app;
grant update (until) on app.member to wijk_app;
grant update (data_class, class_reason) on app.part to wijk_app;
grant update (status, second_by, second_at) on app.ground to wijk_app;
grant update (status, shared, discussed_reason, consulted, consulted_reason, claimed_by, claimed_until, question, rounds,
    rejected_reason, external_point, external_phone, external_on, passed_to, merged_into, due_at) on app.signal to wijk_app;
grant update (status, status_since, controller_id, lead_id, lead_organisation_id, replacement_id, evaluate_on, closed_at,
    result, contact_id) on app.case_file to wijk_app;
grant update (answered_at, accepted) on app.offer to wijk_app;
grant update (pen_id, status, confirmed_at) on app.meeting to wijk_app;
grant update (domain, status, changed_at, version) on app.goal to wijk_app;
grant update (owner_id, organisation_id, due_on, status, carried, changed_at, version) on app.action to wijk_app;
grant update (changed_at, urgency) on app.matter to wijk_app;
grant update (ended_at, ended_reason) on app.conflict to wijk_app;
grant update (ended_at, reviewed_by, reviewed_at, verdict, verdict_text) on app.break_glass to wijk_app;
grant select on app.staff, app.organisation, app.complex, app.case_file to wijk_desk;

create policy directory_insert on app.organisation for insert with check ((select app.loading()));
create policy directory_insert on app.staff for insert with check (
    (select app.loading()) or ((select app.holds('FB')) and system is null));
create policy directory_update on app.staff for update using ((select app.holds('FB')) or id = (select app.me()));
create policy directory_insert on app.role_assignment for insert with check (
    (select app.loading()) or ((select app.holds('FB')) and reviewed_at is null));
-- nobody prolongs their own role, and nobody a role beyond the next review (R62)
create policy directory_update on app.role_assignment for update
    using ((select app.holds('FB')) and staff_id <> (select app.me()))
    with check (reviewed_at is null or reviewed_at <= (select app.now()));
create policy directory_insert on app.covenant for insert with check ((select app.loading()));
create policy directory_insert on app.receiving_ground for insert with check ((select app.loading()));
create policy directory_insert on app.deputy for insert with check ((select app.loading()));
create policy directory_insert on app.district for insert with check ((select app.loading()));
create policy directory_insert on app.quarter for insert with check ((select app.loading()));
create policy directory_insert on app.complex for insert with check ((select app.loading()));
create policy directory_insert on app.dwelling for insert with check ((select app.me()) is not null);
create policy household_insert on app.household for insert with check ((select app.loading()) or organisation_id = (select app.org()));
create policy person_insert on app.person for insert with check ((select app.loading()) or organisation_id = (select app.org()));
create policy matter_insert on app.matter for insert with check ((select app.loading()) or provider_id = (select app.org()));
create policy matter_update on app.matter for update using (app.here(id));
create policy signal_insert on app.signal for insert with check (
    (select app.loading()) or (organisation_id = (select app.org()) and author_id = (select app.me()) and app.opening(matter_id)));
create policy signal_update on app.signal for update using (app.here(matter_id));
create policy signal_step_insert on app.signal_step for insert with check (
    app.here((select s.matter_id from app.signal s where s.id = signal_step.signal_id)) or (select app.loading()));
create policy case_insert on app.case_file for insert with check (
    (select app.loading()) or (app.in_team(matter_id) and ((select app.holds('TR')) or (select app.holds('CR')))) or (lead_id = (select app.me()) and app.opening(matter_id)));
create policy case_step_insert on app.case_step for insert with check (
    (app.in_team(matter_id) or app.officer_of(matter_id) or app.triages(matter_id)) and app.holds(role)
    and by_id = (select app.me()) and at = (select app.now()));
create policy offer_insert on app.offer for insert with check (
    app.in_team(matter_id) and from_id = (select app.me()) and answered_at is null and accepted is null
    and exists (select from app.case_file c where c.id = offer.case_id and c.matter_id = offer.matter_id and c.lead_id = offer.from_id)
    and exists (select from app.member t where t.matter_id = offer.matter_id and t.staff_id = offer.to_id
                and t.organisation_id = offer.organisation_id and t.since <= (select app.now())
                and (t.until is null or t.until > (select app.now()))));
create policy offer_answer on app.offer for update
    using (to_id = (select app.me()) and answered_at is null)
    with check (to_id = (select app.me()) and answered_at = (select app.now()));
-- A plan is made by whoever takes part; its words are parts, and what its rows say holds no content.
create policy goal_insert on app.goal for insert with check ((select app.loading()) or (app.here(matter_id)
    and set_by = (select app.me()) and app.wrote(part_id, matter_id, '{doel}')));
create policy goal_update on app.goal for update using (app.here(matter_id));
create policy action_insert on app.action for insert with check ((select app.loading()) or (app.here(matter_id)
    and made_by = (select app.me()) and app.wrote(part_id, matter_id, '{actie}')));
create policy action_update on app.action for update using (app.here(matter_id));
create policy voice_insert on app.voice for insert with check ((select app.loading()) or (app.here(matter_id)
    and recorded_by = (select app.me()) and app.wrote(part_id, matter_id, '{stem}')));
create policy reporting_step_insert on app.reporting_step for insert with check ((select app.loading()) or (app.here(matter_id)
    and recorded_by = (select app.me()) and app.wrote(part_id, matter_id, '{meldcode}')));
create policy letter_insert on app.letter for insert with check (
    app.here(matter_id) and organisation_id = (select app.org()) and made_by = (select app.me()) and made_at = (select app.now())
    and coalesce((select true from app.subject s where s.matter_id = letter.matter_id and s.person_id = letter.person_id limit 1), false));
create policy resolution_insert on app.resolution for insert with check ((select app.loading()) or (app.here(matter_id)
    and made_by = (select app.me()) and app.wrote(part_id, matter_id, '{besluit}') and exists (
        select from app.agenda_item g left join app.meeting m on m.id = g.meeting_id
        where g.id = resolution.item_id and g.matter_id = resolution.matter_id and (g.meeting_id is null
            or (m.status <> 'BEVESTIGD' and (select app.me()) in (m.pen_id, m.chair_id))))));
create policy case_update on app.case_file for update using (app.in_team(matter_id));
create policy member_insert on app.member for insert with check (
    (select app.loading()) or (app.in_team(matter_id) and (not app.is_case(matter_id) or (select app.keeps_team())))
    or (staff_id = (select app.me()) and app.opening(matter_id)));
create policy member_update on app.member for update using (
    app.in_team(matter_id) and (not app.is_case(matter_id) or (select app.keeps_team())));
create policy subject_insert on app.subject for insert with check (
    (select app.loading()) or (provider_id = (select app.org()) and app.ours(person_id)
        and (app.here(matter_id) or app.opening(matter_id))));
create policy part_insert on app.part for insert with check (
    (select app.loading()) or (author_id = (select app.me())
        and (app.here(matter_id) or app.opening(matter_id) or (kind = 'duiding' and app.triages(matter_id)))
        -- words of a plan never shield a case: what does is written by its own organisation, and not here
        and (kind not in ('doel', 'actie', 'stem', 'besluit') or data_class in ('K1', 'K2', 'K3'))
        and (provider_id = (select app.org()) or (kind in ('doel', 'actie', 'stem', 'besluit')   -- a plan is its case's (ADR 0022)
            and provider_id = (select m.provider_id from app.matter m where m.id = part.matter_id)))));
create policy part_class on app.part for update using (app.here(matter_id));
create policy ground_insert on app.ground for insert with check (
    (select app.loading()) or (provider_id = (select app.org()) and decided_by = (select app.me()) and app.in_team(matter_id)));
create policy ground_update on app.ground for update using (app.in_team(matter_id) or app.may_judge(provider_id, matter_id))
    with check (app.in_team(matter_id) or app.may_judge(provider_id, matter_id));
create policy ground_line_insert on app.ground_line for insert with check (
    (select app.loading()) or (provider_id = (select app.org()) and app.in_team(matter_id)));
create policy consent_insert on app.consent for insert with check (
    (select app.loading()) or (recorded_by = (select app.me())
        and (app.here(matter_id) or (result = 'INGETROKKEN' and app.may_withdraw(matter_id)))));

-- Rosters and agendas come from a world for now; their screens have their own commands later.
create policy shift_insert on app.shift for insert with check ((select app.loading()));
create policy agenda_item_insert on app.agenda_item for insert with check (
    (select app.loading()) or (app.in_team(matter_id) and (select app.keeps_team()) and opens_at = closes_at
        and (meeting_id is null or app.at_meeting(meeting_id))));   -- talked over and done: it opens nothing
create policy invitation_insert on app.invitation for insert with check (
    (select app.loading()) or (app.in_team(matter_id) and (select app.keeps_team()) and exists (
        select from app.agenda_item g where g.id = invitation.item_id and g.matter_id = invitation.matter_id
          and case when g.meeting_id is null      -- talked over and done, in the team; else somebody of that table
            then exists (select from app.member t where t.matter_id = g.matter_id and t.staff_id = invitation.staff_id
                         and t.since <= (select app.now()) and (t.until is null or t.until > (select app.now())))
            else not invitation.present and exists (
                select from app.participant p where p.meeting_id = g.meeting_id and p.staff_id = invitation.staff_id) end)));
create policy meeting_insert on app.meeting for insert with check (
    chair_id = (select app.me()) and pen_id = (select app.me()) and organisation_id = (select app.org())
    and status = 'GEPLAND' and num_nonnulls(item_id, confirmed_at) = 0 and (select app.keeps_team()));
create policy meeting_update on app.meeting for update using (app.chairs(id) or pen_id = (select app.me()))
    with check (app.at_meeting(id) and (app.chairs(id) or status in ('GEPLAND', 'BEZIG')));
create policy participant_insert on app.participant for insert with check (app.chairs(meeting_id) and joined_at is null);
create policy conflict_insert on app.conflict for insert with check (
    (select app.loading()) or (staff_id = (select app.me()) and declared_at = (select app.now()) and ended_at is null));
create policy conflict_end on app.conflict for update
    using (staff_id = (select app.me()) and ended_at is null) with check (staff_id = (select app.me()) and ended_at = (select app.now()));
-- Emergency access begins now, for oneself, for four hours, with a reason (R105); triggers say the rest.
create policy break_glass_insert on app.break_glass for insert with check (
    (select app.loading()) or ((select app.may_break_glass()) and staff_id = (select app.me())
        and organisation_id = (select app.org()) and since = (select app.now()) and until = since + interval '4 hours'
        and char_length(btrim(reason_text)) >= 20 and not app.kept_person(person_id)
        and num_nonnulls(ended_at, reviewed_by, reviewed_at, verdict, verdict_text) = 0));
create policy break_glass_update on app.break_glass for update
    using (staff_id = (select app.me()) or app.reviews(organisation_id, staff_id, person_id));

-- The desk reads names of people at work and the outside of a case, never a part of it.
create policy desk_reads on app.case_file for select to wijk_desk using (false);

do $$
declare t record;
begin
    for t in select c.oid, n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'app' and c.relkind = 'r' and c.relname not in ('migration', 'role_reach', 'category_class', 'case_way') loop
        execute format('alter table %I.%I enable row level security', t.nspname, t.relname);
        execute format('alter table %I.%I force row level security', t.nspname, t.relname);
        if t.relname not in ('matter_access', 'submission', 'ground_step', 'round', 'notice_cursor') then
            execute format('create constraint trigger no_silent_write after insert or update or delete on %I.%I '
                'deferrable initially deferred for each row execute function journal.no_silent_write()', t.nspname, t.relname);
        end if;
    end loop;
end $$;

-- Reviewed functions belong to the one role that sees past the policies; nobody may call what is not listed here.
do $$
declare f record;
begin
    for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname in ('app', 'sealed', 'journal') and p.prosecdef loop
        execute format('alter function %s owner to wijk_definer', f.signature);
        execute format('revoke all on function %s from public', f.signature);
    end loop;
end $$;
revoke execute on all functions in schema app, sealed, journal from public;
grant usage on schema app, sealed, journal to wijk_definer;
grant select, insert, update, delete on app.matter_access to wijk_definer;
grant select on all tables in schema app to wijk_definer;
grant update on app.part, app.matter, app.ground_line to wijk_definer;
grant insert on app.ground_step to wijk_definer;
grant select on journal.entry, journal.bell to wijk_definer;
grant execute on function app.begin(bytea, boolean), app.me(), app.org(), app.principals(), app.reader(),
    app.loading(), app.holds(text), app.now(), app.kept() to wijk_app, wijk_desk;
grant execute on function app.matter_facts(uuid), app.reaches_me(uuid, uuid, uuid, text, text, uuid[]),
    app.names_reach_me(uuid, uuid, uuid, uuid), app.may_judge(uuid, uuid), app.here(uuid), app.in_team(uuid), app.keeps_team(),
    app.is_case(uuid), app.wrote(uuid, uuid, text[]), app.may_withdraw(uuid),
    app.opening(uuid), app.ours(uuid), app.leads(uuid), app.names_agreed(uuid, uuid), app.kept_person(uuid), app.may_break_glass(),
    app.searches(text), app.two_keys(text, date, uuid), app.find_on_record(text, date, uuid),
    app.find_people(text, date, uuid, text), app.emergency_person(text, date, uuid), app.reviews(uuid, uuid, uuid),
    app.raise_class(uuid, text), app.move_unseen(uuid, text), app.triages(uuid), app.at_meeting(uuid),
    app.chairs(uuid), app.agenda_of(uuid), app.meeting_step(uuid, uuid, uuid, uuid[]), app.sit_down(uuid, boolean), app.plan_in_figures(uuid), journal.timeline(uuid, int) to wijk_app;
grant execute on function sealed.open_session(uuid, bytea, int), sealed.end_session(bytea, text),
    sealed.find_credential(text), sealed.note_attempt(uuid, bigint), sealed.set_credential(uuid, text, bytea),
    sealed.session_alive(uuid), sealed.named(uuid), sealed.cast_of_the_demo(), app.now() to wijk_gate;
grant execute on function sealed.session_alive(uuid), app.now() to wijk_notary;
grant usage on schema sealed to wijk_notary;
