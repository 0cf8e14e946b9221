"""The settings of this machine, made from their declarations; what is chosen shows at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from app.desk import theme
from app.desk.about import open_about
from app.desk.dialogs import Dialog
from app.desk.operations import Operations
from app.desk.own_fonts import FontsFound
from app.desk.settings import SETTINGS, Settings
from app.desk.widgets import Combo, column, label, named, row


def open_preferences(
    parent: QWidget,
    settings: Settings,
    on_look: Callable[[], object] | None = None,
    ops: Operations | None = None,
) -> Dialog:
    """Show every setting that has choices; ``on_look`` is called when the look has changed.

    With ``ops`` the pages of help can be printed from 关于.
    """
    before = (settings.get("scheme"), settings.get("scale"))
    made = Dialog(parent, "preferences", "设置", 460)
    for which in SETTINGS:
        if not which.choices:
            continue
        line = row(space=16)
        words = column(space=2)
        words.addWidget(label(which.label, "strong"))
        words.addWidget(label(which.help, "small", wrap=True))
        line.addLayout(words, 1)
        box = Combo()
        named(box, f"setting_{which.key}", which.label)
        for value, word in which.choices:
            box.addItem(word, value)
        box.setCurrentIndex(max(0, box.findData(settings.get(which.key))))

        def chosen(place: int, box: QComboBox = box, key: str = which.key) -> None:
            settings.set(key, box.itemData(place))
            if key in ("scheme", "scale"):
                adopt(settings)

        box.currentIndexChanged.connect(chosen)
        line.addWidget(box)
        made.body.addLayout(line)
        if which.key == "own_fonts" and ops is not None:
            made.body.addWidget(FontsFound(ops))

    def finished(_result: int) -> None:
        if on_look is not None and before != (settings.get("scheme"), settings.get("scale")):
            on_look()

    made.finished.connect(finished)

    def about() -> None:
        made.accept()
        open_about(parent, ops)

    made.add_left_button("about", "关于…", about)
    made.add_button("close", "完成", made.accept, "main")
    made.open()
    return made


def adopt(settings: Settings) -> None:
    """Give the program the look that is set."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.apply(application, settings.get("scheme"), settings.get("scale"))
