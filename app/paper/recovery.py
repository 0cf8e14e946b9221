"""The sheet with the recovery key: printed once, put into a safe."""

from __future__ import annotations

from datetime import date

from app.base.days import chinese
from app.paper.model import Align, Block, Column, Document, Facts, Note, Paragraph, Table, Title

ACROSS = 4
ROLES = (
    "忘记口令时，在登录窗口选「用恢复密钥打开」，照下面的表逐组输入；不分大小写，组与组之间的"
    "横线可以不输。",
    "任何人拿到这张纸和工作库，不用口令就能看到全部数据。请放进保险柜，或装入密封袋由专人保管，"
    "不要拍照、不要发微信，也不要与电脑放在一起。",
    "这张纸丢失了，或者被不该看到的人看到了，请打开程序更换密钥，再重新打印。",
)


def recovery_paper(text: str, *, office: str, on: date) -> Document:
    """The sheet.

    Args:
        text: the key in groups, as ``app.store.keys.recovery_text`` gives it.
        office: whose workspace it opens.
        on: the day it is printed.
    """
    groups = text.split("-")
    rows = [groups[i : i + ACROSS] for i in range(0, len(groups), ACROSS)]
    filled = tuple((number, "　".join(row)) for number, row in enumerate(rows, 1))
    columns = (Column("行", 1, Align.CENTRE), Column("恢复密钥", 9, Align.CENTRE))
    blocks: tuple[Block, ...] = (
        Title("工作库恢复密钥"),
        Facts((("单位", office), ("打印日期", chinese(on)))),
        *(Paragraph(role) for role in ROLES),
        Table(columns, filled, title="从左到右、从上到下输入", size=22),
        Note("字母里没有 O、I、L、U；看起来像 0 的是零，像 1 的是一。最后一组用来检查有没有输错。"),
    )
    return Document("工作库恢复密钥", blocks, office=office, day=on.isoformat(), digest=False)
