"""What the office sends upward or shows to visitors: the annual report, the archive list."""

from __future__ import annotations

from app.paper.reports import Report

from .annual import annual
from .archive import archive

PAPERS = (
    Report("annual", "年度工作报告", annual, "向上级工会报送的年度报告"),
    Report("archive", "归档目录", archive, "一个工会全年的证明材料和保管期限；选定一个工会"),
)
