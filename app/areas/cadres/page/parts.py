"""One view of the page as data: its list, its detail, what can be done there.

A slice of the area declares its views as a tuple of ``Part`` and adds it to ``PARTS`` of
``page/views.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry
from app.desk.record_detail import RecordDetail

if TYPE_CHECKING:
    from .screen import CadresPage

BatchAct = tuple[str, str, Callable[[Sequence[str]], object]]
"""(key, words, what is done with the ids of the selected rows)."""


def _none(*_args: Any) -> Any:
    return ()


def _no_form(_page: CadresPage, _card: Any) -> FormSpec | None:
    return None


@dataclass(frozen=True, slots=True)
class Part:
    """One view.

    Attributes:
        key: of its list, and of its chip.
        title: on its chip.
        source: its list.
        detail: makes the detail of its records.
        main: words of the main act; empty: there is none.
        start: the form of the main act.
        edit: the form of 编辑 of a card; None: there is none.
        at: the form that fills in a field of a card which a reminder or finding names; None: that
            of 编辑.
        more: entries of 更多.
        batch: what can be done with many rows at once.
        sheet: kind of the workbook that is imported here; empty: none.
    """

    key: str
    title: str
    source: Any
    detail: Callable[[CadresPage], RecordDetail]
    main: str = ""
    start: Callable[[CadresPage], FormSpec | None] = lambda _page: None
    edit: Callable[[CadresPage, Any], FormSpec | None] = _no_form
    at: Callable[[CadresPage, Any, str], FormSpec | None] = lambda _page, _card, _field: None
    more: Callable[[CadresPage], Sequence[Entry]] = _none
    batch: Callable[[CadresPage], Sequence[BatchAct]] = _none
    sheet: str = ""
