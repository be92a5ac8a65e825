"""Who may read what, told again in plain loops over plain rows, from the text and nothing of the house."""

from collections import defaultdict
from functools import cache
from types import SimpleNamespace

BEFORE_PLAN = ("AANGEMELD", "GRONDSLAGTOETS", "CASUSOVERLEG")
OVER = ("AFGESLOTEN", "AFGEWEZEN", "GEANNULEERD", "GEARCHIVEERD", "VERNIETIGD")


class Reference:
    def __init__(self, tables, matrix, now):  # rows as dicts by table, the file of the matrix as it was read
        self.now, self.tables, self.ceilings, self.rows = now, tables, matrix["ceilings"], defaultdict(list)
        self.cells = {p: dict(zip(matrix["roles"], c, strict=True)) for p, c in matrix["permissions"].items()}
        for table, row in ((t, row) for t in tables for row in tables[t]):
            for key in ("id", "matter_id", "staff_id"):
                self.rows[table, key, row.get(key)].append(row)
        self.matter, self.person = cache(self.matter), cache(self.person)

    def held(self, begin, end):
        return begin <= self.now and (end is None or self.now < end)

    def matter(self, ident):  # what is so of a matter, whoever asks
        of = {t: self.rows[t, "matter_id", ident] for t in ("case_file", "signal", "subject", "part")}
        m = SimpleNamespace(**self.rows["matter", "id", ident][0])
        m.case, m.signal = (of["case_file"] or [None])[0], (of["signal"] or [{"author_id": None}])[0]
        m.status, m.lead = (m.case or m.signal)["status"], m.case and m.case["lead_organisation_id"]
        m.over, m.blocked = m.case and m.status in OVER, m.blocked_at is not None or m.status == "OPGESCHORT"
        m.people = {s["person_id"] for s in of["subject"]}
        m.homes = {self.rows["person", "id", p][0]["dwelling_id"] for p in m.people} - {None}
        m.secret = m.secret or any(p["data_class"] == "K7" for p in of["part"])  # ruling 6
        m.place = m.purpose == "P_OBJECT" and not m.people and not m.secret  # ruling 5
        m.areas = {*self.rows["complex", "id", m.complex_id][0]["areas"]}
        m.night = any(self.now < (p["night_until"] or self.now) for p in of["part"] if p["kind"] == "advies")
        return m

    def person(self, ident):  # what is so of a person at work: roles, and what they have to do with
        me = SimpleNamespace(**self.rows["staff", "id", ident][0])
        home = self.rows["organisation", "id", me.organisation_id][0]
        me.org, me.kind, mine = home["id"], home["kind"], lambda table: self.rows[table, "staff_id", ident]
        out = me.factors < 2 or me.suspended_at or home["suspended_at"]  # step 1
        roles = [r for r in mine("role_assignment") if self.held(r["valid_from"], r["valid_until"])]
        roles = [(r, self.now - (r["reviewed_at"] or r["valid_from"])) for r in roles if not r["ended_at"]]
        me.roles = [r for r, t in roles if not out and t.days < (121 if r["role"] in "FB FG PO AF" else 395)]
        me.ties = [("team", row["matter_id"], row["since"], row["until"]) for row in mine("member")]
        for item in [self.rows["agenda_item", "id", row["item_id"]][0] for row in mine("invitation")]:
            me.ties.append(("item", item["matter_id"], item["opens_at"], item["closes_at"]))
        for s in [s for s in mine("shift") if s["accepted_at"]]:
            end = min(s["handed_over_at"] or s["ends_at"], s["ends_at"])
            me.ties.append(("shift", s["complex_id"], max(s["starts_at"], s["accepted_at"]), end))
        for c in mine("conflict"):
            me.ties.append(("kept", c["person_id"] or c["dwelling_id"], c["declared_at"], c["ended_at"]))
        for g in mine("break_glass"):
            me.ties.append(("glass", g["person_id"], g["since"], min({g["until"], g["ended_at"]} - {None})))
        me.holds = {(how, what) for how, what, begin, end in me.ties if self.held(begin, end)}
        return me

    def knows(self, staff, matter):  # ruling 8: who knows of it hears why not, also afterwards
        me, m = self.person(staff), self.matter(matter)
        team = any(tie[:2] == ("team", matter) and tie[2] <= self.now for tie in me.ties)
        known = {("item", matter), ("shift", m.complex_id), *(("glass", p) for p in m.people)}
        told = m.signal["author_id"] == staff or any(tie[:2] in known for tie in me.ties)
        return team or (told and not m.secret)

    def shut(self, me, m):  # steps 7 and 8, and who is not in the team of a secret
        kept = any(how == "kept" and what in m.people | m.homes for how, what in me.holds)
        return kept or m.blocked or (m.secret and ("team", m.id) not in me.holds)

    def may(self, staff, matter, permission):  # to the whole matter; withdrawing is never stopped (R51)
        me, m = self.person(staff), SimpleNamespace(**vars(self.matter(matter)))
        m.over = m.status != "AFGESLOTEN" if "heropen" in permission else m.over and "trek" not in permission
        m.blocked = m.blocked and permission.split(".")[1] not in ("intrekken", "opschorten")  # rows 11, 14
        ways = self.agreed(m.provider_id, me.org, m) and [self.ways(me, r, m, permission) for r in me.roles]
        return bool(ways and any(ways) and not m.over and not self.shut(me, m))

    def readable(self, staff, matter, part):  # a part, or a name as a part of kind naam about one
        me, m = self.person(staff), self.matter(matter)
        stays = part["kind"] in ("duiding", "titel", "melder") or m.over  # ruling 2; requirements 4.2, row 12
        closed = self.shut(me, m) or (stays and part["provider_id"] != me.org)
        return not closed and any(self.reads(me, role, m, part) for role in me.roles)  # roles never add up

    def reads(self, me, role, m, part):
        code, giver, reading = role["role"], part["provider_id"], "casus.lezen" if m.case else "signaal.lezen"
        if m.place and code == "BC":  # ruling 5: the committee of that complex
            return bool({*role["areas"]} & m.areas)
        if not self.agreed(giver, me.org, m, part["category"]):  # step 3
            return False
        if m.place and code != "FB" and self.agreed(m.provider_id, me.org, m, skip=False):  # R73
            return True
        about = m.people if part["whole"] else {*part["about"]}  # ruling 3
        ground = giver == me.org or self.carried(me, m, part, about or {None})  # step 9
        if not self.fits(me, code, part, ground):  # step 6
            return False
        ways, night = self.ways(me, role, m, reading), part["kind"] == "advies" and part["night_until"]
        triage = part["kind"] == "feit" and "A.joint" in self.ways(me, role, m, "signaal.triage")  # ruling 7
        if triage or (ground and (ways - {"D.night"} or (ways and night and self.now < night))):
            return True
        glass, duty = self.cells["noodprocedure.gebruiken"][code], any(how == "shift" for how, _ in me.holds)
        may = self.cells[reading][code] != "-" and not m.secret and (glass == "A" or (glass == "D" and duty))
        fits = self.fits(me, code, part, giver == me.org) and not m.over  # instead of steps 4 and 9 only
        return may and fits and len(about) == 1 and ("glass", *about) in me.holds

    def ways(self, me, role, m, permission):  # steps 4 and 5: the cell says how close (ruling 1)
        cell, ours = self.cells[permission][role["role"]], m.provider_id == me.org
        here, mine = ours and {*role["areas"]} & m.areas, ours and m.signal["author_id"] == me.id
        team = ("team", m.id) in me.holds and (ours or m.case or m.signal["shared"])
        duty = ("shift", m.complex_id) in me.holds and not m.secret and (m.night if m.case else ours)
        joint = m.status == "IN_TRIAGE" and not m.secret and self.agreed(m.provider_id, me.org, m)
        true = {"A": ours, "G": here, "O": mine, "T": team, "D": duty, "D.night": duty, "A.joint": joint}
        true |= {"T.plan": team and m.status in BEFORE_PLAN, "I": m.case and ("item", m.id) in me.holds}
        true |= {"T.early": team and m.category == "HUURACHTERSTAND"}  # footnotes 1 and 3
        cells = {*cell.split("/")} | ({"T"} if cell[0] in "AGO" else set())  # who was asked in is in the team
        return {way for way in cells if true.get(way)}

    def fits(self, me, code, part, ground):  # step 6, ruling 4: of one's own only money and safety have rows
        level, row = part["data_class"], self.cells.get("klasse." + part["data_class"], {}).get(code)
        if part["provider_id"] == me.org:
            return row == "named" if level == "K7" else level != "K4" or row != "-"
        return level in self.ceilings[me.kind] and row not in ("-", "M", "O", "own", ground or "T.ground")

    def agreed(self, giver, taker, m, what=None, own=False, skip=True):  # step 3: between two (R20)
        for c in self.tables["covenant"]:
            in_force = c["signed"] and self.held(c["valid_from"], c["valid_until"])
            listed = {giver, taker} <= {*c["parties"]} and m.purpose in c["purposes"]
            ready = {"covenant_id": c["id"], "organisation_id": taker, "purpose": m.purpose}.items()  # R44
            ready = not own or any(ready <= r.items() for r in self.tables["receiving_ground"])
            if in_force and listed and what in (None, *c["categories"]) and ready:
                return True
        return skip and giver == taker

    def carried(self, me, m, part, people):  # step 9; who leads passes on what it may itself read (ruling 2)
        giver, taker, what, live = part["provider_id"], me.org, part["category"], self.link
        if what is None or not self.agreed(giver, taker, m, what, True):  # without a category about nobody
            return what is None
        lead = m.lead not in (None, giver, taker) and all(live(giver, m.lead, m, what, p) for p in people)
        direct = {p for p in people if live(giver, taker, m, what, p)}
        return direct == people or (lead and all(live(m.lead, taker, m, what, p) for p in people - direct))

    def link(self, giver, taker, m, what, person):  # a line in force; for consent their last word too (R52)
        key = {"provider_id": giver, "recipient_id": taker, "category": what}.items()
        said = [w for w in self.rows["consent", "matter_id", m.id] if key <= w.items()]
        said = [w for w in said if w["person_id"] == person and w["said_at"] <= self.now]
        last = [w for w in said if w["said_at"] == max(x["said_at"] for x in said)]
        no = [w for w in last if w["result"] != "GEGEVEN" or not self.held(w["said_at"], w["valid_until"])]
        for line in self.rows["ground_line", "matter_id", m.id]:
            theirs = {*key, ("status", "ACTIEF")} <= line.items() and line["person_id"] in (None, person)
            live = line["basis"] != "A6_1A" or (last and not no)
            if theirs and live and self.held(line["valid_from"], line["valid_until"]):
                return self.agreed(giver, taker, m, what, True)
        return False
