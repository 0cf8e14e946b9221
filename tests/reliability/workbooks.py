"""Reading workbooks in the XL tests: through the spawned child as in the program, or here."""

from __future__ import annotations

import openpyxl
import pytest

from app.base.errors import KnownError
from app.sheets.checked import CheckedRow, FileEnd
from app.sheets.checking import Options, check, check_file
from app.sheets.header import Layout
from tests.sheets.kinds import EMPLOYERS

HEAD = ["单位名称", "统一社会信用代码", "职工人数"]
ROW = ["甲公司", "91999999TE5T00016A", 61]
CODE = "91999999TE5T00016A"


def read(path, kinds=(EMPLOYERS,), options=None, *, here=False):
    """(layouts, rows, end) of a file, through the child."""
    if here:
        items = list(check(path, kinds, options or Options()))
    else:
        items = list(check_file(path, kinds, options))
    assert isinstance(items[-1], FileEnd)
    return (
        [item for item in items if isinstance(item, Layout)],
        [item for item in items if isinstance(item, CheckedRow)],
        items[-1],
    )


def refused(path, kinds=(EMPLOYERS,), *, here=False) -> KnownError:
    with pytest.raises(KnownError) as caught:
        read(path, kinds, here=here)
    assert caught.value.code == "IMP-FILE"
    assert caught.value.advice
    return caught.value


def xlsx(path, *rows, **sheets):
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    for name, more in sheets.items():
        extra = book.create_sheet(name)
        for row in more:
            extra.append(row)
    book.save(path)
    return path
