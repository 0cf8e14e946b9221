"""The views of the page in the order of their chips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry
from app.desk.parts_page import Part

from ..lists import COMMENTS, SURVEYS
from . import forms
from .details import CommentDetail, SurveyDetail

if TYPE_CHECKING:
    from .screen import SurveysPage


def _add(page: SurveysPage) -> FormSpec:
    return forms.add(page.make, page.union())


def _edit(_page: SurveysPage, card: Any) -> FormSpec:
    return forms.edit(card.data)


def _answer(_page: SurveysPage, card: Any) -> FormSpec:
    return forms.answer(card.data)


def _more(page: SurveysPage) -> list[Entry]:
    year = str(page.desk.day.year)
    return [
        ("own", "自编评议表…", lambda: page.open_form(forms.add_own(page.make, page.union()))),
        ("summary", "评议结果汇总表…",
         lambda: page.paper("survey_summary", "评议结果汇总表", year=year)),
    ]  # fmt: skip


PARTS: tuple[Part, ...] = (
    Part("surveys", "评议", SURVEYS, SurveyDetail, "新增评议", _add, _edit, _more,
         sheet="survey_counts"),
    Part("survey_comments", "意见建议", COMMENTS, CommentDetail, edit=_answer),
)  # fmt: skip
