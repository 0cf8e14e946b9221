"""The platforms there are, and what can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.base.lists import Column, Role
from app.desk.page import Desk
from app.desk.sure import ask_sure
from app.desk.widgets import button

from ...acts.platforms import delete_platform
from ...lists.platforms import platforms
from .part import Part

WORDS = {"members": "会员", "organisations": "工会组织"}
COLUMNS = (
    Column("name", "平台", 260),
    Column("word", "名单", 110),
    Column("sent", "已上传，未回执", 130, Role.COUNT),
    Column("confirmed", "平台已接收", 110, Role.COUNT),
    Column("refused", "平台未接收", 110, Role.COUNT),
    Column("note", "备注", 240),
)
ACTS = (
    ("upload", "导出要上传的…", "main"),
    ("answers", "读平台的回执…", ""),
    ("compare", "与平台名单核对…", ""),
    ("columns", "列的对应…", ""),
)


class Shelf(Part):
    """The first part.

    Signals:
        wanted: (key of a part, the platform) that is to come up.
    """

    wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.said.setText(
            "把上级平台的空白导入模板添加进来，列对应一次；以后新增和变动的就按它的格式导出。"
        )
        self.rows = self.table(
            "platforms", "上级平台", COLUMNS,
            "还没有平台。点「添加平台模板」，选平台下载的空白导入模板。",
        )  # fmt: skip
        self.rows.opened.disconnect()
        self.rows.opened.connect(lambda line: self.wanted.emit("upload", line))
        self.rows.chosen.connect(lambda _line: self._adapt())
        self._top.addWidget(self.rows, 1)
        bar = self.bar()
        self.buttons: dict[str, QPushButton] = {}
        for key, words, kind in ACTS:
            self.buttons[key] = button(f"platform_{key}", words, partial(self._want, key), kind)
            bar.addWidget(self.buttons[key])
        self.buttons["delete"] = button("platform_delete", "删除…", self._delete, "quiet")
        bar.addWidget(self.buttons["delete"])
        bar.addStretch(1)
        bar.addWidget(
            button("platform_add", "添加平台模板…", lambda: self.wanted.emit("add", None))
        )
        self._adapt()

    def title(self) -> str:
        return "上级平台"

    def look(self) -> None:
        self.read()

    def read(self, then: Callable[[], object] | None = None) -> None:
        """Read the platforms anew; the cursor stays where it was."""

        def show(found: list[dict[str, Any]]) -> None:
            now = self.rows.current()
            lines = [{**one, "word": WORDS[one["kind"]], "note": one["note"] or " "}
                     for one in found]  # fmt: skip
            self.rows.show_entries(lines)
            place = next((n for n, one in enumerate(lines) if now and one["id"] == now["id"]), 0)
            if lines:
                self.rows.table.selectRow(place)
            self._adapt()
            if then is not None:
                then()

        self.desk.ops.ask(platforms, owner=self, done=show, slot="platforms")

    def current(self) -> Mapping[str, Any] | None:
        """The platform under the cursor."""
        return self.rows.current()

    def _adapt(self) -> None:
        for made in self.buttons.values():
            made.setEnabled(self.current() is not None)

    def _want(self, key: str) -> None:
        self.wanted.emit(key, self.current())

    def _delete(self) -> None:
        line = self.current()
        if line is not None:
            ask_sure(
                self.desk, self, "delete", f"删除「{line['name']}」的模板…",
                "哪些人上传过、平台怎么回的，也一起删去；再添加时全部当作没有上传过。",
                delete_platform, line["id"],
            )  # fmt: skip
