"""The numbers of 干部与换届: 表三, and what of 表四 follows from bodies and honours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, case

from app.areas.organisations.bases import COUNTED_TYPES
from app.base.codes import code_list
from app.figures.registry import NO, YES, Base, Dimension, Figure, Registry, Scope, flag

from . import bases
from .lists.common import cadre_roles

THREE = "表三 干部"
FOUR = "表四 组织制度"
OWN = "本程序指标（参照工会统计年报口径）"
POLICY = "总工发〔2016〕28号 三（参照工会统计年报口径）"


def _leading(role: str, *more: str) -> Any:
    """A post in the committee of a union that counts as 基层工会."""

    def measure(c: Any) -> Any:
        tests = [c.role == role, c.body == "committee", c.acting == NO, c.type.in_(COUNTED_TYPES)]
        return flag(and_(*tests, *(c.sex == sex for sex in more)))

    return measure


def _leaders() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any, part_of: str = "") -> Figure:
        return Figure(code, title, "人", definition, OWN, THREE, "posts", measure, None, part_of)

    return [
        figure(
            "J301",
            "工会主席",
            "基层工会委员会在任的主席，按职务计；主持工作的不计，本级地方工会的主席不计。"
            "没有登记任职的，按组织台账上的主席姓名计。",
            _leading("chair"),
        ),
        figure("J302", "其中：女主席", "工会主席中的女性。", _leading("chair", "2"), "J301"),
        figure(
            "J303", "工会副主席", "基层工会委员会在任的副主席，按职务计。", _leading("vice_chair")
        ),
        figure(
            "J314",
            "工会干部任职数",
            "工会干部在任的职务，一人兼几个职务的分别计；积极分子、志愿者不计。",
            lambda c: flag(and_(c.role.in_(cadre_roles()), c.reported == NO)),
        ),
    ]


def _people() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any, part_of: str = "") -> Figure:
        return Figure(
            code, title, "人", definition, POLICY, THREE, "cadre_people", measure, None, part_of
        )

    once = "按人计，一人兼几个职务的只计一次"
    full = "专职优先于挂职，挂职优先于兼职"

    def part_time(c: Any) -> Any:
        return and_(c.part_time == YES, c.full_time == NO, c.seconded == NO)

    return [
        figure("J315", "工会干部人数", f"在任的工会干部，{once}。", lambda c: c.cadre),
        figure(
            "J304",
            "专职工会干部",
            f"有专职职务的工会干部，{once}；社会化工会工作者另计。",
            lambda c: c.full_time,
            "J315",
        ),
        figure(
            "J305",
            "其中：女专职工会干部",
            "专职工会干部中的女性。",
            lambda c: flag(and_(c.full_time == YES, c.sex == "2")),
            "J304",
        ),
        figure(
            "J306",
            "兼职工会干部",
            f"只有兼职职务的工会干部，{once}；{full}。",
            lambda c: flag(part_time(c)),
            "J315",
        ),
        figure(
            "J307",
            "挂职工会干部",
            f"有挂职职务、没有专职职务的工会干部，{once}。",
            lambda c: flag(and_(c.seconded == YES, c.full_time == NO)),
            "J315",
        ),
        figure(
            "J308",
            "社会化工会工作者",
            f"社会化工会工作者，{once}；由外单位聘用的也计。",
            lambda c: c.social_worker,
            "J315",
        ),
        figure("J309", "经费审查委员", f"经审会主任、副主任和委员，{once}。", lambda c: c.audit),
        figure("J310", "女职工委员", f"女职工委员会组成人员和女职工委员，{once}。",
               lambda c: c.women),
        figure("J311", "工会小组长", f"在任的工会小组长，{once}。", lambda c: c.group_leader),
        figure("J312", "工会积极分子", f"登记的积极分子，{once}。", lambda c: c.activist),
        figure("J316", "工会志愿者", f"登记的志愿者，{once}。", lambda c: c.volunteer),
    ]  # fmt: skip


def _bodies() -> list[Figure]:
    def figure(
        code: str, title: str, definition: str, base: str, measure: Any, unit: str
    ) -> Figure:
        return Figure(code, title, unit, definition, OWN, FOUR, base, measure)

    def inner(kind: str) -> Any:
        return lambda c: flag(c.inner == kind)

    return [
        figure(
            "J401",
            "建立经审组织的工会",
            "有经费审查委员会或经费审查委员的基层工会。",
            "organised",
            lambda c: c.audit,
            "个",
        ),
        figure(
            "J402",
            "建立女职工组织的工会",
            "有女职工委员会或女职工委员的基层工会。",
            "organised",
            lambda c: c.women,
            "个",
        ),
        figure("J403", "分会数", "工会的分会（分工会）。", "inner_bodies", inner("branch"), "个"),
        figure("J404", "工会小组数", "工会小组。", "inner_bodies", inner("group"), "个"),
        figure(
            "J409",
            "职工之家",
            "得到县级以上职工之家（含模范、先进、合格）称号的基层工会，按最高的级别分。",
            "organised",
            lambda c: flag(c.home_level.is_not(None)),
            "个",
        ),
    ]


def _labels_of(codes: str) -> Any:
    def labels(conn: Connection, scope: Scope) -> Mapping[Any, str]:
        del conn, scope
        return {entry.code: entry.name for entry in code_list(codes).entries}

    return labels


def _service(c: Any) -> Any:
    social = and_(c.social_worker == YES, c.full_time == NO, c.seconded == NO, c.part_time == NO)
    return case(
        (c.full_time == YES, "full_time"),
        (c.seconded == YES, "seconded"),
        (c.part_time == YES, "part_time"),
        (social, "social_worker"),
    )


def _service_labels(conn: Connection, scope: Scope) -> Mapping[Any, str]:
    found = dict(_labels_of("post_service")(conn, scope))
    return found | {"social_worker": code_list("post_role").name_of("social_worker")}


DIMENSIONS = (
    Dimension(
        "service",
        "按任职方式",
        _service_labels,
        key=_service,
        bases=frozenset({"cadre_people"}),
    ),
    Dimension(
        "role",
        "按职务",
        _labels_of("post_role"),
        key=lambda c: c.role,
        bases=frozenset({"posts"}),
    ),
)
HOMES = Dimension(
    "home_level",
    "按职工之家级别",
    _labels_of("honour_level"),
    key=lambda c: c.home_level,
    bases=frozenset({"organised"}),
)
GROUPED = ("sex", "ethnicity", "education", "political", "age")
"""Dimensions of people that cadres are grouped by, too."""


def register(registry: Registry) -> None:
    """Bring this area's bases, figures and dimensions; the terms of 表一."""
    registry.refine("unions", bases.with_terms)
    registry.add(
        Base("posts", bases.posts, kept=bases.kept),
        Base("cadre_people", bases.cadre_people, reported=False, kept=bases.kept),
        Base("trained", bases.trained, flow=True, reported=False, kept=bases.kept_courses),
        Base("organised", bases.organised, reported=False, kept=bases.kept_bodies),
        Base("inner_bodies", bases.inner_bodies, reported=False, kept=bases.kept_bodies),
        *_leaders(),
        *_people(),
        Figure(
            "J313",
            "本年培训人次",
            "人次",
            "期内开班的培训，参加的人每人每班计一次。",
            OWN,
            THREE,
            "trained",
            lambda c: flag(c.id.is_not(None)),
        ),
        *_bodies(),
        *DIMENSIONS,
        HOMES,
    )
    for base in ("posts", "cadre_people"):
        registry.group_also(base, *GROUPED)


FIGURES = register
