"""What an act will change, in a small table, before it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.base.lists import Column
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.plain_table import PlainTable
from app.desk.widgets import label

from .spec import Review

COLUMNS = (Column("what", "名称", 250), Column("before", "原来", 250), Column("after", "改为", 250))
LINES = 9
"""So many lines are seen without scrolling."""


def ask_review(parent: QWidget, review: Review, go_on: Callable[[], object]) -> Dialog:
    """Show the lines; ``go_on`` is called after the yes, nothing after 取消."""
    made = Dialog(parent, "review", review.title, 700)
    made.body.addWidget(label(review.text, "muted", wrap=True, name="review_text"))
    renamed = all(what == before for what, before, _after in review.rows)
    table = PlainTable("review_rows", review.title, COLUMNS[1:] if renamed else COLUMNS)
    table.show_entries(
        [dict(zip(("what", "before", "after"), line, strict=True)) for line in review.rows]
    )
    table.setFixedHeight(theme.px(38 + 34 * min(LINES, max(2, len(review.rows)))))
    made.body.addWidget(table)

    def chosen() -> None:
        made.accept()
        go_on()

    made.add_button("cancel", "取消", made.reject)
    made.add_button("yes", review.words, chosen, "main")
    made.open()
    return made
