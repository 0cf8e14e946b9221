"""Which build this is: written into ``resources/build.json`` when the program is packaged."""

from __future__ import annotations

import json

from app.base.paths import resource


def commit() -> str:
    """The commit the program was packaged from; empty in a checkout."""
    try:
        stamp = json.loads(resource("build.json").read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(stamp.get("commit", "")) if isinstance(stamp, dict) else ""


def version() -> str:
    """The program's version with its commit, as 关于 and ``info`` say it."""
    from app import __version__

    made_from = commit()
    return f"{__version__}（{made_from}）" if made_from else f"{__version__}（从源码运行）"
