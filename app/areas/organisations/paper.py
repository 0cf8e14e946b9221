"""What this area prints: its chapter and annexes of the annual report, and its lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.base.days import chinese
from app.base.lists import Counted, View, written
from app.figures.engine import Value
from app.paper.figured import compared, grouped, list_paper
from app.paper.findings import finding_blocks
from app.paper.model import (
    Align,
    Block,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    KeyFigures,
    Landscape,
    Note,
    Paragraph,
    Series,
    Table,
)
from app.paper.reports import Ask, Chapter, Report, sentences, shown, texts

from .lists import EMPLOYERS, PLACES, UNCOVERED, UNIONS, UnionList
from .lists.report import certificates_ending, events_of, left_out

RIGHT, CENTRE = Align.RIGHT, Align.CENTRE
_COMPARED = (
    "J101", "J102", "J103", "J104", "J105", "J106", "J107", "J108", "J109", "J117",
    "J201", "J206", "R101", "R102", "R104", "R201",
)  # fmt: skip
_NAME = "annual"
_REPORTED = "名册（名单）已录全的按它计数；括号里的“报”是填报的数，和名册不同时列出。"


def body(ask: Ask) -> list[Block]:
    """基本情况 and 组织建设 of the annual report."""
    said = texts(_NAME)
    values = ask.figures(*_COMPARED, "J115", "J116", "J110", "J111", "J112", "J113", "J114", "R103")
    return [
        Heading(said["overview"]),
        *_overview(ask, values),
        Heading(said["organisation"]),
        *_organisation(ask, values),
        Heading(said["compared"]),
        compared(ask, _COMPARED, values, "表#　主要指标与上年对比", said["no_data_note"]["text"]),
    ]


def annexes(ask: Ask) -> list[tuple[str, list[Block]]]:
    """工会组织名单, 未建会单位名单, 法人资格证书到期情况."""
    return [
        ("工会组织名单", [_union_table(ask)]),
        ("未建会单位名单", [_uncovered_table(ask)]),
        ("法人资格证书到期情况", [_certificates(ask)]),
    ]


def _facts(ask: Ask, values: Mapping[str, Value]) -> dict[str, Any]:
    known = {code: value.value for code, value in values.items()}
    goal = ask.book.rule("STA-01", on=ask.scope.day).params.get("pass_percent", 80)
    due, done = known.get("R101"), known.get("R102")
    missing = None
    if due and done is not None:
        missing = max(0, -(-due * int(goal) // 100) - int(done)) or None
    places = [
        row
        for row in PLACES.rows(
            ask.conn, PLACES.ids(ask.conn, View(ask.scope.day)), View(ask.scope.day)
        )
        if row["upper_id"] is not None
    ]
    return {
        **known,
        "R104": known.get("R104") if due else None,
        "office": ask.office,
        "place": ask.place or "本地区",
        "places": len(places),
        "day": chinese(ask.scope.day),
        "goal": goal,
        "missing": missing,
    }


def _overview(ask: Ask, values: Mapping[str, Value]) -> list[Block]:
    facts = _facts(ask, values)
    blocks: list[Block] = [
        Paragraph(sentences(_NAME, "basic", facts)),
        KeyFigures(
            (
                ("工会组织", shown(values["J101"]), "个"),
                ("涵盖单位", shown(values["J107"]), "家"),
                ("职工", shown(values["J201"]), "人"),
                ("会员", shown(values["J206"]), "人"),
            )
        ),
    ]
    if any(v.state in ("reported", "mixed") for v in values.values()):
        blocks.append(Note(texts(_NAME)["reported_note"]["text"]))
    return blocks


def _organisation(ask: Ask, values: Mapping[str, Value]) -> list[Block]:
    facts = _facts(ask, values)
    by_type = ask.by("type", "J101", "J107", "J201", "J206")
    by_place = ask.by("place", "J101", "J107", "J201", "J206", "R201")
    blocks: list[Block] = [
        Heading("组织类型", level=2),
        Paragraph(sentences(_NAME, "types", facts)),
        grouped(
            "表#　按类型分的基层工会",
            "工会类型",
            by_type,
            _heads("J101", "J107", "J201", "J206"),
        ),
        Facts(
            tuple((_plain_title(ask, code), shown(values[code])) for code in (
                "J108", "J110", "J111", "J112", "J113", "J114",
            )),
            across=3,
            title="涵盖单位按单位性质分（家）",
        ),
        Heading("村（社区）和园区", level=2),
        grouped(
            "表#　按村（社区）分的基层工会",
            "村（社区）",
            by_place,
            _heads("J101", "J107", "J201", "J206", "R201"),
        ),
        Heading("工会联合会", level=2),
        _federations(ask),
        Heading("建会率", level=2),
        *_rate(ask, facts),
        Heading("新建和撤销的工会", level=2),
        Paragraph(sentences(_NAME, "flow", facts)),
        *_events(ask),
    ]  # fmt: skip
    return blocks


def _plain_title(ask: Ask, code: str) -> str:
    return ask.registry.get(code).title.removeprefix("其中：")


_HEADS = {
    "J101": "组织数（个）",
    "J107": "涵盖单位（家）",
    "J201": "职工（人）",
    "J206": "会员（人）",
    "R201": "入会率",
}


def _heads(*codes: str) -> dict[str, str]:
    return {code: _HEADS[code] for code in codes}


def _federations(ask: Ask) -> Table:
    view = View(
        ask.scope.day,
        unit=ask.scope.unit,
        filters={"type": ("regional_federation", "industry_federation")},
    )
    rows = UnionList(ask.registry).rows(ask.conn, UNIONS.ids(ask.conn, view), view)
    joined = ask.by("federation", "J101")
    lines = tuple(
        (
            k,
            row["name"],
            row["type"],
            int(joined.rows.get(row["id"], {}).get("J101", Value("", 1, "")).value or 1) - 1,
            row["covered"],
            written(row["workers"]),
            written(row["members"]),
        )
        for k, row in enumerate(rows, 1)
    )
    return Table(
        (
            Column("序号", 0.6, CENTRE),
            Column("联合会名称", 3.0),
            Column("类型", 2.4),
            Column("所辖\n工会", 0.8, RIGHT),
            Column("涵盖\n单位", 0.8, RIGHT),
            Column("职工", 0.9, RIGHT),
            Column("会员", 0.9, RIGHT),
        ),
        lines,
        title="表#　工会联合会及其涵盖情况",
        unit="单位：个、家、人",
        empty="（没有工会联合会）",
    )


def _rate(ask: Ask, facts: Mapping[str, Any]) -> list[Block]:
    if not facts.get("R101"):
        return [Paragraph(texts(_NAME)["no_unlisted"]["text"])]
    by_place = ask.by("place", "R101", "R102", "R104")
    rows = [
        (by_place.labels[key], row)
        for key, row in by_place.rows.items()
        if row["R101"].value and key is not None
    ]
    rows.sort(key=lambda item: -float(item[1]["R104"].value or 0))
    top = rows[:30]
    note = texts(_NAME)["rate_note"]["text"].format(**left_out(ask.conn, ask.scope.day))
    blocks: list[Block] = [Paragraph(sentences(_NAME, "rate", facts)), Note(note)]
    if top:
        series = Series(
            f"{ask.year}年",
            tuple(float(row["R104"].value or 0) for _, row in top),
            tuple(f"{shown(r['R104'])}（{r['R102'].value}/{r['R101'].value}）" for _, r in top),
        )
        chart = Chart(
            "图#　各村（社区）法人单位建会率",
            tuple(label for label, _ in top),
            (series,),
            unit="%",
            top=100.0,
            note="括号内为已建会家数/应建会家数。",
        )
        blocks.append(chart)
    return blocks


def _events(ask: Ask) -> list[Block]:
    found = events_of(ask.conn, ask.scope)
    rows = tuple(
        (k, e["name"], e["what"], e["day"].isoformat(), e["doc"] or "—")
        for k, e in enumerate(found, 1)
    )
    return [
        Table(
            (
                Column("序号", 0.6, CENTRE),
                Column("工会名称", 3.6),
                Column("变动", 0.9, CENTRE),
                Column("日期", 1.3, CENTRE),
                Column("文号", 2.0),
            ),
            rows,
            title="表#　本年新建和撤销的工会",
            empty="（本年没有新建和撤销的工会）",
        )
    ]


# -- annexes and lists -----------------------------------------------------------------------------


def _both(value: int | None) -> int | str | None:
    """A number as it is printed: with the reported one below, where that differs."""
    return str(value).replace("（", "\n（") if isinstance(value, Counted) else value


def _union_table(ask: Ask) -> Landscape:
    view = View(ask.scope.day, unit=ask.scope.unit)
    rows = UnionList(ask.registry).rows(ask.conn, UNIONS.ids(ask.conn, view), view)
    lines = tuple(
        (
            k,
            row["name"],
            row["type"] or row["form"],
            row["upper"],
            row["place"],
            _both(row["covered"]) or None,
            row["workers"],
            _both(row["members"]),
            row["rate"],
            row["chair"],
            written(row["founded_on"]) if row["founded_on"] else "",
            str(row["status"]),
        )
        for k, row in enumerate(rows, 1)
    )
    columns = (
        Column("序号", 0.7, CENTRE),
        Column("工会名称", 3.6),
        Column("类型", 1.7),
        Column("上级工会", 2.2),
        Column("所在地点", 1.5),
        Column("涵盖\n单位", 0.8, RIGHT),
        Column("职工", 0.9, RIGHT),
        Column("会员", 1.2, RIGHT),
        Column("入会率", 1.0, RIGHT),
        Column("主席", 1.0),
        Column("建会日期", 1.3, CENTRE),
        Column("状态", 0.8, CENTRE),
    )
    told = any(isinstance(row[k], Counted) for row in rows for k in ("covered", "members"))
    note = _REPORTED if told else ""
    return Landscape((Table(columns, lines, title="", empty="（还没有工会）", size=9, note=note),))


def _uncovered_table(ask: Ask) -> Table:
    view = View(ask.scope.day, unit=ask.scope.unit)
    rows = UNCOVERED.rows(ask.conn, UNCOVERED.ids(ask.conn, view), view)
    lines = tuple(
        (
            k,
            row["name"],
            row["place"],
            row["workers"],
            row["should_unionise"] or "应建",
            row["should_reason"] or "",
            written(row["planned_on"]) if row["planned_on"] else "",
        )
        for k, row in enumerate(rows, 1)
    )
    columns = (
        Column("序号", 0.7, CENTRE),
        Column("单位名称", 3.4),
        Column("所在地点", 1.5),
        Column("职工", 0.8, RIGHT),
        Column("要求", 0.8, CENTRE),
        Column("未建会原因", 1.8),
        Column("计划日期", 1.3, CENTRE),
    )
    return Table(columns, lines, empty="（没有应建会而未建会的单位）", size=9)


def _certificates(ask: Ask) -> Table:
    rule = ask.book.rule("CERT-01", on=ask.scope.day)
    days = max(rule.params.get("reminder_days", [60]))
    found = certificates_ending(ask.conn, ask.scope.day, int(days))
    lines = tuple(
        (k, r["name"], r["certificate_no"] or "—", r["until"].isoformat(), r["state"])
        for k, r in enumerate(found, 1)
    )
    columns = (
        Column("序号", 0.7, CENTRE),
        Column("工会名称", 3.6),
        Column("证书号", 2.0),
        Column("有效期至", 1.3, CENTRE),
        Column("情况", 1.6),
    )
    note = f"列出已过期和 {days} 日内到期的证书。依据：{rule.basis_text}"
    return Table(columns, lines, note=note, empty="（没有到期或快到期的证书）")


def unions(ask: Ask) -> Document:
    """工会组织名单, landscape."""
    return list_paper(ask, "工会组织名单", _union_table(ask))


def uncovered(ask: Ask) -> Document:
    """未建会单位名单."""
    return list_paper(ask, "未建会单位名单", _uncovered_table(ask))


def employers(ask: Ask) -> Document:
    """用人单位名单, landscape."""
    view = View(ask.scope.day, unit=ask.scope.unit)
    rows = EMPLOYERS.among(ask.registry).rows(ask.conn, EMPLOYERS.ids(ask.conn, view), view)
    lines = tuple(
        (
            k,
            row["name"],
            str(row["covered"]),
            row["union"],
            row["place"],
            row["industry"],
            row["workers"],
            _both(row["members"]),
            str(row["status"]),
        )
        for k, row in enumerate(rows, 1)
    )
    columns = (
        Column("序号", 0.7, CENTRE),
        Column("单位名称", 3.6),
        Column("建会情况", 1.3),
        Column("涵盖它的工会", 3.2),
        Column("所在地点", 1.6),
        Column("行业", 1.5),
        Column("职工", 0.9, RIGHT),
        Column("会员", 1.2, RIGHT),
        Column("状态", 0.8, CENTRE),
    )
    note = _REPORTED if any(isinstance(row["members"], Counted) for row in rows) else ""
    table = Table(columns, lines, empty="（还没有单位）", size=9, note=note)
    return list_paper(ask, "用人单位名单", Landscape((table,)))


def findings(ask: Ask) -> Document:
    """审核问题清单."""
    blocks = finding_blocks(ask.findings())
    return list_paper(ask, "审核问题清单", *blocks)


PAPERS = (
    Report("unions", "工会组织名单", unions, "本单位管理的全部工会"),
    Report("employers", "用人单位名单", employers, "本地区全部用人单位和建会情况"),
    Report("uncovered", "未建会单位名单", uncovered, "应建会而未建会的单位"),
    Report("findings", "审核问题清单", findings, "各项规则检查出的问题和说明"),
)
CHAPTER = Chapter(10, body, annexes)
