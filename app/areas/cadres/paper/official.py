"""Official papers as they are printed: red head, text, tables, signature (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.areas.members.paper.forms import asked
from app.areas.organisations.lists.common import union_names
from app.base.days import chinese
from app.base.errors import UserError
from app.paper.model import (
    Annex,
    Block,
    Document,
    Landscape,
    PageBreak,
    Paragraph,
    Recipient,
    RedHead,
    Signature,
    Title,
)
from app.paper.model import Attachments as Attached
from app.paper.reports import Ask, Report

from ..lists.official_values import chair_of, filled_paper, issuer, paper_record
from ..rules.papers import Text, text
from . import legal, tables
from .renewals import statistics

BLOCKS: dict[str, Callable[[Ask, str], list[Block]]] = {
    "delegates": tables.delegates,
    "ballots": tables.ballots,
    "tally": tables.tally,
    "standing": tables.standing,
    "resumes": tables.resumes,
    "legal_full": legal.application,
    "legal_change": legal.change,
    "legal_renewal": legal.renewal,
    "legal_cancellation": legal.cancellation,
}
"""What tables a text asks for, each from a record."""
_UP = ("request", "report")
"""Papers to the union above: they name who signed them (GB/T 9704-2012, 7.2.6)."""


def official(ask: Ask) -> Document:
    """Papers of the register (``--option id=``) with their text as it was written.

    Raises:
        UserError: REQUIRED; NOT_FOUND; STATUS: a paper that came in has no text here.
    """
    made: list[Block] = []
    titles: list[str] = []
    wide = False
    for number, paper_id in enumerate(asked(ask)):
        row = paper_record(ask.conn, paper_id)
        if row["direction"] != "out":
            raise UserError("STATUS", "收到的公文没有正文可以打印。", "请打开它的扫描件。")
        if number:
            made.append(PageBreak())
        one = (
            text(row["subject_kind"])
            if row["subject_kind"]
            else Text("", row["title"], row["kind"], "")
        )
        wide = wide or one.landscape
        made += paper_blocks(ask, one, row)
        titles.append(row["title"])
    return _document(ask, "、".join(titles), made, wide=wide and len(titles) == 1)


def draft(ask: Ask) -> Document:
    """A text about a record as it would be drafted now (``--option text= --option id=``); a field
    that it asks for is an option of its name, e.g. ``--option reason=``.

    Raises:
        UserError: REQUIRED; NO_TEXT; NOT_FOUND.
    """
    (record, *_), key = asked(ask), ask.options.get("text", "")
    one, filled = filled_paper(ask.conn, key, record, ask.scope.day, ask.options)
    row = {
        "union_id": issuer(ask.conn, one, record), "kind": one.kind, "title": filled.title,
        "other_side": filled.to, "paragraphs": filled.paragraphs, "doc_no": "", "signed_on": None,
        "subject": record,
    }  # fmt: skip
    return _document(ask, filled.title, paper_blocks(ask, one, row), wide=one.landscape)


def paper_blocks(ask: Ask, one: Text, row: Mapping[Any, Any]) -> list[Block]:
    """The blocks of one paper."""
    conn, day = ask.conn, ask.scope.day
    name = union_names(conn, day, [row["union_id"]]).get(row["union_id"], ask.office)
    made: list[Block] = []
    if one.head:
        signer = chair_of(conn, row["union_id"], day) if row["kind"] in _UP else ""
        made.append(RedHead(f"{name}文件", row["doc_no"] or "", signer))
    made.append(Title(row["title"], one.subtitle))
    if row["other_side"]:
        made.append(Recipient(row["other_side"]))
    made += [Paragraph(p["text"]) for p in row["paragraphs"] or ()]
    for block in one.blocks:
        made += BLOCKS[block](ask, row["subject"])
    if one.annexes:
        made.append(Attached(tuple(title for _, title in one.annexes)))
    if one.sign:
        signed = row["signed_on"]
        on = chinese(signed) if signed else f"{day.year}年　　月　　日"
        made.append(Signature(one.signer or name, on))
    for number, (block, title) in enumerate(one.annexes, 1):
        made.append(Annex(title, number if len(one.annexes) > 1 else None))
        made += BLOCKS[block](ask, row["subject"])
    return made


def _document(ask: Ask, title: str, blocks: list[Block], *, wide: bool = False) -> Document:
    if wide:
        blocks = [Landscape(tuple(blocks))]
    return Document(title, tuple(blocks), ask.office, ask.scope.day.isoformat(), digest=False)


OFFICIAL = (
    Report("official", "公文", official, "收发文登记里的公文；--option id=公文", "official_paper"),
    Report(
        "official_draft",
        "公文（按现在的数据）",
        draft,
        "--option text=renewal_request --option id=选举或工会",
        "election",
    ),
    Report("renewal_statistics", "换届情况统计表", statistics, "本年应换届、已换届的工会"),
)
