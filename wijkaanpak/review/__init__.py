"""The privacy officer's desk: it sees footprints, not dossiers."""
