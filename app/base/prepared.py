"""What whoever sets up the computers has prepared for the first start, in one small file.

The same file goes onto twenty machines: it says which office this is, where the workspace and the
backups are to lie, and the settings to begin with. Everything in it is a suggestion that the clerk
sees and may change; nothing in it is secret, and it is only ever read.
"""

from __future__ import annotations

import logging
import os
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOG = logging.getLogger(__name__)
NAME = "first-start.toml"
PLACE = "UNION_DESK_FIRST_START"
"""Environment variable that names another file."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The prepared answers; what is empty is asked.

    Attributes:
        division: code of the office's place.
        kind: office_kind.
        name: of the office's own union.
        folder: where the new workspace is to lie; it must not exist yet.
        backup_place: folder on another drive, for a second copy of every backup.
        settings: of the machine, by their keys in ``app.desk.settings``.
    """

    division: str = ""
    kind: str = ""
    name: str = ""
    folder: str = ""
    backup_place: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


def places() -> list[Path]:
    """Where the file is looked for, the first found counts."""
    named = os.environ.get(PLACE)
    if named:
        return [Path(named)]
    if sys.platform == "win32":
        common = os.environ.get("PROGRAMDATA")
        found = [Path(common) / "union-desk" / NAME] if common else []
        return [Path(sys.executable).resolve().parent / NAME, *found]
    return [Path("/etc/union-desk") / NAME]


def prepared(files: list[Path] | None = None) -> Prepared:
    """Read the prepared answers. A file that is missing or wrong means none, never an error."""
    for path in places() if files is None else files:
        try:
            told = tomllib.loads(path.read_text("utf-8-sig"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            LOG.warning("first-start file unreadable %s", type(error))
            return Prepared()
        words = {
            key: told[key].strip()
            for key in ("division", "kind", "name", "folder", "backup_place")
            if isinstance(told.get(key), str)
        }
        for key in ("folder", "backup_place"):
            if words.get(key):
                words[key] = os.path.expandvars(str(Path(words[key]).expanduser()))
        settings = told.get("settings")
        return Prepared(**words, settings=settings if isinstance(settings, dict) else {})
    return Prepared()
