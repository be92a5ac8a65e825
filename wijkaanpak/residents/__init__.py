"""The people it is about: households and persons, recorded only where a matter needs them (R16)."""
