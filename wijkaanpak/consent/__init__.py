"""On what ground we share: grounds, and what the resident said."""
