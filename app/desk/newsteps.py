"""The steps of 新建 on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
)

from app.base.lists import Choice, Status
from app.desk import theme
from app.desk.days import DayEdit
from app.desk.newoffice import FirstRunWork, check_user, strength
from app.desk.operations import Operations
from app.desk.pickers import PickerEdit
from app.desk.recovery import RecoveryKey
from app.desk.widgets import Chip, Combo, button, card, column, first_stop, label, named, row
from app.desk.wizard import StepPage

LEVELS = ("省（自治区、直辖市）", "市（地区）", "县（市、区）", "乡镇（街道）", "村（社区）")


class DivisionPicker:
    """The national divisions as a picker: by name, pinyin, initials or code."""

    title = "所在地"
    in_thread = True

    def __init__(self, directory: Any) -> None:
        self._directory = directory

    def search(self, _connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """Divisions, best first, each with the way to it."""
        found = self._directory.search(text, limit=limit)
        return [Choice(d.code, d.name, d.full_name.removesuffix(d.name) or "省级") for d in found]

    def titles(self, _connection: Any, keys: Sequence[str]) -> Mapping[str, str]:
        """Full names of codes."""
        found = {key: self._directory.get(key) for key in keys}
        return {key: d.full_name for key, d in found.items() if d is not None}


class PlaceStep(StepPage):
    """Where the office is: typed, or picked level by level."""

    listed = Signal(int, object)

    def __init__(self, ops: Operations, directory: Any, first: str = "") -> None:
        """``first``: code of the place to begin with."""
        super().__init__()
        self._ops, self._directory = ops, directory
        self.division: Any = None
        lines = column(self, space=12)
        box = card()
        inner = column(box, space=8, margins=(20, 16, 20, 18))
        inner.addWidget(label("输入本单位所在的乡镇、街道或开发区", "strong"))
        self.box = PickerEdit("place_search", "所在地", DivisionPicker(directory), ops)
        self.box.setPlaceholderText("例如：王庆坨、wqt、wangqingtuo，或“武清 王庆坨”")
        self.box.picked.connect(self._picked)
        inner.addWidget(self.box)
        inner.addSpacing(theme.px(4))
        inner.addWidget(label("或者一级一级地选", "small"))
        self.boxes: list[QComboBox] = []
        for place, words in enumerate(LEVELS):
            line = row(space=8)
            name = label(words, "muted")
            name.setFixedWidth(theme.px(150))
            line.addWidget(name)
            made = Combo()
            named(made, f"place_level_{place}", words)
            made.activated.connect(partial(self._chose, place))
            line.addWidget(made, 1)
            inner.addLayout(line)
            self.boxes.append(made)
        lines.addWidget(box)
        self.shown = label("", "heading", wrap=True, name="place_chosen")
        lines.addWidget(self.shown)
        lines.addStretch(1)
        self._fill(0, None)
        self._picked(first or None)

    def gathered(self) -> dict[str, Any]:
        return {
            "division": self.division.code if self.division is not None else "",
            "found": self.division,
        }

    def ready(self) -> bool:
        return self.division is not None

    def _fill(self, place: int, code: str | None, then: Sequence[str] = ()) -> None:
        for box in self.boxes[place:]:
            box.clear()
            box.setEnabled(False)
        if place >= len(self.boxes):
            return
        directory = self._directory
        self._ops.think(
            lambda: directory.children(code),
            owner=self,
            done=partial(self._filled, place, then),
            slot=f"level{place}",
        )

    def _filled(self, place: int, then: Sequence[str], children: Sequence[Any]) -> None:
        box = self.boxes[place]
        box.clear()
        box.addItem("请选择", None)
        for child in children:
            box.addItem(child.name, child)
        box.setEnabled(bool(children))
        if not then:
            return
        for number in range(1, box.count()):
            if box.itemData(number).code == then[0]:
                box.setCurrentIndex(number)
                self._fill(place + 1, then[0], then[1:])

    def _chose(self, place: int, number: int) -> None:
        division = self.boxes[place].itemData(number)
        if division is None and place:
            division = self.boxes[place - 1].currentData()
        self._take(division)
        if division is not None:
            self._fill(division.level, division.code)

    def _picked(self, code: str | None) -> None:
        if code is None:
            return
        directory = self._directory
        self._ops.think(lambda: directory.get(code), owner=self, done=self._found, slot="found")

    def _found(self, division: Any) -> None:
        self._take(division)
        if division is None:
            return
        widths = (2, 4, 6, 9, 12)
        chain = [division.code[:w] for w in widths if w <= len(division.code)]
        self._fill(0, None, chain)

    def _take(self, division: Any) -> None:
        self.division = division
        self.shown.setText(division.full_name if division is not None else "")
        self.changed.emit()


class OfficeStep(StepPage):
    """What kind of office, its name, the opening day, where the workspace lies."""

    def __init__(self, ops: Operations, work: FirstRunWork, directory: Any) -> None:
        super().__init__()
        self._ops, self._work, self._directory = ops, work, directory
        self._division = ""
        self._typed = False
        self._unfit = ""
        lines = column(self, space=12)
        box = card()
        inner = column(box, space=8, margins=(20, 16, 20, 18))
        inner.addWidget(label("本单位类型", "small"))
        self.kind = Combo()
        named(self.kind, "office_kind", "本单位类型")
        for choice in work.kinds:
            self.kind.addItem(choice.title, choice.key)
        self.kind.activated.connect(lambda _n: self._suggest(self.kind.currentData()))
        inner.addWidget(self.kind)
        inner.addWidget(label("本级工会名称", "small"))
        self.name = QLineEdit()
        named(self.name, "office_name", "本级工会名称")
        self.name.setMaxLength(100)
        self.name.textEdited.connect(self._name_typed)
        inner.addWidget(self.name)
        line = row(space=10)
        words = "启用日（从哪一天起用本程序；以前就有的算期初）"
        inner.addWidget(label(words, "small", wrap=True))
        self.opening = DayEdit("office_opening", "启用日")
        self.opening.setFixedWidth(theme.px(180))
        line.addWidget(self.opening)
        line.addStretch(1)
        inner.addLayout(line)
        self.villages = QCheckBox("把下面的村和社区都列为地点（不会自动建立工会）")
        named(self.villages, "office_villages", "列出村和社区")
        self.villages.setChecked(True)
        inner.addWidget(self.villages)
        inner.addWidget(label("工作库放在这个文件夹", "small"))
        line = row(space=8)
        self.folder = QLineEdit()
        named(self.folder, "office_folder", "工作库文件夹")
        line.addWidget(self.folder, 1)
        line.addWidget(button("office_folder_pick", "选择…", self._pick, spoken="选择文件夹"))
        inner.addLayout(line)
        self.message = label("", "error", wrap=True, name="office_message")
        inner.addWidget(self.message)
        lines.addWidget(box)
        lines.addStretch(1)

    def enter(self, data: dict[str, Any]) -> None:
        if data["division"] != self._division:
            self._division = data["division"]
            self._typed = False
            self.opening.set_day(data["opening"])
            self._suggest(self._work.prepared.kind)

    def gathered(self) -> dict[str, Any] | None:
        try:
            opening = self.opening.day()
        except ValueError as problem:
            self.message.setText(str(problem))
            self.opening.setFocus()
            return None
        return {
            "kind": self.kind.currentData(),
            "name": self.name.text(),
            "opening": opening,
            "villages": self.villages.isChecked(),
            "folder": self.folder.text().strip(),
            "unfit": self._unfit,
        }

    def _suggest(self, kind: str) -> None:
        work, directory, code = self._work, self._directory, self._division

        def think() -> tuple[str, str, str, Path]:
            found, name, unfit = work.suggest(directory.get(code), kind)
            return found, name, unfit, work.folder_for(name)

        self._ops.think(think, owner=self, done=self._suggested, slot="suggest")

    def _suggested(self, answer: tuple[str, str, str, Path]) -> None:
        kind, name, unfit, folder = answer
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self._unfit = unfit
        self.message.setText(unfit)
        if not self._typed:
            first = self._work.prepared
            self.name.setText(first.name or name)
            self.folder.setText(first.folder or str(folder))

    def _name_typed(self, _text: str) -> None:
        self._typed = True

    def _pick(self) -> None:
        dialog = QFileDialog(self, "选择放在哪个文件夹下")
        named(dialog, "office_folder_dialog", "选择文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        last = Path(self.folder.text()).name or "工会工作库"
        dialog.fileSelected.connect(lambda name: self.folder.setText(str(Path(name) / last)))
        dialog.open()


class UserStep(StepPage):
    """Name and password of the first user."""

    def __init__(self) -> None:
        super().__init__()
        lines = column(self, space=12)
        box = card()
        inner = column(box, space=8, margins=(20, 16, 20, 18))
        self.user = self._edit(inner, "new_user", "经办人姓名", hidden=False)
        self.password = self._edit(inner, "new_password", "口令")
        line = row(space=8)
        self.word = Chip()
        line.addWidget(self.word)
        line.addStretch(1)
        inner.addLayout(line)
        self.again = self._edit(inner, "new_password_again", "再输一次")
        lines.addWidget(box)
        note = (
            "数据全部加密，没有口令打不开。"
            "下一步会给出恢复密钥，打印后妥善保管：忘记口令时只能靠它。"
        )
        lines.addWidget(label(note, "muted", wrap=True))
        lines.addStretch(1)
        self._said = ""

    def enter(self, _data: dict[str, Any]) -> None:
        self.user.setFocus()

    def gathered(self) -> dict[str, Any]:
        return {
            "user": self.user.text().strip(),
            "password": self.password.text(),
            "again": self.again.text(),
        }

    def ready(self) -> bool:
        return not check_user(self.gathered())

    def main_words(self) -> str:
        return "建立工作库"

    def hint(self) -> str:
        filled = self.user.text() and self.password.text() and self.again.text()
        return check_user(self.gathered()) if filled else ""

    def _edit(self, lines: QVBoxLayout, name: str, words: str, hidden: bool = True) -> QLineEdit:
        lines.addWidget(label(words, "small"))
        edit = QLineEdit()
        named(edit, name, words)
        edit.setMaxLength(256)
        if hidden:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.textChanged.connect(self._typed)
        edit.returnPressed.connect(self._next)
        lines.addWidget(edit)
        return edit

    def _typed(self, _text: str) -> None:
        word, tone = strength(self.password.text(), self.user.text().strip())
        self.word.set_status(Status(word, tone))
        self.changed.emit()

    def _next(self) -> None:
        if self.ready():
            self.advance.emit()
        else:
            self.focusNextPrevChild(True)


class KeyStep(StepPage):
    """Makes the workspace, then shows the recovery key until it has been kept."""

    def __init__(
        self,
        ops: Operations,
        work: FirstRunWork,
        create: Callable[[dict[str, Any], Callable[[Any], object]], None],
    ) -> None:
        super().__init__()
        self._work, self._create = work, create
        self._workspace: Any = None
        self._begun = False
        lines = column(self, space=12)
        self._waiting = label("正在建立工作库…", "heading")
        lines.addWidget(self._waiting)
        self._box = RecoveryKey(
            "key", ops, lambda progress: work.recovery_pdf(self._workspace, progress)
        )
        self.kept = self._box.kept
        self._box.kept_changed.connect(lambda _on: self.changed.emit())
        lines.addWidget(self._box)
        lines.addStretch(1)
        self._box.hide()

    def enter(self, data: dict[str, Any]) -> None:
        if not self._begun:
            self._begun = True
            self._create(data, self._made)

    def ready(self) -> bool:
        return self._workspace is not None and self.kept.isChecked()

    def gathered(self) -> dict[str, Any]:
        return {"key_kept": self.kept.isChecked(), "password": "", "again": ""}

    def again(self) -> None:
        """Making it failed: the next time the step comes up, try again."""
        self._begun = False

    def _made(self, workspace: Any) -> None:
        self._workspace = workspace
        self._box.show_key(self._work.recovery_text(workspace))
        self._waiting.setText("工作库已建立")
        self._box.show()
        self.changed.emit()
        if (stop := first_stop(self)) is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)


class NextStep(StepPage):
    """What to begin with."""

    def __init__(self) -> None:
        super().__init__()
        lines = column(self, space=12)
        box = card()
        inner = column(box, space=10, margins=(20, 18, 20, 18))
        inner.addWidget(label("从哪里开始？", "strong"))
        self._group = QButtonGroup(self)
        for key, words, text in (
            ("import", "导入台账", "把现在用的工会台账、企业名单（Excel 或 WPS 表格）导进来。"),
            ("open", "先看看再说", "直接打开，以后随时可以导入或一条一条地登记。"),
            ("demo", "看演示", "另外打开一个装满演示数据的工作库，不影响您的数据。"),
        ):
            choice = QRadioButton(words)
            named(choice, f"next_{key}", words)
            choice.setProperty("answer", key)
            self._group.addButton(choice)
            inner.addWidget(choice)
            text_label = label(text, "small", wrap=True)
            text_label.setContentsMargins(theme.px(26), 0, 0, theme.px(4))
            inner.addWidget(text_label)
        self._group.buttons()[0].setChecked(True)
        lines.addWidget(box)
        lines.addStretch(1)

    def gathered(self) -> dict[str, Any]:
        chosen = self._group.checkedButton()
        return {"then": chosen.property("answer") if chosen else "open"}

    def main_words(self) -> str:
        return "开始使用"
