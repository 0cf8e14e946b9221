"""The views of bodies, cadres, posts, training and honours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry

from ..lists import CADRES, HONOURS, ORGANS, POSTS, TRAININGS
from . import body_forms, course_forms, election_forms, post_forms
from .organs_detail import OrgansDetail, main_body
from .parts import BatchAct, Part
from .people_details import (
    CadreDetail,
    HonourDetail,
    PostDetail,
    TrainingDetail,
    edit_post,
    edit_training,
)

if TYPE_CHECKING:
    from .screen import CadresPage


def _assign(page: CadresPage) -> FormSpec:
    return post_forms.assign(page.menu.make, page.union())


def _set_up(page: CadresPage) -> FormSpec:
    return body_forms.set_up(page.menu.make, page.union())


def _organs_more(page: CadresPage) -> Sequence[Entry]:
    menu = page.menu
    return [
        ("warning", "换届到期预警表…", lambda: page.paper("terms_due", "换届到期预警表")),
        ("assign", "登记任职…", lambda: menu.open(_assign(page))),
    ]


def _people_more(page: CadresPage) -> Sequence[Entry]:
    return [("roster", "干部花名册…", lambda: page.paper("cadre_roster", "工会干部花名册"))]


def _organs_at(page: CadresPage, card: Any, field: str) -> FormSpec | None:
    """主席空缺 leads to her post, 届满 to the election."""
    make = page.menu.make
    if field == "chair":
        return post_forms.assign(make, card.union, main_body(card), None, "chair")
    body = main_body(card)
    if field == "due_on" and not (body is not None and body["appointed"]):
        return election_forms.plan(make, card.union)
    return None


def _post_acts(page: CadresPage) -> Sequence[BatchAct]:
    def end(ids: Sequence[str]) -> Any:
        return page.menu.open(post_forms.end_many(page.menu.make, ids))

    return [("end", "登记离任…", end)]


OWN: tuple[Part, ...] = (
    Part("organs", "工会班子", ORGANS, OrgansDetail, "登记机构", _set_up, more=_organs_more,
         at=_organs_at, sheet="terms"),
    Part("cadres", "干部", CADRES, CadreDetail, "登记任职", _assign, more=_people_more,
         sheet="cadres"),
    Part("posts", "任职", POSTS, PostDetail, "登记任职", _assign, edit=edit_post,
         more=_people_more, batch=_post_acts, sheet="cadres"),
    Part("trainings", "培训", TRAININGS, TrainingDetail, "登记培训",
         lambda page: course_forms.add_training(page.menu.make), edit=edit_training),
    Part("honours", "荣誉", HONOURS, HonourDetail, "登记荣誉",
         lambda page: course_forms.add_honour(page.menu.make, page.union()),
         edit=lambda _page, card: course_forms.edit_honour(card.id, card.data["values"])),
)  # fmt: skip
