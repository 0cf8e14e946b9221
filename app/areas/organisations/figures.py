"""The numbers of 组织: 表一, headcounts of 表二, 建会率, 入会率, and how they are grouped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from app.base.codes import code_list
from app.figures.registry import (
    NO,
    YES,
    Base,
    Columns,
    Dimension,
    Figure,
    Rate,
    Registry,
    Scope,
    flag,
)
from app.store.meta import on_day
from app.store.notes import setting
from app.store.system import SETTING

from . import bases
from .records import PLACE_SPELL, READING, UNION_SPELL

ONE = "表一 组织"
TWO = "表二 职工会员"
RATES = "建会率和入会率"
OWN = "本程序指标（参照工会统计年报口径）"
LAW = "总工发〔2016〕28号 第一部分"


def _of_type(*types: str) -> Any:
    return lambda c: flag(c.type.in_(types))


_VILLAGE_KINDS = ("village", "community")


def _table_one() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any, part_of: str = "") -> Figure:
        return Figure(code, title, "个", definition, OWN, ONE, "unions", measure, None, part_of)

    counted = "状态为正常、归本单位管理的"
    return [
        figure(
            "J101",
            "基层工会组织数",
            f"{counted}单独、联合基层工会和区域、行业工会联合会；本单位为地方工会的，不计本单位。",
            lambda c: flag(c.id.is_not(None)),
        ),
        figure("J102", "单独基层工会", f"{counted}单独基层工会。", _of_type("single"), "J101"),
        figure("J103", "联合基层工会", f"{counted}联合基层工会。", _of_type("joint"), "J101"),
        figure(
            "J104",
            "区域性工会联合会",
            f"{counted}区域性工会联合会。",
            _of_type("regional_federation"),
            "J101",
        ),
        figure(
            "J105",
            "行业性工会联合会",
            f"{counted}行业性工会联合会。",
            _of_type("industry_federation"),
            "J101",
        ),
        figure(
            "J106",
            "村（社区）工会",
            "建在村、社区一级的联合基层工会和区域性工会联合会，是基层工会组织数的其中项。",
            lambda c: flag(
                and_(
                    c.place_kind.in_(_VILLAGE_KINDS),
                    c.type.in_(("joint", "regional_federation")),
                )
            ),
            "J101",
        ),
        figure(
            "J117",
            "具有法人资格的工会",
            "已取得工会法人资格的基层工会。",
            lambda c: flag(c.legal_person == YES),
            "J101",
        ),
        figure(
            "J118",
            "任期届满未换届的工会",
            "本届任期截止日早于统计日、还没有换届的基层工会。",
            lambda c: flag(and_(c.term_until.is_not(None), c.term_until < c.day)),
            "J101",
        ),
    ]


_NATURES = {
    "J108": ("其中：企业", "enterprise"),
    "J110": ("事业单位", "public_institution"),
    "J111": ("机关", "government"),
    "J112": ("社会组织", "social_organisation"),
    "J113": ("个体经济组织", "individual_economy"),
}


def _plain(title: str) -> str:
    return title.removeprefix("其中：")


def _covered_units() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any, part_of: str) -> Figure:
        return Figure(code, title, "家", definition, OWN, ONE, "units", measure, None, part_of)

    def nature(code: str, word: str) -> Any:
        return lambda c: case(
            (c.reported == YES, func.coalesce(c[code], NO)), else_=flag(c.nature == word)
        )

    known = [word for _, word in _NATURES.values()]

    def rest(c: Columns) -> Any:
        split = sum((func.coalesce(c[code], NO) for code in _NATURES), start=NO)
        listed = flag(or_(c.nature.is_(None), c.nature.not_in(known)))
        return case((c.reported == YES, c.value - split), else_=listed)

    def non_public(c: Columns) -> Any:
        private = and_(c.nature == "enterprise", c.economic_type.in_(_non_public_codes()))
        return case((c.reported == YES, func.coalesce(c.J109, NO)), else_=flag(private))

    total = figure(
        "J107",
        "涵盖单位数",
        "由上述工会以建会方式涵盖的单位，每个单位只计一次；只有报告数的工会按报告数计。",
        lambda c: c.value,
        "",
    )
    parts = [
        figure(
            code,
            title,
            f"涵盖单位中单位性质为{title.removeprefix('其中：')}的。",
            nature(code, word),
            "J107",
        )
        for code, (title, word) in _NATURES.items()
    ]
    return [
        total,
        *parts,
        figure("J109", "其中：非公有制企业", "涵盖企业中的非公有制企业。", non_public, "J108"),
        figure("J114", "其他单位", "其他性质和性质未填的涵盖单位。", rest, "J107"),
    ]


def _non_public_codes() -> list[str]:
    return [e.code for e in code_list("economic_type").entries if e.flag("public") is False]


def _events() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any) -> Figure:
        return Figure(code, title, "个", definition, OWN, ONE, "union_events", measure)

    return [
        figure(
            "J115",
            "本年新建组织数",
            "建会日期在期内的基层工会；补录的、建会日期不明的不计。",
            lambda c: flag(
                and_(c.status == "active", or_(c.before.is_(None), c.before == "preparing"))
            ),
        ),
        figure(
            "J116",
            "本年撤销组织数",
            "撤销日期在期内的基层工会。",
            lambda c: flag(and_(c.status == "dissolved", c.before == "active")),
        ),
    ]


_HEADS = {
    "J201": ("职工人数", "", "涵盖单位的全部职工。"),
    "J202": ("其中：女职工", "J201", "职工中的女性。"),
    "J203": ("其中：农民工", "J201", "职工中的农民工。"),
    "J204": ("其中：劳务派遣工", "J201", "职工中的劳务派遣工。"),
    "J205": ("其中：新就业形态劳动者", "J201", "职工中的新就业形态劳动者。"),
    "J206": ("会员人数", "", "在籍会员；保留会籍的不计。"),
    "J207": ("其中：女会员", "J206", "会员中的女性。"),
    "J208": ("其中：农民工会员", "J206", "会员中的农民工。"),
    "J209": ("其中：劳务派遣工会员", "J206", "会员中的劳务派遣工。"),
    "J210": ("其中：新就业形态会员", "J206", "会员中的新就业形态劳动者。"),
}


def _column(code: str) -> Any:
    return lambda c: c[code]


def _headcounts() -> list[Figure]:
    return [
        Figure(
            code,
            title,
            "人",
            definition + "取不晚于统计日的最近一次填报数。",
            OWN,
            TWO,
            "heads",
            _column(code),
            None,
            part_of,
        )
        for code, (title, part_of, definition) in _HEADS.items()
    ]


def _rate_parts() -> list[Figure]:
    due = "状态正常或停产歇业、应建会的法人单位"

    def should(c: Columns) -> Any:
        return and_(
            c.unit_level == "legal_person",
            c.status.in_(bases.OPEN_STATUS),
            or_(c.should_unionise.is_(None), c.should_unionise == "required"),
        )

    def figure(code: str, title: str, definition: str, measure: Any) -> Figure:
        return Figure(code, title, "家", definition, LAW, RATES, "employers", measure)

    return [
        figure(
            "R101",
            "应建会法人单位数",
            f"{due}；暂缓、不需建会的和不是法人单位的不计。",
            lambda c: flag(should(c)),
        ),
        figure(
            "R102",
            "已建会法人单位数",
            f"{due}中，单独建会、联合建会或由联合会吸纳的。",
            lambda c: flag(and_(should(c), c.union_id.is_not(None))),
        ),
        figure(
            "R103",
            "未建会法人单位数",
            f"{due}中，还没有工会涵盖的。",
            lambda c: flag(and_(should(c), c.union_id.is_(None))),
        ),
    ]


def _labels_of_codes(name: str) -> Any:
    def labels(conn: Connection, scope: Scope) -> Mapping[Any, str]:
        del conn, scope
        return {entry.code: entry.name for entry in code_list(name).entries}

    return labels


def _place_labels(conn: Connection, scope: Scope) -> Mapping[Any, str]:
    rows = conn.execute(
        select(PLACE_SPELL.c.place_id, PLACE_SPELL.c.name)
        .where(on_day(PLACE_SPELL, scope.day))
        .order_by(PLACE_SPELL.c.code.is_(None), PLACE_SPELL.c.code, PLACE_SPELL.c.name)
    )
    return {row.place_id: row.name for row in rows}


def _union_labels(conn: Connection, scope: Scope) -> Mapping[Any, str]:
    rows = conn.execute(
        select(UNION_SPELL.c.union_id, UNION_SPELL.c.name)
        .where(on_day(UNION_SPELL, scope.day))
        .order_by(UNION_SPELL.c.name)
    )
    return {row.union_id: row.name for row in rows}


def _top(scope: Scope) -> Any:
    """The union looked at, or the office's own."""
    return _root("root") if scope.unit is None else scope.unit


