"""The form beside the list: opened with a ``FormSpec``, saved with Ctrl+S, left with Esc."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from app.base.errors import UserError
from app.base.lists import Tone
from app.desk.change_or_correct import Difference, Way, ask_change_or_correct
from app.desk.dialogs import ask
from app.desk.fields import Field, Kind, in_words
from app.desk.form_spec import FormSpec, Review
from app.desk.forms import Form
from app.desk.page import Desk
from app.desk.pickers import PickerEdit
from app.desk.review import ask_review
from app.desk.widgets import Note, button, clear, column, label, row, rule

TYPED = 18
"""A code of so many characters is checked while it is typed; a shorter one when it is left."""


class Editor(QFrame):
    """One form at a time.

    Signals:
        saved: (spec, id of the record to show or an empty text).
        left: the form was closed without saving.
    """

    saved = Signal(object, str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setObjectName("editor")
        self._desk = desk
        self.spec: FormSpec | None = None
        self.form: Form | None = None
        self._saving = False
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        head = column(space=4, margins=(16, 12, 16, 10))
        self.heading = label("", "heading", wrap=True, name="editor_title")
        self.intro = label("", "small", wrap=True, name="editor_intro")
        head.addWidget(self.heading)
        head.addWidget(self.intro)
        lines.addLayout(head)
        lines.addWidget(rule())
        self._body = column(space=8, margins=(16, 12, 6, 8))
        lines.addLayout(self._body, 1)
        self._trouble = column(space=0, margins=(16, 0, 16, 8))
        lines.addLayout(self._trouble)
        foot = QFrame()
        foot.setProperty("bar", "actions")
        line = row(foot, space=8, margins=(16, 10, 16, 10))
        self.main = button("editor_save", "保存", self.save, "main", help="Ctrl+S")
        line.addWidget(self.main)
        line.addWidget(button("editor_cancel", "取消", self.leave, help="Esc"))
        line.addStretch(1)
        lines.addWidget(foot)
        self._typing = QTimer(self, singleShot=True, interval=300)
        self._typing.timeout.connect(self._look_for_warning)
        self._warning: Any = None
        self._filled: dict[str, Any] = {}
        self._typed: dict[str, str] = {}
        self._proposed: dict[str, Any] = {}
        self._chosen: dict[str, Any] = {}

    # opening and leaving

    def open(self, spec: FormSpec) -> None:
        """Show a form; what was in the one before is forgotten."""
        self.close_form()
        self.spec, self._saving = spec, False
        self.heading.setText(spec.title)
        self.intro.setText(spec.intro)
        self.intro.setVisible(bool(spec.intro))
        self.main.setText(spec.words)
        self.main.setAccessibleName(spec.words)
        self.main.setEnabled(True)
        self.form = form = Form(spec.key, spec.fields, self._desk.ops, label_width=100)
        form.load(spec.values, spec.titles)
        form.edited.connect(self._edited)
        form.save_wanted.connect(self.save)
        self._filled = {}
        self._typed = {}
        self._chosen = {key: form.value(key) for key in spec.fills}
        self._proposed = {}
        self._warning = None
        first = next((key for key in spec.watched if key in form.cells), "")
        if spec.warns is not None and first:
            self._warning = label("", "small", wrap=True, name=f"{spec.key}_{first}_warning")
            self._warning.setProperty("tone", Tone.WARN.value)
            self._warning.hide()
            below = form.cells[first].layout()
            assert below is not None
            below.addWidget(self._warning)
        self._body.addWidget(form)
        self._show_fields()
        self._propose()
        first = next((f.key for f in spec.fields if not f.read_only), "")
        QTimer.singleShot(0, form, lambda: form.focus_on(first))

    def is_open(self) -> bool:
        """Whether a form is shown."""
        return self.spec is not None

    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self.form is not None and self.form.is_dirty(but=self._filled)

    def close_form(self) -> None:
        """Forget the form."""
        clear(self._body)
        clear(self._trouble)
        spec, self.spec, self.form = self.spec, None, None
        if spec is not None and spec.closed is not None:
            spec.closed()

    def leave(self) -> None:
        """取消 or Esc: asks where something was typed."""
        if not self.is_dirty():
            self._left()
            return
        ask(
            self.window(), "leave_form", "不保存就离开吗？", "填写的内容还没有保存。",
            [("leave", "不保存", self._left)], cancel="继续填写",
        )  # fmt: skip

    def _left(self) -> None:
        self.close_form()
        self.left.emit()

    # while typing

    def _edited(self) -> None:
        form = self.form
        if form is None or self.spec is None:
            return
        for field in self.spec.fields:
            if field.check is None:
                continue
            cell = form.cells[field.key]
            editor = cell.editor
            if not isinstance(editor, QLineEdit):
                continue
            before, self._typed[field.key] = self._typed.get(field.key), editor.text()
            if not editor.hasFocus() or editor.text() == before:  # another field was filled in
                continue
            value = form.value(field.key)
            if value and len(str(value)) >= TYPED:
                cell.say(field.check(value))
            elif cell.message.text():
                cell.say("")
        self._show_fields()
        self._fill_others()
        if self._warning is not None:
            self._typing.start()

    def _fill_others(self) -> None:
        """Something was chosen from which other fields follow."""
        form, spec = self.form, self.spec
        if form is None or spec is None:
            return
        for key, fill in spec.fills.items():
            chosen = form.value(key)
            if chosen == self._chosen[key]:
                continue
            self._chosen[key] = chosen
            if chosen is not None:
                self._desk.ops.ask(
                    partial(_filled, fill, chosen),
                    owner=form,
                    done=partial(self._take_filled, form),
                    slot=f"fill_{key}",
                )

        self._propose()

    def _propose(self) -> None:
        """What others of the fields say is likely."""
        form, spec = self.form, self.spec
        if form is None or spec is None or spec.proposes is None:
            return
        values = {key: form.value(key) for key in spec.proposed_by}
        if values != self._proposed:
            self._proposed = values
            self._desk.ops.ask(
                partial(_filled, spec.proposes, values),
                owner=form,
                done=partial(self._take_filled, form, over_kept=False),
                slot="propose",
            )

    def _take_filled(
        self, form: Form, values: Mapping[str, Any], *, over_kept: bool = True
    ) -> None:
        if form is not self.form:
            return
        for key, given in values.items():
            value, title = given if isinstance(given, tuple) else (given, None)
            free = [None, "", self._filled.get(key), *([form.kept(key)] if over_kept else ())]
            if form.value(key) in free and form.value(key) != value:
                self._filled[key] = value
                form.put(key, value, title)

    def _show_fields(self) -> None:
        if self.form is None or self.spec is None or not self.spec.hides:
            return
        values = {f.key: self.form.value(f.key) for f in self.spec.fields}
        for key, shown in self.spec.hides.items():
            self.form.show_field(key, shown(values))

    def _look_for_warning(self) -> None:
        form, spec = self.form, self.spec
        if form is None or spec is None or self._warning is None or spec.warns is None:
            return
        warns = spec.warns
        values = {key: form.value(key) for key in spec.watched if key in form.cells}
        if all(value == form.kept(key) for key, value in values.items()):
            self._warn("")
            return
        self._desk.ops.ask(
            lambda connection: warns(connection, values), owner=form, done=self._warn, slot="warns"
        )

    def _warn(self, text: str) -> None:
        if self._warning is not None:
            self._warning.setText(text)
            self._warning.setVisible(bool(text))

    # saving

    def save(self) -> None:
        """Check, ask 更正 or 变更 where it matters, do the act."""
        form, spec = self.form, self.spec
        if form is None or spec is None or self._saving:
            return
        clear(self._trouble)
        if not form.check():
            return
        values = form.values()
        if spec.before is None:
            self._go_on(spec, form, values)
            return
        look = spec.before
        self._saving = True
        self._desk.ops.ask(
            lambda connection: look(connection, values),
            owner=form,
            done=partial(self._looked, spec, form, values),
            failed=self._failed,
            slot="before",
        )

    def _looked(
        self, spec: FormSpec, form: Form, values: dict[str, Any], wrong: Mapping[str, str]
    ) -> None:
        self._saving = False
        if spec is not self.spec:
            return
        if wrong:
            form.show_errors(wrong)
            return
        self._go_on(spec, form, values)

    def _go_on(self, spec: FormSpec, form: Form, values: dict[str, Any]) -> None:
        if spec.review is not None:
            review = spec.review
            self._saving = True
            self.main.setEnabled(False)
            self.main.setText("正在核对…")
            self._desk.ops.ask(
                lambda connection: review(connection, values),
                owner=form,
                done=partial(self._reviewed, spec, values),
                failed=self._failed,
            )
            return
        if not spec.dated:
            self._call(spec, values)
            return
        changed = form.changes()
        if not changed:
            self._left()
            return
        edited = [f for f in spec.fields if f.dated and f.key in changed]
        dated = {f.key: changed[f.key] for f in edited}
        plain = {key: value for key, value in changed.items() if key not in dated}
        assert spec.save is not None
        if not dated:
            self._do(spec, values, spec.save(plain, dated, None))
            return
        save = spec.save

        def answered(way: Way) -> None:
            self._do(spec, values, save(plain, dated, way))

        ask_change_or_correct(
            self.window(),
            differences(form, edited, spec.titles),
            change_first=edited[0].change_first,
            today=self._desk.today,
            on_answer=answered,
        )

    def _reviewed(self, spec: FormSpec, values: dict[str, Any], found: Review | None) -> None:
        self._saving = False
        if spec is not self.spec:
            return
        self.main.setText(spec.words)
        self.main.setEnabled(True)
        if found is None:
            self._call(spec, values)
        else:
            ask_review(self.window(), found, lambda: self._call(spec, values))

    def _call(self, spec: FormSpec, values: dict[str, Any]) -> None:
        assert spec.call is not None
        self._do(spec, values, spec.call(values))

    def _do(self, spec: FormSpec, values: dict[str, Any], call: Any) -> None:
        self._saving = True
        self.main.setEnabled(False)
        self._desk.ops.act(
            call.act,
            *call.args,
            owner=self,
            done=partial(self._done, spec, values),
            failed=self._failed,
            quiet=spec.review is None,  # for many it may take a minute
            **call.values,
        )

    def _done(self, spec: FormSpec, values: dict[str, Any], changes: Any) -> None:
        self._saving = False
        shown = spec.shows
        if shown is None:
            shown = changes.result if isinstance(changes.result, str) else ""
        elif shown.startswith("@"):
            shown = str(values.get(shown[1:]) or "")
        if changes.entry:
            self._desk.notice(spec.done or f"已完成：{changes.title}。", tone=Tone.GOOD)
        else:
            self._desk.notice("没有需要保存的改动。", tone=Tone.IDLE)
        if spec is self.spec:
            self.close_form()
        self.saved.emit(spec, shown)

    def _failed(self, error: BaseException) -> bool:
        self._saving = False
        self.main.setEnabled(True)
        form, spec = self.form, self.spec
        if spec is not None:
            self.main.setText(spec.words)
        if form is None or spec is None or not isinstance(error, UserError):
            return False
        key = spec.field_of(error.code)
        if key in form.cells:
            form.show_errors({key: f"{error.message}{error.advice}"})
        else:
            self._trouble.addWidget(
                Note(error.message, error.advice, Tone.BAD, name="editor_trouble")
            )
        return True


def _filled(fill: Callable[[Any, Any], Mapping[str, Any]], chosen: Any, connection: Any) -> Any:
    return fill(connection, chosen)


def differences(form: Form, edited: Sequence[Field], titles: Mapping[str, str]) -> list[Difference]:
    """What was edited, in words."""
    found = []
    for field in edited:
        after = dict(titles)
        editor = form.editor(field.key)
        if isinstance(editor, PickerEdit) and field.kind in (Kind.PICKER, Kind.CHOICE):
            after[str(form.value(field.key))] = editor.title()
        found.append(
            Difference(
                field.label,
                in_words(field, form.kept(field.key), dict(titles)),
                in_words(field, form.value(field.key), after),
            )
        )
    return found


Opener = Callable[[FormSpec], None]
__all__ = ["Editor", "Opener", "QWidget", "differences"]
