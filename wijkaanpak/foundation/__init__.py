"""The ground the house stands on: settings, the database and its life cycle."""
