"""Text files as tables: any Chinese encoding, any separator, quotes across lines."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from app.sheets.grid import EMPTY, MAX_CELL, Row, Table, TableBook, file_error

_SEPARATORS = ",\t;|"
_PROBE = 64 * 1024
_FEW = 8  # control characters that a short text may hold by mistake
_LINES = 40  # in one overlong cell: a quote was never closed
csv.field_size_limit(8 * 1024 * 1024)
_UNQUOTE = re.compile(r'="([^"]*)"')
_GUARDED = re.compile(r"'+[\s\"]*[=+\-@＝＋－＠;]|'+[\t\r\n]")


def read_text(data: bytes, name: str) -> TableBook:
    """A text file as a workbook of one sheet.

    Raises:
        KnownError: IMP-FILE if it is no text.
    """
    notes: list[str] = []
    text = decode(data, notes)
    separator, text = _separator(text)
    return TableBook("csv", [Table(name, _rows(text, separator, notes))], notes)


def decode(data: bytes, notes: list[str]) -> str:
    """Bytes of a Chinese text file as text; damage stays visible as U+FFFD.

    By byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else GB 18030 (of which
    GBK and GB 2312 are parts); if both fail, the one with less damage.

    Raises:
        KnownError: IMP-FILE if it is no text.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)  # marked and sound: what it holds is its own affair
            except UnicodeDecodeError:
                return _text(data.decode(encoding, errors="replace"), notes)
    if b"\0" in data[:_PROBE]:
        probe = data[:_PROBE]
        low, high = probe[0::2].count(0), probe[1::2].count(0)
        if min(low, high) * 10 > max(low, high):
            raise _no_text()
        return _text(
            data.decode("utf-16-le" if high > low else "utf-16-be", errors="replace"), notes
        )
    for encoding in ("utf-8", "gb18030"):
        try:
            return _text(data.decode(encoding), notes)
        except UnicodeDecodeError:
            continue
    tries = [data.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030")]
    return _text(min(tries, key=lambda text: text.count("\ufffd")), notes)


def _text(text: str, notes: list[str]) -> str:
    probe = text[:_PROBE]
    bad = sum(
        c == "\ufffd" or (unicodedata.category(c) == "Cc" and c not in "\t\r\n\f\v") for c in probe
    )
    if bad > _FEW and bad * 50 > len(probe):
        raise _no_text()
    if "\ufffd" in text:
        notes.append("文件里有认不出的字（编码损坏），所在的行会列为错误。")
    return text


def _no_text() -> Exception:
    return file_error(
        "这个文件不是能认出的表格。",
        "请用 WPS 或 Excel 打开它，另存为「Excel 工作簿（*.xlsx）」再导入；"
        "如果打不开，请向来表单位重新要一份。",
    )


def _separator(text: str) -> tuple[str, str]:
    """The separator that splits the first lines most evenly; Excel's own ``sep=;`` line counts."""
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\r?", first):
        return first[4], rest
    probe = text[:_PROBE]
    scores = {}
    for separator in _SEPARATORS:
        counts = [len(row) for _, row in zip(range(60), _parse(probe, separator), strict=False)]
        wide = [count for count in counts if count > 1]
        usual = max(set(wide), key=wide.count) if wide else 0
        scores[separator] = (wide.count(usual) * min(usual, 10), usual)
    return max(_SEPARATORS, key=lambda separator: scores[separator]), text


def _parse(text: str, separator: str, notes: list[str] | None = None) -> Iterator[list[str]]:
    """Records; a quote that is never closed does not swallow the lines below it."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if any(len(cell) > MAX_CELL and cell.count("\n") > _LINES for cell in record):
                raise csv.Error
            records.append(record)
    except csv.Error:
        if notes is not None:
            notes.append("文件里有不配对的引号，按一行一条读；请核对有换行的内容。")
        return _by_lines(text, separator)
    return iter(records)


def _by_lines(text: str, separator: str) -> Iterator[list[str]]:
    for line in re.split(r"\r\n|\r|\n", text):
        short = line[: MAX_CELL * 4]
        try:
            record = next(csv.reader([short], delimiter=separator), [])
        except csv.Error:
            record = short.split(separator)
        yield [cell[:MAX_CELL] for cell in record]


def _rows(text: str, separator: str, notes: list[str]) -> Iterator[Row]:
    for number, record in enumerate(_parse(text, separator, notes), 1):
        yield number, [plain_cell(cell) for cell in record]


def plain_cell(cell: str) -> str:
    """A cell as it was meant: ``="0012"`` is 0012, and one guarding apostrophe goes."""
    if not cell:
        return EMPTY
    if cell[0] == "'" and _GUARDED.match(cell):
        return cell[1:]
    if cell[0] == "=" and (found := _UNQUOTE.fullmatch(cell)):
        return found[1]
    return cell


def guard(text: str) -> str:
    """Text for a CSV cell that no spreadsheet takes for a formula; ``plain_cell`` gives it back."""
    guarded = f"'{text}"
    return guarded if _GUARDED.match(guarded) else text
