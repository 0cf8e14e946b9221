"""The side file of erasures: ids of records that were erased on request, outside the database.

An old backup still holds what was erased after it was made. The list lies in the workspace's
folder, which a restore leaves alone, and beside the backups, for a restore into a new folder. It
holds random ids and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.base.files import write_atomically

SIDE_FILE = "erased.json"


def read(folder: Path) -> dict[str, set[str]]:
    """Kind → hex ids; empty where nothing readable is there."""
    try:
        side = json.loads((folder / SIDE_FILE).read_text("utf-8"))
        return {str(kind): {str(one) for one in ids} for kind, ids in side.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def merge(folder: Path, *others: Mapping[str, Iterable[str]]) -> None:
    """Add ids to the list of a folder; it is written only if it grows.

    Raises:
        OSError: the folder cannot be written.
    """
    known = read(folder)
    grown = {kind: set(ids) for kind, ids in known.items()}
    for other in others:
        for kind, ids in other.items():
            grown.setdefault(kind, set()).update(ids)
    grown = {kind: ids for kind, ids in grown.items() if ids}
    if grown != known:
        text = json.dumps({kind: sorted(grown[kind]) for kind in sorted(grown)}, indent=1)
        write_atomically(folder / SIDE_FILE, text.encode())


def carry(file: Path, folder: Path) -> None:
    """Before a restore: what is known beside the backup file, and in the workspace that the file
    lies in, is known in the folder of the restored one too."""
    merge(folder, read(file.absolute().parent), read(file.absolute().parent.parent))
