"""What an act will change, in a small table, before it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.base.lists import Column
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.form_spec import Review
from app.desk.plain_table import PlainTable
from app.desk.widgets import label

LINES = 9
"""So many lines are seen without scrolling."""
WIDE, NARROW = 290, 150


def ask_review(parent: QWidget, review: Review, go_on: Callable[[], object]) -> Dialog:
    """Show the lines; ``go_on`` is called after the yes, nothing after 取消."""
    made = Dialog(parent, "review", review.title, 700)
    made.body.addWidget(label(review.text, "muted", wrap=True, name="review_text"))
    columns = [
        Column(str(n), head, WIDE if n == review.wide else NARROW)
        for n, head in enumerate(review.heads)
    ]
    table = PlainTable("review_rows", review.title, columns)
    table.show_entries(
        [dict(zip((c.key for c in columns), line, strict=True)) for line in review.rows]
    )
    inner = table.table
    lines = min(LINES, max(2, len(review.rows))) * inner.verticalHeader().defaultSectionSize()
    table.setFixedHeight(inner.horizontalHeader().sizeHint().height() + lines + theme.px(6))
    made.body.addWidget(table)

    def chosen() -> None:
        made.accept()
        go_on()

    made.add_button("cancel", "取消" if review.words else "知道了", made.reject)
    if review.words:
        made.add_button("yes", review.words, chosen, "main")
    made.open()
    return made
