"""An act that needs no form, only a yes."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.lists import Tone
from app.desk.dialogs import Dialog, ask
from app.desk.page import Desk


def do_and_tell(desk: Desk, owner: Any, act: Any, *args: Any, **values: Any) -> None:
    """Do an act and name it in the banner."""
    desk.ops.act(
        act, *args, owner=owner,
        done=lambda changes: desk.notice(f"已完成：{changes.title}。", tone=Tone.GOOD),
        **values,
    )  # fmt: skip


def ask_sure(
    desk: Desk,
    parent: QWidget,
    key: str,
    title: str,
    text: str,
    act: Any,
    *args: Any,
    **values: Any,
) -> Dialog:
    """Ask, then do the act.

    Args:
        key: the dialog is called ``sure_`` and this.
        title: of the act; … is left out of the question.
        text: what it does, one sentence.
    """
    words = title.removesuffix("…")

    def run() -> None:
        do_and_tell(desk, desk, act, *args, **values)

    return ask(
        parent.window(), f"sure_{key}", f"{words}？", text + "可以撤销。", [("yes", words, run)]
    )
