"""The views of elections, delegates and official papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry
from app.rules.packs import shipped

from ..lists import DELEGATIONS, ELECTIONS, OFFICIAL_PAPERS
from ..rules.papers import texts_about
from . import delegates_detail as delegates
from . import election_forms as elections
from . import paper_forms as papers
from .delegates_detail import DelegationDetail
from .elections_detail import ElectionDetail
from .paper_editor import start_paper
from .papers_detail import PaperDetail
from .parts import Part

if TYPE_CHECKING:
    from .screen import CadresPage


def _plan(page: CadresPage) -> FormSpec:
    return elections.plan(page.menu.make, page.union())


def _elections_more(page: CadresPage) -> Sequence[Entry]:
    menu, union = page.menu, page.union()
    found: list[Entry] = [
        ("by_election", "登记补选…", lambda: menu.open(
            elections.plan(menu.make, union, "by_election"))),
        ("recall", "登记罢免…", lambda: menu.open(elections.plan(menu.make, union, "recall"))),
        ("statistics", "换届情况统计表…", lambda: page.paper(
            "renewal_statistics", "换届情况统计表")),
    ]  # fmt: skip
    if union is not None:
        found.insert(
            2, ("acting", "指定主持工作…", lambda: menu.open(elections.acting(menu.make, union)))
        )
    return found


def _edit_election(_page: CadresPage, card: Any) -> FormSpec:
    return elections.edit(card.data["whole"])


def _start_delegation(page: CadresPage) -> FormSpec:
    return delegates.start(page.menu.make, page.union())


def _edit_delegation(_page: CadresPage, card: Any) -> FormSpec:
    return delegates.edit(card.data["of"].row)


def _receive(page: CadresPage) -> FormSpec:
    return papers.receive(page.menu.make, page.union(), answer_days())


def _edit_paper(_page: CadresPage, card: Any) -> FormSpec:
    return papers.edit(card.row)


def _papers_more(page: CadresPage) -> Sequence[Entry]:
    """Texts about the union that is looked at."""
    union = page.union()
    if union is None:
        return []
    return [
        (
            one.key,
            f"起草：{one.word}…",
            lambda key=one.key: start_paper(page, key, union[0], lead=True),  # type: ignore[misc]
        )
        for one in texts_about("union")
    ]


def answer_days() -> int:
    """Within how many days a request is answered (ELE-08), as shipped."""
    for pack in shipped():
        layer = pack.layers.get("ELE-08")
        if layer is not None and "days" in layer.params:
            return int(layer.params["days"][-1].value)
    return 0


ELECTION_PARTS: tuple[Part, ...] = (
    Part("elections", "选举换届", ELECTIONS, ElectionDetail, "登记选举", _plan,
         edit=_edit_election, more=_elections_more),
    Part("delegations", "代表", DELEGATIONS, DelegationDetail, "登记代表届次", _start_delegation,
         edit=_edit_delegation, sheet="delegates"),
    Part("official_papers", "收发文", OFFICIAL_PAPERS, PaperDetail, "登记收文", _receive,
         edit=_edit_paper, more=_papers_more),
)  # fmt: skip
