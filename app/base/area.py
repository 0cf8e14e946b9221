"""The descriptor by which an area tells the rest of the house what it brings.

Every contribution is the dotted name of an object (``"app.areas.x.figures:FIGURES"``) and is
imported when first asked for, so that starting the program does not import every area.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Area:
    """What one area contributes.

    Attributes:
        name: folder name and ASCII key.
        title: the word on the rail, e.g. 组织.
        order: place among the areas; an area may import only areas of a lower order.
        parts: contribution name to dotted object name. Known names: ``records`` (its tables),
            ``page``, ``lists``, ``pickers``, ``sheets``, ``papers``, ``figures``, ``dimensions``,
            ``checks``, ``due``, ``search``, ``chapters``, ``commands``, ``demo``, ``references``,
            ``erase``, ``invariants``, ``home``.
    """

    name: str
    title: str
    order: int
    parts: dict[str, str] = field(default_factory=dict)

    def load(self, part: str) -> Any | None:
        """The contribution, imported now; None if the area brings none."""
        dotted = self.parts.get(part)
        if dotted is None:
            return None
        module, _, attribute = dotted.partition(":")
        return getattr(import_module(module), attribute)


def gather(areas: tuple[Area, ...], part: str) -> list[Any]:
    """The contributions of all areas that have this part, in the areas' order."""
    found = (area.load(part) for area in sorted(areas, key=lambda a: a.order))
    return [part_ for part_ in found if part_ is not None]
