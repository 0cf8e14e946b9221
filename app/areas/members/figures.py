"""The numbers of 会员: the listed part of 表二, the flows of a year, how members are grouped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, case, literal, or_

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

from . import bases

TWO = "表二 职工会员"
RATES = "建会率和入会率"
OWN = "本程序指标（参照工会统计年报口径）"
RULE = "工会会员会籍管理办法（2016年12月12日）"
BANDS = ((25, "25岁及以下"), (35, "26—35岁"), (45, "36—45岁"), (55, "46—55岁"))
OLDER = "56岁及以上"
CAME = ("J220", "J214", "J215", "J221")
WENT = ("J216", "J217", "J222")
"""What adds to the members of a year and what takes from them (J206 rolls forward by these)."""
YOUNG = 35
"""J213 is 35岁及以下会员."""


def _active(condition: Callable[[Columns], Any] | None = None) -> Callable[[Columns], Any]:
    def measure(c: Columns) -> Any:
        active = c.status == "active"
        return flag(active if condition is None else and_(active, condition(c)))

    return measure


def _codes(name: str, flag: str, *, unless: bool = False) -> list[str]:
    """Codes whose flag is set; with ``unless`` those whose flag is not set to no."""
    entries = code_list(name).entries
    return [e.code for e in entries if (e.flag(flag) is not False if unless else e.flag(flag))]


def _stocks() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any, part_of: str = "") -> Figure:
        return Figure(code, title, "人", definition, OWN, TWO, "people", measure, None, part_of)

    return [
        figure(
            "J211",
            "其中：少数民族会员",
            "名册中民族为少数民族的在籍会员。",
            _active(lambda c: c.ethnicity.in_(_codes("ethnicity", "minority", unless=True))),
        ),
        figure(
            "J212",
            "其中：党员会员",
            "名册中政治面貌为中共党员（含预备党员）的在籍会员。",
            _active(lambda c: c.political.in_(_codes("political", "party_member"))),
        ),
        figure(
            "J213",
            "其中：35岁及以下会员",
            "名册中在籍会员，统计年份减出生年份不超过35的。",
            _active(lambda c: c.age <= YOUNG),
        ),
        figure(
            "J218",
            "保留会籍人数",
            "保留会籍的人，不计入会员人数。",
            lambda c: flag(c.status == "retained"),
        ),
        figure(
            "J219",
            "实名制录入数",
            "名册中登记了有效证件的在籍会员。",
            _active(lambda c: c.documented == YES),
        ),
        figure("J224", "在册会员", "名册中的在籍会员，不论所在工会是否另有填报数。", _active()),
        figure(
            "J225",
            "其中：在册女会员",
            "名册中的在籍女会员。",
            _active(lambda c: c.sex == "2"),
            "J224",
        ),
        figure(
            "J226",
            "其中：在册农民工会员",
            "名册中登记为农民工的在籍会员。",
            _active(lambda c: c.migrant == YES),
            "J224",
        ),
    ]


def _flows() -> list[Figure]:
    def figure(code: str, title: str, definition: str, measure: Any) -> Figure:
        return Figure(code, title, "人", definition, RULE, TWO, "member_events", measure)

    crossing = "只计越过本范围边界的，范围内的接转另列。"
    return [
        figure("J214", "本年发展会员", "期内入会的。", lambda c: flag(c.event == "joined")),
        figure(
            "J215",
            "转入",
            "期内转入和退回的。" + crossing,
            lambda c: flag(
                or_(
                    and_(c.event == "transferred_in", c.inside == NO),
                    c.event == "returned",
                )
            ),
        ),
        figure(
            "J216",
            "转出",
            "期内转出的。" + crossing,
            lambda c: flag(and_(c.event == "transferred_out", c.inside == NO)),
        ),
        figure(
            "J217",
            "退会、除名、死亡等减少",
            "期内退会、除名和死亡的。",
            lambda c: flag(c.event.in_(("left", "expelled", "died"))),
        ),
        figure(
            "J220",
            "期初录入",
            "期初（启用前已入会）的会员中，录有期内起始日期的，或所在工会期内才成立的。",
            lambda c: flag(c.event == "opening"),
        ),
        figure(
            "J221", "恢复会籍", "期内由保留恢复为在籍的。", lambda c: flag(c.event == "restored")
        ),
        figure(
            "J222", "转为保留会籍", "期内由在籍转为保留的。", lambda c: flag(c.event == "retained")
        ),
        figure(
            "J223",
            "范围内接转",
            "期内在本范围的工会之间接转的，不计入转入、转出。",
            lambda c: flag(and_(c.event == "transferred_in", c.inside == YES)),
        ),
    ]


def _labels_of_codes(name: str) -> Any:
    def labels(conn: Connection, scope: Scope) -> Mapping[Any, str]:
        del conn, scope
        return {entry.code: entry.name for entry in code_list(name).entries}

    return labels


def _age_band(c: Columns) -> Any:
    steps = [(c.age.is_(None), literal(None)), *((c.age <= top, word) for top, word in BANDS)]
    return case(*steps, else_=OLDER)


def _age_labels(conn: Connection, scope: Scope) -> Mapping[Any, str]:
    del conn, scope
    return {word: word for word in (*(word for _, word in BANDS), OLDER)}


def _grouped(name: str, title: str, codes: str) -> Dimension:
    def key(c: Columns) -> Any:
        return c[name]

    return Dimension(name, title, _labels_of_codes(codes), key=key, bases=frozenset({"people"}))


DIMENSIONS = (
    _grouped("sex", "按性别", "sex"),
    _grouped("ethnicity", "按民族", "ethnicity"),
    _grouped("education", "按学历", "education"),
    _grouped("political", "按政治面貌", "political"),
    _grouped("employment_form", "按用工形式", "employment_form"),
    _grouped("new_group", "按新就业形态群体", "new_group"),
    Dimension("age", "按年龄", _age_labels, key=_age_band, bases=frozenset({"people"})),
)


def register(registry: Registry) -> None:
    """Bring this area's bases, figures, rates and dimensions, and the listed part of 表二."""
    registry.extend("heads", bases.counted_heads)
    registry.bring("left_members", bases.left_members)
    registry.add(
        Base("people", bases.people, reported=False, kept=bases.kept),
        Base(
            "member_events",
            bases.events,
            flow=True,
            reported=False,
            crossing=True,
            kept=bases.kept,
        ),
        *_stocks(),
        *_flows(),
        Rate(
            "R202",
            "实名制录入率",
            "实名制录入数除以会员人数。",
            OWN,
            RATES,
            "J219",
            "J206",
        ),
        *DIMENSIONS,
    )


FIGURES = register
