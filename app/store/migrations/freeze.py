"""Write the first schema down: ``python -m app.store.migrations.freeze``.

Only until the first release; after that 0001.sql is never written again, and each change of a
table is a step of its own with the full DDL of the tables it rebuilds.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from pathlib import Path

from app.store import layout

TARGET = Path(__file__).parent / "versions" / "0001.sql"


def load_tables() -> None:
    """Import the tables of every area, found by their folders (no kit names an area)."""
    areas = importlib.import_module("app.areas")
    for found in sorted(pkgutil.iter_modules(areas.__path__), key=lambda m: m.name):
        name = f"app.areas.{found.name}.records"
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)


def text() -> str:
    """The schema of today as the file holds it."""
    return ";\n".join(layout.statements()) + ";\n"


def main() -> None:
    """Write the file."""
    load_tables()
    TARGET.write_text(text(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
