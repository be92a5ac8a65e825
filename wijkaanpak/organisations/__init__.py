"""Who works here: organisations with their administrative body, people, roles with area and dates, covenants."""
