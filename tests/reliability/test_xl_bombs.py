"""XL-1 to XL-9 and XL-12 to XL-14, IN-1: workbooks in and out, as far as the kit answers for them.

Cases go through ``check_file``: the spawned child with its memory limit, as in the program. Where
a case has many variants they are read in this process (``here``), by the same code.
"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import defusedxml.ElementTree
import openpyxl
import pytest

from app.base.errors import KnownError
from app.sheets import package, stream
from app.sheets.reading import open_book
from tests.reliability.workbooks import HEAD, ROW, read, refused
from tests.sheets.packages import parts, write_package

# --- XL-2, XL-3, XL-4 -----------------------------------------------------------------------------

MEASURE = """
import resource, sys, time
from pathlib import Path
import app.sheets.checking
from app.base.errors import KnownError
from app.sheets.reading import open_book
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    book = open_book(Path(sys.argv[1]))
    rows = sum(1 for _ in book.rows(book.sheets[0].name))
    book.merged(book.sheets[0].name)
    word = f"rows {rows}"
except KnownError as error:
    word = error.code
seconds = time.process_time() - start
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(word, "|", round(seconds, 2), "|", grown)
"""


def measured(path):
    """(outcome, seconds, MB grown) of reading in a process of its own."""
    line = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    ).stdout
    word, seconds, grown = line.strip().split(" | ")
    return word, float(seconds), int(grown)


def harmless(path, word):
    outcome, seconds, grown = measured(path)
    assert outcome == word
    assert grown < 150
    assert seconds < 2


def zeros(size):
    """So many zeros packed, and their checksum, without ever having them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, crc, out = b"0" * (1 << 20), 0, []
    for _ in range(size >> 20):
        crc = zlib.crc32(block, crc)
        out.append(packer.compress(block))
    return b"".join([*out, packer.flush()]), crc


def raw_zip(path, entries):
    """A zip written by hand: (name, packed, crc, declared size)."""
    body, directory = b"", b""
    for name, packed, crc, size in entries:
        title = name.encode()
        fields = struct.pack("<HHHHHIII", 20, 0x800, 8, 0, 0x21, crc, len(packed), size)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields
        directory += struct.pack("<HHHHHII", len(title), 0, 0, 0, 0, 0, len(body)) + title
        body += b"PK\x03\x04" + fields + struct.pack("<HH", len(title), 0) + title + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)
    return path


def packed(text):
    raw = text.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush(), zlib.crc32(raw), len(raw)


def test_xl_2_high_ratio_and_a_gigabyte_of_shared_strings(tmp_path):
    bomb, crc = zeros(1 << 30)
    entries = [(name, *packed(text)) for name, text in parts().items()]
    path = raw_zip(tmp_path / "弹.xlsx", [*entries, ("xl/sharedStrings.xml", bomb, crc, 1 << 30)])
    harmless(path, "IMP-FILE")
    assert "太大" in refused(path).message


def test_xl_2_a_part_that_lies_about_its_size(tmp_path):
    bomb, crc = zeros(1 << 30)
    entries = [(name, *packed(text)) for name, text in parts().items()]
    for size, total in ((1000, crc), (1000, zlib.crc32(b"0" * 1000))):
        lie = ("xl/sharedStrings.xml", bomb, total, size)
        harmless(raw_zip(tmp_path / "谎.xlsx", [*entries, lie]), "IMP-FILE")


def test_xl_2_many_parts_nested_zip_overlapping_parts(tmp_path):
    many = tmp_path / "多.xlsx"
    write_package(many, extra={f"xl/x{n}.xml": "<a/>" for n in range(1100)})
    harmless(many, "IMP-FILE")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"0" * (50 << 20))
    nested = write_package(
        tmp_path / "套.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        {"xl/a.zip": inner.getvalue()},
    )
    harmless(nested, "rows 1")
    entry = ("xl/workbook.xml", *packed("<a/>" * 9))
    raw = raw_zip(tmp_path / "叠.xlsx", [entry, ("xl/b.xml", *packed("<a/>"))]).read_bytes()
    at = raw.rfind(b"PK\x01\x02")
    overlapping = raw[: at + 42] + struct.pack("<I", 0) + raw[at + 46 :]
    (tmp_path / "叠.xlsx").write_bytes(overlapping)
    harmless(tmp_path / "叠.xlsx", "IMP-FILE")


