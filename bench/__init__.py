"""How fast the house is, as ratios to a baseline measured in the same run."""
