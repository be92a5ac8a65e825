"""A neighbourhood that does not exist: world files read whole or not at all, and the one of Oeverdrecht."""
