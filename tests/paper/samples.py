"""Papers that the tests print."""

from __future__ import annotations

from app.paper.model import (
    Align,
    Annex,
    Attachments,
    Chart,
    ChartKind,
    Column,
    Contents,
    Cover,
    Document,
    Facts,
    Heading,
    KeyFigures,
    Landscape,
    Note,
    PageBreak,
    Paragraph,
    Recipient,
    RedHead,
    SealBox,
    Series,
    Signature,
    Space,
    Table,
    Title,
    Together,
)  # fmt: skip

BODY = (
    "截至2026年12月31日，全镇共有基层工会组织62个，涵盖单位372家（其中单独建会50家、联合建会"
    "322家），建会率为85.32%；职工6,812人，会员5,800人，入会率85.14%。"
)
COLUMNS = (
    Column("序号", 0.5, Align.CENTRE),
    Column("单位名称", 3),
    Column("统一社会信用代码", 2.2, Align.CENTRE, group="登记"),
    Column("类型", 1.5, group="登记"),
    Column("职工人数", 1, Align.RIGHT),
)
BARS = Chart(
    "图1　各村（社区）建会率",
    ("柳溪村", "东风村", "红旗社区"),
    (
        Series("2026年", (95.1, 88, 12.5), ("95.10%", "88.00%", "12.50%")),
        Series("2025年", (90, 80, 0), ("90.00%", "80.00%", "0.00%")),
    ),
    top=100,
    note="分子：已建会的法人单位；分母：应建会的法人单位。",
)
SHARES = Chart(
    "图2　建会形式", ("单独建会", "联合建会", "未建会"), (Series("家", (50, 322, 64)),),
    kind=ChartKind.SHARE, unit="家",
)  # fmt: skip


def rows(count: int) -> tuple[tuple[str | int, ...], ...]:
    """Invented firms; every row can be found again by its number."""
    return tuple(
        (i + 1, f"第{i + 1}号精密机械制造有限公司", f"91330424MA2B{i:06d}", "有限责任公司", 10 + i)
        for i in range(count)
    )


def table(count: int) -> Table:
    return Table(COLUMNS, rows(count), title="表1　单位情况", unit="单位：个、人", note="注：无。")


def everything() -> Document:
    """A paper with every kind of block."""
    return Document(
        "柳溪镇总工会2026年度工会组织工作年报",
        (
            Cover(
                "柳溪镇总工会2026年度工会组织工作年报", "柳溪镇总工会", "2027年1月15日",
                subtitle="（截至2026年12月31日）", mark="内部资料", facts=(("填报人", "王𬱖"),),
            ),
            Contents(2),
            RedHead("柳溪镇总工会文件", "柳溪工发〔2026〕12号"),
            Title("关于柳溪镇总工会2026年度基层工会组织建设工作情况的报告", "（送审稿）"),
            Recipient("嘉禾县总工会"),
            Paragraph(BODY),
            KeyFigures((("基层工会", "62 个", "比上年 +3"), ("建会率", "85.32%", ""))),
            Heading("基本情况"),
            Facts((("单位名称", "柳溪镇总工会"), ("工会主席", "李䶮"), ("联系电话", "86000000"))),
            Heading("组织建设"),
            Heading("按类型", 2),
            Paragraph(BODY, lead="一是覆盖扩大。"),
            Heading("说明", 3),
            Heading("口径", 4),
            table(30),
            Note("小字说明。"),
            Heading("建会率"),
            BARS,
            SHARES,
            Together((Heading("联系方式", 2), Paragraph("电话不变。"))),
            Space(1),
            Attachments(("工会组织名单", "未建会单位名单")),
            Signature("柳溪镇总工会", "2027年1月15日"),
            SealBox((("填报单位（盖章）", ("负责人：",)), ("上级工会（盖章）", ("审核人：",)))),
            PageBreak(),
            Landscape((Annex("工会组织名单", 1), table(40))),
            Annex("未建会单位名单", 2),
            Paragraph("无。", align=Align.CENTRE),
        ),
        office="柳溪镇总工会",
        day="2026-12-31",
    )  # fmt: skip