def _root(key: str) -> Any:
    """A setting that holds a record id, as that id inside SQL."""
    value = select(SETTING.c.value).where(SETTING.c.key == key).scalar_subquery()
    hex_text = func.json_extract(value, "$", type_=READING.c.code.type)
    return func.unhex(hex_text, type_=READING.c.id.type)


DIMENSIONS = (
    Dimension(
        "place",
        "按村（社区）",
        _place_labels,
        join=lambda scope: bases.place_links(scope, _root("root_place")),
        on="place_id",
    ),
    Dimension(
        "union",
        "按下级工会",
        _union_labels,
        join=lambda scope: bases.union_links(scope, _top(scope)),
        on="union_id",
    ),
    Dimension(
        "federation",
        "按联合会",
        _union_labels,
        join=bases.federation_links,
        on="union_id",
        overlaps=True,
    ),
    Dimension("type", "按工会类型", _labels_of_codes("union_type"), key=lambda c: c.type),
    Dimension("form", "按组织形式", _labels_of_codes("union_form"), key=lambda c: c.form),
    Dimension("industry", "按行业", _labels_of_codes("industry"), key=lambda c: c.industry),
    Dimension(
        "economic_type",
        "按经济类型",
        _labels_of_codes("economic_type"),
        key=lambda c: c.economic_type,
    ),
)


