"""The words of the desk: what its queues are called, what a verdict means and what may follow from it."""

from __future__ import annotations

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues import QUEUES

EMERGENCIES = "Q1"  # judged at a desk of its own (matters/emergency_review.py)
TITLES = {EMERGENCIES: lazy("Emergency access used")} | {code: queue.title for code, queue in QUEUES.items()}

VERDICTS = {
    "RECHTMATIG": lazy("Lawful"),
    "VALS_ALARM": lazy("False alarm"),
    "ONVOLDOENDE_ONDERBOUWD": lazy("Not explained well enough"),
    "ONRECHTMATIG": lazy("Unlawful"),
}
MEANS = {
    "RECHTMATIG": lazy("It belonged to the work."),
    "VALS_ALARM": lazy("The rule went off, but nothing was the matter."),
    "ONVOLDOENDE_ONDERBOUWD": lazy("It cannot be seen that it was needed. Choose below what follows."),
    "ONRECHTMATIG": lazy("The clock of 72 hours for a data breach begins."),
}

FOLLOW_UPS = {
    "GEEN": lazy("Nothing"),
    "NAVRAAG": lazy("Ask on"),
    "LEIDINGGEVENDE": lazy("Talk to the manager"),
    "DATALEKBEOORDELING": lazy("Assess a data breach"),
}
