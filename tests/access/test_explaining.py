"""Every refusal is explained in words, and never tells of what one may not know (R69, R195)."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter

from tests.access.lackings import ASKED, ONE_LACKING, WORDS, agreement, asked, explained, line, on_duty, short
from tests.access.scene import (
    ANN,
    BARE,
    CARE,
    CASE,
    DAY,
    FACT,
    HEALTH,
    LANDLORD,
    ME,
    NOW,
    PLACE,
    SECRET,
    SIGNAL,
    TOWN,
    VIEW,
    WORD,
    colleague,
    member,
)
from wijkaanpak.access import codes, explaining, policy
from wijkaanpak.access.actor import ShiftHeld
from wijkaanpak.access.between import Remedy
from wijkaanpak.access.ended import Ended
from wijkaanpak.access.explaining import Explanation, tell, tell_end, why_not
from wijkaanpak.access.facts import Emergency, Invited
from wijkaanpak.access.policy import STEPS
from wijkaanpak.access.verbs import Verb


def test_every_reason_has_its_sentence_and_its_remedy_in_both_languages() -> None:
    """R195: each reason code of codes.yaml, also those that no step gives."""
    for item in codes.items("redencodes"):
        for language in ("nl", "en"):
            words = replace(WORDS, language=language)
            assert len(item.sentence(language)) > 10
            refused = explaining.Explanation(
                policy.deny(item.code) if item.code in STEPS else policy.Decision(False, item.code)
            )
            assert all(len(told) > 10 for told in explaining.advice(refused, words))


def test_every_remedy_has_its_words_in_both_languages_and_fills_in_all_it_names() -> None:
    """R191: no language lacks a sentence, and no brace is left open."""
    for code, row in explaining.sentences().items():
        for form in ("zin", "sentence"):
            assert row[form].endswith("."), code
            fields = {name for _text, name, _spec, _conv in Formatter().parse(row[form]) if name}
            assert fields <= {"lead", "by", "to", "what", "number", "day", "roles"}
        assert ("zin_meer" in row) == ("sentence_more" in row)
        remedy = Remedy(code, LANDLORD, CARE, "G_WOONFEIT", 2, NOW, ("WC",))
        for language in ("nl", "en"):
            assert not re.search(r"[{}]", tell(remedy, replace(WORDS, language=language)))


def test_each_remedy_is_done_somewhere_in_these_tests() -> None:
    """A remedy that nobody tried may be a promise that does not hold."""
    tried = {code for _question, code in ONE_LACKING.values()} | {"SECOND"}
    meanwhile = {
        "ADVICE",
        "COLLEAGUE",
        "CASE",
        "NO_CASE",
        "NEVER_HERE",
        "INSIDE",
        "EMERGENCY",
        "SIGN_IN",
        "NIGHT",
    }
    assert set(explaining.sentences()) - meanwhile <= tried | {"SIGN_IN"}


def test_the_words_name_who_must_act() -> None:
    """R195: the lead by name, the organisations by name."""
    assert "Hanneke Postma" in tell(explained(asked(replace(CASE, team=()))).remedies[0], WORDS)
    told = tell(explained(asked(replace(CASE, lines=()))).remedies[0], WORDS)
    assert told.startswith("De Rietgors legt een grondslag vast")
    assert "De Vlier" in told
    assert "waargenomen feiten" in told


def test_who_is_no_longer_in_the_team_hears_the_same_of_a_case_that_became_secret() -> None:
    """R69, R195: nothing in a refusal tells that safety at home is at stake."""
    gone = replace(CASE, team=(member(until=NOW),))
    secret = replace(gone, secret=True, parts=(FACT, SECRET))
    for role in ("ZP", "WC", "CR", "AF"):
        kind = {"ZP": "zorg", "WC": "corporatie"}.get(role, "gemeente")
        who = colleague(role, CARE, kind)
        plain, hidden = (explained(asked(facts, actor=who)) for facts in (gone, secret))
        assert plain == hidden


def test_a_team_is_told_only_of_data_that_it_may_know_of() -> None:
    """R69: that somebody's health was written about is no answer to who has no part in it."""
    answer = explained(asked(replace(CASE, parts=(HEALTH,), lines=())))
    assert answer.decision.reason == "GRONDSLAG_ONTBREEKT"
    assert not answer.remedies
    plain = explained(asked(replace(CASE, parts=(HEALTH, FACT), lines=())))
    assert plain.remedies[0].category == "G_WOONFEIT"


