"""审核规则: what each rule demands, where it is written, and whether a person has compared it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.files import read_file
from app.base.lists import Column, Role, Status, Tone
from app.desk.choose_path import FILE, choose_path
from app.desk.dialogs import Dialog
from app.desk.page import Desk
from app.desk.plain_table import PlainTable
from app.desk.widgets import Elided, button, column, label, row
from app.rules.office import rule_book
from app.rules.packs import read_pack
from app.store.notes import confirm_rule, receive_pack

COLUMNS = (
    Column("id", "编号", 80, Role.CODE),
    Column("title", "规则", 190),
    Column("state", "依据", 120, Role.STATUS),
    Column("text", "要求", 420),
    Column("basis", "出处", 380),
)


class RulesView(QWidget):
    """All rules as they hold for this office today."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        lines = column(self, space=8)
        bar = row(space=8)
        self.said = Elided("依据未核对的规则只作提示；对照文件核对后请点「已核对」", "muted")
        bar.addWidget(self.said, 1)
        bar.addWidget(button("rules_pack", "导入县里的标准…", self._choose_pack))
        self.confirm = button("rules_confirm", "已核对…", self._ask)
        self.confirm.setEnabled(False)
        bar.addWidget(self.confirm)
        lines.addLayout(bar)
        self.table = PlainTable("rule_list", "审核规则", COLUMNS)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _entry: self._ask())
        lines.addWidget(self.table, 1)

    def look(self) -> None:
        """Read the rule book."""
        day = self.desk.day

        def read(conn: Any) -> list[dict[str, Any]]:
            book = rule_book(conn)
            return [_entry(book.rule(rule_id, on=day)) for rule_id in book.ids]

        self.desk.ops.ask(read, owner=self, done=self._show, slot="rules")

    def _show(self, entries: list[dict[str, Any]]) -> None:
        self.table.show_entries(entries)
        self._chosen(self.table.current())

    def _chosen(self, entry: Any) -> None:
        self.confirm.setEnabled(entry is not None and not entry["confirmed"])

    def _ask(self) -> None:
        entry = self.table.current()
        if entry is None:
            return
        made = Dialog(self.window(), "rule_basis", f"{entry['id']}　{entry['title']}", 560)
        for text in (entry["text"], f"出处：{entry['basis']}", f"不合规定时：{entry['next']}"):
            made.body.addWidget(label(text, "", wrap=True))
        made.add_button("close", "关闭", made.reject)
        if not entry["confirmed"]:
            said = "请对照印发的文件，条款和数字一致再点「已核对」。"
            made.body.addWidget(label(said, "muted", wrap=True))

            def confirmed() -> None:
                made.accept()
                self.do_confirm(str(entry["id"]), str(entry["plain"]))

            made.add_button("yes", "已核对", confirmed, "main")
        made.open()

    def do_confirm(self, rule: str, basis: str) -> None:
        """A person has compared the basis with the printed document (a logged act)."""
        self.desk.ops.act(
            confirm_rule, owner=self, rule=rule, basis=basis, done=lambda _changes: self.look()
        )

    def _choose_pack(self) -> None:
        choose_path(
            self, "rules_pack_file", "县里的标准（口径）",
            lambda paths: self.take_pack(str(paths[0])),
            mode=FILE, kinds="标准 (*.toml)",
        )  # fmt: skip

    def take_pack(self, path: str) -> None:
        """Check a handed-over pack and keep it; what is wrong with it is said, nothing changes."""

        def read() -> tuple[str, str]:
            name, data = read_file(path)
            read_pack(data, name)
            return name, data.decode()

        def keep(pack: tuple[str, str]) -> None:
            name, content = pack
            self.desk.ops.act(
                receive_pack,
                owner=self,
                name=name,
                content=content,
                done=lambda _changes: self.look(),
            )

        self.desk.ops.think(read, owner=self, done=keep)


def _entry(rule: Any) -> dict[str, Any]:
    if not rule.in_force:
        state = Status("现在不适用", Tone.IDLE)
    elif rule.confirmed:
        state = Status("已核对", Tone.GOOD)
    else:
        state = Status("依据未核对", Tone.WARN)
    return {
        "id": rule.id,
        "title": rule.title,
        "state": state,
        "text": rule.text,
        "basis": rule.basis_text,
        "plain": rule.basis.text if rule.basis else "",
        "next": rule.next or "—",
        "confirmed": rule.confirmed or not rule.in_force,
    }
