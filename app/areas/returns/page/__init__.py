"""年报 in the window."""

from app.areas.returns.page.screen import PAGE, ReturnsPage

__all__ = ["PAGE", "ReturnsPage"]
