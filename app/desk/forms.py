"""A form made from declared fields: inline messages, keyboard, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.base.errors import UserError
from app.desk import theme
from app.desk.days import DayEdit
from app.desk.fields import Field, Kind, missing, read_count, read_money, read_text, shown
from app.desk.operations import Operations
from app.desk.pickers import ChoicePicker, PickerEdit
from app.desk.widgets import Combo, column, label, named, restyle, row, tip

SEARCHED = 10
"""A choice among more than so many is searched while typing."""


class _Cell(QWidget):
    """One editor with its message below."""

    def __init__(self, field: Field, editor: QWidget) -> None:
        super().__init__()
        self.field, self.editor = field, editor
        lines = column(self, space=2)
        if field.unit:
            line = row(space=6)
            line.addWidget(editor, 1)
            line.addWidget(label(field.unit, "muted"))
            lines.addLayout(line)
        else:
            lines.addWidget(editor)
        self.message = label("", "error", wrap=True, name=f"{editor.objectName()}_message")
        self.message.hide()
        lines.addWidget(self.message)
        self.help: QLabel | None = None
        if field.help and field.kind is not Kind.FLAG:  # there it is the words beside the box
            self.help = label(field.help, "small", wrap=True, name=f"{editor.objectName()}_help")
            self.help.hide()
            lines.addWidget(self.help)

    def say(self, text: str) -> None:
        """Show what is wrong with the field; empty for nothing."""
        if text == self.message.text():
            return  # styling anew what has not changed costs more than all else of a long form
        self.message.setText(text)
        self.message.setVisible(bool(text))
        restyle(self.editor, wrong=bool(text))
        self.editor.setAccessibleDescription(text)

    def show_help(self, on: bool) -> None:
        """Show the help while the field has the cursor."""
        if self.help is not None:
            self.help.setVisible(on and not self.message.isVisible())


class Form(QScrollArea):
    """Fields in one column, labels at their left.

    Signals:
        edited: something was typed or chosen by a person.
        save_wanted: Ctrl+Enter, or Enter in the last field.
    """

    edited = Signal()
    save_wanted = Signal()

    def __init__(
        self,
        name: str,
        fields: Sequence[Field],
        ops: Operations | None = None,
        *,
        label_width: int = 120,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.name, self.fields, self._ops = name, tuple(fields), ops
        self.cells: dict[str, _Cell] = {}
        self._labels: dict[str, QLabel] = {}
        self._kept: dict[str, Any] = {}
        self._loading = False
        self._composing = False
        inner = QWidget()
        inner.setProperty("scrolls", True)
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(*(theme.px(n) for n in (2, 2, 10, 2)))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(10))
        self._grid.setColumnMinimumWidth(0, theme.px(label_width))
        self._grid.setColumnStretch(1, 1)
        self._label_width = label_width
        self._build()
        self.setWidget(inner)
        self.load({})

    # values

    def load(self, values: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> None:
        """Show values as they are kept; ``titles`` of picked ids where they are known."""
        self._loading = True
        for field in self.fields:
            self._put(field, values.get(field.key), titles or {})
            self.cells[field.key].say("")
        self._kept = {f.key: values.get(f.key) for f in self.fields}
        for field in self.fields:
            if field.kind is Kind.FLAG:
                self._kept[field.key] = bool(values.get(field.key))
        self._loading = False

    def put(self, key: str, value: Any, title: str | None = None) -> None:
        """Fill one field as if a person had (it counts as changed)."""
        field = next(f for f in self.fields if f.key == key)
        titles = {str(value): title} if title is not None else {}
        self._put(field, value, titles)
        self.edited.emit()

    def values(self) -> dict[str, Any]:
        """Every value. ``ValueError`` if a field cannot be read; ``check`` says which."""
        return {field.key: self._get(field) for field in self.fields}

    def value(self, key: str) -> Any:
        """One value, None while it cannot be read."""
        field = next(f for f in self.fields if f.key == key)
        try:
            return self._get(field)
        except ValueError:
            return None

    def changes(self) -> dict[str, Any]:
        """What differs from what was loaded; only after ``check``."""
        now = self.values()
        return {key: value for key, value in now.items() if value != self._kept.get(key)}

    def kept(self, key: str) -> Any:
        """The value as loaded."""
        return self._kept.get(key)

    def is_dirty(self, but: Mapping[str, Any] | None = None) -> bool:
        """Whether anything differs from what was loaded, and from what the program filled in
        (``but``: field → value)."""
        filled = but or {}
        for field in self.fields:
            try:
                value = self._get(field)
                if value not in (self._kept.get(field.key), filled.get(field.key)):
                    return True
            except ValueError:
                return True
        return False

    def check(self) -> bool:
        """Say beside each field what is wrong with it; put the cursor on the first."""
        wrong: dict[str, str] = {}
        for field in self.fields:
            if field.read_only or self._hidden(field.key):
                continue
            try:
                if text := missing(field, self._get(field)):
                    wrong[field.key] = text
            except ValueError as problem:
                wrong[field.key] = str(problem)
        self.show_errors(wrong)
        return not wrong

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show messages beside their fields and clear the others."""
        first = None
        for field in self.fields:
            text = errors.get(field.key, "")
            self.cells[field.key].say(text)
            if text and first is None:
                first = self.cells[field.key]
        if first is not None:
            first.editor.setFocus()
            self.ensureWidgetVisible(first)

    def take(self, error: BaseException) -> bool:
        """Show a refusal beside its field if it names one (``error.field``). For ``failed=``."""
        key = getattr(error, "field", "")
        if isinstance(error, UserError) and key in self.cells:
            self.show_errors({key: f"{error.message}{error.advice}"})
            return True
        return False

    def show_field(self, key: str, on: bool) -> None:
        """Show or hide a field that depends on another."""
        self.cells[key].setVisible(on)
        self._labels[key].setVisible(on)

    def focus_on(self, key: str) -> None:
        """Put the cursor into a field."""
        if key in self.cells:
            self.cells[key].editor.setFocus()
            self.ensureWidgetVisible(self.cells[key])

    def editor(self, key: str) -> QWidget:
        """The editor of a field."""
        return self.cells[key].editor

    # building

    def _build(self) -> None:
        line = 0
        group = ""
        for field in self.fields:
            if field.group and field.group != group:
                group = field.group
                heading = label(group, "strong")
                heading.setContentsMargins(0, theme.px(8 if line else 0), 0, 0)
                self._grid.addWidget(heading, line, 0, 1, 2)
                line += 1
            words = label(field.label + (" *" if field.obligatory else ""), "muted", wrap=True)
            words.setContentsMargins(0, theme.px(6), 0, 0)
            words.setMaximumWidth(theme.px(self._label_width))
            tip(words, f"{field.label}（必填）" if field.obligatory else field.help)
            editor = self._editor(field)
            words.setBuddy(editor)
            editor.installEventFilter(self)
            cell = _Cell(field, editor)
            self.cells[field.key], self._labels[field.key] = cell, words
            self._grid.addWidget(words, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(cell, line, 1)
            line += 1
        self._grid.setRowStretch(line, 1)

    def _editor(self, field: Field) -> QWidget:
        name = f"{self.name}_{field.key}"
        made: QWidget
        if field.kind is Kind.LINES:
            made = self._lines_editor()
        elif field.kind is Kind.FLAG:
            made = QCheckBox(field.help or "是")
            made.toggled.connect(self._touched)
        elif field.kind is Kind.DAY:
            made = DayEdit(name, field.label)
            made.textEdited.connect(self._touched)
        elif field.kind is Kind.PICKER or len(field.choices) > SEARCHED:
            picker = field.picker or ChoicePicker(field.label, field.choices)
            made = PickerEdit(name, field.label, picker, self._ops)
            made.textEdited.connect(self._touched)
            made.picked.connect(self._touched)
        elif field.kind is Kind.CHOICE:
            made = Combo()
            made.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            made.setMinimumContentsLength(6)
            if not field.obligatory:
                made.addItem("（空）", None)
            for choice in field.choices:
                made.addItem(choice.title, choice.key)
            made.currentIndexChanged.connect(self._touched)
        else:
            made = QLineEdit()
            made.setMaxLength(max(field.max_length, 24) + 50)
            if field.kind in (Kind.COUNT, Kind.MONEY):
                made.setAlignment(Qt.AlignmentFlag.AlignRight)
                made.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
            made.textEdited.connect(self._touched)
        named(made, name, field.label)
        if field.read_only:
            made.setReadOnly(True) if isinstance(made, QLineEdit) else made.setEnabled(False)
        return made

    def _lines_editor(self) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.setFixedHeight(theme.px(84))
        made.textChanged.connect(self._touched)
        return made

    def _put(self, field: Field, value: Any, titles: Mapping[str, str]) -> None:
        editor = self.cells[field.key].editor
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(shown(field, value))
        elif isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, DayEdit):
            editor.set_day(value)
        elif isinstance(editor, PickerEdit):
            editor.set_key(value, titles.get(str(value)) if value is not None else "")
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(shown(field, value))
            editor.setCursorPosition(0)

    def _get(self, field: Field) -> Any:
        editor = self.cells[field.key].editor
        if isinstance(editor, QPlainTextEdit):
            return read_text(field, editor.toPlainText())
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, DayEdit):
            return editor.day()
        if isinstance(editor, PickerEdit):
            return editor.key()
        if isinstance(editor, QComboBox):
            return editor.currentData()
        assert isinstance(editor, QLineEdit)
        if field.kind is Kind.COUNT:
            return read_count(editor.text())
        if field.kind is Kind.MONEY:
            return read_money(editor.text())
        return read_text(field, editor.text())

    def _hidden(self, key: str) -> bool:
        return self.cells[key].isHidden()

    def _touched(self, *_args: object) -> None:
        if not self._loading:
            self.edited.emit()

    # keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        cell = next((c for c in self.cells.values() if c.editor is watched), None)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        elif kind == QEvent.Type.FocusIn and cell is not None:
            cell.show_help(True)
            self.ensureWidgetVisible(cell, 0, theme.px(24))
        elif kind == QEvent.Type.FocusOut and cell is not None:
            self._composing = False
            cell.show_help(False)
            self._recheck(cell)
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if self._composing:
            return True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            QGuiApplication.inputMethod().commit()
            self.save_wanted.emit()
            return True
        if isinstance(watched, QPlainTextEdit):
            return False
        if isinstance(watched, PickerEdit) and watched.is_choosing():
            return False
        if isinstance(watched, QWidget):
            self.focusNextPrevChild(True)
        return True

    def _recheck(self, cell: _Cell) -> None:
        """Leaving a field: say what cannot be read, take back what is mended."""
        try:
            value = self._get(cell.field)
        except ValueError as problem:
            cell.say(str(problem))
            return
        said = missing(cell.field, value)
        if said and value not in (None, ""):
            cell.say(said)
        elif cell.message.isVisible() and not said:
            cell.say("")
