"""The report about a bug: types, files and lines; never a value, a name or a number of a record."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path

from app.base.errors import UnionDeskError


def describe(error: BaseException) -> str:
    """The error chain as types with file, line and function. Messages are left out on purpose.

    Only the code of our own errors is written: a message may quote what somebody typed.
    """
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        code = f" [{current.code}]" if isinstance(current, UnionDeskError) else ""
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}{code}")
        for frame in traceback.extract_tb(current.__traceback__):
            parts = Path(frame.filename).parts[-3:]
            lines.append(f"  {'/'.join(parts)}:{frame.lineno} {frame.name}")
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def report(error: BaseException, folder: Path, at: datetime, version: str = "") -> Path:
    """Write the report into ``folder`` and return its path.

    Args:
        error: what was raised.
        folder: made if missing.
        at: the moment, passed in; its part of the name keeps two reports apart.
        version: the program's version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(
        (
            f"union-desk {version}".rstrip(),
            f"at {at.isoformat(timespec='seconds')}",
            f"python {sys.version.split()[0]} {platform.system()} {platform.release()}",
            "",
            describe(error),
            "",
        )
    )
    path = folder / f"report-{at:%Y%m%d-%H%M%S-%f}.txt"
    path.write_text(text, encoding="utf-8")
    return path
