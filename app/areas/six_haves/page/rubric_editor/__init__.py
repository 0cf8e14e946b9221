"""Editing a rubric on screen: its parts at the left, the one chosen and a try-out at the right."""
