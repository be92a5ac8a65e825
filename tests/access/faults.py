"""Faults in what the ordinary ways open: grounds, consents, covenants, places and classes."""

from __future__ import annotations

from tests.access.fault import Fault

LINE_ENDS = " and g.valid_until > moment"
WORD_ENDS = "and (word.valid_until is null or word.valid_until > moment)"
CARRIED_BY_LEAD = "if not app.carried(matter, source, lead, what, why, resident) then return false; end if;"
FOREIGN_KEYS = "a.principal || ' ' || part.data_class = any (r.foreign_keys)"
NEAR = "and (w.organisation_id = m.provider_id or s.shared)"
DRAFTS = "and ground.status not in ('CONCEPT', 'TER_BEOORDELING')"
FAULTS = [
    Fault("the end of a ground is ignored", "reaches_me", LINE_ENDS, ""),
    Fault("the end of a ground is included", "reaches_me", LINE_ENDS, LINE_ENDS.replace(">", ">=")),
    Fault("the beginning of a ground is ignored", "reaches_me", "and g.valid_from <= moment", ""),
    Fault(
        "the beginning of a ground is left out",
        "reaches_me",
        "g.valid_from <= moment",
        "g.valid_from < moment",
    ),
    Fault("the status of a ground is ignored", "reaches_me", "and g.status = 'ACTIEF'", ""),
    Fault("the category of a ground is ignored", "reaches_me", "and g.category = what", ""),
    Fault("the provider of a ground is ignored", "reaches_me", "and g.provider_id = source", ""),
    Fault(
        "one resident's ground serves all",
        "reaches_me",
        "(g.person_id is null or g.person_id = resident)",
        "true",
    ),
    Fault("consent is not asked for", "reaches_me", "when ground.basis <> 'A6_1A'", ""),
    Fault(
        "withdrawal is ignored",
        "reaches_me",
        "k.said_at <= moment",
        "k.result = 'GEGEVEN' and k.said_at <= moment",
    ),
    Fault("a word counts before it is said", "reaches_me", "and k.said_at <= moment", ""),
    Fault("a word counts a moment late", "reaches_me", "k.said_at <= moment", "k.said_at < moment"),
    Fault("the end of a consent is ignored", "reaches_me", WORD_ENDS, ""),
    Fault("the end of a consent is included", "reaches_me", WORD_ENDS, WORD_ENDS.replace(">", ">=")),
    Fault("another resident's consent counts", "reaches_me", "and k.person_id = resident", ""),
    Fault("the purpose of a covenant is ignored", "reaches_me", "and why = any (v.purposes)", ""),
    Fault("the categories of a covenant are ignored", "reaches_me", "and what = any (v.categories)", ""),
    Fault("the end of a covenant is ignored", "reaches_me", "and v.valid_until > moment", ""),
    Fault(
        "the ground to receive is ignored",
        "reaches_me",
        "and r.organisation_id = reader and r.purpose = why",
        "",
    ),
    Fault(
        "without a category no covenant is asked", "part_read", "then a.via = 'committee' or", "then true or"
    ),
    Fault(
        "a place in the team never ends",
        "access_read",
        "and (until is null or until > (select app.now()))",
        "",
    ),
    Fault("the end of a place is included", "access_read", "until > ", "until >= "),
    Fault("joint triage sees advice", "part_read", "part.kind = 'feit'", "part.kind in ('feit', 'advies')"),
    Fault(
        "what stays inside travels", "part_read", "part.kind not in ('duiding', 'titel', 'melder')", "true"
    ),
    Fault("what is closed is still read", "part_read", "not a.closed", "true"),
    Fault("what is suspended is still read", "take_part", "p.content and readable", "p.content"),
    Fault("partners look before joint triage", "take_part", NEAR, ""),
    Fault(
        "a secret shows to its house", "take_part", "s.id is not null and not m.secret", "s.id is not null"
    ),
    Fault(
        "two roles open what neither opens alone",
        "part_read",
        FOREIGN_KEYS,
        "cardinality(r.foreign_keys) > 0",
    ),
    Fault("one factor is enough", "begin", "s.factors >= 2", "s.factors >= 1", every=True),
    Fault("a role never ends", "reach", "and r.held_until > app.now()", ""),
    Fault(
        "what nobody looked at anew holds on",
        "reach",
        "r.held_until > app.now()",
        "r.valid_until > app.now()",
    ),
    Fault("the first link of a chain is not looked at", "passed_on", CARRIED_BY_LEAD, ""),
    Fault("a chain needs no covenant", "passed_on", "or not app.receives(lead, reader, what, why)", ""),
    Fault(
        "names need no ground", "subject_read", "else app.names_reach_me(", "else true or app.names_reach_me("
    ),
    Fault("who follows a signal sees the team", "member_read", "(a.thing = 'case' or a.content) and", ""),
    Fault(
        "drafts of a ground show to recipients",
        "ground_read",
        DRAFTS,
        "",
    ),
]
