"""归档目录 and 迎检资料包 from the page 年报: the questions before, and the work behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from app.base.lists import Tone
from app.base.progress import Progress
from app.desk.dialogs import Dialog
from app.desk.list_out import ask_file, written_notice
from app.desk.operations import Notice
from app.desk.page import Desk
from app.desk.widgets import label, named

if TYPE_CHECKING:  # workbook and paper libraries take a second: only when they are needed
    from app.sheets.writing import Written

    from ..package import Packed, Wanted

_WARNING = (
    "会把这个工会全年的证明材料、评分表、台账等复制到一个普通文件夹，按“六有”和“五个一”分类，附归档目录。"
    "这些文件离开工作库以后不再加密，拿到文件夹的人都能打开；照片和扫描件里的个人信息不会遮盖。"
    "请放在自己保管的位置，用完删除。"
)
_TITLE = "迎检资料包"


class Packing(QObject):
    """Asks, then makes a package or a list in the background.

    Attributes:
        dialog: the question asked last.
        files: the box in which the place is chosen.
    """

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.dialog: PackageDialog | None = None
        self.files: QFileDialog | None = None

    def wanted(self, year: int, *, persons: bool = False) -> Wanted:
        """What is asked for: the unit of the shell, else the office's own union."""
        from ..package import Wanted

        desk = self._desk
        own = bool(desk.settings.get("own_fonts"))
        return Wanted(desk.areas, desk.unit or "", year, desk.today, persons, own)

    def ask_package(self, year: int) -> None:
        """The question about leaving the encryption, then the place."""
        self.dialog = made = PackageDialog(self._page.window(), year)
        made.accepted.connect(lambda: self._choose(year, made.persons.isChecked()))
        made.open()

    def _choose(self, year: int, persons: bool) -> None:
        self.files = made = QFileDialog(self._page.window(), f"{_TITLE}放在哪个文件夹里")
        made.setObjectName("package_place")
        made.setFileMode(QFileDialog.FileMode.Directory)
        made.setOption(QFileDialog.Option.ShowDirsOnly)
        made.fileSelected.connect(lambda name: self.make(Path(name), year, persons=persons))
        made.finished.connect(made.deleteLater)
        made.open()

    def make(self, place: Path, year: int, *, persons: bool = False) -> None:
        """Make the package as a new folder in ``place``."""
        workspace, wanted = self._desk.workspace, self.wanted(year, persons=persons)

        def work(progress: Progress) -> Packed:
            from ..package import make_package

            return make_package(workspace, place, wanted, progress)

        self._desk.ops.run(f"做{_TITLE}", work, owner=self._page, done=self._packed)

    def _packed(self, made: Packed) -> None:
        more = [f"有{made.lost}份材料的文件缺失或损坏，目录里已注明。"] if made.lost else []
        more += [f"没有打印{text}" for text in made.skipped]
        tone = Tone.WARN if made.lost else Tone.GOOD
        text = f"{_TITLE}已做好，共{made.files}份文件：{made.folder}"
        self._desk.ops.noticed.emit(Notice(text, "".join(more), tone))

    def ask_list(self, year: int) -> None:
        """Where the archive list goes as a workbook."""
        self.files = ask_file(self._page, f"归档目录 {year}年", lambda path: self.list(path, year))

    def list(self, path: Path, year: int) -> None:
        """Write the archive list as a workbook."""
        workspace, wanted = self._desk.workspace, self.wanted(year)

        def work(progress: Progress) -> Written:
            from ..package import archive_of, write_index

            return write_index(path, archive_of(workspace, wanted), progress)

        self._desk.ops.run(
            "导出归档目录", work, owner=self._page,
            done=lambda done: self._desk.ops.noticed.emit(written_notice(done)),
        )  # fmt: skip


class PackageDialog(Dialog):
    """Says what leaves the encryption; asks whether papers of single persons go with it."""

    def __init__(self, parent: QWidget | None, year: int) -> None:
        super().__init__(parent, "package", f"{year}年{_TITLE}", 480)
        self.body.addWidget(label(_WARNING, "muted", wrap=True))
        self.persons = QCheckBox("连同会员个人的材料（证件、申请书、转会材料）")
        named(self.persons, "package_persons", self.persons.text())
        self.body.addWidget(self.persons)
        self.add_button("cancel", "取消", self.reject)
        self.add_button("ok", "选择位置…", self.accept, "main")
