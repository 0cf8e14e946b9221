"""Workbook packages by hand: what no library would write."""

from __future__ import annotations

import zipfile
from pathlib import Path

_OPEN = "http://schemas.openxmlformats.org"
_OFFICE = f"{_OPEN}/officeDocument/2006/relationships"
_MAIN = f"{_OPEN}/spreadsheetml/2006/main"
_MADE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def parts(rows: str = "", *, before: str = "", after: str = "") -> dict[str, str]:
    """The parts of a workbook of one sheet 表 around its rows."""
    relationships = f'<Relationships xmlns="{_OPEN}/package/2006/relationships">'
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MADE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MADE}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'{_HEAD}{relationships}<Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}{relationships}<Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{_HEAD}{before}<worksheet xmlns="{_MAIN}">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }


def write_package(
    path: Path, rows: str = "", extra: dict[str, str | bytes] | None = None, **kw: str
) -> Path:
    """A package with these rows, parts replaced or added by ``extra``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts(rows, **kw), **(extra or {})}.items():
            archive.writestr(name, content)
    return path
