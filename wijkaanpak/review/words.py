"""The words of the desk's sentences: what someone did or wanted, and by which way they came to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as lazy

# What was read, by the code of its verb; changes are said by their own event (`says`).
DID = {
    "work.read": lazy("{actor} looked at the work that waits"),
    "signal.list": lazy("{actor} looked at a list of signals"),
    "signal.follow": lazy("{actor} followed the way of an own signal"),
    "signal.read": lazy("{actor} read a signal"),
    "triage.list": lazy("{actor} looked at the queue of joint triage"),
    "triage.read": lazy("{actor} read a signal in joint triage"),
    "case.list": lazy("{actor} looked at a list of cases"),
    "case.read": lazy("{actor} read a case"),
    "person.read": lazy("{actor} looked up who a resident is"),
    "ground.review": lazy("{actor} read a ground that awaits a second judgement"),
    "journal.read": lazy("{actor} read the journal"),
    "staff.list": lazy("{actor} looked at colleagues and their roles"),
    "staff.read": lazy("{actor} looked at a colleague and all roles"),
    "room.join": lazy("{actor} listened live"),
    "decision.explain": lazy("{actor} had a decision explained"),
    "session.stay": lazy("{actor} stayed signed in"),
    "session.opened": lazy("{actor} signed in"),
    "session.ended": lazy("{actor} signed out"),
    "session.refused": lazy("{actor} tried to sign in"),
}

# What someone wanted and was refused, by the code of the verb.
WANTED = {
    "work.read": lazy("see the work that waits"),
    "signal.report": lazy("report a signal"),
    "signal.list": lazy("see a list of signals"),
    "signal.follow": lazy("follow a signal"),
    "signal.read": lazy("read a signal"),
    "signal.supplement": lazy("answer a question about a signal"),
    "signal.keep": lazy("keep a signal within the own organisation"),
    "signal.hand_over": lazy("hand a signal to joint triage"),
    "signal.refuse": lazy("reject a signal"),
    "signal.ask": lazy("ask a colleague to look at a signal"),
    "triage.list": lazy("see the queue of joint triage"),
    "triage.read": lazy("read a signal in joint triage"),
    "triage.claim": lazy("take up a signal in joint triage"),
    "triage.send_back": lazy("send a signal back with a question"),
    "triage.pass_on": lazy("leave a signal to one organisation"),
    "triage.refuse": lazy("reject a signal in joint triage"),
    "triage.merge": lazy("join a signal to a case"),
    "case.convert": lazy("make a case of a signal"),
    "case.open": lazy("open a case"),
    "case.list": lazy("see a list of cases"),
    "case.read": lazy("read a case"),
    "case.lead": lazy("take the lead of a case"),
    "team.invite": lazy("add someone to a team"),
    "team.leave": lazy("end someone's place in a team"),
    "note.write": lazy("write a note"),
    "person.add": lazy("record a resident"),
    "person.read": lazy("look up who a resident is"),
    "ground.record": lazy("record a ground"),
    "ground.approve": lazy("judge a ground as second"),
    "ground.review": lazy("see the grounds that await a second judgement"),
    "ground.end": lazy("end a ground"),
    "consent.record": lazy("record what a resident said about consent"),
    "consent.withdraw": lazy("withdraw consent for a resident"),
    "journal.read": lazy("read the journal"),
    "staff.list": lazy("see colleagues and their roles"),
    "staff.read": lazy("see a colleague with all roles"),
    "staff.suspend": lazy("suspend a colleague"),
    "staff.resume": lazy("let a colleague in again"),
    "role.grant": lazy("give a role"),
    "role.end": lazy("end a role"),
    "account.set": lazy("give a colleague a new password"),
    "session.stay": lazy("stay signed in"),
    "room.join": lazy("listen live"),
    "world.take_over": lazy("take over a world from elsewhere"),
    "decision.explain": lazy("have a decision explained"),
}

VIA = {
    "team": lazy("as a member of the team"),
    "lead": lazy("as the one who leads the case"),
    "own": lazy("within the own organisation"),
    "area": lazy("for the own area"),
    "author": lazy("as its reporter"),
    "triage": lazy("in joint triage, without names"),
    "all": lazy("because it concerns no residents"),
    "committee": lazy("because it concerns no residents"),
}

POINT = {
    "WEB": lazy("a page in the browser"),
    "SOCKET": lazy("the live line of an open page"),
    "API": lazy("another system"),
    "JOB": lazy("work without a person"),
    "MOBIEL": lazy("a phone"),
}
