"""Removes what the uninstaller was told to remove: settings, logs, and known workspaces.

Run by the uninstaller with the program's own interpreter, and only when its box was ticked and a
second question answered. A workspace is a folder named in the settings that holds the program's
key file and database; anything else stays.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

NEEDED = ("workspace.db", "keys.json")


def workspaces(settings: Path) -> list[Path]:
    """Folders of the settings that really are workspaces."""
    try:
        recent = json.loads(settings.read_text("utf-8")).get("recent", [])
    except (OSError, ValueError, AttributeError):
        return []
    folders = [Path(name) for name in recent if isinstance(name, str)]
    return [f for f in folders if f.is_absolute() and all((f / n).is_file() for n in NEEDED)]


def forget(settings: Path, log: Path) -> list[Path]:
    """Remove them; returns what was removed."""
    removed = []
    for folder in [*workspaces(settings), log, settings.parent]:
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
            removed.append(folder)
    return removed


if __name__ == "__main__":
    from platformdirs import user_config_path, user_log_path

    forget(
        user_config_path("union-desk", appauthor=False) / "settings.json",
        user_log_path("union-desk", appauthor=False),
    )
    sys.exit(0)
