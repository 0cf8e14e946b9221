"""Work on foreign files in a spawned child process, under a memory limit.

A workbook can make a parser abort the process or eat the machine; and reading is Python work that
would starve the window through the interpreter lock. So it runs in a child, which sends plain
JSON messages back: nothing that comes out of a foreign file is ever unpickled.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from app.base.collecting import seldom
from app.base.errors import BugError, KnownError, UnionDeskError, UserError
from app.base.progress import SILENT, Progress

MEMORY = 1536 * 1024 * 1024  # bytes of address space; 200,000 rows by 20 columns take about 700 MB
STALL = 180.0  # seconds without a word
_MMAP_THRESHOLD = -3  # of mallopt(3): what is larger goes back to the system when it is let go
_LARGE = 1024 * 1024
_BATCH = 200
_PAUSE = 0.05

Job = Callable[..., Iterable[Any]]


class ChildDied(Exception):  # noqa: N818  the caller decides what it means
    """The child ended without a word: aborted by a parser, out of memory, killed, or stuck."""


def run(
    job: str,
    *arguments: Any,
    feed: Iterable[Any] | None = None,
    progress: Progress = SILENT,
    memory: int = MEMORY,
) -> Iterator[Any]:
    """Run a generator function in a child process and yield what it yields.

    Args:
        job: ``module:function``; the function yields what JSON can say. A message
            ``{"progress": [done, total, text]}`` goes to ``progress`` instead.
        arguments: of the function; picklable.
        feed: plain rows for the child, which gets an iterator over them as its first argument
            and says nothing before it has read them all.
        progress: told how far it is; cancelling kills the child.
        memory: limit of its address space in bytes (POSIX).

    Raises:
        KnownError, UserError: raised by the function, the same.
        BugError: any other exception there; names type and line, no values.
        ChildDied: no answer.
        Cancelled: by ``progress``.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=feed is not None)
    process = context.Process(
        target=_main, args=(there, job, arguments, memory, feed is not None), daemon=True
    )
    process.start()
    there.close()
    try:
        if feed is not None:
            _feed(here, feed)
        yield from _receive(here, progress)
    finally:
        here.close()
        process.join(0.2)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()


def _feed(pipe: Connection, rows: Iterable[Any]) -> None:
    batch: list[Any] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) >= _BATCH:
                _answer(pipe, {"messages": batch, "end": False})
                batch = []
                if pipe.poll():  # it has already failed and says why
                    return
        _answer(pipe, {"messages": batch, "end": True})
    except (BrokenPipeError, ConnectionError):
        return  # it failed; its last word is read next


def _fed(pipe: Connection) -> Iterator[Any]:
    while True:
        batch = json.loads(pipe.recv_bytes().decode("utf-8", errors="surrogatepass"))
        yield from batch["messages"]
        if batch["end"]:
            return


def _receive(pipe: Connection, progress: Progress) -> Iterator[Any]:
    heard = time.monotonic()
    told = Progress(None, progress.stopped)  # nothing to show before the child has said a word
    done = (0, 0, "")
    while True:
        told.step(*done)
        if not pipe.poll(_PAUSE):
            if time.monotonic() - heard > STALL:
                raise ChildDied
            continue
        try:
            batch = json.loads(pipe.recv_bytes().decode("utf-8", errors="surrogatepass"))
        except (EOFError, OSError):
            raise ChildDied from None
        heard = time.monotonic()
        if "error" in batch:
            raise _error(batch["error"])
        for message in batch["messages"]:
            if isinstance(message, dict) and "progress" in message:
                told, done = progress, tuple(message["progress"])
            else:
                yield message
        if batch["end"]:
            told.step(*done)
            return


def _error(told: dict[str, str]) -> Exception:
    kinds: dict[str, type[UnionDeskError]] = {"known": KnownError, "user": UserError}
    kind = kinds.get(told["kind"])
    return (
        kind(told["code"], told["message"], told["advice"]) if kind else BugError(told["message"])
    )


def _main(pipe: Connection, job: str, arguments: tuple[Any, ...], memory: int, fed: bool) -> None:
    """The child: limit, work, answer."""
    _limit(memory)
    _silence()
    seldom()
    try:
        module, _, name = job.partition(":")
        function: Job = getattr(import_module(module), name)
        _send(pipe, function(_fed(pipe), *arguments) if fed else function(*arguments))
    except UnionDeskError as error:
        kind = {KnownError: "known", UserError: "user"}.get(type(error), "bug")
        told = {"code": error.code, "message": error.message, "advice": error.advice, "kind": kind}
        _answer(pipe, {"error": told})
    except (BrokenPipeError, ConnectionError, EOFError):
        return
    except MemoryError:
        os._exit(3)
    except BaseException as error:
        # a panic of a Rust parser is a BaseException of its own and counts as its death
        if type(error).__name__ == "PanicException":
            os._exit(3)
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        where = " < ".join(f"{os.path.basename(f.filename)}:{f.lineno}" for f in reversed(frames))  # noqa: PTH119
        message = f"{type(error).__name__} ({where})"
        _answer(pipe, {"error": {"code": "BUG", "message": message, "advice": "", "kind": "bug"}})


def _send(pipe: Connection, messages: Iterable[Any]) -> None:
    batch: list[Any] = []
    sent = time.monotonic()
    for message in messages:
        batch.append(message)
        if len(batch) >= _BATCH or time.monotonic() - sent > _PAUSE:
            _answer(pipe, {"messages": batch, "end": False})
            batch, sent = [], time.monotonic()
    _answer(pipe, {"messages": batch, "end": True})


def _answer(pipe: Connection, message: dict[str, Any]) -> None:
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    pipe.send_bytes(text.encode("utf-8", errors="surrogatepass"))


def _limit(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    if soft == resource.RLIM_INFINITY or soft > limit:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):  # another C library than GNU's
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


def _silence() -> None:
    """A parser that aborts writes to the standard error, perhaps values of the file: nowhere."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
