"""Signals as in the room of signals, for requirements that span rooms."""

from tests.signals.conftest import handed_over as handed_over
from tests.signals.conftest import report as report
