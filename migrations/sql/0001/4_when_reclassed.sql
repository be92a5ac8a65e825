-- The class of what was written: its author raises it, the case's lead lowers it with a reason, and never below the
-- class of its kind of data (R70). What a class closes, it closes in the same moment: the rows are read with it.

-- The class of a kind of data, as codes.yaml has it; what is not listed is as shielded as can be.
create function app.class_of(what text) returns text
language sql stable security definer set search_path = pg_catalog as
$$ select coalesce((select c.data_class from app.category_class c where c.category = what), 'K7') $$;

create function app.on_class_change() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if app.me() is null or app.loading() then return new; end if;
    if new.data_class = old.data_class then
        if new.class_reason is distinct from old.class_reason then
            raise exception 'a reason comes with a lower class' using errcode = 'WA002';
        end if;
        return new;
    end if;
    if old.category is null or new.data_class is null or new.data_class not in ('K2', 'K3', 'K4', 'K5', 'K6', 'K7')
       or not app.here(old.matter_id) then
        raise exception 'this has no class that you may change' using errcode = 'WA002';
    end if;
    if new.data_class collate "C" > old.data_class collate "C" then
        if old.author_id is distinct from app.me() then
            raise exception 'a class is raised by who wrote it' using errcode = 'WA002';
        end if;
        new.class_reason := null;       -- the next lowering needs a reason of its own
    elsif char_length(btrim(coalesce(new.class_reason, ''))) < 10 or not app.holds('CR')
          or new.data_class collate "C" < app.class_of(old.category) collate "C"
          or not exists (select from app.case_file c where c.matter_id = old.matter_id and c.lead_id = app.me()) then
        raise exception 'a class is lowered by the lead, with a reason, not below its kind' using errcode = 'WA002';
    end if;
    return new;
end $$;

-- Who raises a class may lose sight of it by that very statement, which a policy would refuse: so this one passes by.
create function app.raise_class(which uuid, class text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update app.part set data_class = class
    where id = which and author_id = app.me() and app.here(matter_id) and matter_id <> all (app.kept())
      and data_class collate "C" < class collate "C";
    if not found then
        raise exception 'a class is raised by who wrote it' using errcode = 'WA002';
    end if;
end $$;

create trigger reclassed before update of data_class, class_reason on app.part
    for each row execute function app.on_class_change();
-- raised to K7 it makes the whole matter K7, as a new part would; lowering it again brings nobody back
create trigger after_reclassed after update of data_class on app.part
    for each row execute function app.after_new_part();
