"""Strange and broken workbooks, each made from a number: real ledgers, damaged in many ways.

``python -m tests.reliability.strange KIND FIRST COUNT`` reads so many in this process as the child
of the program does, and says how it went: one line of JSON. The number of the file under way goes
to the standard error: a parser may abort the whole process.
"""

from __future__ import annotations

import io
import json
import random
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from app.base.numbers import make_identity
from app.sheets.fields import Kind, SheetKind

HOSTILE = (
    "", " ", "无", "/", "—", "=1+1", "'", "<b>甲</b>", "甲\n乙", "\u200b", "\ufeff甲", "𠮷",
    "🙂" * 40, "甲" * 40_000, "0", "-1", "1e400", "NaN", "Infinity", "2024.2.30", "二〇一八年",
    "１９９０年", "99999999999", "11010519491231002X", "11010519491231002x", "1101054912310",
    "110105 19491231 002Ｘ", "E12345678", "'; DROP TABLE person; --", "%s%n{0}", "true", "#N/A",
    "../../etc/passwd", "合计", "填表人：", "示例", "2018-8-23 00:00:00", "0000-00-00", "20181332",
    "撤拉族", "汉", "大专以上", "男女", "1380000000", "+86 138",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    0, -1, 1e308, 5e-324, 2**53, 110105194912310020, True, False, 43335, 2018.8, 1e17, -0.0,
)  # fmt: skip
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".csv", ".txt", ".tsv", ".ods")
CODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "big5", "latin-1")


def cell(kind: SheetKind, key: str, chance: random.Random) -> Any:
    """A cell of a column: most often as a clerk would write it, else anything."""
    field = kind.field(key)
    if chance.random() < 0.25:
        return chance.choice((*HOSTILE, *ODD))
    if chance.random() < 0.15:
        ranges = ((32, 127), (0x4E00, 0x9FFF), (1, 0xD7FF))
        return "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(6))
    if field.kind is Kind.DAY:
        return f"{chance.randrange(1930, 2030)}-{chance.randrange(1, 13)}-{chance.randrange(1, 32)}"
    if field.choices:
        from app.base.codes import code_list

        return chance.choice([entry.name for entry in code_list(field.choices)])
    if key == "number":
        born = date(chance.randrange(1940, 2008), chance.randrange(1, 13), chance.randrange(1, 29))
        return make_identity(chance, born=born, male=chance.random() < 0.5)
    if field.kind is Kind.MOBILE:
        return f"13{chance.randrange(10**9):09d}"
    if field.kind is Kind.FLAG:
        return chance.choice(("是", "否", "√", "1", ""))
    return f"{field.title}{chance.randrange(6)}"


def table(kind: SheetKind, chance: random.Random, rows: int) -> list[list[Any]]:
    """A head, perhaps under a title, and rows."""
    fields = [f for f in kind.fields if f.obligatory or chance.random() < 0.4]
    chance.shuffle(fields)
    heads = [chance.choice((f.title, *f.synonyms)) for f in fields]
    heads = [f"*{h}" if chance.random() < 0.1 else h for h in heads]
    if chance.random() < 0.1:
        heads.append(heads[0])
    if chance.random() < 0.1:
        heads[chance.randrange(len(heads))] = chance.choice(HOSTILE)
    lines: list[list[Any]] = [[chance.choice(HOSTILE)] for _ in range(chance.choice((0, 0, 1, 3)))]
    lines.append(heads)
    for _ in range(rows):
        lines.append([cell(kind, f.key, chance) for f in fields])
        if chance.random() < 0.05:
            lines.append([chance.choice(("合计", "填表人：某", "", "一、某村"))])
    return lines


def plain(lines: Sequence[Sequence[Any]], chance: random.Random) -> bytes:
    """As text in some encoding, with some separator."""
    mark = chance.choice((",", "\t", ";", "|"))
    text = "\r\n".join(
        mark.join(f'"{c}"' if chance.random() < 0.2 else str(c) for c in line) for line in lines
    )
    return text.encode(chance.choice(CODINGS), errors="replace")


def page(lines: Sequence[Sequence[Any]], chance: random.Random) -> bytes:
    """As the HTML that websites call .xls."""
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in lines)
    return f"<html><table>{body}</table></html>".encode(chance.choice(CODINGS), errors="replace")


def book(lines: Sequence[Sequence[Any]], chance: random.Random, *, far: bool = True) -> bytes:
    """As .xlsx with merged cells, hidden sheets, odd formats, and perhaps a far cell."""
    made = openpyxl.Workbook()
    sheet = made.active
    for at, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            text = value[:32_000] if isinstance(value, str) else value
            if isinstance(text, str):
                text = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)
            target = sheet.cell(at, place)
            target.value = text
            if chance.random() < 0.02:
                target.number_format = chance.choice(("yyyy-mm-dd", "0.00%", "@", "[$-804]AAAA"))
    for _ in range(chance.choice((0, 0, 2))):
        top, left = chance.randrange(1, len(lines) + 1), chance.randrange(1, 6)
        sheet.merge_cells(start_row=top, start_column=left, end_row=top + chance.randrange(4),
                          end_column=left + chance.randrange(3))  # fmt: skip
    if far and chance.random() < 0.2:
        sheet["XFD1048576"] = 1
    if chance.random() < 0.2:
        made.create_sheet("隐藏").sheet_state = "hidden"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def old(lines: Sequence[Sequence[Any]], chance: random.Random) -> bytes:
    """As .xls."""
    import xlwt

    del chance
    made = xlwt.Workbook()
    sheet = made.add_sheet("名册")
    for at, line in enumerate(lines):
        for place, value in enumerate(line):
            sheet.write(at, place, value[:32_000] if isinstance(value, str) else value)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


