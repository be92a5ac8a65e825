"""The pages of signals and of triage."""

from flask import Blueprint

blueprint = Blueprint("signals", __name__)

from wijkaanpak.signals.routes import reporting as reporting  # noqa: E402
from wijkaanpak.signals.routes import signal as signal  # noqa: E402
from wijkaanpak.signals.routes import triage as triage  # noqa: E402
from wijkaanpak.signals.routes import weighing as weighing  # noqa: E402
