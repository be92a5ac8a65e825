"""Who works here: organisations with their administrative body, people, their roles, and covenants."""
