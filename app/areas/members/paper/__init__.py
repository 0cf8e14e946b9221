"""What 会员 prints: its chapter of the annual report, forms of one person, registers, rosters."""

from __future__ import annotations

from app.paper.reports import Report

from .campaign import campaign
from .chapter import CHAPTER
from .collective import collective
from .forms import application, retained, transfer
from .monthly import monthly
from .personal import person
from .rosters import hand_out, roster, sign_in

PAPERS = (
    Report("roster", "会员名册", roster, "在籍会员，证件和手机号码隐去中间几位"),
    Report("sign_in", "签到表", sign_in, "给一个工会的会员签到；--option title=会议名称"),
    Report("hand_out", "发放签收表", hand_out, "--option item=慰问品 --option amount=1份"),
    Report(
        "transfer",
        "会员关系接转单",
        transfer,
        "存根、介绍信、回执三联；--option id=接转单",
        "transfer",
    ),
    Report("retained", "保留会籍证明", retained, "--option id=会员", "member"),
    Report(
        "application",
        "入会申请书和会员登记表",
        application,
        "--option id=会员、申请或 blank",
        "member",
    ),
    Report("person", "会员个人信息", person, "应本人要求打印；--option id=会员", "member"),
    Report(
        "collective",
        "集体入会登记表",
        collective,
        "等待审批的申请，一人一行本人签名；--option id=申请或会员，或 blank",
    ),
    Report(
        "campaign",
        "专项行动进度表",
        campaign,
        "各单位目标和入会人数，按周、按月；--option id=专项行动",
        "campaign",
    ),
    Report("monthly", "会籍变动月报", monthly, "--option month=2026-11"),
)

__all__ = ["CHAPTER", "PAPERS"]
