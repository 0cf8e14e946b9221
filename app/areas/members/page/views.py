"""The views of the page in the order of their chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry
from app.desk.parts_page import BatchAct, Part

from ..lists.campaigns import CAMPAIGN_LIST
from ..lists.duplicates import DUPLICATES
from ..lists.members import FORMER, MEMBERS
from ..lists.queues import APPLICATIONS, TRANSFERS
from . import application_forms as applications
from . import membership_forms as memberships
from . import person_forms as people
from .batch_forms import BATCHES, Batch, move_everybody
from .campaigns import CampaignDetail
from .detail import ApplicationDetail, MemberDetail, TransferDetail
from .duplicates import PairDetail

_JOIN = "办理入会"


def _of(detail: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda page: detail(page.desk, page.menu, page.problems)


def _register(page: Any) -> FormSpec:
    """The union looked at: a new member most likely joins there."""
    return people.register(page.make, page.union())


def _edit(page: Any, card: Any) -> FormSpec | None:
    form: FormSpec = page.menu.edit(card)
    return form if page.menu.person(card) else None


def _edit_application(page: Any, card: Any) -> FormSpec | None:
    if card.row["decided_on"] is not None:
        return None
    return applications.edit(page.make, card.row, frozenset(card.opened))


# -- 更多 ------------------------------------------------------------------------------------------


def _more(page: Any) -> list[Entry]:
    """转入, 整体接转, 报表, 平台."""

    def arrive() -> None:
        page.open_form(people.arrive(page.make, page.union()))

    def move() -> None:
        page.open_form(move_everybody(page.make, page.union()))

    return [
        ("arrive", "转入…", arrive),
        ("move", "整体接转…", move),
        ("monthly", "会籍变动月报…", page.monthly),
        ("platforms", "上级平台…", page.bring_platforms),
    ]


def _more_of_people(page: Any) -> list[Entry]:
    entries = _more(page)
    return [*entries[:2], ("rosters", "名册、签到表、签收表…", page.rosters), *entries[2:]]


# -- many at once ----------------------------------------------------------------------------------


def _batch(page: Any) -> list[BatchAct]:
    def begin(form: Callable[[Batch], FormSpec], ids: Sequence[str]) -> None:
        page.open_form(form(Batch(tuple(ids), page.make)))

    return [(key, title, partial(begin, form)) for key, title, form in BATCHES]


def _paper(page: Any, key: str, title: str, name: str, paper: str) -> BatchAct:
    return (key, title, lambda ids: page.paper(name, paper, id=",".join(ids)))


def _batch_of_applications(page: Any) -> list[BatchAct]:
    def begin(form: Callable[..., FormSpec], ids: Sequence[str]) -> None:
        page.open_form(form(page.make, ids, f"所选 {len(ids)} 份申请"))

    return [
        ("approve", "批准入会…", partial(begin, applications.approve)),
        ("refuse", "不批准…", partial(begin, applications.refuse)),
        _paper(page, "print", "打印申请书", "application", "入会申请书和登记表"),
        _paper(page, "collective", "打印集体入会登记表", "collective", "集体入会登记表"),
    ]


def _batch_of_transfers(page: Any) -> list[BatchAct]:
    def received(ids: Sequence[str]) -> None:
        page.open_form(memberships.received(page.make, ids, f"所选 {len(ids)} 人"))

    return [
        ("received", "对方已接收…", received),
        _paper(page, "print", "打印接转单", "transfer", "会员关系接转单"),
    ]


PARTS = (
    Part(
        "members", "会员", MEMBERS, _of(MemberDetail), _JOIN, _register,
        edit=_edit, more=_more_of_people, batch=_batch, sheet="members", step="导入名册",
    ),
    Part(
        "former_members", "已终止", FORMER, _of(MemberDetail), _JOIN, _register,
        edit=_edit, more=_more_of_people, sheet="members", step="",
    ),
    Part(
        "transfers", "接转", TRANSFERS, _of(TransferDetail), _JOIN, _register,
        more=_more, batch=_batch_of_transfers, sheet="members", step="", word="接转",
    ),
    Part(
        "applications", "入会申请", APPLICATIONS, _of(ApplicationDetail), "登记申请",
        lambda page: applications.apply(page.make), edit=_edit_application, more=_more,
        batch=_batch_of_applications, sheet="applications", step="登记申请", word="入会申请",
    ),
    Part(
        "campaigns", "专项行动", CAMPAIGN_LIST, _of(CampaignDetail), "新增专项行动",
        lambda page: applications.add_campaign(page.make),
        edit=lambda _page, card: applications.edit_campaign(card.row),
        sheet="members", step="新增专项行动",
    ),
    Part(
        "duplicates", "重复排查", DUPLICATES, _of(PairDetail), _JOIN, _register,
        sheet="members", step="",
    ),
)  # fmt: skip
