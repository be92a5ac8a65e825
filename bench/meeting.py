"""A meeting that fifty screens follow: from the chair's step until the last of them shows the next item."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from uuid import UUID, uuid4

from bench.measure import percentile, tell
from bench.oeverdrecht import House, served_house
from bench.served import Browser, Listeners

FOLLOWERS = 50
TABLE = ("U-CR1", "U-WC2", "U-WW1", "U-WB2", "U-ZP2", "U-WC1", "U-ZP1")
PLANNED = """
    insert into app.meeting (id, organisation_id, chair_id, pen_id, starts_at, ends_at, status, planned_at)
    select :m, organisation_id, id, id, app.now(), app.now() + interval '2 hours', 'GEPLAND', app.now()
    from app.staff where reference = 'U-CR1'
"""
SEATS = """
    insert into app.participant (id, meeting_id, staff_id, organisation_id, joined_at)
    select gen_random_uuid(), :m, id, organisation_id, app.now() from app.staff where reference = any (:who)
"""
ITEM = """
    insert into app.agenda_item (id, matter_id, opens_at, closes_at, meeting_id, position, minutes)
    values (:i, :matter, app.now(), app.now(), :m, :n, 15)
"""
ASKED = """
    insert into app.invitation (id, item_id, matter_id, staff_id, organisation_id, present)
    select gen_random_uuid(), :i, :matter, staff_id, organisation_id, false from app.member
    where matter_id = :matter and until is null
"""


def meeting_follow(rounds: int) -> None:
    """Milliseconds from pressing "next" until all fifty hold their fresh page, the bell in between."""
    with served_house() as house:
        meeting, items = _laid(house)
        chair = Browser(house.url, house.cookie("U-CR1"))
        cookies = [house.cookie(TABLE[n % len(TABLE)]) for n in range(FOLLOWERS)]
        screens = [Browser(house.url, cookie) for cookie in cookies]
        ears = Listeners(house.url, house.url, str(meeting), FOLLOWERS, cookies)
        place = f"/overleggen/{meeting}"
        csrf, at, taken = chair.token(place), "", []
        asked = f"{place}?fragment=overleg"
        with ThreadPoolExecutor(FOLLOWERS) as people:
            for number in range(rounds):
                target = str(items[number % 2])
                ears.arm()
                began = time.time()
                status = chair.post(f"{place}/punt", csrf=csrf, van=at, naar=target)
                if status != 303:
                    raise RuntimeError(f"the step was answered with {status}")
                ears.heard()
                asking = [people.submit(s.get, asked, **{"X-Fragment": "1"}) for s in screens]
                shown = [answer.result() for answer in asking]
                taken.append((time.time() - began) * 1000)
                if not all(f'data-punt="{target}"' in page for page in shown):
                    raise RuntimeError("a screen does not follow")
                at = target
                time.sleep(0.05)
        ears.close()
    tell("meeting_follow", percentile(taken, 0.95), None, "ms p95 until the last of 50", rounds,
         p50=round(median(taken), 1), aim=500)  # fmt: skip


def _laid(house: House) -> tuple[UUID, list[UUID]]:
    """A meeting of seven with two cases on its agenda, everybody in."""
    meeting, items = uuid4(), [uuid4(), uuid4()]
    other = house.one(
        "select c.matter_id from app.case_file c join app.matter m on m.id = c.matter_id "
        "where m.category = 'VERVUILING_WONING' limit 1"
    )
    house.change(PLANNED, m=meeting)
    house.change(SEATS, m=meeting, who=list(TABLE))
    for number, (item, matter) in enumerate(zip(items, (house.matter, other), strict=True), 1):
        house.change(ITEM, i=item, matter=matter, m=meeting, n=number)
        house.change(ASKED, i=item, matter=matter)
    return meeting, items
