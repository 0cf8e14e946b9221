"""The numbers of 民主评议: who held one, papers, satisfaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, case, null

from app.base.codes import code_list
from app.figures.registry import NO, YES, Base, Columns, Figure, Rate, Registry

from . import bases

FOUR = "表四 组织制度"
TABLE = "民主评议和满意度"
OWN = "总工发〔2016〕28号 第四部分；本程序指标"
KINDS = ("rate_union", "rate_cadres", "rate_upper", "service")


def _of(kind: str, column: str) -> Callable[[Columns], ColumnElement[Any]]:
    def measure(c: Columns) -> ColumnElement[Any]:
        return case((c.survey_kind == kind, c[column]), else_=null())

    return measure


def _held(kind: str) -> Callable[[Columns], ColumnElement[Any]]:
    def measure(c: Columns) -> ColumnElement[Any]:
        return case((c.survey_kind == kind, YES), else_=NO)

    return measure


def _figures() -> list[Figure | Rate]:
    names = code_list("survey_kind")
    found: list[Figure | Rate] = []
    for place, kind in enumerate(KINDS, 1):
        name, head = names[kind].name, f"V{place}"
        parts = (
            ("02", "应参评人数", "人", "expected", "各次评议应当参加评议的人数。"),
            ("03", "发出票数", "张", "issued", "发出的评议票。"),
            ("04", "收回票数", "张", "returned", "收回的评议票，含废票。"),
            ("05", "有效票数", "张", "valid", "收回减废票。"),
            ("06", "总体评价有效票", "票", "votes", "总体评价一项有效的票，按人评议的每人一票。"),
            ("07", "总体评价满意票", "票", "satisfied", "总体评价为满意（及以上）的票。"),
            ("08", "总体评价满意和基本满意票", "票", "accepted", "总体评价为基本满意及以上的票。"),
        )
        found.append(
            Figure(f"{head}01", f"{name}次数", "次", f"期内完成计票的{name}。", OWN, TABLE,
                   "surveys", _held(kind))
        )  # fmt: skip
        for code, title, unit, column, definition in parts:
            found.append(
                Figure(f"{head}{code}", f"{name}{title}", unit, definition, OWN, TABLE, "surveys",
                       _of(kind, column))
            )  # fmt: skip
        for code, title, one, other, definition in (
            ("09", "回收率", "04", "03", "收回票数除以发出票数。"),
            ("10", "参评率", "05", "02", "有效票数除以应参评人数。"),
            ("11", "满意率", "07", "06", "总体评价满意票除以有效票。"),
            ("12", "综合满意率", "08", "06", "总体评价满意和基本满意票除以有效票。"),
        ):
            found.append(
                Rate(f"{head}{code}", f"{name}{title}", definition, OWN, TABLE, f"{head}{one}",
                     f"{head}{other}")
            )  # fmt: skip
    return found


def _comments() -> list[Figure | Rate]:
    base, beside = "survey_comments", "不含取消的评议。"
    return [
        Figure("V501", "意见建议条数", "条", f"期内完成计票的评议收到的意见建议。{beside}", OWN,
               TABLE, base, lambda _c: YES),
        Figure("V502", "已办结的意见建议条数", "条",
               f"其中到期末（今天）已经登记办结的。{beside}", OWN, TABLE, base, lambda c: c.done),
        Rate("V503", "意见建议办结率", "已办结的意见建议条数除以意见建议条数。", OWN, TABLE, "V502",
             "V501"),
        Figure("V504", "已答复的意见建议条数", "条",
               f"其中到期末（今天）已经登记答复日期的。{beside}", OWN, TABLE, base,
               lambda c: c.answered),
        Rate("V505", "意见建议答复率", "已答复的意见建议条数除以意见建议条数。", OWN, TABLE, "V504",
             "V501"),
    ]  # fmt: skip


def register(registry: Registry) -> None:
    """Bring this area's bases and figures."""
    registry.add(
        Base("surveys", bases.surveys, flow=True, reported=False),
        Base("survey_comments", bases.comments, flow=True, reported=False),
        Base("rated_unions", bases.rated, flow=True, reported=False),
        Figure(
            "J406",
            "会员评家的工会数",
            "个",
            "期内开展会员评家（会员评议工会工作）并完成计票的工会。",
            "总工发〔2016〕28号 四.1；参照工会统计年报口径",
            FOUR,
            "rated_unions",
            lambda c: c.unions,
        ),
        *_figures(),
        *_comments(),
    )


FIGURES = register
