"""Around one table: planning a meeting, holding it live on everybody's own ground, and its minutes."""
