"""The descriptor by which an area tells the rest of the house what it brings.

Every contribution is the dotted name of an object (``"app.areas.x.figures:FIGURES"``) and is
imported when first asked for, so that starting the program does not import every area.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # importing typing or dataclasses would double the time of --help
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Area:
    """What one area contributes.

    Attributes:
        name: folder name and ASCII key.
        title: the word on the rail, e.g. 组织.
        order: place among the areas; an area may import only areas of a lower order.
        parts: contribution name to dotted object name. Known names: ``records`` (its tables),
            ``guards``, ``page``, ``lists``, ``pickers``, ``sheets``, ``senders``, ``papers``,
            ``figures``, ``dimensions``, ``checks``, ``due``, ``search``, ``chapters``,
            ``commands``, ``demo``, ``references``, ``erase``, ``invariants``, ``home``,
            ``counts``, ``office``, ``calendar``, ``files``, ``workbooks``, ``leftovers``,
            ``personal``, ``of_unions`` (what it records of unions, for an upper platform's sheet).
    """

    __slots__ = ("name", "order", "parts", "title")

    def __init__(
        self, name: str, title: str, order: int, parts: Mapping[str, str] | None = None
    ) -> None:
        self.name, self.title, self.order = name, title, order
        self.parts = dict(parts or {})

    def load(self, part: str) -> Any | None:
        """The contribution, imported now; None if the area brings none."""
        dotted = self.parts.get(part)
        return None if dotted is None else load(dotted)

    def modules(self, *parts: str) -> list[str]:
        """The modules in which these contributions stand, to be imported ahead."""
        return [self.parts[part].partition(":")[0] for part in parts if part in self.parts]


def load(dotted: str) -> Any:
    """The object of a dotted name ``package.module:object``, imported now."""
    module, _, attribute = dotted.partition(":")
    return getattr(import_module(module), attribute) if attribute else import_module(module)


def gather(areas: tuple[Area, ...], part: str) -> list[Any]:
    """The contributions of all areas that have this part, in the areas' order."""
    found = (area.load(part) for area in sorted(areas, key=lambda a: a.order))
    return [part_ for part_ in found if part_ is not None]