# -- damage ----------------------------------------------------------------------------------------


def cut(data: bytes, chance: random.Random) -> bytes:
    """Only the beginning arrived."""
    return data[: chance.randrange(len(data) + 1)]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def shifted(data: bytes, chance: random.Random) -> bytes:
    """Bytes came in between, or are lacking."""
    at, size = chance.randrange(len(data)), chance.randrange(64)
    return data[:at] + chance.randbytes(size) + data[at + chance.randrange(64) :]


def parts(data: bytes, chance: random.Random) -> bytes:
    """A part of the package is missing, or holds something else."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return flipped(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(found))
    what = chance.randrange(4)
    if what == 0:
        del found[name]
    elif what == 1:
        found[name] = cut(found[name], chance)
    elif what == 2:
        found[name] = found[chance.choice(sorted(found))]
    else:
        text = found[name].decode("utf-8", errors="replace")
        for mark in chance.sample(('"', "<", "row", "r=", "t=", "s=", "sheet", "xmlns"), 2):
            text = text.replace(mark, chance.choice(("", mark * 2, "&#0;", "x")), 3)
        found[name] = text.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in found.items():
            archive.writestr(one, content)
    return buffer.getvalue()


def noise(data: bytes, chance: random.Random) -> bytes:
    """No workbook at all."""
    return data[: chance.choice((0, 4, 8))] + chance.randbytes(chance.randrange(4_000))


def whole(data: bytes, chance: random.Random) -> bytes:
    """As it is."""
    del chance
    return data


MAKERS: tuple[Callable[..., bytes], ...] = (book, book, old, plain, plain, page)
DAMAGES: tuple[Callable[..., bytes], ...] = (
    whole, whole, cut, flipped, shifted, parts, parts, noise,
)  # fmt: skip


def strange(kind: SheetKind, number: int, *, rows: int = 6) -> tuple[str, bytes]:
    """The file of a number: name and content; the same each time."""
    chance = random.Random(f"{kind.kind} {number}")
    lines = table(kind, chance, chance.randrange(rows + 1))
    data = chance.choice(MAKERS)(lines, chance)
    data = chance.choice(DAMAGES)(data, chance) if data else data
    return f"表{number}{chance.choice(ENDINGS)}", data


def attempt(path: Path, kinds: Sequence[SheetKind]) -> str:
    """``read`` or ``refused`` with a sentence; else what went wrong. Where a parser panics, the
    child ends, the bounded reader takes over, and what brings that one down too is refused."""
    from app.base.errors import KnownError
    from app.sheets.checking import Options, check

    for careful in (False, True):
        try:
            for _ in check(path, kinds, Options(), careful=careful):
                pass
        except KnownError as error:
            sound = error.code == "IMP-FILE" and error.message and error.advice
            return "refused" if sound else f"{error.code}: {error.message}"
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                return f"{type(error).__name__}: {error}"[:200]
        else:
            return "read"
    return "refused"


def _most_memory() -> int:
    """MB this process held at most; ``ru_maxrss`` would count what its parent held at the fork."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) // 1024


def read_all(kinds: Sequence[SheetKind], folder: Path, first: int, count: int) -> dict[str, Any]:
    """Read files as the child does.

    Returns:
        ``read``, ``refused``: how many; ``wrong``: (number, what) of any other end; ``slowest``
        in seconds of processor time; ``memory`` in MB at most.
    """
    told: dict[str, Any] = {"read": 0, "refused": 0, "wrong": [], "slowest": 0.0}
    for number in range(first, first + count):
        print(number, file=sys.stderr, flush=True)  # should a parser abort here
        name, data = strange(kinds[0], number)
        path = folder / name
        path.write_bytes(data)
        began = time.process_time()
        outcome = attempt(path, kinds)
        if outcome in ("read", "refused"):
            told[outcome] += 1
        else:
            told["wrong"].append([number, outcome])
        told["slowest"] = max(told["slowest"], time.process_time() - began)
        path.unlink()
    told["memory"] = _most_memory()
    return told


def main() -> None:
    """See the module."""
    import tempfile

    from app.sheets import child
    from app.sheets.declared import sheet_kind

    child._limit(child.MEMORY)
    kinds = [sheet_kind(sys.argv[1])]
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(read_all(kinds, Path(folder), int(sys.argv[2]), int(sys.argv[3]))))


if __name__ == "__main__":
    main()
