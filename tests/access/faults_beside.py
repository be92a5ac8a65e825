"""Faults in the ways beside the ordinary ones: conflicts, emergencies, duty, agendas and restriction."""

from __future__ import annotations

from tests.access.fault import Fault

KEPT_OF = "and matter_id <> all ((select app.kept())::uuid[])"
KEPT_ENDS = "and (c.ended_at is null or c.ended_at > app.now())"
LIVES_THERE = "where c.staff_id = who and c.declared_at <= app.now()"
HELP_ENDS = "least(b.until, b.ended_at), 'emergency'"
ABOUT_ONE = "when 'emergency' then part.about = array[a.person_id]"
HELP_OF = "where x.matter_id = which and not m.secret and not shut"
ONLY_READ = "('all', 'committee', 'emergency')"
COVENANT = "then a.via = 'committee' or"
ITEM = "g.opens_at, g.closes_at, 'agenda'"
DUTY_HERE = "'ds:' || org || ':' || d.complex_id from duty d where"
NIGHT = "part.kind = 'advies' and part.night_until > r.now"
FAULTS = [
    # Conflicts of interest (R66)
    Fault("a conflict is ignored", "access_read", KEPT_OF, ""),
    Fault("a conflict that ended still counts", "kept_from", KEPT_ENDS, "", every=True),
    Fault("the end of a conflict is left out", "kept_from", "c.ended_at >", "c.ended_at >=", every=True),
    Fault(
        "a conflict counts before it is declared",
        "kept_from",
        "c.declared_at <= app.now()",
        "true",
        every=True,
    ),
    Fault(
        "a conflict counts a moment late", "kept_from", "c.declared_at <= ", "c.declared_at < ", every=True
    ),
    Fault("a home that was declared does not count", "kept_from", "s.person_id = p.id", "false"),
    Fault("a resident who was declared does not count", "kept_from", "s.person_id = c.person_id", "false"),
    Fault("a place in the team shows beside a conflict", "member_read", KEPT_OF, ""),
    Fault("one writes where one may not read", "here", "a.matter_id <> all (app.kept())", "true"),
    Fault("one judges where one may not read", "may_judge", "matter <> all (app.kept()) and", ""),
    Fault("one withdraws where one may not read", "may_withdraw", "matter <> all (app.kept()) and", ""),
    # Emergency access (R105)
    Fault("an emergency does not end", "take_part", HELP_ENDS, "null::timestamptz, 'emergency'"),
    Fault("an emergency that was ended goes on", "take_part", HELP_ENDS, "b.until, 'emergency'"),
    Fault(
        "an emergency that was ended late goes on",
        "take_part",
        HELP_ENDS,
        "coalesce(b.ended_at, b.until), 'emergency'",
    ),
    Fault("an emergency holds before it begins", "take_part", "thing, b.since,", "thing, '-infinity',"),
    Fault(
        "an emergency opens what others are in too",
        "part_read",
        ABOUT_ONE,
        "when 'emergency' then a.person_id = any (part.about)",
    ),
    Fault("an emergency opens another resident's part", "part_read", ABOUT_ONE, "when 'emergency' then true"),
    Fault(
        "an emergency opens another's name",
        "subject_read",
        "then subject.person_id = a.person_id",
        "then true",
    ),
    Fault(
        "an emergency opens what is shielded", "take_part", HELP_OF, "where x.matter_id = which and not shut"
    ),
    Fault(
        "an emergency opens what is closed",
        "take_part",
        HELP_OF,
        "where x.matter_id = which and not m.secret",
    ),
    Fault("an emergency lets people write", "here", ONLY_READ, "('all', 'committee')"),
    Fault(
        "an emergency needs no covenant", "part_read", COVENANT, "then a.via in ('committee', 'emergency') or"
    ),
    Fault("names need no covenant in an emergency", "names_agreed", "and app.org() = any (v.parties)", ""),
    Fault("an emergency needs no category", "names_agreed", "and 'G_NAW' = any (v.categories)", ""),
    Fault(
        "an emergency carries views along",
        "part_read",
        "and part.kind not in",
        "and a.via = 'emergency' or part.kind not in",
    ),
    Fault(
        "every role may use it",
        "reach",
        "where h.emergency = 'A' or h.emergency = 'D' and exists (select from duty)",
        "",
    ),
    Fault("who is off duty may use it", "reach", "and exists (select from duty)", ""),
    Fault("in an emergency the grounds show", "ground_line_read", "('duty', 'emergency')", "('duty')"),
    Fault(
        "a resident who is added later does not count",
        "on_new_subject",
        "perform app.take_part(new.matter_id);",
        "null;",
    ),
    # Duty (R137, R138)
    Fault("duty counts without being accepted", "on_duty", "and accepted_at is not null", ""),
    Fault("duty counts before it is accepted", "on_duty", "greatest(starts_at, accepted_at)", "starts_at"),
    Fault("duty counts from its acceptance", "on_duty", "greatest(starts_at, accepted_at)", "accepted_at"),
    Fault("duty that was handed over goes on", "on_duty", "least(handed_over_at, ends_at)", "ends_at"),
    Fault(
        "duty that was handed over late goes on",
        "on_duty",
        "least(handed_over_at, ends_at)",
        "coalesce(handed_over_at, ends_at)",
    ),
    Fault("the end of duty is included", "reach", "d.until > app.now()", "d.until >= app.now()"),
    Fault("the first moment of duty is left out", "reach", "d.since <= app.now()", "d.since < app.now()"),
    Fault(
        "duty is everywhere",
        "reach",
        DUTY_HERE,
        "'ds:' || org || ':' || x.id from duty d, app.complex x where",
    ),
    Fault("duty is of every role", "reach", "duty d where h.duty_case", "duty d"),
    Fault(
        "duty opens a whole case",
        "part_read",
        "when 'duty' then a.thing = 'signal' or",
        "when 'duty' then true or",
    ),
    Fault("duty opens facts with a night", "part_read", NIGHT, "part.night_until > r.now"),
    Fault("duty opens all advice", "part_read", NIGHT, "part.kind = 'advies'"),
    Fault("the end of a night is included", "part_read", NIGHT, NIGHT.replace(">", ">=")),
    Fault("a night keeps a case open", "take_part", "night, 'duty'", "null, 'duty'"),
    Fault(
        "duty opens names of a case",
        "subject_read",
        "when 'duty' then a.thing = 'signal'",
        "when 'duty' then true",
    ),
    Fault("duty shows the team", "member_read", "not in ('triage', 'duty')", "<> 'triage'"),
    Fault(
        "duty shows what is shielded",
        "take_part",
        "'duty', true, null\n          where s.id is not null and c.id is null and not m.secret",
        "'duty', true, null\n          where s.id is not null and c.id is null",
    ),
    # Agendas (R83)
    Fault("an item is read before it opens", "take_part", ITEM, "'-infinity', g.closes_at, 'agenda'"),
    Fault("an item is read after it closes", "take_part", ITEM, "g.opens_at, null, 'agenda'"),
    Fault("an item is read by every role", "reach", "'i:' || who where h.agenda", "'i:' || who"),
    Fault(
        "an item opens what is shielded",
        "take_part",
        "where v.matter_id = which and c.id is not null and not m.secret",
        "where v.matter_id = which and c.id is not null",
    ),
    # Restriction (art. 18)
    Fault("what is restricted is read", "take_part", "m.blocked_at is null and", ""),
]
