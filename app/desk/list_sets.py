"""Filters under a name: ready-made groups of a list, and what a user has kept for herself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget

from app.base.lists import Group
from app.desk.dialogs import Dialog, ask
from app.desk.widgets import label, named

LONGEST = 20


def plain(filters: Mapping[str, Any]) -> dict[str, Any]:
    """Filters as they are compared: the order of several choices means nothing, that of the days of
    a period does."""
    return {
        key: value if isinstance(value, str) else list(value) if "" in value else sorted(value)
        for key, value in filters.items()
        if value
    }


class SetButton(QPushButton):
    """The chip that opens the groups and the kept filters of one list.

    Signals:
        wanted: the filters to set, all others taken away.
        kept: the kept filters have changed; they are ``sets``.
    """

    wanted = Signal(object)
    kept = Signal()

    def __init__(self, name: str, title: str, groups: Sequence[Group]) -> None:
        super().__init__("常用 ▽")
        named(self, f"{name}_sets", f"{title}的常用条件")
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self._name, self._groups = name, tuple(groups)
        self.sets: dict[str, dict[str, Any]] = {}
        self._now: dict[str, Any] = {}
        self.clicked.connect(
            lambda: self.make_menu().popup(self.mapToGlobal(self.rect().bottomLeft()))
        )

    def follow(self, filters: Mapping[str, Any]) -> None:
        """Show which group or kept filters are in force now."""
        self._now = dict(filters)
        word = self.current() or next(
            (g.title for g in self._groups if plain(g.filters) == plain(filters)), ""
        )
        self.setText(f"{word or '常用'} ▽".replace("&", "&&"))
        self.setChecked(bool(word))

    def current(self) -> str:
        """The name of the kept filters in force; empty for none."""
        now = plain(self._now)
        return next((n for n, kept in self.sets.items() if now and plain(kept) == now), "")

    def keep(self, name: str, *, instead_of: str = "") -> str:
        """Keep the filters in force under a name, or give kept ones another name.

        Returns:
            A Chinese sentence why not; empty if it was done.
        """
        name = " ".join(name.split())
        if not name:
            return "请写一个名称。"
        if len(name) > LONGEST:
            return f"名称请不要超过{LONGEST}个字。"
        if name != instead_of and (name in self.sets or name in {g.title for g in self._groups}):
            return "已经有这个名称，请换一个。"
        if not instead_of:
            self.sets[name] = dict(self._now)
        else:
            self.sets = {name if n == instead_of else n: f for n, f in self.sets.items()}
        self._told()
        return ""

    def forget(self, name: str) -> None:
        """Delete kept filters."""
        self.sets.pop(name, None)
        self._told()

    def load(self, sets: Any) -> None:
        """Take over what was kept; what is no name with filters is left out."""
        found = sets if isinstance(sets, dict) else {}
        self.sets = {str(n): dict(f) for n, f in found.items() if isinstance(f, dict)}

    def _told(self) -> None:
        self.follow(self._now)
        self.kept.emit()

    def _open(self) -> None:
        self.make_menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """The groups, the kept filters, and what can be done with those in force."""
        self.follow(self._now)
        menu = QMenu(self)
        menu.setProperty("checks", "true")
        named(menu, f"{self._name}_sets_menu", "常用条件")
        menu.aboutToHide.connect(menu.deleteLater)
        for group in self._groups:
            self._entry(menu, group.title, group.filters)
        if self._groups and self.sets:
            menu.addSeparator()
        for name, filters in self.sets.items():
            self._entry(menu, name, filters)
        if self._groups or self.sets:
            menu.addSeparator()
        current = self.current()
        keep = menu.addAction("保存现在的条件…", self.ask_name)
        keep.setEnabled(bool(self._now) and not current)
        if current:
            menu.addAction(f"给「{current}」改名…", partial(self.ask_name, current))
            menu.addAction(f"删除「{current}」…", partial(self._ask_delete, current))
        return menu

    def _entry(self, menu: QMenu, title: str, filters: Mapping[str, Any]) -> None:
        entry = menu.addAction(title.replace("&", "&&"))
        entry.setCheckable(True)
        on = plain(filters) == plain(self._now)
        entry.setChecked(on)
        entry.triggered.connect(lambda: self.wanted.emit({} if on else dict(filters)))

    def ask_name(self, old: str = "") -> Dialog:
        """Ask under which name the filters are kept, or what kept ones shall be called."""
        title = f"给「{old}」改名" if old else "保存现在的条件"
        return ask_name(
            self.window(), f"{self._name}_set", title, old,
            lambda name: self.keep(name, instead_of=old),
        )  # fmt: skip

    def _ask_delete(self, name: str) -> None:
        ask(
            self.window(),
            f"{self._name}_set_delete",
            f"删除「{name}」",
            "只删除保存的条件，不删除任何记录。",
            [("delete", "删除", partial(self.forget, name))],
            main="delete",
        )


def ask_name(
    parent: QWidget, name: str, title: str, first: str, on_name: Callable[[str], str]
) -> Dialog:
    """Ask for a name until ``on_name`` has nothing to say against it."""
    made = Dialog(parent, name, title)
    box = QLineEdit(first)
    named(box, f"{name}_name", "名称")
    box.setMaxLength(LONGEST * 2)
    made.body.addWidget(label("名称", "key"))
    made.body.addWidget(box)
    message = label("", "error", wrap=True, name=f"{name}_message")
    message.hide()
    made.body.addWidget(message)

    def given() -> None:
        against = on_name(box.text())
        message.setText(against)
        message.setVisible(bool(against))
        if not against:
            made.accept()

    made.add_button("cancel", "取消", made.reject)
    made.add_button("ok", "保存", given, "main")
    made.open()
    box.setFocus()
    box.selectAll()
    return made
