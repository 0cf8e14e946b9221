"""One view of the page as data (``app.desk.parts_page``).

A slice of the area declares its views as a tuple of ``Part`` and adds it to ``PARTS`` of
``page/views.py``.
"""

from __future__ import annotations

from app.desk.parts_page import BatchAct, Part

__all__ = ["BatchAct", "Part"]
