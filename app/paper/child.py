"""Printing in a child process, so that the interpreter lock of the window stays free.

The program's entry point must call ``multiprocessing.freeze_support()`` first, or a packaged
program would start itself over and over.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from app.base.errors import KnownError, UnionDeskError
from app.base.progress import SILENT, Progress
from app.paper.model import Document, Printed

_WAIT = 0.05


def _work(pipe: Connection, document: Document, kind: str, own: bool) -> None:
    """Runs in the child: sends ("step", …) and at last ("done", result) or ("error", …)."""
    try:
        from app.paper.fonts_office import NONE, own_fonts

        fonts = own_fonts() if own else NONE
        if kind == "docx":
            from app.paper.docx import to_docx

            pipe.send(("done", to_docx(document, fonts.families)))
            return
        from app.paper.document import render

        def report(done: int, total: int, text: str) -> None:
            if done % 10 == 1:
                pipe.send(("step", (done, total, text)))

        pipe.send(("done", render(document, office_fonts=fonts.files, progress=Progress(report))))
    except UnionDeskError as error:
        pipe.send(("error", (type(error).__name__, error.code, error.message, error.advice)))
    except (OSError, MemoryError) as error:
        text = f"排版没有完成（{type(error).__name__}）。"
        pipe.send(("error", ("KnownError", "PRINT", text, "请关掉一些程序再试一次。")))
    finally:
        pipe.close()


def _run(document: Document, kind: str, own: bool, progress: Progress) -> Any:
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(send, document, kind, own), daemon=True)
    process.start()
    send.close()
    step = (0, 0, "正在排版")
    try:
        while True:
            progress.step(*step)
            if not receive.poll(_WAIT):
                continue
            try:
                what, value = receive.recv()
            except EOFError:
                raise KnownError(
                    "PRINT", "排版程序中途停止，没有做出文件。", "请再试一次；数据没有改动。"
                ) from None
            if what == "step":
                step = value
            elif what == "error":
                _, code, message, advice = value
                raise KnownError(code, message, advice)
            else:
                return value
    finally:
        if process.is_alive():
            process.join(0.2)
        if process.is_alive():
            process.terminate()
        process.join()
        receive.close()


def in_child(
    document: Document, progress: Progress = SILENT, *, own_fonts: bool = False
) -> Printed:
    """``render`` in a spawned process; waits without holding the interpreter lock.

    Args:
        document: what to print.
        progress: told after each page.
        own_fonts: print with the fonts of this machine where it has them.

    Raises:
        Cancelled: the person stopped it; the child is ended.
        KnownError: the child failed or was killed.
    """
    printed: Printed = _run(document, "pdf", own_fonts, progress)
    return printed


def docx_in_child(
    document: Document, progress: Progress = SILENT, *, own_fonts: bool = False
) -> bytes:
    """``app.paper.docx.to_docx`` in a spawned process; ``own_fonts`` as for ``in_child``."""
    data: bytes = _run(document, "docx", own_fonts, progress)
    return data
