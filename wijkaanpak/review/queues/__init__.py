"""The queues of the desk: one plain rule a file, with its term and its words; Q1 is emergency access."""

from wijkaanpak.review.queues import (
    q02_uninvolved,
    q03_conflict,
    q04_many,
    q05_night,
    q06_after_the_end,
    q07_searching,
    q08_export,
    q09_exposed,
    q10_sample,
    q11_without_ground,
)
from wijkaanpak.review.queues.queue import Queue

QUEUES: dict[str, Queue] = {
    room.QUEUE.code: room.QUEUE
    for room in (
        q02_uninvolved,
        q03_conflict,
        q04_many,
        q05_night,
        q06_after_the_end,
        q07_searching,
        q08_export,
        q09_exposed,
        q10_sample,
        q11_without_ground,
    )
}