def typed(conn: Connection, scope: Scope, codes: list[str]) -> dict[str, int]:
    """Numbers of past years typed for the office's own union, within the year before the day."""
    root = scope.unit or setting(conn, "root")
    if root is None:
        return {}
    rows = conn.execute(
        select(READING.c.code, READING.c.value)
        .where(
            READING.c.union_id == root,
            READING.c.code.in_(codes),
            READING.c.on_day <= scope.day,
            READING.c.on_day >= scope.period.first,
        )
        .order_by(READING.c.on_day)
    )
    return {row.code: row.value for row in rows}


def register(registry: Registry) -> None:
    """Bring this area's bases, figures, rates and dimensions."""
    registry.add(
        Base("unions", bases.unions, reported=False),
        Base("units", bases.unit_parts),
        Base("heads", bases.head_parts),
        Base("employers", bases.employers, reported=False),
        Base("union_events", bases.union_events, flow=True, reported=False),
        *_table_one(),
        *_covered_units(),
        *_events(),
        *_headcounts(),
        *_rate_parts(),
        Rate(
            "R104",
            "建会率（法人单位）",
            "已建会法人单位数除以应建会法人单位数。",
            LAW,
            RATES,
            "R102",
            "R101",
        ),
        Rate("R201", "职工入会率", "会员人数除以职工人数。", LAW, RATES, "J206", "J201"),
        *DIMENSIONS,
    )
    registry.typed = typed


FIGURES = register
