"""Q9: readings about a resident whose address is secret or who is publicly known; each day is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import Day, Found, Queue, by

KINDS = ("GEHEIM_ADRES", "PUBLIEK_BEKEND")


def find(day: Day) -> Iterator[Found]:
    """Every reading about such a resident; what was read of one dossier on one day is one finding."""
    seen = (act for act in day.daily if act.read and not act.exposed.isdisjoint(KINDS))
    for thing, acts in by(seen, lambda act: act.matter or act.thing or act.id).items():
        kinds = {kind for act in acts for kind in act.exposed}
        grounded = sum(1 for act in acts if act.via == "team")
        yield Found(
            key=f"{day.date}/{day.staff}/{thing}",
            acts=acts,
            stands_out=tuple((kind, {"readings": len(acts)}) for kind in KINDS if kind in kinds),
            ordinary=(("IN_TEAM", {"readings": grounded}),) if grounded else (),
            matter=acts[0].matter,
        )


QUEUE = Queue(
    code="Q9",
    title=lazy("Hidden address or well-known resident"),
    rule=lazy("Every reading about a resident whose address is secret or who is publicly known."),
    term=5,
    find=find,
    words={
        "GEHEIM_ADRES": lazy("The address of this resident is secret. Readings on this day: %(readings)s."),
        "PUBLIEK_BEKEND": lazy("This resident is publicly known. Readings on this day: %(readings)s."),
        "IN_TEAM": lazy("Read as a member of the team, this many times: %(readings)s."),
    },
)