def test_a_ground_that_waits_is_told_to_who_decides_on_it_and_to_nobody_else() -> None:
    """Who receives hears of a ground when it counts; before that it is no news of theirs."""
    waiting = line(status="TER_BEOORDELING")
    assert [r.code for r in explained(asked(waiting)).remedies] == ["RECORD_GROUND"]
    for viewer, code in ((LANDLORD, "SECOND"), (TOWN, "SECOND"), (CARE, "RECORD_GROUND")):
        found = why_not(CARE, "zorg", FACT, waiting, NOW, viewer)
        assert found
        assert [r.code for r in found.remedies] == [code]


def test_emergency_access_is_offered_to_whose_role_has_it_and_to_no_other() -> None:
    """R105, R195: break-glass is named only where the role may use it."""
    without = replace(CASE, lines=())
    offered = {
        role: "EMERGENCY"
        in [r.code for r in explained(asked(without, actor=colleague(role, CARE, kind))).instead]
        for role, kind in (("ZP", "zorg"), ("WT", "gemeente"), ("WW", "welzijn"), ("SH", "gemeente"))
    }
    assert offered == {"ZP": True, "WT": True, "WW": False, "SH": False}
    writing = explained(asked(replace(CASE, team=()), verb=Verb.NOTE_WRITE))
    assert "EMERGENCY" not in [r.code for r in writing.instead]


def test_since_when_is_told_where_the_facts_tell() -> None:
    """R195: the end of a place, of a shift, of an item, of a covenant, of a ground, of a consent."""
    hour = NOW - DAY / 24
    no = replace(WORD, result="INGETROKKEN", recorded_at=hour)
    ends = {
        "TEAM_ENDED": asked(replace(CASE, team=(replace(member(), since=NOW - DAY, until=hour),))),
        "COVENANT_ENDED": asked(agreement(valid_until=hour)),
        "GROUND_ENDED": asked(line(valid_until=hour)),
        "CONSENT_ENDED": asked(replace(line(basis="A6_1A", status="INGETROKKEN"), consents=(no,))),
        "SHIFT_ENDED": asked(SIGNAL, actor=on_duty(ShiftHeld(PLACE, NOW - DAY, hour)), verb=Verb.SIGNAL_READ),
        "ITEM_ENDED": asked(
            replace(CASE, agenda=(Invited(ME, NOW - DAY, hour),)), actor=colleague("WA", CARE, "politie")
        ),
        "EMERGENCY_ENDED": asked(replace(CASE, team=(), emergencies=(Emergency(ME, ANN, NOW - DAY, hour),))),
    }
    for code, question in ends.items():
        assert explained(question).ended == Ended(code, hour)
        for language in ("nl", "en"):
            assert short(hour) in tell_end(Ended(code, hour), replace(WORDS, language=language))
    assert explained(asked(line(status="VERVALLEN"))).ended is None


OF_PEOPLE = {"JOIN_TEAM", "JOINS_LATER", "CONFLICT_ENDS", "ITEM_OPENS"}  # no organisation's doing


def test_of_a_grid_each_empty_cell_says_what_would_fill_it() -> None:
    """R53: the same decision as the door's, asked for an organisation."""
    assert why_not(CARE, "zorg", FACT, CASE, NOW, TOWN) is None
    for what, (question, code) in ONE_LACKING.items():
        if question.actor != ASKED.actor or question.verb is not Verb.CASE_READ or code in OF_PEOPLE:
            continue
        found = why_not(CARE, "zorg", question.facts.parts[0], question.facts, NOW, None)
        assert found
        assert found.remedies[0].code == code, what
    money = replace(FACT, category="G_FIN", data_class="K4")
    never = why_not(CARE, "zorg", money, CASE, NOW, TOWN)
    assert never
    assert not never.remedies
    assert never.instead[0].code == "NEVER_HERE"
    inside = why_not(CARE, "zorg", VIEW, CASE, NOW, TOWN)
    assert inside
    assert inside.instead[0].code == "INSIDE"


def test_enforcement_is_never_offered_a_covenant() -> None:
    """R13: what this house does not do, no covenant brings in."""
    found = why_not(CARE, "zorg", FACT, replace(CASE, purpose="P_HANDH"), NOW, TOWN)
    assert found
    assert found.decision.reason == "CONVENANT_INACTIEF"
    assert not found.remedies


def test_a_yes_needs_no_explanation() -> None:
    """Nothing is lacking where it is allowed."""
    assert explained(ASKED) == Explanation(ASKED.answer())
    assert explained(asked(BARE)).remedies == ()
