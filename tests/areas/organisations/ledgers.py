"""The balance of a real town (王庆坨镇 2017) as a ledger, in the three ways offices keep it."""

from __future__ import annotations

from pathlib import Path

import openpyxl

FEDERATIONS = [
    *(
        (f"{x}街村工会联合会", n, "村街联合会")
        for x, n in zip("一二三四五", (19, 22, 17, 21, 18), strict=True)
    ),
    *(
        (f"小企业工会联合会（{x}）", n, "小企业联合会")
        for x, n in zip("一二三四五六", (34, 34, 34, 34, 33, 33), strict=True)
    ),
    ("工贸园工会联合会", 23, "工贸园联合会"),
]
FIRMS = [f"天津企业{i:02d}有限公司" for i in range(49)]
OFFICE = "王庆坨镇机关"


def as_numbers(path: Path) -> Path:
    """Covered firms as numbers; titles above, the town's own union first, totals, signatures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(["王庆坨镇2017年基层工会组织台账"])
    sheet.merge_cells("A1:G1")
    sheet.append(["填表单位：王庆坨镇总工会"])
    sheet.append(
        ["序号", "工会名称", "建会形式", "涵盖单位数（家）", "职工人数", "会员人数", "备注"]
    )
    sheet.append([0, "王庆坨镇总工会", "总工会", 372, 9840, 8127, ""])
    for i, firm in enumerate(FIRMS, 1):
        sheet.append([i, f"{firm}工会委员会", "单独建会", 1, 20 + i, 15 + i])
    sheet.append([50, f"{OFFICE}工会", "机关工会", 1, 60, 60])
    for i, (name, covered, kind) in enumerate(FEDERATIONS, 51):
        sheet.append([i, name, kind, covered, covered * 10, covered * 8])
    sheet.append(["合计", None, None, 372])
    sheet.append(["填表人：李某    审核人："])
    book.save(path)
    return path


def as_lines(path: Path) -> Path:
    """One line per firm; the union's name merged down the left."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["序号", "工会名称", "工会类型", "企业名称", "职工人数"])
    for i, firm in enumerate(FIRMS, 1):
        sheet.append([i, f"{firm}工会委员会", "单独建会", firm, 20 + i])
    sheet.append([50, f"{OFFICE}工会", "机关工会", OFFICE, 60])
    for name, covered, kind in FEDERATIONS:
        top = sheet.max_row + 1
        for k in range(covered):
            sheet.append([None, None, None, f"{name}企业{k}", 10])
        sheet.cell(top, 2, name)
        sheet.cell(top, 3, kind)
        for column in (2, 3):
            sheet.merge_cells(
                start_row=top, end_row=top + covered - 1, start_column=column, end_column=column
            )
    book.save(path)
    return path


def as_sheets(path: Path) -> Path:
    """Three sheets: firms with unions of their own, federations, firms these cover."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "单独建会企业"
    sheet.append(["序号", "企业名称", "职工数"])
    for i, firm in enumerate([*FIRMS, OFFICE], 1):
        sheet.append([i, firm, 20 + i])
    sheet = book.create_sheet("联合会")
    sheet.append(["序号", "联合会名称", "类型", "涵盖企业数"])
    for i, (name, covered, kind) in enumerate(FEDERATIONS, 1):
        sheet.append([i, name, kind, covered])
    sheet = book.create_sheet("涵盖企业明细")
    sheet.append(["序号", "企业名称", "所属联合会", "职工人数"])
    for name, covered, _ in FEDERATIONS:
        for k in range(covered):
            sheet.append([k, f"{name}企业{k}", name, 10])
    book.save(path)
    return path
