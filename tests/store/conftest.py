"""The store's own tests know no area but its tables."""

from __future__ import annotations

import pytest

from app.store.workspace import Wiring


@pytest.fixture
def wiring() -> Wiring:
    """Nothing from the areas: no guards, no search."""
    return Wiring()
