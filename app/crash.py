"""The log, and what happens when the program meets a bug: reports without a single value.

Beside ``start.py`` because it is wiring: ``install`` is called once, first thing. What is written
to disk here (log, reports, the fault log of the interpreter) holds types, codes, files, lines and
plain counts. Text that came from a record never gets that far: arguments of log lines are masked,
messages of exceptions are left out (``reliability``: nothing planted in a record may be found in
any file the program leaves behind).

Everything in here is as forgiving as it can be: a log that cannot be written must not stop work.
"""

from __future__ import annotations

import atexit
import contextlib
import enum
import faulthandler
import logging
import os
import platform
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from app.base.crash import describe, short
from app.base.crash import report as write_report

LOG = logging.getLogger(__name__)
LOG_FILE = "union-desk.log"
LOG_BYTES = 256 * 1024
LOG_FILES = 3
REPORTS_KEPT = 30

_REPORTS = "report-*.txt"
_SEEN = "reports-seen.txt"
_MILLION = 1_000_000


def _moment() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Installed:
    folder: Path | None = None
    version: str = ""
    now: Callable[[], datetime] = _moment
    handler: logging.Handler | None = None
    faults: IO[str] | None = None
    on_bug: Callable[[BaseException, Path], None] | None = None


_state = _Installed()


class Plain(str):
    """A text that is known to hold nothing of a record (a schema name, an act's code)."""

    __slots__ = ()


class MaskedFormatter(logging.Formatter):
    """Log lines with masked arguments; exceptions as types and lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Moment, level, logger and text; then the masked chain of the exception, if any."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        lines = [f"{at} {record.levelname} {record.name} {self._text(record)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines.append(describe(record.exc_info[1]))
        return "\n".join(lines)

    def _text(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] == "app"
        if not isinstance(record.msg, str) or not (ours or record.args):
            # Without arguments a stranger's text may be formatted already.
            return f"at {Path(record.pathname).name}:{record.lineno}"
        if not record.args:
            return record.msg
        try:
            return str(record.msg % _masked(record.args))
        except (TypeError, ValueError):
            return f"{record.msg} (unformatted)"


def _masked(args: tuple[object, ...] | Any) -> Any:
    if isinstance(args, dict):
        return {key: mask(value) for key, value in args.items()}
    return tuple(mask(value) for value in args)


def mask(value: object) -> object:
    """What of a value may be written: small numbers, flags, names of members, types."""
    if isinstance(value, Plain):  # one line, whatever it holds
        return "".join(c if c.isprintable() else " " for c in value)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, int):
        return value if abs(value) < _MILLION else "<int>"  # an identity number is an int, too
    if isinstance(value, type):
        return value.__name__
    return f"<{type(value).__name__}>"


class _ForgivingFile(RotatingFileHandler):
    """A log that cannot be written is done without."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802  theirs
        return None


def default_folder() -> Path:
    """Where this machine keeps the program's log and reports; never inside a workspace."""
    from platformdirs import user_log_path

    return user_log_path("union-desk", appauthor=False)


