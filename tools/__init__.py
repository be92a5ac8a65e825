"""What sets up, tests and checks the house; nothing here is needed to serve."""
