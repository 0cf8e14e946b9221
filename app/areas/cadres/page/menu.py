"""What the details share: opening forms, papers, acts that need only a yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.areas.members.page.maker import Maker
from app.base.home import Target
from app.desk.form_spec import FormSpec
from app.desk.page import Desk, PageAction
from app.desk.papers import preview_paper
from app.desk.sure import ask_sure


class Menu:
    """Makes the actions of a record.

    Attributes:
        make: makes forms as of today.
        open: shows a form.
    """

    def __init__(
        self, desk: Desk, parent: QWidget, open_form: Callable[[FormSpec], object]
    ) -> None:
        self.desk, self.parent, self.open = desk, parent, open_form

    @property
    def make(self) -> Maker:
        """Forms as of the present day."""
        return Maker(self.desk.today)

    def form(
        self, key: str, title: str, made: Callable[[], FormSpec], *, main: bool = False
    ) -> PageAction:
        """Opens a form."""
        return PageAction(key, title, lambda: self.open(made()), main=main)

    def paper(self, key: str, title: str, name: str, **options: str) -> PageAction:
        """Prints a paper; also for past days."""
        return PageAction(
            key,
            f"打印{title}",
            lambda: preview_paper(self.parent, self.desk, name, title, options),
        )

    def sure(
        self, key: str, title: str, text: str, act: Any, *args: Any, **values: Any
    ) -> PageAction:
        """An act that needs no form, only a yes."""
        return PageAction(
            key,
            title,
            lambda: ask_sure(self.desk, self.parent, key, title, text, act, *args, **values),
        )

    def go(self, key: str, title: str, target: Target) -> PageAction:
        """Leads elsewhere."""
        return PageAction(key, title, lambda: self.desk.go(target))
