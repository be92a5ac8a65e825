"""Bricks and streets, no people: districts, quarters, complexes, dwellings."""
