"""The work itself: people of several organisations round one household, on a stated ground."""
