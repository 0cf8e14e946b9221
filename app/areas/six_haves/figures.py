"""The numbers of 六有 itself: what a union has, and the smaller activities that the rubrics ask
for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_

from app.figures.registry import NO, YES, Base, Columns, Figure, Registry

from . import bases

TABLE = "六有"
OWN = "本程序指标（六有评分用）"


def _flag(name: str) -> Callable[[Columns], ColumnElement[Any]]:
    def measure(c: Columns) -> ColumnElement[Any]:
        return case((c[name] == True, YES), else_=NO)  # noqa: E712

    return measure


def _said(*names: str) -> Callable[[Columns], ColumnElement[Any]]:
    """Whether any of these is filled in."""

    def measure(c: Columns) -> ColumnElement[Any]:
        return case((or_(*(c[name].is_not(None) for name in names)), YES), else_=NO)

    return measure


def _kind(*kinds: str) -> Callable[[Columns], ColumnElement[Any]]:
    def measure(c: Columns) -> ColumnElement[Any]:
        return case((c.activity_kind.in_(kinds), YES), else_=NO)

    return measure


def _quarters(c: Columns) -> ColumnElement[Any]:
    first = and_(c.activity_kind == "committee_meeting", c.first_of_quarter == YES)
    return case((first, YES), else_=NO)


def register(registry: Registry) -> None:
    """Bring this area's bases and figures."""

    def fitted(code: str, title: str, column: str, definition: str) -> Figure:
        return Figure(code, title, "个", definition, OWN, TABLE, "fittings", _flag(column))

    def done(code: str, title: str, unit: str, definition: str, measure: Any) -> Figure:
        return Figure(code, title, unit, definition, OWN, TABLE, "small_activities", measure)

    registry.add(
        Base("fittings", bases.fittings, reported=False),
        Base("small_activities", bases.held, flow=True, reported=False),
        fitted("H101", "有办公和活动场所的工会", "has_office", "登记有办公（活动）场所的。"),
        fitted("H102", "挂牌的工会", "has_sign", "登记已挂牌的。"),
        fitted("H103", "有公章的工会", "has_seal", "登记有公章的。"),
        fitted("H104", "有独立经费账户的工会", "own_account", "登记有独立经费账户的。"),
        Figure("H111", "登记了场所、牌子或公章的工会", "个", "这三项填了任何一项的。", OWN,
               TABLE, "fittings", _said("has_office", "has_sign", "has_seal")),
        Figure("H112", "登记了经费账户情况的工会", "个", "填了有没有独立账户的。", OWN, TABLE,
               "fittings", _said("own_account")),
        done("H201", "培训、普法、安全教育次数", "次", "期内举办的。", _kind("training")),
        done("H202", "厂（会）务公开次数", "次", "期内公开的。", _kind("publicity")),
        done("H203", "召开委员会例会的季度数", "个", "每个工会召开过例会的季度，一个季度算一次。",
             _quarters),
        done("H204", "劳动竞赛和文体活动次数", "次", "期内举办的。",
             _kind("labour_contest", "recreation")),
        done("H205", "召开职工（代表）大会次数", "次", "期内召开的，联合会的区域职代会也计。",
             _kind("workers_congress")),
    )  # fmt: skip


FIGURES = register
