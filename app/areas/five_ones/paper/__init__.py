"""What 五个一 prints: papers of an activity and of a year, its chapter of the annual report.

A slice adds its papers to ``PAPERS``, its sections of the chapter to ``SECTIONS``.
"""

from __future__ import annotations

from app.paper.model import Block
from app.paper.reports import Ask, Chapter, Report

from . import chapter
from .activity import (
    agenda,
    decisions,
    inspection_form,
    notice,
    quality_form,
    report_form,
    sign_in,
)
from .year import ledger, quarters, year_sheet

_ABOUT = "activity"
OWN = (
    Report("activity_notice", "会议（活动）通知", notice, "--option id=活动", _ABOUT),
    Report("activity_sign_in", "活动签到表", sign_in, "--option id=活动", _ABOUT),
    Report("congress_agenda", "大会议程", agenda, "--option id=大会", _ABOUT),
    Report("congress_decisions", "决议和表决单", decisions, "--option id=大会", _ABOUT),
    Report(
        "workers_congress_report",
        "召开职工（代表）大会报告表",
        report_form,
        "报上级工会；--option id=大会",
        _ABOUT,
    ),
    Report(
        "workers_congress_quality",
        "职工（代表）大会质量评估表",
        quality_form,
        "发给代表填写；--option id=大会",
        _ABOUT,
    ),
    Report(
        "workers_congress_inspection",
        "职工（代表）大会巡视检查意见表",
        inspection_form,
        "检查决议落实；--option id=大会",
        _ABOUT,
    ),
    Report(
        "five_ones_ledger",
        "五个一台账和统计表",
        ledger,
        "各联合会全年的五件事；--option year=2026",
    ),
    Report(
        "five_ones_quarters",
        "五个一按季度进度",
        quarters,
        "到各季度末已经开展的；--option year=2026",
    ),
    Report(
        "five_ones_year",
        "五个一全年情况表",
        year_sheet,
        "一个工会的全年；--option id=工会 --option year=2026",
        "five_year",
    ),
)
PAPERS: tuple[Report, ...] = (*OWN,)
SECTIONS = (*chapter.SECTIONS,)
ANNEXES = (chapter.annexes,)


def _body(ask: Ask) -> list[Block]:
    return [block for section in SECTIONS for block in section(ask)]


def _annexes(ask: Ask) -> list[tuple[str, list[Block]]]:
    return [one for annex in ANNEXES for one in annex(ask)]


CHAPTER = Chapter(40, _body, _annexes)