def install(
    folder: Path,
    *,
    version: str = "",
    now: Callable[[], datetime] = _moment,
    on_bug: Callable[[BaseException, Path], None] | None = None,
) -> None:
    """Set up the log, the hooks for what nobody caught, and the interpreter's fault log.

    Args:
        folder: made if missing; may turn out not to be writable.
        version: the program's version, for the reports.
        now: the clock.
        on_bug: told of a bug that reached a hook, with its report; the window shows its dialog.
            Called in the thread of the bug.
    """
    uninstall()
    _state.folder, _state.version, _state.now, _state.on_bug = folder, version, now, on_bug
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _ForgivingFile(
        folder / LOG_FILE, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8",
        delay=True,
    )  # fmt: skip
    handler.setFormatter(MaskedFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("app").setLevel(logging.INFO)
    _state.handler = handler
    with contextlib.suppress(OSError):
        _collect_faults(folder)
        _state.faults = (folder / f"fault-{os.getpid()}.log").open("w", encoding="utf-8")
        faulthandler.enable(_state.faults)
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    sys.unraisablehook = _on_unraisable
    LOG.info("start %s python %s %s", Plain(version), Plain(platform.python_version()),
             Plain(platform.system()))  # fmt: skip


def uninstall() -> None:
    """Take everything back: at the end of the program, and between tests."""
    if _state.handler is not None:
        logging.getLogger().removeHandler(_state.handler)
        with contextlib.suppress(OSError):
            _state.handler.close()
    if _state.faults is not None:
        name = Path(_state.faults.name)
        faulthandler.disable()
        with contextlib.suppress(OSError):
            _state.faults.close()
            if name.stat().st_size == 0:
                name.unlink()
    if _state.folder is not None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
    _state.folder = _state.handler = _state.faults = _state.on_bug = None


atexit.register(uninstall)


def report(error: BaseException) -> Path:
    """Write the masked report of a bug and return its path, whatever state the machine is in.

    The command line names this file with exit status 4; the window shows it in the crash dialog.
    """
    for folder in (_state.folder or default_folder(), Path(tempfile.gettempdir())):
        try:
            path = write_report(error, folder, _state.now(), _state.version)
        except OSError:
            continue
        LOG.error("bug, report %s", Plain(path.name))
        with contextlib.suppress(OSError):
            _forget_old(folder)
        return path
    sys.stderr.write(describe(error) + "\n")
    return Path(os.devnull)


def unseen() -> list[Path]:
    """Reports of earlier runs that nobody has been shown yet, oldest first."""
    folder = _state.folder
    if folder is None:
        return []
    try:
        shown = set((folder / _SEEN).read_text(encoding="utf-8").split())
    except (OSError, UnicodeError):
        shown = set()
    return [path for path in _reports(folder) if path.name not in shown]


def mark_seen(paths: Iterable[Path]) -> None:
    """These reports have been shown; the files stay."""
    folder = _state.folder
    if folder is None:
        return
    names = {path.name for path in _reports(folder)}
    kept = (names - {path.name for path in unseen()}) | {path.name for path in paths}
    with contextlib.suppress(OSError):
        (folder / _SEEN).write_text("\n".join(sorted(kept)), encoding="utf-8")


def _reports(folder: Path) -> list[Path]:
    return sorted(folder.glob(_REPORTS))


def _forget_old(folder: Path) -> None:
    for path in _reports(folder)[:-REPORTS_KEPT]:
        path.unlink()


# -- what nobody caught ----------------------------------------------------------------------------


def _on_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    path = report(error)
    sys.stderr.write(f"程序出错了，报告在 {path}（其中没有任何人名、号码和数据）。\n")
    if _state.on_bug is not None:
        _state.on_bug(error, path)


def _on_thread_exception(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def _on_unraisable(args: sys.UnraisableHookArgs) -> None:
    """Errors in destructors and callbacks: nothing was asked of anybody, a log line is enough."""
    if args.exc_value is not None:
        LOG.error("unraisable", exc_info=args.exc_value)


# -- faults below Python: the interpreter writes them itself, we find them at the next start -------


def _collect_faults(folder: Path) -> None:
    for path in sorted(folder.glob("fault-*.log")):
        if _is_running(path):
            continue
        ours = path.with_suffix(".ended")
        try:
            path.rename(ours)
        except PermissionError:  # still open, where the system forbids that
            continue
        text = ours.read_text(encoding="utf-8", errors="replace")
        if text.strip():
            at = datetime.fromtimestamp(ours.stat().st_mtime, UTC)
            name = f"report-{at:%Y%m%d-%H%M%S-%f}-fault.txt"
            (folder / name).write_text(_without_folders(text), encoding="utf-8")
        ours.unlink()


def _is_running(fault_log: Path) -> bool:
    number = fault_log.stem.removeprefix("fault-")
    if not number.isdigit() or int(number) == os.getpid():
        return False
    if sys.platform == "win32":
        return False  # an open file cannot be renamed there, which tells as much
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _without_folders(text: str) -> str:
    return re.sub(r'File "([^"]*)"', lambda match: f'File "{short(match[1])}"', text)
