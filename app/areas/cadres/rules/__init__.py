"""Decisions of the area as pure functions of facts and parameters."""
