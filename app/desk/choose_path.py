"""Choosing files and folders: the dialog is opened, never executed, so that the window stays alive
behind it and locking hides it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.widgets import named

FOLDER, FILE = QFileDialog.FileMode.Directory, QFileDialog.FileMode.ExistingFile


def choose_path(
    parent: QWidget, name: str, title: str, follow: Callable[[list[Path]], object], **how: Any
) -> QFileDialog:
    """Open a file dialog beside the work; ``how``: mode, accept (save), kinds, first (name),
    suffix (of a file that is saved without one; xlsx)."""
    dialog = QFileDialog(parent, title, how.get("first", ""), how.get("kinds", ""))
    named(dialog, name, title)
    if how.get("save"):
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(how.get("suffix", "xlsx"))
    else:
        dialog.setFileMode(how.get("mode", QFileDialog.FileMode.ExistingFiles))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: follow([Path(one) for one in names]))
    dialog.open()
    return dialog
