"""Serves the bell as `wijk serve` does, in a process of its own; the command line says where."""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from wijkaanpak.application import create_app, with_bell  # noqa: E402
from wijkaanpak.foundation.addresses import Addresses  # noqa: E402
from wijkaanpak.foundation.config import CannotStart, Settings  # noqa: E402
from wijkaanpak.foundation.database import Database  # noqa: E402
from wijkaanpak.journal import checkpoints, witnesses  # noqa: E402
from wijkaanpak.live import rooms, server  # noqa: E402


def main() -> int:
    said = json.loads(sys.argv[1])
    rooms.RENEWED = said.get("renewed", rooms.RENEWED)
    server.MINUTE = said.get("minute", server.MINUTE)
    checkpoints.EVERY = witnesses.EVERY = said.get("every", checkpoints.EVERY)
    settings = Settings(port=said["port"], home=Path(said["home"]), url=said["url"])
    database = Database(Addresses(**said["addresses"]), settings.secret)
    app = create_app(settings, database)
    try:
        server.serve(app, with_bell(app), "127.0.0.1", said["port"], database, settings)
    except CannotStart as refused:
        print(refused, flush=True)
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
