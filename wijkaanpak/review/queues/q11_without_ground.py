"""Q11: something of another organisation was shown, and the register holds no ground that carried it."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import Day, Found, Queue


def find(day: Day) -> Iterator[Found]:
    """Each entry by which something reached a colleague without a ground; there must be none."""
    for act in day.daily:
        if act.bare:
            yield Found(
                key=str(act.id), acts=(act,), stands_out=(("WITHOUT", {"parts": act.bare}),),
                ordinary=(("NEVER", {}),), matter=act.matter,
            )  # fmt: skip


QUEUE = Queue(
    code="Q11",
    title=lazy("Shared without a ground"),
    rule=lazy(
        "Showed something of another organisation that no ground in the register carried. Must never be."
    ),
    term=1,
    urgent=True,
    find=find,
    words={
        "WITHOUT": lazy(
            "Something of another organisation was shown, and no ground in the register carried it to the "
            "colleague's organisation at that moment: %(parts)s parts or names."
        ),
        "NEVER": lazy(
            "This is never ordinary. Look for the fault in the register or in the platform before you look "
            "at the colleague."
        ),
    },
)
