"""专项行动进度表 as a workbook: per unit target, joined and percent, with every month and week."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.base.errors import UserError
from app.base.progress import SILENT, Progress
from app.base.text import rate
from app.sheets.fields import Kind
from app.sheets.writing import OutColumn, Written, export_file
from app.store.workspace import Workspace

from ..lists.campaigns import Table, progress_of


def write_campaign(
    workspace: Workspace,
    path: Path,
    campaign_id: str,
    *,
    day: date | None = None,
    progress: Progress = SILENT,
) -> Written:
    """Write the table of a campaign as of a day (default today).

    Raises:
        UserError: NOT_FOUND; see ``export_file``. KnownError: the disk.
    """
    on = day or workspace.surroundings.today()

    def read(conn: Any) -> tuple[Table | None, Table | None]:
        return (
            progress_of(conn, campaign_id, on, "month"),
            progress_of(conn, campaign_id, on, "week"),
        )

    months, weeks = workspace.read(read)
    if months is None or weeks is None:
        raise UserError("NOT_FOUND", "找不到这个专项行动。", "它可能刚刚被删除，请刷新后再试。")
    columns = [
        OutColumn("单位", width=30),
        OutColumn("目标", Kind.COUNT, 8),
        OutColumn("已入会", Kind.COUNT, 8),
        OutColumn("完成率", width=10),
        *(OutColumn(f"{first.year}年{first.month}月", Kind.COUNT, 10) for first, _ in months.spans),
        *(OutColumn(f"{a:%Y.%m.%d}—{b:%m.%d}", Kind.COUNT, 18) for a, b in weeks.spans),
    ]
    by_week = {line.union_id: line.joined for line in weeks.lines}
    rows: list[list[Any]] = []
    for line in months.lines:
        counts = [*line.joined, *by_week[line.union_id]]
        rows.append([line.union, line.target, line.total, rate(line.total, line.target), *counts])
    target, joined = (sum(row[at] for row in rows) for at in (1, 2))
    sums = [sum(row[at] for row in rows) for at in range(4, len(columns))]
    rows.append(["合计", target, joined, rate(joined, target), *sums])
    return export_file(path, columns, rows, sheet="专项行动进度", progress=progress)
