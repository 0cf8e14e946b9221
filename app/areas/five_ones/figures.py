"""The numbers of 五个一: 表五 民主管理, meetings of 表四, contests and recreation of 表七.

A slice adds what it registers to ``REGISTERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import and_, case

from app.figures.registry import NO, YES, Base, Columns, Figure, Registry

from . import bases

FOUR, FIVE, SEVEN = "表四 组织制度", "表五 民主管理", "表七 建功与服务"
OWN = "本程序指标（参照工会统计年报口径）"


def _flag(condition: Any) -> Any:
    return case((condition, YES), else_=NO)


def _kind(kind: str, value: Callable[[Columns], Any] | None = None) -> Callable[[Columns], Any]:
    """Activities of a kind: their number, or what a column of theirs adds up to."""

    def measure(c: Columns) -> Any:
        counted = YES if value is None else value(c)
        return case((c.what == kind, counted), else_=NO)

    return measure


def _unions(kind: str) -> Callable[[Columns], Any]:
    """Unions that held such an activity, each once."""
    return lambda c: _flag(and_(c.what == kind, c.first == YES))


def _held() -> list[Figure]:
    def figure(
        code: str, title: str, unit: str, table: str, definition: str, measure: Any, part: str = ""
    ) -> Figure:
        return Figure(code, title, unit, definition, OWN, table, "activities", measure, None, part)

    contest, recreation = "labour_contest", "recreation"
    return [
        figure(
            "J405",
            "召开会员（代表）大会的工会数",
            "个",
            FOUR,
            "期内召开过会员大会或会员代表大会的工会，开几次都计一个。",
            _unions("members_congress"),
        ),
        figure(
            "J507",
            "实行厂（会）务公开的单位",
            "个",
            FIVE,
            "期内登记过厂（会）务公开的工会，公开几次都计一个。",
            _unions("publicity"),
        ),
        figure(
            "J701", "劳动竞赛次数", "次", SEVEN, "期内开展的劳动竞赛、技能比武等。", _kind(contest)
        ),
        figure(
            "J702",
            "参赛人次",
            "人次",
            SEVEN,
            "期内各次竞赛的参加人数之和。",
            _kind(contest, lambda c: c.participants),
        ),
        figure(
            "J703",
            "合理化建议件数",
            "件",
            SEVEN,
            "期内竞赛和合理化建议活动中提出的建议。",
            lambda c: c.proposals,
        ),
        figure(
            "J704",
            "其中：采纳件数",
            "件",
            SEVEN,
            "提出的建议中被采纳的。",
            lambda c: c.adopted,
            "J703",
        ),
        figure("J714", "文体活动次数", "次", SEVEN, "期内开展的文体活动。", _kind(recreation)),
        figure(
            "J715",
            "文体活动参加人次",
            "人次",
            SEVEN,
            "期内各次文体活动的参加人数之和。",
            _kind(recreation, lambda c: c.participants),
        ),
    ]


def _systems() -> list[Figure]:
    def figure(code: str, title: str, unit: str, definition: str, measure: Any, part: str = ""
               ) -> Figure:  # fmt: skip
        return Figure(code, title, unit, definition, OWN, FIVE, "systems", measure, None, part)

    def own(measure: Callable[[Columns], Any]) -> Callable[[Columns], Any]:
        return lambda c: case((c.regional == NO, measure(c)), else_=NO)

    def regional(measure: Callable[[Columns], Any]) -> Callable[[Columns], Any]:
        return lambda c: case((c.regional == YES, measure(c)), else_=NO)

    return [
        figure(
            "J501",
            "建立职工（代表）大会制度的单位",
            "个",
            "有在任的职工代表，或五年内开过职工（代表）大会的单独、联合基层工会。",
            own(lambda _c: YES),
        ),
        figure(
            "J502",
            "其中：本年召开",
            "个",
            "期内召开过职工（代表）大会的。",
            own(lambda c: c.met),
            "J501",
        ),
        figure(
            "J503",
            "职工代表人数",
            "人",
            "上列单位在任的职工代表；没有登记代表的，按最近一次代表大会的应到人数。",
            own(lambda c: c.delegates),
        ),
        figure("J504", "其中：女", "人", "职工代表中的女职工。", own(lambda c: c.women), "J503"),
        figure(
            "J505",
            "区域（行业）职工代表大会数",
            "个",
            "有在任的职工代表，或五年内开过职工代表大会的区域、行业工会联合会。",
            regional(lambda _c: YES),
        ),
        figure(
            "J506",
            "区域（行业）职代会覆盖企业",
            "家",
            "上列联合会和它的成员、下级工会涵盖的用人单位。",
            regional(lambda c: c.covered),
        ),
    ]


def _boards() -> list[Figure]:
    def figure(code: str, title: str, role: str) -> Figure:
        return Figure(
            code,
            title,
            "人",
            f"任职登记为{title}的人。",
            OWN,
            FIVE,
            "board_seats",
            lambda c: _flag(c.role == role),
        )

    director, supervisor = bases.BOARD_ROLES
    return [figure("J508", "职工董事", director), figure("J509", "职工监事", supervisor)]


def own(registry: Registry) -> None:
    """The bases and figures of this slice."""
    registry.add(
        Base("activities", bases.activities, flow=True, reported=False, kept=bases.kept),
        Base("systems", bases.systems, reported=False, kept=bases.kept),
        Base("board_seats", bases.seats, reported=False, kept=bases.kept_posts),
        *_held(),
        *_systems(),
        *_boards(),
    )


REGISTERS: Sequence[Callable[[Registry], None]] = (own,)


def register(registry: Registry) -> None:
    """Bring this area's bases and figures."""
    for one in REGISTERS:
        one(registry)


FIGURES = register
