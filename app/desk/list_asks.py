"""Filters that are set in a small dialog: a record found by typing, a period of days."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel, QWidget

from app.base.lists import Filter
from app.desk.days import DayEdit
from app.desk.dialogs import Dialog
from app.desk.operations import Operations
from app.desk.pickers import PickerEdit
from app.desk.widgets import label, row

Answer = Callable[[tuple[str, ...] | None], object]


def ask_record(
    parent: QWidget,
    name: str,
    which: Filter,
    ops: Operations,
    now: Sequence[str],
    answer: Answer,
) -> Dialog:
    """Ask for the record that a filter shall ask for; None for all."""
    assert which.source is not None
    made = Dialog(parent, name, which.title)
    edit = PickerEdit(f"{name}_record", which.title, which.source, ops)
    if now:
        edit.set_key(now[0])
    made.body.addWidget(edit)
    message = _message(made, name)

    def given() -> None:
        try:
            key = edit.key()
        except ValueError as error:
            message.setText(str(error))
            message.show()
            return
        made.accept()
        answer((key,) if key else None)

    _finish(made, given, answer)
    edit.setFocus()
    return made


def ask_period(
    parent: QWidget, name: str, which: Filter, now: Sequence[str], answer: Answer
) -> Dialog:
    """Ask for the first and the last day that a filter lets through; None for all."""
    made = Dialog(parent, name, which.title)
    edits = [DayEdit(f"{name}_first", f"{which.title}从"), DayEdit(f"{name}_last", "到")]
    line = row(space=8)
    for text, edit, day in zip(("从", "到"), edits, (*now, "", ""), strict=False):
        line.addWidget(label(text))
        edit.setText(day)
        line.addWidget(edit, 1)
    made.body.addLayout(line)
    made.body.addWidget(label("两天都算在内；空着表示不限。", "small", wrap=True))
    message = _message(made, name)

    def given() -> None:
        try:
            first, last = (edit.day() for edit in edits)
            if first and last and last < first:
                raise ValueError("后一天早于前一天。")
        except ValueError as error:
            message.setText(str(error))
            message.show()
            return
        made.accept()
        days = tuple(day.isoformat() if day else "" for day in (first, last))
        answer(days if any(days) else None)

    _finish(made, given, answer)
    edits[0].setFocus()
    return made


def _message(made: Dialog, name: str) -> QLabel:
    message = label("", "error", wrap=True, name=f"{name}_message")
    message.hide()
    made.body.addWidget(message)
    return message


def _finish(made: Dialog, given: Callable[[], object], answer: Answer) -> None:
    def every() -> None:
        made.accept()
        answer(None)

    made.add_left_button("all", "不限", every)
    made.add_button("cancel", "取消", made.reject)
    made.add_button("ok", "确定", given, "main")
    made.open()
