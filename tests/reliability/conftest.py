"""Reliability tests write unions that hang in no tree: no invariants of the areas."""

from __future__ import annotations

import pytest

from app.store.workspace import Wiring
from tests.workspaces import bare_wiring


@pytest.fixture
def wiring() -> Wiring:
    """Guards and search, as the program has them."""
    return bare_wiring()
