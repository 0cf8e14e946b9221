"""The views of the page in the order of their chips; each slice adds its own by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry
from app.desk.parts_page import Part

from ..lists.improvements import IMPROVEMENTS
from ..lists.overview import SixList
from . import forms, targets
from .details import ImprovementDetail, UnionDetail
from .rubrics import PART as RUBRICS

if TYPE_CHECKING:
    from .screen import SixPage


def _start(page: SixPage) -> FormSpec | None:
    return page.start_form(())


def _edit(_page: SixPage, card: Any) -> FormSpec | None:
    one = card.data.one
    return forms.edit(one) if one.row is not None else None


def _more(page: SixPage) -> list[Entry]:
    year = str(page.year())
    return [
        ("all", "全部一起开始评分…", page.start_all),
        ("summary", "评分汇总表…", lambda: page.paper("six_summary", "六有评分汇总表", year=year)),
        ("again", "重新计算", page.compute),
    ]


def _batch(page: SixPage) -> list[Any]:
    return [("start", "开始评分…", page.start)]


def _edit_improvement(_page: SixPage, card: Any) -> FormSpec:
    return forms.edit_improvement(card.data)


def parts(page: SixPage) -> tuple[Part, ...]:
    """The views, given the page whose scores they show."""
    return (
        Part("six_haves", "评分", SixList(page.scores_of), UnionDetail, "开始评分", _start, _edit,
             _more, _batch, sheet="rubric"),
        Part("six_improving", "整改", IMPROVEMENTS, ImprovementDetail, edit=_edit_improvement),
        RUBRICS,
        targets.part(page),
    )  # fmt: skip
