"""Findings on paper: grouped by rule, with their basis and the written explanations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.base.findings import Finding, Severity

from .model import Align, Block, Column, Paragraph, Table

CENTRE = Align.CENTRE


def finding_blocks(findings: Sequence[Finding], *, note: str = "") -> list[Block]:
    """Findings grouped by rule, with their basis and explanations."""
    if not findings:
        return [Paragraph("经检查，没有需要说明的问题。")]
    words = {Severity.MUST: "必须改正", Severity.EXPLAIN: "可以说明", Severity.INFO: "提示"}
    counts = Counter(f.severity for f in findings)
    said = "，".join(f"{words[s]} {counts[s]} 项" for s in words if counts[s])
    blocks: list[Block] = [Paragraph(f"共有 {len(findings)} 项：{said}。")]
    rows: list[tuple[str | int | None, ...]] = []
    sections: list[int] = []
    last = ""
    ranked = sorted(findings, key=lambda f: (f.rule, f.title))
    for number, finding in enumerate(ranked, 1):
        if finding.rule != last:
            last = finding.rule
            sections.append(len(rows))
            rows.append((f"{finding.rule}　{finding.basis}", None, None, None, None))
        answer = finding.explanation or (f"暂缓到 {finding.put_off}" if finding.put_off else "")
        rows.append((number, finding.title, words[finding.severity], finding.message, answer))
    columns = (
        Column("序号", 0.6, CENTRE),
        Column("对象", 2.0),
        Column("程度", 0.9, CENTRE),
        Column("问题", 3.6),
        Column("说明", 2.0),
    )
    blocks.append(Table(columns, tuple(rows), sections=tuple(sections), note=note, size=9))
    return blocks
