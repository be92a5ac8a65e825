"""Every verb of the platform: one line, the permission of the matrix that opens it, and one sentence each."""

from __future__ import annotations

from enum import Enum


class Verb(Enum):
    """A thing people can do; each is bound to one command or reading (ADR 0002)."""

    # fmt: off
    # name = (code, permission of matrix.yaml or None, event of the journal, what it is for)
    WORK_READ = ("work.read", None, "LIJST", "see what waits for me today")
    SIGNAL_REPORT = ("signal.report", "signaal.maken", "AANMAKEN", "report what was seen")
    SIGNAL_LIST = ("signal.list", "signaal.lezen", "LIJST", "list the signals one may know of")
    SIGNAL_FOLLOW = ("signal.follow", "signaal.maken", "LEZEN", "follow the way of one's own signal, never its content")
    SIGNAL_READ = ("signal.read", "signaal.lezen", "LEZEN", "read a signal")
    SIGNAL_SUPPLEMENT = ("signal.supplement", "signaal.maken", "WIJZIGEN", "answer the triagist's question")
    SIGNAL_KEEP = ("signal.keep", "signaal.eigen_triage", "STATUS", "solve it within one's own organisation")
    SIGNAL_HAND_OVER = ("signal.hand_over", "signaal.eigen_triage", "DELEN", "hand a signal to joint triage")
    SIGNAL_REFUSE = ("signal.refuse", "signaal.eigen_triage", "STATUS", "reject a signal in one's own organisation")
    SIGNAL_ASK = ("signal.ask", "signaal.eigen_triage", "TOEVOEGEN", "ask a colleague to look at a signal")
    TRIAGE_LIST = ("triage.list", "signaal.triage", "LIJST", "see the queue of joint triage")
    TRIAGE_READ = ("triage.read", "signaal.triage", "LEZEN", "weigh a signal, pseudonymised where no ground exists")
    TRIAGE_CLAIM = ("triage.claim", "signaal.triage", "STATUS", "take a signal from the queue for half an hour")
    TRIAGE_SEND_BACK = ("triage.send_back", "signaal.triage", "STATUS", "send a signal back with a question")
    TRIAGE_PASS_ON = ("triage.pass_on", "signaal.triage", "STATUS", "leave a signal to one organisation")
    TRIAGE_REFUSE = ("triage.refuse", "signaal.triage", "STATUS", "reject a signal in joint triage")
    TRIAGE_MERGE = ("triage.merge", "signaal.triage", "SAMENVOEGEN", "join a signal to an open case")
    CASE_CONVERT = ("case.convert", "signaal.triage", "AANMAKEN", "make a case of a signal")
    CASE_OPEN = ("case.open", "casus.openen", "AANMAKEN", "open a case directly")
    CASE_LIST = ("case.list", "casus.lezen", "LIJST", "list one's own cases")
    CASE_READ = ("case.read", "casus.lezen", "LEZEN", "read a case")
    CASE_LEAD = ("case.lead", "team.beheren", "WIJZIGEN", "take the lead of a case")
    TEAM_INVITE = ("team.invite", "team.beheren", "TOEVOEGEN", "add someone to the team")
    TEAM_LEAVE = ("team.leave", "team.beheren", "WIJZIGEN", "end someone's place in the team")
    NOTE_PREPARE = ("note.prepare", "notitie.maken", "LEZEN", "see whom a note could be about")
    NOTE_WRITE = ("note.write", "notitie.maken", "AANMAKEN", "write a note in three parts")
    PART_PREPARE = ("part.prepare", "notitie.maken", "LEZEN", "see of what one may change the class")
    PART_RAISE = ("part.raise", "notitie.maken", "WIJZIGEN", "raise the class of what one wrote oneself")
    PART_LOWER = ("part.lower", "casus.status.wijzigen", "WIJZIGEN", "lower the class of what was written, with a reason")
    PERSON_ADD = ("person.add", "notitie.maken", "AANMAKEN", "record a resident whom the case is about")
    PERSON_READ = ("person.read", None, "LEZEN", "read who a resident is")
    PERSON_SEARCH = ("person.search", "casus.zoeken_op_persoon", "ZOEKEN", "find a resident by two of name, birth date and address")
    CONFLICT_LIST = ("conflict.list", None, "LEZEN", "see whom one must not see")
    CONFLICT_DECLARE = ("conflict.declare", None, "CONFIG_GEWIJZIGD", "declare a resident or a home that one must not see")
    CONFLICT_END = ("conflict.end", None, "CONFIG_GEWIJZIGD", "end such a declaration")
    BREAK_GLASS_START = ("break_glass.start", "noodprocedure.gebruiken", "NOODPROCEDURE_START", "begin emergency access to one resident")
    BREAK_GLASS_END = ("break_glass.end", "noodprocedure.gebruiken", "NOODPROCEDURE_EINDE", "end one's own emergency access")
    BREAK_GLASS_LIST = ("break_glass.list", "noodprocedure.beoordelen", "LEZEN", "see the emergency accesses that wait to be judged")
    BREAK_GLASS_JUDGE = ("break_glass.judge", "noodprocedure.beoordelen", "WIJZIGEN", "judge an emergency access")
    GROUND_PREPARE = ("ground.prepare", "grondslag.maken", "LEZEN", "see whom a ground could be about, and with whom to share")
    GROUND_RECORD = ("ground.record", "grondslag.maken", "GRONDSLAG_GEMAAKT", "record a ground to share")
    GROUND_APPROVE = ("ground.approve", "grondslag.beoordelen", "GRONDSLAG_BEOORDEELD", "judge a ground as second")
    GROUND_REVIEW = ("ground.review", "grondslag.beoordelen", "LEZEN", "see the grounds that await a second judgement")
    GROUND_END = ("ground.end", "grondslag.maken", "GRONDSLAG_VERVALLEN", "end a ground that is no longer needed")
    GROUND_STOP = ("ground.stop", "grondslag.beoordelen", "GRONDSLAG_VERVALLEN", "end a ground that one judged as second")
    GROUND_OBJECT = ("ground.object", "toestemming.intrekken", "GRONDSLAG_BEZWAAR", "record a resident's objection")
    GROUND_SETTLE = ("ground.settle", "grondslag.beoordelen", "GRONDSLAG_BEOORDEELD", "decide on a resident's objection")
    CONSENT_PREPARE = ("consent.prepare", "toestemming.vastleggen", "LEZEN", "see whom to ask, and what was said before")
    CONSENT_RECORD = ("consent.record", "toestemming.vastleggen", "TOESTEMMING_VASTGELEGD", "record a resident's yes or no")
    CONSENT_WITHDRAW = ("consent.withdraw", "toestemming.intrekken", "TOESTEMMING_INGETROKKEN", "withdraw for the resident")
    JOURNAL_READ = ("journal.read", "audit.lezen", "LOG_GELEZEN", "read who saw what")
    JOURNAL_VERIFY = ("journal.verify", "audit.lezen", "LOG_GELEZEN", "work out oneself that the journal is whole")
    FINDING_READ = ("finding.read", "audit.beoordelen", "LOG_GELEZEN", "see what stands out and waits to be judged")
    FINDING_ASK = ("finding.ask", "audit.beoordelen", "TOEVOEGEN", "ask a colleague one question about what stands out")
    FINDING_JUDGE = ("finding.judge", "audit.beoordelen", "STATUS", "judge what stands out")
    FINDING_FOLLOW = ("finding.follow", "audit.beoordelen", "LOG_GELEZEN", "see what was asked and judged and is still open")
    FINDING_CLOSE = ("finding.close", "audit.beoordelen", "STATUS", "say that what followed a verdict is done")
    QUESTION_READ = ("question.read", None, "LEZEN", "read a question about what one did oneself")
    QUESTION_ANSWER = ("question.answer", None, "WIJZIGEN", "answer a question about what one did oneself")
    QUARTER_READ = ("quarter.read", "audit.lezen", "LOG_GELEZEN", "see of which quarters there is a report")
    QUARTER_EXPORT = ("quarter.export", "audit.lezen", "LOG_GEEXPORTEERD", "make the report of a quarter")
    INSIGHT_PREPARE = ("insight.prepare", "audit.lezen", "LOG_GELEZEN", "see what there is for a resident who asks who saw their data")
    INSIGHT_EXPORT = ("insight.export", "audit.lezen", "AVG_EXPORT", "make the overview for a resident who asks who saw their data")
    STAFF_LIST = ("staff.list", "gebruiker.beheren", "LIJST", "see colleagues and their roles")
    STAFF_READ = ("staff.read", "gebruiker.beheren", "LEZEN", "see one colleague with all roles")
    STAFF_SUSPEND = ("staff.suspend", "gebruiker.beheren", "CONFIG_GEWIJZIGD", "suspend a colleague")
    STAFF_RESUME = ("staff.resume", "gebruiker.beheren", "CONFIG_GEWIJZIGD", "let a colleague in again")
    ROLE_GRANT = ("role.grant", "gebruiker.beheren", "ROL_TOEGEKEND", "give a role with its area and dates")
    ROLE_REVIEW = ("role.review", "gebruiker.beheren", "CONFIG_GEWIJZIGD", "let a role stay after looking at it anew")
    ROLE_END = ("role.end", "gebruiker.beheren", "ROL_INGETROKKEN", "end a role")
    SESSION_STAY = ("session.stay", None, "AANMELDEN", "stay signed in")
    ROOM_JOIN = ("room.join", None, "KAMER_BETREDEN", "hear the bell of a thing one may read")
    WORLD_TAKE_OVER = ("world.take_over", None, "AANMAKEN", "take over a world from elsewhere (never in production)")
    DECISION_EXPLAIN = ("decision.explain", None, "LEZEN", "explain a decision to who keeps the house")
    ACCOUNT_SET = ("account.set", None, "CONFIG_GEWIJZIGD", "give a local account a password and a one-time code")
    # fmt: on

    def __init__(self, code: str, permission: str | None, event: str, sentence: str) -> None:
        self.code = code
        self.permission = permission
        self.event = event
        self.sentence = sentence
