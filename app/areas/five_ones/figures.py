"""The numbers of 五个一: 表五 民主管理, 表六 协商与劳动关系, meetings of 表四, contests and
recreation of 表七.

A slice adds what it registers to ``REGISTERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import and_, case

from app.figures.registry import NO, YES, Base, Columns, Figure, Registry, flag

from . import bases

FOUR, FIVE, SEVEN = "表四 组织制度", "表五 民主管理", "表七 建功与服务"
SIX = "表六 协商与劳动关系"
OWN = "本程序指标（参照工会统计年报口径）"


def _kind(kind: str, value: Callable[[Columns], Any] | None = None) -> Callable[[Columns], Any]:
    """Activities of a kind: their number, or what a column of theirs adds up to."""

    def measure(c: Columns) -> Any:
        counted = YES if value is None else value(c)
        return case((c.what == kind, counted), else_=NO)

    return measure


def _unions(kind: str) -> Callable[[Columns], Any]:
    """Unions that held such an activity, each once."""
    return lambda c: flag(and_(c.what == kind, c.first == YES))


def _activity(
    code: str, title: str, unit: str, table: str, definition: str, measure: Any, part: str = ""
) -> Figure:
    return Figure(code, title, unit, definition, OWN, table, "activities", measure, None, part)


def _meetings() -> list[Figure]:
    return [
        _activity(
            "J405",
            "召开会员（代表）大会的工会数",
            "个",
            FOUR,
            "期内召开过会员大会或会员代表大会的工会，开几次都计一个。",
            _unions("members_congress"),
        ),
        _activity(
            "J507",
            "实行厂（会）务公开的单位",
            "个",
            FIVE,
            "期内登记过厂（会）务公开的工会，公开几次都计一个。",
            _unions("publicity"),
        ),
    ]


def _contests() -> list[Figure]:
    def figure(code: str, title: str, unit: str, definition: str, measure: Any, part: str = ""
               ) -> Figure:  # fmt: skip
        return _activity(code, title, unit, SEVEN, definition, measure, part)

    contest, recreation = "labour_contest", "recreation"

    def people(kind: str) -> Callable[[Columns], Any]:
        return _kind(kind, lambda c: c.participants)

    asked = "期内竞赛和合理化建议活动中提出的建议。"
    return [
        figure("J701", "劳动竞赛次数", "次", "期内开展的劳动竞赛、技能比武等。", _kind(contest)),
        figure("J702", "参赛人次", "人次", "期内各次竞赛的参加人数之和。", people(contest)),
        figure("J703", "合理化建议件数", "件", asked, lambda c: c.proposals),
        figure(
            "J704", "其中：采纳件数", "件", "提出的建议中被采纳的。", lambda c: c.adopted, "J703"
        ),
        figure("J714", "文体活动次数", "次", "期内开展的文体活动。", _kind(recreation)),
        figure(
            "J715",
            "文体活动参加人次",
            "人次",
            "期内各次文体活动的参加人数之和。",
            people(recreation),
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
            lambda c: flag(c.role == role),
        )

    director, supervisor = bases.BOARD_ROLES
    return [figure("J508", "职工董事", director), figure("J509", "职工监事", supervisor)]


def own(registry: Registry) -> None:
    """The bases and figures of this slice."""
    registry.add(
        Base("activities", bases.activities, flow=True, reported=False, kept=bases.kept),
        Base("systems", bases.systems, reported=False, kept=bases.kept),
        Base("board_seats", bases.seats, reported=False, kept=bases.kept_posts),
        *_meetings(),
        *_contests(),
        *_systems(),
        *_boards(),
    )


# -- 表六 ------------------------------------------------------------------------------------------

_VALID = "统计日在期限内、没有终止、审查没有异议的"


def _contracts() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any, unit: str = "份") -> Figure:
        return Figure(code, title, unit, definition, OWN, SIX, "contracts", measure)

    def of(*kinds: str, scope: str = "") -> Callable[[Columns], Any]:
        return lambda c: flag(
            and_(c.what.in_(kinds), c.scope == scope) if scope else c.what.in_(kinds)
        )

    def workers(kind: str) -> Callable[[Columns], Any]:
        return lambda c: case((c.what == kind, c.covered), else_=NO)

    both = ("comprehensive", "wage")
    written = "合同上写明的职工人数，没有写的按覆盖单位的职工人数；几份合同覆盖的各计。"
    return [
        figure("J601", "集体合同份数", f"{_VALID}综合集体合同，专项合同另列。",
               of("comprehensive")),
        figure("J603", "集体合同覆盖职工", f"上列合同覆盖的职工：{written}",
               workers("comprehensive"), "人"),
        figure("J604", "工资专项集体合同份数", f"{_VALID}工资专项集体合同。", of("wage")),
        figure("J606", "工资专项覆盖职工", f"上列合同覆盖的职工：{written}", workers("wage"), "人"),
        figure("J607", "其中：区域性集体合同", "综合和工资专项合同中，区域性的。",
               of(*both, scope="regional")),
        figure("J608", "其中：行业性集体合同", "综合和工资专项合同中，行业性的。",
               of(*both, scope="trade")),
        figure("J609", "女职工专项集体合同份数", f"{_VALID}女职工权益保护专项集体合同。",
               of("women")),
        figure("J610", "劳动安全专项集体合同份数", f"{_VALID}劳动安全卫生专项集体合同。",
               of("safety")),
    ]  # fmt: skip


def _covered() -> list[Figure]:
    def figure(code: str, title: str, kind: str, word: str) -> Figure:
        return Figure(
            code, title, "家", f"{_VALID}{word}覆盖的单位，每个单位只计一次。", OWN, SIX,
            "contract_employers", lambda c: flag(c[kind] == YES),
        )  # fmt: skip

    return [
        figure("J602", "集体合同覆盖企业", "comprehensive", "综合集体合同"),
        figure("J605", "工资专项覆盖企业", "wage", "工资专项集体合同"),
    ]


def _relations() -> list[Figure]:
    def body(code: str, title: str, kind: str) -> Figure:
        definition = f"状态为正常的工会在统计日设有的{title}。"
        return Figure(code, title, "个", definition, OWN, SIX, "labour_bodies",
                      lambda c: flag(c.what == kind))  # fmt: skip

    def reported(code: str, title: str, unit: str) -> Figure:
        definition = f"各工会填报的本年{title}，取期内最近一次。"
        return Figure(code, title, unit, definition, OWN, SIX, "disputes", lambda c: c[code])

    mediation, law = bases.LABOUR_BODIES
    return [
        body("J611", "劳动争议调解组织", mediation),
        reported("J612", "受理劳动争议件数", "件"),
        reported("J613", "调解成功件数", "件"),
        body("J614", "劳动法律监督组织", law),
        reported("J615", "法律援助人次", "人次"),
    ]


def bargains(registry: Registry) -> None:
    """The bases and figures of 表六."""
    registry.add(
        Base("contracts", bases.contracts, reported=False, kept=bases.kept_contracts),
        Base("contract_employers", bases.contract_employers, reported=False,
             kept=bases.kept_contracts),
        Base("labour_bodies", bases.labour_bodies, reported=False, kept=bases.kept_bodies),
        Base("disputes", bases.disputes, flow=True, kept=bases.kept_disputes),
        *_contracts(),
        *_covered(),
        *_relations(),
    )  # fmt: skip


REGISTERS: Sequence[Callable[[Registry], None]] = (own, bargains)


def register(registry: Registry) -> None:
    """Bring this area's bases and figures."""
    for one in REGISTERS:
        one(registry)


FIGURES = register
