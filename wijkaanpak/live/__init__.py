"""The bell in every browser: that something changed, never what; what is new comes through the gate."""
