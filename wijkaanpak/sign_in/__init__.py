"""How a worker proves who they are: password and one-time code, sessions as rows that end at once."""
