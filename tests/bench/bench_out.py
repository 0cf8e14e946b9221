"""Measure what goes out of a large register, and an import of members taken back.

    python -m tests.bench.bench_out [FOLDER]

* roster of 50,000 members as PDF, A4 landscape, beside the same texts drawn straight on a
  reportlab canvas (promise: at most 1.5 times), and the memory for 10,000 and 50,000 (promise:
  typesetting the rest takes at most 30 MB, and its file is 10 MB larger);
* 200,000 members to .xlsx beside the writer alone with the same cells (promise: at most 1.5 times),
  each the least of some runs in turn: another program on the machine only ever adds;
* each by processor time, each in a process of its own. Exits with 1 if a limit is broken.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.bench.members_maker import register

LIMIT = 1.5
RUNS = 3
FLAT = 30
"""MB that typesetting 50,000 rows may take more than 10,000: the file itself is 10 MB larger."""
FRAME = """
import json, resource, sys, time
from pathlib import Path
from datetime import date
sys.path.insert(0, {root!r})
from app.base.collecting import seldom
from tests.bench.members_maker import TODAY, register
seldom()  # as the command line does
folder, out = Path(sys.argv[1]), Path(sys.argv[2])
space = register(folder, 0)
space.sound()  # the look at the pages of the opening, on a thread of its own, is nobody's here
{before}
start, clock = time.process_time(), time.perf_counter()
{body}
took, wall = time.process_time() - start, time.perf_counter() - clock
space.close()
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([took, most, wall, out.stat().st_size / 1e6 if out.exists() else 0]))
"""
DOCUMENT = """
from app import start as program
from app.base.days import calendar_year
from app.figures.registry import Scope
def made():
    scope = Scope(TODAY, calendar_year(TODAY.year))
    make = program.papers()["roster"].make
    return space.read(lambda c: make(program.ask(c, scope, year=TODAY.year, today=TODAY)))
"""
MANY = """
from app.paper.lists import list_document
from app.paper.model import Column
names = ("某" + chr(0x4E00 + n % 3000) + chr(0x4E00 + n % 2999) for n in range({number}))
rows = ((*(one,) * 11, "1201**********0016", "138****1201") for one in names)
document = list_document("名册", [Column(str(n)) for n in range(13)], rows, landscape=True)
"""
PRINT = """
from app.paper.document import render
out.write_bytes(render(document).pdf)
"""
CANVAS = """
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from app.base.paths import resource as file_of
pdfmetrics.registerFont(TTFont("song", str(file_of("fonts", "song.ttf"))))
from app.paper.model import Table
table = next(b for b in document.blocks if isinstance(b, Table))
width, height = landscape(A4)
edges, x = [], 40.0
whole = sum(c.weight for c in table.columns)
for column in table.columns:
    edges.append(x)
    x += (width - 80) * column.weight / whole
pen = canvas.Canvas(str(out), pagesize=(width, height))
y = 0.0
for row in table.rows:
    if y < 50:
        if y:
            pen.showPage()
        pen.setFont("song", 9)
        y = height - 50
    for edge, cell in zip(edges, row):
        pen.drawString(edge + 3, y, "" if cell is None else str(cell))
    pen.line(40, y - 4, width - 40, y - 4)
    y -= 17
pen.save()
"""
SHEET = """
from app.areas.members.sheet.service import MEMBER_SHEET
from app.base.lists import View
from app.sheets.writing import out_columns, write_blocks
kind, view = MEMBER_SHEET.kind, View(TODAY)
"""
EXPORT = """
columns = out_columns(kind)
space.read(lambda c: write_blocks(out, columns, MEMBER_SHEET.blocks(c, view), sheet=kind.title))
"""
READING = """
space.read(lambda c: sum(len(block[0]) for block in MEMBER_SHEET.blocks(c, view)))
"""
CELLS = """
rows = space.read(lambda c: list(MEMBER_SHEET.export(c, view)))
cells = [{field.title: row.get(field.key) for field in kind.fields} for row in rows]
"""
WRITER = """
import rustpy_xlsxwriter
rustpy_xlsxwriter.write_worksheet(cells, str(out), sheet_name="名单")
"""


class Measured(NamedTuple):
    """A piece of work in a process of its own.

    Attributes:
        seconds: of processor time.
        most: MB of memory.
        wall: seconds by the clock.
        file: MB.
    """

    seconds: float
    most: float
    wall: float
    file: float


def measured(folder: Path, before: str, body: str, suffix: str) -> Measured:
    """One run of a piece of work."""
    root = str(Path(__file__).parents[2])
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / f"out{suffix}"
        code = FRAME.format(root=root, before=before, body=body)
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder), str(out)],
            check=True,
            capture_output=True,
            text=True,
        )
    return Measured(*json.loads(done.stdout.splitlines()[-1]))


def least(folder: Path, works: list[tuple[str, str]], suffix: str) -> list[Measured]:
    """The least of each of some pieces of work (what stands before, the work), run in turn."""
    runs = [[measured(folder, *work, suffix) for work in works] for _ in range(RUNS)]
    return [Measured(*map(min, zip(*some, strict=True))) for some in zip(*runs, strict=True)]


def roster(base: Path) -> bool:
    """The roster against a bare canvas, and its memory."""
    sizes = {}
    for number in (10_000, 50_000):
        folder = base / f"m{number}"
        register(folder, number).close()
        made = DOCUMENT + "document = made()"
        ours, size, *_ = measured(folder, made, PRINT, ".pdf")
        floor, bare, *_ = measured(folder, made, CANVAS, ".pdf")
        reading = measured(folder, DOCUMENT, "document = made()", ".pdf").seconds
        alone = measured(folder, MANY.format(number=number), PRINT, ".pdf").most
        sizes[number] = alone
        print(
            f"roster {number:,}: {ours:.1f} s = {ours / floor:.2f} x canvas ({floor:.1f} s);"
            f" reading the rows {reading:.1f} s; {size:.0f} MB (canvas {bare:.0f} MB);"
            f" typesetting alone {alone:.0f} MB",
            flush=True,
        )
    return ours <= floor * LIMIT and sizes[50_000] - sizes[10_000] <= FLAT


def export(base: Path, number: int = 200_000) -> bool:
    """The list as a workbook against the writer alone."""
    folder = base / f"m{number}"
    register(folder, number).close()
    works = [(SHEET, EXPORT), (SHEET + CELLS, WRITER), (SHEET, READING)]
    ours, floor, reading = least(folder, works, ".xlsx")
    print(
        f"export {number:,}: {ours.seconds:.1f} s = {ours.seconds / floor.seconds:.2f} x the writer"
        f" alone ({floor.seconds:.1f} s), which has the cells ready; reading"
        f" {reading.seconds:.1f} s of it, writing"
        f" {(ours.seconds - reading.seconds) / floor.seconds:.2f} x;"
        f" by the clock {ours.wall:.1f} s = {ours.wall / floor.wall:.2f} x;"
        f" {ours.most:.0f} MB (writer {floor.most:.0f} MB);"
        f" file {ours.file:.1f} MB (writer {floor.file:.1f} MB)",
        flush=True,
    )
    return ours.seconds <= floor.seconds * LIMIT


def main() -> int:
    """Run both."""
    base = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    return 0 if all([roster(base), export(base)]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
