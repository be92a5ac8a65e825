-- Which rows exist for whom: the reading rules of access/policy.py once more, in the form V8 of the measurements.
-- A scalar sub-select with LIMIT 1 is one index probe a row and can never become a hashed plan over all one can see;
-- `(select app.…())` is evaluated once a statement. Who takes part is copied (matter_access); consent is read live.

alter table app.matter_access enable row level security;
alter table app.matter_access force row level security;
-- The other policies look here and see only places that hold now: nobody can forget to ask when a place ended.
create policy access_read on app.matter_access for select using (
    principal = any ((select app.principals())::text[])
    and matter_id <> all ((select app.kept())::uuid[])
    and since <= (select app.now()) and (until is null or until > (select app.now())));

-- First grain: the row of a matter, a signal or a case exists for who takes part.
create policy matter_read on app.matter for select using (
    coalesce((select true from app.matter_access a where a.matter_id = matter.id limit 1), false));
create policy signal_read on app.signal for select using (
    coalesce((select true from app.matter_access a
              where a.matter_id = signal.matter_id and a.thing = 'signal' limit 1), false));
create policy signal_step_read on app.signal_step for select using (
    coalesce((select true from app.signal s where s.id = signal_step.signal_id limit 1), false));
create policy case_read on app.case_file for select using (
    coalesce((select true from app.matter_access a
              where a.matter_id = case_file.matter_id and a.thing = 'case' limit 1), false));
-- Who only follows a signal, weighs it or is on duty does not learn who works on it (rulings.md 7, 9; R137).
create policy member_read on app.member for select using (
    (staff_id = (select app.me()) and matter_id <> all ((select app.kept())::uuid[]))
    or coalesce((select true from app.matter_access a
              where a.matter_id = member.matter_id and (a.thing = 'case' or a.content) and a.via not in ('triage', 'duty') limit 1), false));

-- Second grain: a part, a resident and a ground exist only with a place and, from elsewhere, a live ground.
create policy part_read on app.part for select using (
    coalesce((with r as materialized (select * from app.reader())
      select true from r, app.matter_access a
      where a.matter_id = part.matter_id and a.content
        and (part.data_class <> 'K7' or a.via = 'team')
        and case a.via when 'duty' then a.thing = 'signal' or (part.kind = 'advies' and part.night_until > r.now)
            when 'emergency' then part.about = array[a.person_id] else true end
        and case when a.via in ('all', 'committee') then part.data_class in ('K0', 'K1')
            when part.provider_id = r.org
            then part.data_class = any (r.own_classes)
                or a.principal || ' ' || part.data_class = any (r.own_keys)
            else a.via <> 'emergency' and part.data_class = any (r.foreign_classes)
                or a.principal || ' ' || part.data_class = any (r.foreign_keys) end
        and (part.provider_id = r.org
          or (not a.closed
            and part.kind not in ('duiding', 'titel', 'melder')
            and case when part.category is null or a.via = 'emergency' or (a.via = 'triage' and part.kind = 'feit')
              then a.via = 'committee' or coalesce((select true from app.covenant v
                  where v.signed and v.valid_from <= r.now and v.valid_until > r.now
                    and part.provider_id = any (v.parties) and r.org = any (v.parties)
                    and part.purpose = any (v.purposes)
                    and (part.category is null or part.category = any (v.categories)) limit 1), false)
              else app.reaches_me(part.matter_id, part.provider_id, a.lead_organisation_id, part.category,
                                  part.purpose, part.about) end))
      limit 1), false));

