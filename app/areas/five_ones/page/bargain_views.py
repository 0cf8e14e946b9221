"""The views of consultations, 集中要约 and contracts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry
from app.desk.parts_page import BatchAct, Part
from app.store.notes import setting

from ..lists.consultations import CONSULTATIONS
from ..lists.contracts import CONTRACTS
from ..lists.offers import OFFERS
from . import bargain_forms as forms
from . import contract_forms
from .bargain_details import ConsultationDetail, ContractDetail, OfferDetail, choose_firms

if TYPE_CHECKING:
    from .screen import FiveOnesPage


def _start(page: FiveOnesPage) -> FormSpec:
    return forms.start(page.make, page.union())


def _edit(_page: FiveOnesPage, card: Any) -> FormSpec:
    return forms.edit(card.data)


def _add(page: FiveOnesPage) -> FormSpec:
    return contract_forms.add(page.make, page.union())


def _edit_contract(_page: FiveOnesPage, card: Any) -> FormSpec:
    return contract_forms.edit(card.data)


def _edit_offer(_page: FiveOnesPage, card: Any) -> FormSpec:
    return forms.edit_offer(card.data[0])


def _offer(page: FiveOnesPage) -> None:
    """Whom, then what: the firms of the unit looked at, or of the office's own union."""
    unit = (page.desk.unit, page.desk.unit_title) if page.desk.unit else None
    if unit is not None:
        _choose(page, unit)
        return
    page.desk.ops.ask(
        lambda c: (setting(c, "root", ""), setting(c, "office_name", "")),
        owner=page, done=partial(_choose, page), slot="root",
    )  # fmt: skip


def _choose(page: FiveOnesPage, union: tuple[str, str]) -> None:
    def chosen(ids: list[str]) -> None:
        page.open_form(forms.offer(page.make, union, ids))

    choose_firms(page, page, union, chosen)


def _more(page: FiveOnesPage) -> Sequence[Entry]:
    year = str(page.desk.day.year)
    return [
        ("offer", "集中要约…", lambda: _offer(page)),
        ("ledger", "集体合同台账…",
         lambda: page.paper("contract_ledger", "集体合同台账", year=year)),
        ("ends", "集体合同到期预警表…", lambda: page.paper("contract_ends", "集体合同到期预警表")),
        ("statistics", "集中要约统计表…",
         lambda: page.paper("offer_statistics", "集中要约统计表", year=year)),
    ]  # fmt: skip


def _papers(page: FiveOnesPage) -> Sequence[BatchAct]:
    def deliver(ids: Sequence[str]) -> None:
        page.open_form(forms.deliver(page.make, ids, f"所选 {len(ids)} 个协商"))

    def paper(name: str, title: str) -> BatchAct:
        def run(ids: Sequence[str]) -> None:
            page.paper(name, title, id=",".join(ids))

        return (name, f"打印{title}", run)

    return [
        ("deliver", "登记送达…", deliver), paper("offer", "要约书"),
        paper("offer_answer", "应约书"),
    ]  # fmt: skip


def _begin_offer(page: FiveOnesPage) -> None:
    _offer(page)


BARGAINS = (
    Part(
        "consultations", "集体协商", CONSULTATIONS, ConsultationDetail, "发起协商", _start, _edit,
        _more, _papers,
    ),
    Part(
        "offers", "集中要约", OFFERS, OfferDetail, "发出集中要约", _begin_offer, _edit_offer, _more,
    ),
    Part(
        "contracts", "集体合同", CONTRACTS, ContractDetail, "登记合同", _add, _edit_contract, _more,
        sheet="contracts",
    ),
)  # fmt: skip
"""集体协商, 集中要约, 集体合同."""
