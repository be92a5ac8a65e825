"""Bringing the tables to the newest version, as their owner."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, NullPool, create_engine, text

import wijkaanpak
from wijkaanpak.foundation.config import HERE, CannotStart

MIGRATIONS = HERE / "migrations"
FIRST = [*(MIGRATIONS / "sql" / "0001").glob("*.sql"), MIGRATIONS / "versions" / "0001_house.py"]
BEGUN = text("select to_regclass('app.migration') is not null")
KEEP = text("insert into sealed.setting values ('first_migration', :made)")
KEPT = text("select value from sealed.setting where name = 'first_migration'")


def upgrade(owner_url: str) -> None:
    """Run every migration that this database lacks, in one transaction; two at once wait for each other."""
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations").replace("%", "%%"))
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('wijkaanpak migrations'))"))
        config.attributes["connection"] = connection
        begun = connection.scalar(BEGUN)
        command.upgrade(config, "head")
        made = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(FIRST))).hexdigest()
        if not begun:
            connection.execute(KEEP, {"made": made})
        elif connection.scalar(KEPT) != made:
            raise CannotStart(
                "This database was made before the first release, by a version from which none can be "
                "reached. Begin anew: remove the data folder, or empty the database of DATABASE_URL."
            )


def metadata() -> MetaData:
    """The tables that the code speaks of, with the models of every room imported."""
    from wijkaanpak.foundation.database import Base

    for found in pkgutil.walk_packages(wijkaanpak.__path__, "wijkaanpak."):
        if found.name.rsplit(".", 1)[-1] == "models":
            importlib.import_module(found.name)
    return Base.metadata
