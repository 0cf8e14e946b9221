"""The bar above a list: words, filters, the count, the choice of columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton

from app.base.lists import Filter, Group, How
from app.desk import theme
from app.desk.list_asks import ask_period, ask_record
from app.desk.list_order import KEYS, told
from app.desk.list_sets import SetButton
from app.desk.list_table import ColumnKeeper
from app.desk.operations import Operations
from app.desk.widgets import button, label, named, row


class ListBar(QFrame):
    """Filters of one list.

    Signals:
        filtered: the words or a filter have changed.
    """

    filtered = Signal()

    def __init__(
        self,
        name: str,
        title: str,
        filters: tuple[Filter, ...],
        ops: Operations,
        groups: tuple[Group, ...] = (),
    ) -> None:
        super().__init__()
        self._ops = ops
        self._titles: dict[str, str] = {}
        self.setProperty("bar", "inner")
        self.name = name
        self._filters = {which.key: which for which in filters}
        self._chosen: dict[str, Any] = {}
        self.buttons: dict[str, QPushButton] = {}
        line = row(self, space=8, margins=(10, 8, 10, 8))
        self.box = QLineEdit()
        named(self.box, f"{name}_filter", f"在{title}中筛选")
        self.box.setPlaceholderText("筛选本列表")
        self.box.setClearButtonEnabled(True)
        self.box.setMinimumWidth(theme.px(96))
        self.box.setMaximumWidth(theme.px(180))
        line.addWidget(self.box, 1)
        self.sets = SetButton(name, title, groups)
        self.sets.wanted.connect(self.apply)
        line.addWidget(self.sets)
        for which in filters:
            made = button(f"{name}_by_{which.key}", f"{which.title}：{which.every} ▽", kind="chip")
            made.setCheckable(True)
            made.clicked.connect(lambda _c=False, f=which: self._open_filter(f))
            self.buttons[which.key] = made
            line.addWidget(made)
        self._rest = button(f"{name}_rest", "＋ 条件 ▽", self._open_rest, "chip", spoken="更多条件")
        self._rest.hide()
        line.addWidget(self._rest)
        line.addStretch(1)
        self.count = label("", "muted", name=f"{name}_count")
        line.addWidget(self.count)
        self._column_button = button(
            f"{name}_columns", "列 ▽", self._open_columns, "chip", spoken="选择列和排序"
        )
        line.addWidget(self._column_button)
        self.keeper: ColumnKeeper | None = None
        self._typing = QTimer(self, singleShot=True, interval=180)
        self._typing.timeout.connect(self.filtered)
        self.box.textChanged.connect(lambda _text: self._typing.start())

    def words(self) -> str:
        """What was typed into the filter box."""
        return self.box.text().strip()

    def chosen(self) -> Mapping[str, Any]:
        """Filter key to chosen key or keys."""
        return dict(self._chosen)

    def in_words(self) -> str:
        """What narrows the list, as a sentence for a print; empty if nothing does."""
        parts = [f"含「{self.words()}」"] if self.words() else []
        for key, value in self._chosen.items():
            which = self._filters.get(key)
            if which is not None:
                keys = [value] if isinstance(value, str) else list(value)
                parts.append(f"{which.title}：{self._word(which, keys, most=len(keys))}")
        return f"筛选：{'；'.join(parts)}。" if parts else ""

    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self._chosen or self.words())

    def clear(self) -> None:
        """Take every filter away."""
        self.box.clear()
        self._typing.stop()
        for key in list(self._chosen):
            self.put(key, None)
        self.filtered.emit()

    def put(self, key: str, value: Any) -> None:
        """Set a filter without telling anybody; None for all."""
        if isinstance(value, list):
            value = tuple(value)
        if value in (None, (), ""):
            self._chosen.pop(key, None)
        else:
            self._chosen[key] = value
        which = self._filters.get(key)
        if which is None:
            return
        keys = [value] if isinstance(value, str) and value else list(value or ())
        word = self._word(which, keys)
        self.buttons[key].setText(f"{which.title}：{word} ▽".replace("&", "&&"))
        self.buttons[key].setChecked(bool(keys))
        self.sets.follow(self._chosen)
        self._fold()

    def apply(self, filters: Mapping[str, Any]) -> None:
        """Set these filters and no others."""
        for key in {*self._chosen, *filters}:
            self.put(key, filters.get(key))
        self.filtered.emit()

    def _word(self, which: Filter, keys: list[str], most: int = 2) -> str:
        """What a filter is set to, in words. ``most``: of more choices only the first is named."""
        if not keys:
            return which.every
        if which.how is How.PERIOD:
            first, last = (*keys, "", "")[:2]
            return f"{first} 至 {last}".strip() if first else f"至 {last}"
        titles = {choice.key: choice.title for choice in which.choices} | self._titles
        if which.how is How.RECORD and not titles.keys() >= set(keys):
            self._look_up(which, keys)
            return "…"
        if len(keys) > most:
            return f"{titles.get(keys[0], keys[0])} 等 {len(keys)} 项"
        return "、".join(titles.get(k, k) for k in keys)

    def _look_up(self, which: Filter, keys: list[str]) -> None:
        source = which.source
        if source is None or self._ops.workspace is None:
            return

        def arrived(titles: Mapping[str, str]) -> None:
            self._titles |= {key: titles.get(key, "已不在库中") for key in keys}
            self.put(which.key, self._chosen.get(which.key))

        self._ops.ask(lambda connection: source.titles(connection, keys), owner=self, done=arrived)

    def choose(self, key: str, value: Any) -> None:
        """Set a filter and read the list again."""
        self.put(key, value)
        self.filtered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def minimumSizeHint(self) -> QSize:
        # Filters that have no room go into a menu, so they ask for none.
        return QSize(theme.px(340), super().minimumSizeHint().height())

    def _fold(self) -> None:
        """Show the filters there is room for, those in use first; the rest behind one button."""
        gap = theme.px(8)
        fixed = theme.px(20) + self.box.minimumWidth() + gap * 3
        fixed += self._column_button.sizeHint().width() + self.sets.sizeHint().width() + gap
        fixed += max(self.count.sizeHint().width(), theme.px(56))
        room = self.width() - fixed
        wide = {key: made.sizeHint().width() + gap for key, made in self.buttons.items()}
        if sum(wide.values()) > room:
            room -= self._rest.sizeHint().width() + gap
        shown = set()
        for key in sorted(wide, key=lambda key: key not in self._chosen):
            if wide[key] <= room:
                room -= wide[key]
                shown.add(key)
        for key, made in self.buttons.items():
            made.setVisible(key in shown)
        self._rest.setVisible(len(shown) < len(self.buttons))

    def _open_rest(self) -> None:
        menu = self._menu(self._rest, f"{self.name}_rest_menu", "更多条件")
        for key, made in self.buttons.items():
            if made.isHidden():
                entry = menu.addAction(made.text().removesuffix(" ▽"))
                which = self._filters[key]
                entry.triggered.connect(lambda _c=False, f=which: self._open_filter(f, self._rest))
        menu.popup(self._rest.mapToGlobal(self._rest.rect().bottomLeft()))

    def _open_filter(self, which: Filter, at: QPushButton | None = None) -> None:
        opener = at or self.buttons[which.key]
        chosen = self._chosen.get(which.key)
        if at is None:
            opener.setChecked(chosen is not None)
        if which.how is not How.CHOICE:
            self._ask(which, tuple(chosen or ()))
            return
        menu = self._menu(opener, f"{self.name}_by_{which.key}_menu", which.title)
        every = menu.addAction(which.every)
        every.setCheckable(True)
        every.setChecked(chosen is None)
        every.triggered.connect(lambda: self.choose(which.key, None))
        menu.addSeparator()
        for choice in which.choices:
            entry = menu.addAction(choice.title.replace("&", "&&"))
            entry.setCheckable(True)
            picked = chosen or ()
            entry.setChecked(choice.key in picked if which.many else choice.key == chosen)
            entry.triggered.connect(
                lambda _c=False, k=choice.key: self.choose(which.key, self._next(which, k))
            )
        menu.popup(opener.mapToGlobal(opener.rect().bottomLeft()))

    def _ask(self, which: Filter, now: tuple[str, ...]) -> None:
        name, answer = f"{self.name}_ask_{which.key}", partial(self.choose, which.key)
        if which.how is How.PERIOD:
            ask_period(self.window(), name, which, now, answer)
        elif which.source is not None:
            ask_record(self.window(), name, which, self._ops, now, answer)

    def _next(self, which: Filter, key: str) -> Any:
        if not which.many:
            return key
        held = list(self._chosen.get(which.key) or ())
        if key in held:
            held.remove(key)
        else:
            held.append(key)
        return tuple(held)

    def _open_columns(self) -> None:
        keeper = self.keeper
        if keeper is None:
            return
        menu = self._menu(self._column_button, f"{self.name}_columns_menu", "选择列和排序")
        order = menu.addAction(f"排序：{told(keeper)}…\t{KEYS}".replace("&", "&&"))
        order.setObjectName(f"{self.name}_order")
        order.triggered.connect(lambda: keeper.open_order())
        menu.addSeparator()
        for number, which, on in keeper.every():
            entry = menu.addAction(which.title.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(on)
            entry.toggled.connect(lambda on, n=number: keeper.show(n, on))
        menu.addSeparator()
        menu.addAction("恢复默认列").triggered.connect(keeper.reset)
        menu.popup(self._column_button.mapToGlobal(self._column_button.rect().bottomLeft()))

    def _menu(self, opener: QPushButton, name: str, spoken: str) -> QMenu:
        menu = QMenu(opener)
        menu.setProperty("checks", "true")
        named(menu, name, spoken)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu
