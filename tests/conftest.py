"""What every test may rely on, and what no test may do.

Every test runs offscreen, without a network, below a folder whose path has Chinese and a space in
it, with the settings of nobody. A warning in the log, a network access, or a message box that
nobody expected fails the test during which it happened.
"""

from __future__ import annotations

import gc
import itertools
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.workspaces"]

GUARD = Path(__file__).parent / "guard"
FULL = os.environ.get("UNION_DESK_FULL") == "1"
"""Whether this run is `make reliability`: full counts instead of small ones."""

# -- the surroundings, set before Qt or the program is imported ------------------------------------

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("UNION_DESK_PASSWORD", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE"):
    os.environ.pop(_name, None)

_IN_MEMORY = Path("/dev/shm")
_ROOM = 2 * 1024**3


def _place() -> str | None:
    """Where the run's folder lies: in memory where there is room. Every save is flushed to the
    disk, for which thousands of tests would wait; no test takes the power away, and a killed
    process leaves the same there. `make reliability` keeps to the disk."""
    if FULL or not os.access(_IN_MEMORY, os.W_OK):
        return None
    return str(_IN_MEMORY) if shutil.disk_usage(_IN_MEMORY).free > _ROOM else None


_MINE = "UNION_DESK_TEST_ROOT" not in os.environ
if _MINE:
    os.environ["UNION_DESK_TEST_ROOT"] = tempfile.mkdtemp(prefix="工会 测试-", dir=_place())
ROOT = Path(os.environ["UNION_DESK_TEST_ROOT"])
"""All temporary files of this run, of its workers and of their child processes."""

for _variable, _folder in {
    "TMPDIR": "tmp",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "run",
}.items():
    (ROOT / _folder).mkdir(mode=0o700, exist_ok=True)
    os.environ[_variable] = str(ROOT / _folder)
tempfile.tempdir = None  # look at TMPDIR again

sys.path.insert(0, str(GUARD))
os.environ["PYTHONPATH"] = os.pathsep.join(
    dict.fromkeys((str(GUARD), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))))
)
import sitecustomize as _guard  # noqa: E402, F401  the network watch; an older one may be loaded

if not hasattr(sys, "network_attempts"):  # the system brought a sitecustomize of its own
    import tests.guard.sitecustomize  # noqa: F401

# A few examples while working, the same ones each time in CI, many in `make reliability`.
settings.register_profile(
    "dev", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, database=None)
settings.register_profile("full", settings.get_profile("dev"), max_examples=500)
settings.load_profile("full" if FULL else "ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "logs(pattern): warnings whose text matches are expected, and must come"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked ``full`` takes minutes: it runs in `make reliability`."""
    if not FULL:
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(pytest.mark.skip(reason="runs in `make reliability`"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The run's folder goes when the run does (each test's own folder goes before)."""
    if _MINE and not hasattr(config, "workerinput"):
        shutil.rmtree(ROOT, ignore_errors=True)


# -- what no test may do ---------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def forbid_network() -> Iterator[None]:
    """A network access fails the test, also where the program swallowed the error."""
    attempts: list[str] = getattr(sys, "network_attempts")  # noqa: B009
    attempts.clear()
    yield
    assert not attempts, f"the network was used: {attempts}"


_SELDOM = 20
_tests = itertools.count(1)


def pytest_collection_finish() -> None:
    """What has been imported stays: not looked at again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collect_in_this_thread() -> Iterator[None]:
    """Qt objects in cyclic garbage are not deleted by a worker that happens to collect: it takes
    the process down (``app/desk/collecting.py``, which sees to it in the program)."""
    gc.disable()
    yield
    if next(_tests) % _SELDOM:
        gc.collect(1)
        return
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """The windows of a test go with it, after its fixtures: each one left would be styled and
    polished again in every later test (windows are made by functions, never by modules)."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or (app := widgets.QApplication.instance()) is None:
        return
    left = app.topLevelWidgets()
    for window in left:
        window.deleteLater()
    if left:
        from PySide6.QtCore import QEvent

        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def fail_on_logging(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log line of WARNING or above fails the test unless a mark ``logs(pattern)`` expects it."""
    expected = [re.compile(m.args[0]) for m in request.node.iter_markers("logs")]
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    surprises = [line for line in collector.lines if not any(p.search(line) for p in expected)]
    assert not surprises, f"unexpected in the log: {surprises}"
    for pattern in expected:
        assert any(pattern.search(line) for line in collector.lines), (
            f"never logged: {pattern.pattern}"
        )


_DIALOGS = {
    "QDialog": ("exec",),
    "QMessageBox": ("exec", "question", "information", "warning", "critical", "about"),
    "QFileDialog": (
        "exec", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory",
    ),
    "QInputDialog": ("exec", "getText", "getInt", "getItem", "getDouble", "getMultiLineText"),
    "QColorDialog": ("exec", "getColor"),
    "QFontDialog": ("exec", "getFont"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_modal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A dialog that waits for a person would wait for ever: it fails the test instead.

    A test that expects one replaces the method itself with ``monkeypatch``.
    """
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    from PySide6 import QtWidgets

    opened: list[str] = []

    def refuse(what: str) -> Callable[..., Any]:
        def refused(*args: Any, **kwargs: Any) -> Any:
            texts = [a for a in args if isinstance(a, str)]
            opened.append(f"{what} {texts}")
            raise AssertionError(f"nobody expected this dialog: {what} {texts}")

        return refused

    for class_, methods in _DIALOGS.items():
        for method in methods:
            monkeypatch.setattr(getattr(QtWidgets, class_), method, refuse(f"{class_}.{method}"))
    yield
    assert not opened, f"dialogs that nobody expected: {opened}"


# -- what tests may use ----------------------------------------------------------------------------


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """The test's own folder; its name, like the run's, is one that real offices have."""
    inner = tmp_path / "乡 镇"
    inner.mkdir()
    return inner


@pytest.fixture
def times() -> Callable[..., int]:
    """How often to repeat: ``times(500)`` is 20 in `make test` and 500 in `make reliability`."""

    def count(full: int, quick: int = 20) -> int:
        return full if FULL else min(full, quick)

    return count


class Clock:
    """A clock that stands still until it is told to go on.

    Call it for the moment (UTC); it serves wherever the program takes a ``now`` callable.
    """

    def __init__(self, moment: datetime = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    @property
    def today(self) -> date:
        """The day, as acts are told it."""
        return self.moment.date()

    def milliseconds(self) -> int:
        """Since 1970, as the maker of ids wants it."""
        return int(self.moment.timestamp() * 1000)

    def go_on(self, **spell: float) -> None:
        """Move by e.g. ``days=1`` or ``hours=-2``."""
        self.moment += timedelta(**spell)


@pytest.fixture
def clock() -> Clock:
    """A fixed clock on 22 November 2026."""
    return Clock()


@pytest.fixture
def today(clock: Clock) -> date:
    """22 November 2026."""
    return clock.today
