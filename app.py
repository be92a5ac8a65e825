"""For a WSGI server of one's own: `application`, over the database of DATABASE_URL or the embedded one.

The bell and the notary are not in it: `wijk serve` runs those beside the pages.
"""

import atexit
from contextlib import ExitStack

from wijkaanpak.access import rows
from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import open_database
from wijkaanpak.foundation.config import load_settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.migrating import upgrade

settings = load_settings()
opened = ExitStack()
atexit.register(opened.close)
addresses = opened.enter_context(open_database(settings))
upgrade(addresses.owner)
rows.install(addresses.owner, settings.mode)
database = Database(addresses, settings.secret)
opened.callback(database.close)
application = create_app(settings, database)
