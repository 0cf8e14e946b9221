"""The help pages of ``resources/help`` as papers: read on paper when the computer is broken."""

from __future__ import annotations

from datetime import date

from app.base.days import chinese
from app.base.help_text import help_lines
from app.paper.model import Block, Document, Facts, Heading, Paragraph, Title
from app.paper.reports import Ask, Report

PAGES = (("help-broken", "broken", "电脑坏了怎么办"), ("help-setup", "setup", "安装说明"))
"""(name for the command line, file, title)"""


def help_paper(file: str, *, office: str = "", on: date | None = None) -> Document:
    """A page of help."""
    blocks: list[Block] = []
    title = ""
    for line in help_lines(f"{file}.md"):
        if line.kind == "title":
            title = line.text
            blocks.append(Title(title))
        elif line.kind == "heading":
            blocks.append(Heading(line.text))
        else:
            step = f"{line.number}. " if line.kind == "step" else ""
            blocks.append(Paragraph(f"{step}{line.text}"))
    if office and on is not None:
        blocks.insert(1, Facts((("单位", office), ("打印日期", chinese(on)))))
    day = on.isoformat() if on is not None else ""
    return Document(title, tuple(blocks), office=office, day=day, digest=False)


def _report(name: str, file: str, title: str) -> Report:
    def make(ask: Ask) -> Document:
        return help_paper(file, office=ask.office, on=ask.scope.day)

    return Report(name, title, make, "打印出来备用")


def help_reports() -> dict[str, Report]:
    """The pages by name."""
    return {name: _report(name, file, title) for name, file, title in PAGES}
