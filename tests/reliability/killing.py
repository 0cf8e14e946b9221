"""Running a job in a child process, killing it, and judging what it left behind."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from app.store.backup import BAD, DAMAGED, FOLDER, list_backups
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.reliability import jobs
from tests.store.acts import dump
from tests.workspaces import bare_wiring

_context: Any = None


def fault_library() -> Path | None:
    """The compiled fault library, or None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    handle, name = tempfile.mkstemp(".so", "fault-", "/tmp")
    os.close(handle)
    source = Path(__file__).with_name("fault.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", name, str(source), "-ldl"]
    subprocess.run(command, check=True)
    return Path(name)


def context() -> Any:
    """A server that has the program imported and forks a fresh process for each job."""
    global _context
    if _context is None:
        settings = multiprocessing.current_process()._config
        settings.setdefault("tempdir", tempfile.mkdtemp())  # goes with the run's folder
        _context = multiprocessing.get_context("forkserver")
        _context.set_forkserver_preload(["tests.reliability.jobs"])
        library = fault_library()
        if library is not None:
            os.environ["LD_PRELOAD"] = str(library)
        try:
            from multiprocessing.forkserver import ensure_running

            ensure_running()
        finally:
            os.environ.pop("LD_PRELOAD", None)
        _context.Process(target=int).start()  # the server is up when it has forked once
    return _context


needs_faults = pytest.mark.skipif(
    shutil.which("cc") is None and shutil.which("gcc") is None,
    reason="no C compiler here for the fault library",
)


class Child:
    """One job in a process of its own."""

    def __init__(self, name: str, folder: Path, key: bytes, **more: Any) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        arguments = (name, str(folder), key, theirs, more)
        self.process = context().Process(target=jobs.run, args=arguments)
        self.process.start()
        theirs.close()
        self.said: list[Any] = []

    def ready(self) -> Child:
        """Wait until the workspace is open, then let it begin."""
        assert self.wait() == "ready"
        self.pipe.send("go")
        return self

    def wait(self, seconds: float = 60) -> Any:
        """The next word of the child."""
        assert self.pipe.poll(seconds), "the child says nothing"
        return self.pipe.recv()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop every thread of it where it is, and let it go on after the block: a copy of its
        files is then what a kill at this moment leaves, without beginning anew for the next."""
        pid = self.process.pid
        assert pid is not None
        with suppress(ProcessLookupError):  # it may have come to its end
            os.kill(pid, signal.SIGSTOP)
        try:
            while set(_states(pid)) - set("TZ"):
                time.sleep(0.0005)
            yield
        finally:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def kill(self) -> list[Any]:
        """Kill it, and read what it had said by then."""
        self.process.kill()
        return self.end()

    def end(self) -> list[Any]:
        """Wait for its end; everything it said."""
        try:
            while True:
                self.said.append(self.pipe.recv())
        except (EOFError, ConnectionResetError):
            pass
        self.process.join(60)
        assert self.process.exitcode is not None
        self.pipe.close()
        return self.said


def _states(pid: int) -> list[str]:
    """The state letter of every thread of a process (proc(5))."""
    found = []
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):  # one that has just ended
            found.append(stat.read_text("utf-8").rsplit(")", 1)[1].split()[0])
    return found


def copy(source: Path, target: Path) -> Path:
    """A workspace as it lies on the disk."""
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source, target)
    return target


def look(folder: Path, key: bytes) -> dict[str, Any]:
    """What a person finds at the next opening: nothing broken; the records."""
    with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
        found = verify(workspace)
        assert found == [], found
        left = [p.name for p in folder.iterdir() if p.name.endswith(".tmp")]
        assert left == []
        return dump(workspace)


def no_half_backup(folder: Path) -> None:
    """Whatever the list shows as good is good; half a file has no name."""
    for each in list_backups(folder / FOLDER):
        assert each.state not in (DAMAGED, BAD), each


def killed_all_through(start: Callable[[], Child], times: int, seed: int) -> Iterator[bool]:
    """Kill a job so often, at moments spread over its whole duration; after each, whether it came
    in time. How long the job takes is learnt again from each, for the machine has other work."""
    chance = random.Random(seed)
    whole = min(lasted(start()) for _ in range(2))
    slices = list(range(times))
    chance.shuffle(slices)
    for number in slices:
        share = (number + chance.random()) / times
        child = start()
        begun = time.perf_counter()
        over = child.pipe.poll(share * whole)
        spent = time.perf_counter() - begun
        child.kill()
        if over:
            whole = (whole + spent) / 2
        elif share > 0.9:
            whole *= 1.1
        yield not over


def lasted(child: Child) -> float:
    """Seconds that a job took which was left alone."""
    begun = time.perf_counter()
    assert child.end()[-1][0] == "done"
    return time.perf_counter() - begun


def spread(total: float, times: int, seed: int) -> Iterable[float]:
    """Moments over a duration, one in each slice."""
    chance = random.Random(seed)
    return [(k + chance.random()) / times * total for k in range(times)]


def every_call(count: int, times: int) -> list[int]:
    """Every call if there is time, else so many of them spread over all."""
    if count <= times:
        return list(range(1, count + 1))
    return sorted({1 + round(k * (count - 1) / (times - 1)) for k in range(times)})


def sleep_until(begun: float, moment: float) -> None:
    time.sleep(max(0.0, begun + moment - time.perf_counter()))
