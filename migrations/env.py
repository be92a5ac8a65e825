"""How a migration runs: on the connection that foundation.migrating opened as the tables' owner."""

from alembic import context

from wijkaanpak.foundation.migrating import metadata


def run() -> None:
    """Run inside the caller's transaction, so that a start finds all of the migrations or none."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        raise SystemExit("Migrations run through wijkaanpak.foundation.migrating.upgrade.")
    context.configure(
        connection=connection,
        target_metadata=metadata() if context.config.cmd_opts else None,
        version_table="migration",
        version_table_schema="app",
        include_schemas=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
