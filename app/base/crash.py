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
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}{_code(current)}")
        for frame in traceback.extract_tb(current.__traceback__):
            lines.append(f"  {short(frame.filename)}:{frame.lineno} {frame.name}")
        if isinstance(current, BaseExceptionGroup):
            for number, inner in enumerate(current.exceptions, 1):
                lines.append(f"  part {number}:")
                lines.extend(f"    {line}" for line in describe(inner).splitlines())
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def short(filename: str) -> str:
    """A source file without the folders above the program or its libraries: a home folder may
    carry a person's name."""
    parts = Path(filename).parts
    for root in ("site-packages", "app", "tests"):
        if root in parts[:-1]:
            return "/".join(parts[len(parts) - parts[::-1].index(root) - 1 :])
    return parts[-1] if parts else ""


def _code(error: BaseException) -> str:
    """What tells one error of a type from another and cannot quote anybody."""
    if isinstance(error, UnionDeskError):
        return f" [{error.code}]"
    name = getattr(error, "sqlite_errorname", None)
    if isinstance(name, str) and name.startswith("SQLITE_"):
        return f" [{name}]"
    if isinstance(error, OSError) and error.errno is not None:
        return f" [errno {error.errno}]"
    return ""


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
