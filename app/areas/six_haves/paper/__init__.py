"""What 六有 prints: the sheet of scores, the application, the summary, the list of improvements."""

from __future__ import annotations

from app.paper.reports import Report

from .chapter import CHAPTER
from .proofs import proofs
from .sheets import application, improvements, sheet
from .summary import summary
from .targets import targets

PAPERS = (
    Report("six_sheet", "“六有”工会评分表", sheet, "自评、复评、终评；选定一个工会"),
    Report("six_application", "“六有”工会申报表", application, "一页；选定一个工会"),
    Report("six_summary", "“六有”工会评分汇总表", summary, "所辖全部工会，一行一个"),
    Report(
        "six_targets",
        "年度目标完成情况表",
        targets,
        "目标、现在和完成率，按分类列；--option year=2026",
    ),
    Report("six_proofs", "“六有”工会迎检材料清单", proofs, "材料和照片附件；选定一个工会"),
    Report("six_improvements", "“六有”工会整改清单", improvements, "失分和整改措施；选定一个工会"),
)

__all__ = ["CHAPTER", "PAPERS"]