def test_xl_2_a_real_large_list_is_no_bomb():
    """Our own export of 200,000 rows by 20 columns unpacks to 227 MB at ratio 8."""
    info = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
    info.header_offset, info.file_size, info.compress_size = 0, 227 << 20, 28 << 20
    package._sizes([info], 28 << 20)
    info.compress_size = 3 << 20
    with pytest.raises(KnownError):
        package._sizes([info], 3 << 20)


def test_xl_3_a_far_cell(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEAD)
    page.append(ROW)
    page["XFD1048576"] = "远"
    book.save(tmp_path / "远.xlsx")
    harmless(tmp_path / "远.xlsx", "rows 2")
    _, rows, end = read(tmp_path / "远.xlsx")
    assert [row.values["name"] for row in rows] == ["甲公司"]
    assert any("没有读" in note for note in end.notes)


def test_xl_3_a_million_empty_formatted_rows(tmp_path):
    real = '<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c></row>'
    empty = "".join(f'<row r="{n}"><c r="A{n}"/><c r="B{n}"/></row>' for n in range(2, 1_048_577))
    path = write_package(tmp_path / "百万.xlsx", real + empty)
    harmless(path, "rows 1")


def test_xl_3_all_columns(tmp_path):
    from app.sheets.grid import column_letter

    cells = "".join(f'<c r="{column_letter(n)}1"><v>{n}</v></c>' for n in range(16_384))
    path = write_package(tmp_path / "宽.xlsx", f'<row r="1">{cells}</row>')
    harmless(path, "rows 1")
    book = open_book(path)
    assert len(next(iter(book.rows("表")))[1]) == 512
    more = "".join("<c><v>1</v></c>" for n in range(40_000))
    harmless(write_package(tmp_path / "宽2.xlsx", f'<row r="400000">{more}</row>'), "IMP-FILE")


def test_xl_3_sparse_cells_that_would_fill_the_memory(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="SR{n}"><v>1</v></c></row>' for n in (1, 299_000))
    harmless(write_package(tmp_path / "疏.xlsx", rows), "rows 1")


def test_xl_3_real_rows_below_some_empty_ones_are_kept(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEAD)
    for row in (2, 900, 1800):
        page.cell(row, 1, f"公司{row}")
    book.save(tmp_path / "隔.xlsx")
    _, rows, end = read(tmp_path / "隔.xlsx")
    assert [row.row for row in rows] == [2, 900, 1800]
    assert end.notes == []


BOMBS = {
    "实体": '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>',
    "外部": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "声明": '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1/a.dtd">',
}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_xl_4_entities_and_dtd_are_refused(tmp_path, bomb, part):
    text = parts('<row r="1"><c r="A1"><v>1</v></c></row>').get(part, '<?xml version="1.0"?><a/>')
    head, _, rest = text.partition("?>")
    evil = f"{head}?>{BOMBS[bomb]}{rest}"
    for content in (evil, evil.replace(' encoding="UTF-8"', "").encode("utf-16")):
        write_package(tmp_path / "x.xlsx", "", {part: content})
        with pytest.raises(KnownError) as caught:
            open_book(tmp_path / "x.xlsx")
        assert caught.value.code == "IMP-FILE"


def test_xl_4_xml_is_only_parsed_by_defusedxml(tmp_path):
    assert package.fromstring is defusedxml.ElementTree.fromstring
    assert stream.iterparse is defusedxml.ElementTree.iterparse
    (tmp_path / "a.xls").write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'
    )
    refused(tmp_path / "a.xls")
