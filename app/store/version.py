"""What our files say they are."""

from __future__ import annotations

from pathlib import Path

APPLICATION_ID = 0x55444B31  # "UDK1"
SCHEMA = 1
"""Number of the newest schema this program knows; kept in user_version."""
MIGRATIONS = (Path(__file__).parent / "migrations" / "versions",)
"""Folders of the chain that leads there."""
