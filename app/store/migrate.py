"""Bringing an older file up to date; imported only when a file is older than the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .workspace import Workspace


def upgrade(workspace: Workspace) -> None:
    """Placeholder of the chain: schema 1 is the first, there is nothing older."""
    raise NotImplementedError(workspace)
