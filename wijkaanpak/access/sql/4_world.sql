-- The house's own subjects (rulings.md 18), what came from a world file, and numbers for new cases.

-- Work without a person: each subject has verbs of its own and no role; the loader gets no session in production.
insert into app.organisation (id, name, kind, controller)
values ('5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be001', 'Wijkaanpak', 'platform', 'Wijkaanpak');
insert into app.staff (id, organisation_id, name, system)
values ('5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be002', '5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be001', 'Overname', 'systeem:laden'),
       ('5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be003', '5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be001', 'Opdrachtregel', 'systeem:opdracht'),
       ('5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be004', '5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be001', 'Controle', 'systeem:controle'),
       ('5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be005', '5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be001', 'Berichten', 'systeem:berichten');

create function app.commanding() returns boolean language sql stable security definer set search_path = pg_catalog as
$$ select exists (select from app.staff where id = app.me() and system = 'systeem:opdracht') $$;
grant execute on function app.commanding() to wijk_app, wijk_desk;

-- Which row an id of a world file became: for the loader and the command line, for nobody else.
grant insert on app.world_reference to wijk_app;
create policy reference_read on app.world_reference for select using ((select app.loading()) or (select app.commanding()));
create policy reference_insert on app.world_reference for insert with check ((select app.loading()));

-- Whether no case has this number yet; nobody sees all cases, so nobody else can tell.
create function app.number_is_free(candidate text) returns boolean
language sql stable security definer set search_path = pg_catalog as
$$ select not exists (select from app.case_file where number = candidate) $$;
grant execute on function app.number_is_free(text) to wijk_app;