-- A plan: whoever may read its words; and who leads, so that a case can always be ended, without a word of it.
create function app.leads(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
    select exists (select from app.case_file c where c.matter_id = matter and c.lead_id = app.me())
       and matter <> all (app.kept())
$$;
create policy goal_read on app.goal for select using (
    coalesce((select true from app.part p where p.id = goal.part_id limit 1), false) or app.leads(matter_id));
create policy action_read on app.action for select using (
    coalesce((select true from app.part p where p.id = action.part_id limit 1), false) or app.leads(matter_id));
create policy voice_read on app.voice for select using (
    coalesce((select true from app.part p where p.id = voice.part_id limit 1), false) or app.leads(matter_id));
create policy resolution_read on app.resolution for select using (
    coalesce((select true from app.part p where p.id = resolution.part_id limit 1), false) or app.leads(matter_id));
create policy reporting_step_read on app.reporting_step for select using (
    coalesce((select true from app.part p where p.id = reporting_step.part_id limit 1), false));
-- That somebody was told is known to who may know that resident.
create policy letter_read on app.letter for select using (
    coalesce((select true from app.subject s where s.matter_id = letter.matter_id and s.person_id = letter.person_id limit 1), false));
create policy case_step_read on app.case_step for select using (
    coalesce((select true from app.case_file c where c.id = case_step.case_id limit 1), false));
create policy offer_read on app.offer for select using (
    to_id = (select app.me()) or coalesce((select true from app.case_file c where c.id = offer.case_id limit 1), false));

create policy subject_read on app.subject for select using (
    coalesce((with r as materialized (select * from app.reader())
      select true from r, app.matter_access a
      where a.matter_id = subject.matter_id and a.content
        and case a.via when 'all' then false when 'committee' then false when 'duty' then a.thing = 'signal'
            when 'emergency' then subject.person_id = a.person_id else true end
        and case when subject.provider_id = r.org
          then 'K2' = any (r.own_classes)
            or a.principal || ' K2' = any (r.own_keys)
          else not a.closed
            and ('K2' = any (r.foreign_classes)
              or a.principal || ' K2' = any (r.foreign_keys))
            and case when a.via = 'emergency' then app.names_agreed(subject.matter_id, subject.provider_id)
              else app.names_reach_me(subject.matter_id, subject.provider_id, a.lead_organisation_id, subject.person_id) end
          end
      limit 1), false));
create policy person_read on app.person for select using (
    coalesce((select true from app.subject s where s.person_id = person.id limit 1), false));

-- The record of a permission: whole for its provider and for who leads; for a recipient once it counts, until the end.
create policy ground_line_read on app.ground_line for select using (
    coalesce((select true from app.matter_access a
      where a.matter_id = ground_line.matter_id and a.content and a.via not in ('duty', 'emergency')
        and ((select app.org()) in (ground_line.provider_id, a.lead_organisation_id)
          or ((select app.org()) = ground_line.recipient_id and not a.closed
              and ground_line.status not in ('CONCEPT', 'TER_BEOORDELING')))
      limit 1), false));
create policy ground_read on app.ground for select using (
    coalesce((select true from app.matter_access a
      where a.matter_id = ground.matter_id and a.content and a.via not in ('duty', 'emergency')
        and ((select app.org()) in (ground.provider_id, a.lead_organisation_id)
          or ((select app.org()) = any (ground.recipients) and not a.closed
              and ground.status not in ('CONCEPT', 'TER_BEOORDELING')))
      limit 1), false)
    -- who judged it still finds it in the statement that judges, and afterwards
    or ((ground.status in ('TER_BEOORDELING', 'BEZWAAR') or ground.second_by = (select app.me()))
        and app.may_judge(ground.provider_id, ground.matter_id)));
create policy ground_step_read on app.ground_step for select using (
    coalesce((select true from app.ground g where g.id = ground_step.ground_id limit 1), false));
create policy consent_read on app.consent for select using (
    coalesce((select true from app.matter_access a
      where a.matter_id = consent.matter_id and a.content and a.via not in ('duty', 'emergency')
        and ((select app.org()) in (consent.provider_id, a.lead_organisation_id)
          or ((select app.org()) = consent.recipient_id and not a.closed))
      limit 1), false));

-- No residents in these: whoever works here may know the organisations, people at work and places.
create policy signed_in on app.organisation for select using ((select app.me()) is not null);
create policy signed_in on app.staff for select using ((select app.me()) is not null);
create policy signed_in on app.role_assignment for select using ((select app.me()) is not null);
create policy signed_in on app.covenant for select using ((select app.me()) is not null);
create policy signed_in on app.receiving_ground for select using ((select app.me()) is not null);
create policy signed_in on app.deputy for select using ((select app.me()) is not null);
create policy signed_in on app.district for select using ((select app.me()) is not null);
create policy signed_in on app.quarter for select using ((select app.me()) is not null);
create policy signed_in on app.complex for select using ((select app.me()) is not null);
create policy signed_in on app.dwelling for select using ((select app.me()) is not null);
create policy signed_in on app.shift for select using ((select app.me()) is not null);

-- Agendas show to who takes part; what one declared about oneself to nobody else (R66); emergency access to its user,
-- and to who must review it (R105).
create policy agenda_item_read on app.agenda_item for select using (
    coalesce((select true from app.matter_access a
              where a.matter_id = agenda_item.matter_id and a.via in ('team', 'agenda') limit 1), false));
create policy invitation_read on app.invitation for select using (
    coalesce((select true from app.matter_access a
              where a.matter_id = invitation.matter_id and a.via in ('team', 'agenda') limit 1), false));
create policy meeting_read on app.meeting for select using (app.at_meeting(id));
create policy participant_read on app.participant for select using (app.at_meeting(meeting_id));
create policy conflict_own on app.conflict for select using (staff_id = (select app.me()));
create policy break_glass_read on app.break_glass for select using (
    staff_id = (select app.me())
    or (organisation_id = (select app.org()) and (select app.holds('TL')))
    or app.reviews(organisation_id, staff_id, person_id));
create policy household_read on app.household for select using (
    coalesce((select true from app.person p where p.household_id = household.id limit 1), false));
create policy submission_own on app.submission using (staff_id = (select app.me())) with check (staff_id = (select app.me()));
