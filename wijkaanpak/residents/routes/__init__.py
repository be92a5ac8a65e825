"""The pages of residents: looking for one, and whom or what one must not see."""

from flask import Blueprint

blueprint = Blueprint("residents", __name__)

from wijkaanpak.residents.routes import conflicts as conflicts  # noqa: E402
from wijkaanpak.residents.routes import searching as searching  # noqa: E402
