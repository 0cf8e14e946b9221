"""What 五个一 prints: papers of an activity and of a year, its chapter of the annual report.

A slice adds its papers to ``PAPERS``, its sections of the chapter to ``SECTIONS``.
"""

from __future__ import annotations

from app.paper.model import Block
from app.paper.reports import Ask, Chapter, Report

from . import bargains, chapter, contracts
from .activity import (
    agenda,
    decisions,
    inspection_form,
    notice,
    quality_form,
    report_form,
    sign_in,
)
from .year import ledger, quarters
from .year_sheet import year_sheet

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
_TALK = "consultation"
BARGAINS = (
    Report(
        "offer",
        "集体协商要约书",
        bargains.offer,
        "--option id=协商（几个用逗号隔开）或 batch=集中要约",
        _TALK,
    ),
    Report("offer_answer", "集体协商应约书", bargains.answer, "--option id=协商", _TALK),
    Report("negotiators", "集体协商代表名单", bargains.negotiators, "--option id=协商", _TALK),
    Report("talks", "集体协商会议记录", bargains.talks, "--option id=协商", _TALK),
    Report(
        "contract_note", "集体合同情况说明", bargains.note, "报送用；--option id=合同", "contract"
    ),
    Report(
        "contract_covers",
        "集体合同覆盖单位确认表",
        bargains.covers,
        "--option id=合同",
        "contract",
    ),
    Report(
        "contract_ledger",
        "集体合同台账",
        contracts.ledger,
        "全年有效和签订的；--option year=2026",
    ),
    Report("contract_ends", "集体合同到期预警表", contracts.ends, "将到期和到期没有续签的"),
    Report(
        "offer_statistics",
        "集中要约统计表",
        contracts.statistics,
        "全年的，或一次的：--option batch=集中要约",
    ),
)
PAPERS: tuple[Report, ...] = (*OWN, *BARGAINS)
SECTIONS = (*chapter.SECTIONS, *contracts.SECTIONS)
ANNEXES = (chapter.annexes, contracts.annexes)


def _body(ask: Ask) -> list[Block]:
    return [block for section in SECTIONS for block in section(ask)]


def _annexes(ask: Ask) -> list[tuple[str, list[Block]]]:
    return [one for annex in ANNEXES for one in annex(ask)]


CHAPTER = Chapter(40, _body, _annexes)
