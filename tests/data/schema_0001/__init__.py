"""A stored workspace and backup of schema 1."""
